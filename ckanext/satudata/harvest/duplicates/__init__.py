"""Datasets that came in twice, from different sources: recognised (`title_likeness.py`), kept as pairs (`pairs.py`),
and one of each pair hidden (`hiding.py`).
"""
