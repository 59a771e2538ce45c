"""The schema's history (Alembic), run by `deskhand up` as the owner of the database.

A revision is DDL written out: it imports no code of ours, so what it makes does not change when a model does.
"""
