"""This module says whether a wording is true by a passage: by the check within one language, by equal values across two.

Equal values do not prove that two sentences say the same. So across languages two accounts are enough only where there are
values and both languages deny or affirm; else a person confirms it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from knowledge.languages.guess import OTHER, guess
from knowledge.languages.registry import LANGUAGES, all_words
from knowledge.passages import section_of
from knowledge.sentences import sentences
from models.skills.reply import Action, Reply
from worker.company import Company
from worker.db.wordings import Wording, hash_of
from worker.domain import Passage, Ticket
from worker.learning.alignment import align, compared, has, statements_of
from worker.learning.values import values
from worker.learning.wording.customers import content_words
from worker.mail.asked.questions import stem
from worker.pipeline.check.check import check

_WORD = re.compile(r"[^\W_]+")
_NEGATIONS = all_words(lambda language: language.negations)
_CONTRACTIONS = tuple(pair for language in LANGUAGES.values() for pair in language.contractions)
_OF_TICKETS = frozenset({"wrong_language", "said_before"})  # say nothing of the sentence and its passage


def is_foreign(language: str, passage: Passage) -> bool:
    """Return whether a passage is in another language than a sentence."""
    own = passage.language or guess(passage.text)
    return own is not None and own not in {language, OTHER}


def untrue(text: str, language: str, sources: Sequence[str], passage: Passage, company: Company) -> str:
    """Return why a sentence is not known to say what a passage says, or ""."""
    if is_foreign(language, passage):
        if len(list(sentences(text))) > 1:
            return "it is more than one sentence"
        if not values(text, company.protected_names) <= values(" ".join(sources), company.protected_names):
            return "it states a value that its source does not state"
        return ""
    reply = Reply(Action.ANSWER, language, (text,), {})
    checked = check(_nobodys(language), reply, [passage], company.protected_names, company.contacts)
    findings = [found for found in checked.findings if found.sentence and found.code not in _OF_TICKETS]
    return "; ".join(found.detail for found in findings)


def says_the_same(text: str, sources: Sequence[str], company: Company) -> bool:
    """Return whether a sentence and its sources in another language have the same values, at least one, and the same
    negation."""
    said = " ".join(sources)
    stated = values(text, company.protected_names)
    return bool(stated) and stated == values(said, company.protected_names) and _denies(text) == _denies(said)


def left_out(text: str, sources: Sequence[str], company: Company) -> list[str]:
    """Return what the sources of a sentence say and it does not: perhaps a condition without which it is not true. Of sources in
    another language only the values are compared."""
    said, names = " ".join(sources), company.protected_names
    missing = values(said, names) - values(text, names)
    if not _differ(text, said):
        there = {stem(word) for word in content_words([text])}
        missing |= {word for word in content_words([said]) if stem(word) not in there}
    return sorted(missing)


def confirmed(wording: Wording, passages: Sequence[Passage], company: Company) -> Wording | None:
    """Return a wording as it stands by today's passages of its section, or None if it is stale. Across languages its sources
    must stand there word by word, because somebody compared it with them."""
    for passage in passages:
        if wording.section != section_of(passage.ref):
            continue
        shown = hash_of(passage.shown)
        if wording.content_sha256 == shown:
            return wording
        sources = wording.sources if has(passage, wording.sources) else ()
        if not sources and not is_foreign(wording.language, passage):
            sources = sources_of(wording.text, wording.language, passage, company)
        if sources and not untrue(wording.text, wording.language, sources, passage, company):
            return replace(wording, sources=sources, content_sha256=shown)
    return None


def sources_of(text: str, language: str, passage: Passage, company: Company) -> tuple[str, ...]:
    """Return the statements of a passage that a sentence says."""
    own = statements_of(passage)
    links = align(text, compared(own), names=company.protected_names, language=language)
    return tuple(own[place].own for place in sorted(link.statement for link in links))


def _differ(one: str, other: str) -> bool:
    languages = {guess(one), guess(other)} - {None, OTHER}
    return len(languages) > 1


def _denies(text: str) -> bool:
    plain = text.lower()
    for contraction, words in _CONTRACTIONS:
        plain = plain.replace(contraction, words)
    return any(word in _NEGATIONS for word in _WORD.findall(plain))


def _nobodys(language: str) -> Ticket:
    """Return a ticket for a check that is not about a ticket."""
    return Ticket(
        id=0, version=1, lease_token=0, external_id="", source="", account=None, plan=None, tier=None, requester_email=None,
        requester_name=None, verified=False, subject="", body="", language=language, automatic=False,
        received_at=datetime.now(UTC),
    )  # fmt: skip
