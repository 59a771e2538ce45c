"""This module redacts an example as a whole: the same thing has the same placeholder in the question and in the answer."""

from collections.abc import Collection
from dataclasses import replace

from worker.history.example import Example
from worker.history.redaction.found import Found
from worker.history.redaction.redactor import Redactor


def shows_account(example: Example, private: Collection[str]) -> bool:
    """Return whether an answer rests on a passage of an account. `private`: the sources whose passages belong to one each."""
    return any(ref.partition("/")[0] in private for ref in example.passages)


def redacted(example: Example, redactor: Redactor, private: Collection[str]) -> Example | None:
    """Return an example that says nothing of who somebody is, or None where it shows an account's passage: what that says of one
    customer cannot be substituted without making it untrue. The helpdesk's id of the ticket stays, and the account's does not."""
    if shows_account(example, private):
        return None
    thread, language = redactor.thread(), example.language
    requester = thread.redact(example.requester_email, language) if example.requester_email else None
    return replace(
        example,
        subject=thread.redact(example.subject, language),
        body=thread.redact(example.body, language),
        account=None,
        requester_email=requester,
        sentences=tuple(replace(s, text=thread.redact(s.text, language)) for s in example.sentences),
        fields={name: thread.redact(value, language) for name, value in example.fields.items()},
    )


def left_in(example: Example, redactor: Redactor) -> list[Found]:
    """Return what of an example is not redacted: it must be nothing before the example is written to a file."""
    texts = (
        example.subject,
        example.body,
        example.requester_email or "",
        *(s.text for s in example.sentences),
        *example.fields.values(),
    )
    found = [one for text in texts for one in redactor.residue(text, example.language)]
    if example.account is not None:
        found += redactor.residue(example.account, example.language)
    return found
