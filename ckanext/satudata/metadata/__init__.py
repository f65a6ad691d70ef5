"""The metadata of Satu Data Indonesia: what a dataset, a kegiatan and an organisation say, and whether it is right.

`fields/` holds one concept a file, pure; `lenient.py` and `publication.py` are the two strictnesses over them.
`quality.py` judges a dataset, `indexing.py` makes it findable, `organizations.py` says who is walidata or pembina.
Every feature may import from here.
"""
