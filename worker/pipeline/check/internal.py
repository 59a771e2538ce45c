"""This module finds what only we know things by: references of passages and ids of accounts. No customer reads them."""

import re
from collections.abc import Iterator, Sequence

from knowledge.passages import document_of
from worker.domain import Finding, Passage, Ticket

CODE = "internal_reference"
_LETTER, _OTHER = re.compile(r"[^\W\d_]"), re.compile(r"[\d_/#.-]")


def internal(sentences: Sequence[str], ticket: Ticket, passages: Sequence[Passage]) -> Iterator[Finding]:
    """Yield a finding for each sentence that names something internal."""
    names = {name for passage in passages for name in (passage.ref, document_of(passage.ref), passage.account or "")}
    names |= {ticket.account or ""}
    # A word alone, or a number, may mean something else as well: the account "acme" belongs to Acme.
    known = sorted((name for name in names if _LETTER.search(name) and _OTHER.search(name)), key=len, reverse=True)
    for sentence in sentences:
        if (named := next((name for name in known if _stands(name, sentence)), None)) is not None:
            yield Finding(CODE, sentence, f"it names {named}, which is internal")


def _stands(name: str, sentence: str) -> bool:
    """Return whether a name stands in a sentence by itself, and not as a part of a longer word or address."""
    at = sentence.find(name)
    while at >= 0:
        before, after = sentence[:at][-1:], sentence[at + len(name) :][:1]
        if not (before.isalnum() or before in {"/", "-", "_"} or after.isalnum() or after in {"-", "_"}):
            return True
        at = sentence.find(name, at + 1)
    return False
