"""Layout: which cells of a sheet are tables, and what the other cells are for."""
