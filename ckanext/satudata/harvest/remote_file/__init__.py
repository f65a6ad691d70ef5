"""The first rows of a file that lies at its source: read with the guard of the harvest, kept for a while, shown.

`reach.py` says in which networks a file may lie, `reading.py` asks the source, `showing.py` makes rows or lines of what
came, `keeping.py` remembers both answers and refusals, so that visitors of this portal cannot make it a burden for
another one.
"""
