"""This package finds sentences that lead somebody to give a secret, to let a stranger in, or to pay a stranger: by a rule, and
by a signal learned from examples."""
