"""Output: tidy tables written as CSV, JSON, a data package or Parquet."""
