"""Source to document."""
