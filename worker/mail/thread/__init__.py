"""This package tells what the next message of a thread makes of the answer before it."""
