"""Actions of the exchange feature."""
