"""The DataStore: a tidy table as typed columns with a data dictionary, replaced in one transaction (`load.py`)."""
