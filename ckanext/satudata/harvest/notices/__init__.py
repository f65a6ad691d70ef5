"""Letters about runs: which run is worth one (`occasion.py`), what it says (`letter.py`), who gets it
(`recipients.py`), and sending it (`sending.py`), which happens after the run has ended and can do it no harm.
"""
