"""Harvest: datasets of other systems become datasets of this portal.

The way of data: `connectors` (read a source, over `http`) → `engine/compare.py` (what is new or changed) → `mapping`
(into our fields) → `writer` (into CKAN, in batches) → `engine/report.py` (counters and findings). What is gone at a
source: `deletion`; what came in twice: `duplicates`; who is told: `notices`. Runs are asked for in `runs.py`,
by schedule in `scheduling.py`, and done by `engine/run.py`. Plugin `satudata_harvest`; its migrations lie in
`ckanext/satudata/migration/satudata_harvest`, where CKAN looks for them.
"""
