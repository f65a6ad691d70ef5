"""Tidy: from a block of a sheet to records with typed columns, and from those to the long form."""
