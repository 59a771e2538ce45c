"""This package has what agents write around an answer, one file per language."""
