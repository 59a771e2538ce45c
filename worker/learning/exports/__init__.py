"""This package writes training data and a run file with which another tool trains the adapter that we would train."""
