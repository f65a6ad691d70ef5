"""Actions of the harvest, who may call them, and what they accept."""
