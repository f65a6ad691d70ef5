"""Facts: tidy tables → rows → COPY → one transaction (`load.py`); and what may be read of them (`visible.py`, …)."""
