"""This module says whether a message depends on a file or a picture that came with it."""

from worker.mail.leaning import rule, signal


def leans_on_attachment(text: str) -> bool:
    """Return whether a message cannot be understood without a file or a picture that came with it. "That did not work" and
    "if that matters" mean what was said before."""
    known = signal.load()
    rest = rule.without_pointing_back(text)
    if rest != text and not any(sign.isalnum() for sign in rest):
        return False
    return known.rate(rest) >= known.threshold


def announces_file(text: str) -> bool:
    """Return whether a message names a file that came with it, or shows something that follows, in plain words. "This one"
    does not: it may mean what was said before."""
    return rule.matches(text)


def subject_leans(subject: str) -> bool:
    """Return whether a subject says that what matters is in a file. One word, such as "Photos", names what the ticket is
    about, and "this" or "look" means the body, so only the phrases of the rule count."""
    return len(subject.split()) > 1 and rule.matches(subject)
