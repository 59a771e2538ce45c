"""This package handles a claimed batch. Read `run` first. It uses no database, no Celery and no HTTP."""
