"""One file per step, run by Alembic in the order of their numbers."""
