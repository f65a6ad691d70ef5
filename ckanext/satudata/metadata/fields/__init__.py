"""One concept of the metadata a file, each with `normalise(value) -> Normalised`.

Pure: no CKAN, no database, no gettext. A normaliser accepts whatever a form, an API client or a foreign portal sends
and never raises. `logic/validators.py` makes navl validators of them, `metadata/lenient.py` cleans harvested records
with them.
"""
