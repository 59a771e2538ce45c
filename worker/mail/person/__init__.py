"""This package tells whether a customer asks for a person: by a rule, and by a signal learned from examples."""
