"""View to tables."""
