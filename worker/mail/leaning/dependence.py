"""This module says whether a message depends on a file or a picture that came with it."""

from worker.mail.leaning import signal


def leans_on_attachment(text: str) -> bool:
    """Return whether a message or a subject cannot be understood without a file or a picture that came with it."""
    known = signal.load()
    return known.rate(text) >= known.threshold
