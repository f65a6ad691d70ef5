"""Datasets that are gone at their source: found (`missing.py`), judged (`guard.py`), taken away (`withdrawal.py`).

A complete run leads through it (`aftermath.py`); a person may overrule the guard (`approving.py`), cron may do what is
due between two runs (`sweeping.py`), and a source that is deleted takes its datasets along (`leaving.py`).
"""
