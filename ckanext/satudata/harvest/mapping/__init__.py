"""From a record to a dataset of this portal: `dataset.py` leads, the settings of a source (`settings.py`) choose.

Pure, but for what must look into this portal: `organizations.py`, `target.py`, `checking.py` and `versions.py`.
"""
