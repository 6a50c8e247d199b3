"""Claims to links: which reports tell of the same incident."""
