"""Moving in from ckanext-harvest: its sources become ours, and the datasets it has imported stay what they are.

`old_tables.py` reads what ckanext-harvest has left in the database, `translating.py` says what each of its settings is
here, `takeover.py` does it. The old tables are read and never written; ckanext-harvest need not be installed any more.
"""
