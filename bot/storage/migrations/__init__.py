"""Alembic's scripts, applied in order; they only go forward."""
