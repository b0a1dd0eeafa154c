"""Alembic's entry: runs the steps on the connection that `graph.database.migrate` hands over."""

from alembic import context

from graph.tables import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True, compare_type=True)
context.run_migrations()
