"""This package tells whether a message leans on a file or a picture: by a rule, and by a signal learned from examples."""
