"""This package holds the rows, and the only function of `worker` that commits."""
