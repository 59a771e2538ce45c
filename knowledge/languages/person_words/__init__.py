"""This package holds the words of each language that tell a request for a person."""
