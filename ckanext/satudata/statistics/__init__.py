"""The one statistical database: facts of all datasets, their loading, the DataStore, and the actions that query both.

The way of data: a resource's file → `tabular` → `facts` (COPY, in one transaction) and `datastore`. Imports `codes`,
`tabular`, `metadata` and `shared`; other features reach it through its actions.
"""
