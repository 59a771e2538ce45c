"""This package holds the language and embedding models: text in; text, labels or vectors out. It knows no database and
no ticket table."""
