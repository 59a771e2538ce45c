"""This package holds the words that tell what a ticket asks for, one file per language."""
