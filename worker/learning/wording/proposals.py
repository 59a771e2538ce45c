"""This module reads from handled tickets what agents wrote for public passages, and tells what two accounts confirm.

A sentence is kept where it stands on one public passage alone, has nothing of its customer, is true by the passage as it is
today, and says something in another way than the passage. Sentences that say the same are one wording. Two accounts confirm it,
with the words that both have.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from knowledge.passages import section_of
from models.skills.reply import Action
from worker.company import Company
from worker.db.wordings import ENOUGH_ACCOUNTS, By, State, Wording, hash_of
from worker.domain import Passage
from worker.learning.alignment import Rarity, align, compared, statements_of
from worker.learning.dataset.passages import Shelf
from worker.learning.dataset.row import Row
from worker.learning.values import values
from worker.learning.wording.customers import Customers, Doubt, content_words, doubts, of_its_customer, refused
from worker.learning.wording.truth import is_foreign, left_out, says_the_same, untrue
from worker.mail.asked.lexicon import tokens

ALIKE = 0.8  # of the words of two sentences together, from which on they are one wording
MIN_COVERED = 0.8  # of a sentence's weight that its statements have, so that no person need look at it

AS_IT_STANDS, NOTHING, SEVERAL, ACCOUNT = (
    "the passage says it so", "stands on no statement", "stands on several passages", "stands on the account's rows"
)  # fmt: skip


@dataclass(frozen=True)
class Sentence:
    """A sentence of an agent may be said to other customers too."""

    text: str
    language: str
    passage: Passage
    sources: tuple[str, ...]
    row: Row
    doubts: tuple[Doubt, ...]

    @property
    def account(self) -> str | None:
        return self.row.ticket.account

    @property
    def foreign(self) -> bool:
        return is_foreign(self.language, self.passage)


@dataclass
class Tally:
    """A tally counts what became of the agents' sentences, by language."""

    read: Counter[str] = field(default_factory=Counter)
    left_out: Counter[tuple[str, str]] = field(default_factory=Counter)  # reason, language
    kept: Counter[str] = field(default_factory=Counter)


def proposed(rows: Sequence[Row], shelf: Shelf, customers: Customers, company: Company) -> tuple[list[Wording], Tally]:
    """Return the wordings of some handled tickets, accepted where two accounts confirm them, and what became of the rest."""
    rarity = Rarity.of(
        {said for passages in shelf.passages.values() for p in passages for said in compared(statements_of(p))}
    )
    tally = Tally()
    found: list[Sentence] = []
    for row in rows:
        ticket = row.ticket
        if ticket.escalate or ticket.action != Action.ANSWER:
            continue
        passages = [p for ref in dict.fromkeys(ticket.passages) for p in shelf.of(ref, ticket.account)]
        for text in ticket.sentences:
            tally.read[ticket.language] += 1
            sentence = _read(" ".join(text.split()), row, passages, rarity, customers, company)
            if isinstance(sentence, str):
                tally.left_out[sentence, ticket.language] += 1
            else:
                tally.kept[ticket.language] += 1
                found.append(sentence)
    return [_wording(group, company) for group in _groups(found, company)], tally


def _read(
    text: str, row: Row, passages: Sequence[Passage], rarity: Rarity, customers: Customers, company: Company
) -> Sentence | str:
    """Return a sentence that may be kept, or why it may not."""
    ticket, names = row.ticket, company.protected_names
    places = [(passage, each) for passage in passages for each in statements_of(passage)]
    links = align(text, [said for p in passages for said in compared(statements_of(p))], rarity, names, ticket.language)
    if not links:
        return NOTHING
    linked = [places[place] for place in sorted(link.statement for link in links)]
    if any(passage.account is not None for passage, _ in linked):
        return ACCOUNT
    if len({passage.ref for passage, _ in linked}) > 1:
        return SEVERAL
    passage, sources = linked[0][0], tuple(each.own for _, each in linked)
    if not passage.trusted:
        return "its source is not trusted"
    if tokens(text) in [tokens(said) for _, each in places for said in (each.text, each.own)]:
        return AS_IT_STANDS
    said = " ".join(sources)
    if why := refused(text, passage, names, customers) or of_its_customer(text, passage, said, customers, ticket):
        return why
    if untrue(text, ticket.language, sources, passage, company):
        return "is not true by the passage of today, or the check cannot tell"
    looked = doubts(text, passage, said, customers, ticket)
    if sum(link.score for link in links) < MIN_COVERED:
        looked.append(Doubt("says more than its statements"))
    if missing := left_out(text, sources, company):
        looked.append(Doubt(f"leaves out: {', '.join(missing)}"))
    return Sentence(text, ticket.language, passage, sources, row, tuple(looked))


def _groups(found: Sequence[Sentence], company: Company) -> Iterator[list[Sentence]]:
    """Yield the sentences that say the same of the same statements with nearly the same words."""
    by_sources: dict[tuple[str, str, tuple[str, ...]], list[list[Sentence]]] = defaultdict(list)
    for sentence in found:
        groups = by_sources[sentence.passage.ref, sentence.language, sentence.sources]
        near = (group for group in groups if all(is_alike(sentence.text, other.text, company) for other in group))
        group = next(near, None)
        if group is None:
            groups.append([sentence])
        else:
            group.append(sentence)
    for groups in by_sources.values():
        yield from groups


def is_alike(one: str, other: str, company: Company) -> bool:
    """Return whether two sentences have the same values and nearly the same words."""
    if values(one, company.protected_names) != values(other, company.protected_names):
        return False
    first, second = set(tokens(one)), set(tokens(other))
    return len(first & second) >= ALIKE * len(first | second)


def _wording(group: Sequence[Sentence], company: Company) -> Wording:
    """Return the wording of sentences that say the same, with a text of which two accounts have each word if there is one."""
    accounts = {sentence.account for sentence in group} - {None}
    confirmed = [sentence for sentence in group if _is_confirmed(sentence, group, company)]
    chosen = min(confirmed or group, key=lambda sentence: (len(sentence.doubts), len(sentence.text), sentence.text))
    return Wording(
        section_of(chosen.passage.ref),
        chosen.language,
        chosen.text,
        chosen.sources,
        hash_of(chosen.passage.shown),
        State.ACCEPTED if confirmed else State.PROPOSED,
        By.ACCOUNTS if confirmed else None,
        len(accounts),
        tuple(dict.fromkeys(sentence.row.ticket.id for sentence in group)),
    )


def _is_confirmed(sentence: Sentence, group: Sequence[Sentence], company: Company) -> bool:
    """Return whether no person need look at a sentence: another account has each word of it that the passage does not have."""
    others = [o for o in group if o.account not in {None, sentence.account}]
    if sentence.account is None or len({o.account for o in others}) < ENOUGH_ACCOUNTS - 1:
        return False
    if sentence.foreign and not says_the_same(sentence.text, sentence.sources, company):
        return False
    known = content_words([sentence.passage.shown, *(other.text for other in others)])
    return content_words([sentence.text]) <= known and all(doubt.settled for doubt in sentence.doubts)
