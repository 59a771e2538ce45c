"""The schema's history (Alembic). Run by `deskhand up`, as the owner of the database."""
