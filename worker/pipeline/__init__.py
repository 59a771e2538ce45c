"""What happens to a claimed batch. Read `run` first. No database, no Celery, no HTTP in here."""
