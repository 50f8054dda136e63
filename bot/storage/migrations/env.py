"""Run the migrations on the connection that `bot.storage.migrate` hands in."""

from alembic import context

from bot.storage.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
