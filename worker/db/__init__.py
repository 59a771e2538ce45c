"""Rows and the only commit."""
