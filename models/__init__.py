"""Language and embedding models: text in; text, labels or vectors out. Never a database row, never a ticket table."""
