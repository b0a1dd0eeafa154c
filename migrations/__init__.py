"""Alembic migrations of the tables in `graph.tables`; `graph.database.migrate` runs them."""
