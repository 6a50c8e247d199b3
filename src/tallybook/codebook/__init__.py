"""What counts, as data."""
