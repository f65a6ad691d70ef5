"""Actions of the statistical database, who may call them, and what they accept."""
