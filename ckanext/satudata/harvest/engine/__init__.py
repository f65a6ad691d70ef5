"""One run of one source, from the lock to its end: read → compare → map → write → remember and report.

`run.py` begins and ends a run, `course.py` says what happens in between, `batch.py` takes records over, `after_run.py`
looks after what follows. Called by jobs and commands only.
"""
