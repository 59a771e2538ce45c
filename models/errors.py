"""What this package raises for people to read."""


class ModelError(Exception):
    """The message is ours: it says what to do and quotes neither a prompt nor an answer, so it may be logged."""
