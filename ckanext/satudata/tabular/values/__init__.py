"""Values: from raw cells to numbers, missing marks, footnotes, dates and periods, decided per column."""
