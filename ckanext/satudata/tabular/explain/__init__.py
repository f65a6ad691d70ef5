"""Explain: a sheet drawn with the parts that were recognised in it, for the eye of the person who made it."""
