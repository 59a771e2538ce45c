"""This package runs past tickets through today's pipeline, without writing anything, and compares what would be done with what
people did."""
