"""This package holds the words of each language that stand beside addresses and numbers."""
