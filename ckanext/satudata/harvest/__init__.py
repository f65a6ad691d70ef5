"""Harvest: datasets of other systems become datasets of this portal.

The way of data, one step a file: `connectors` (read a source) → `compare` (what is new or changed) → `mapping`
(into our fields) → `writer` (into CKAN, in batches) → `report` (counters and findings); `run.py` is the engine
that ties them. Plugin `satudata_harvest`; its migrations lie in `ckanext/satudata/migration/satudata_harvest`, where
CKAN looks for them.
"""
