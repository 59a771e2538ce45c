"""This package is a training run: the file that says how, the run with everything decided, and the record of what it did."""
