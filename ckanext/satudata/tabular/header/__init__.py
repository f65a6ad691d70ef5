"""Header: the rows that name the columns, where they end, and the names they give."""
