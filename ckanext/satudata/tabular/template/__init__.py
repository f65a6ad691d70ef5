"""The empty form that is sent to an office, and the filled one that comes back.

`definition` (what is asked for) → `write` (an .xlsx with locked cells, drop-downs and a hidden key) → the office →
`read` (by the key: rows may have been sorted, figures typed as text). `api.tidy` knows a form by its key.
"""
