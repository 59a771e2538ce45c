"""This package is the schema's history (Alembic); `deskhand up` runs it as the owner of the database.

A revision is plain DDL: it imports none of our code, so what it makes does not change when a model does.
"""
