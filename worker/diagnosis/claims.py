"""This module takes an agent's answer as claims, and says for each whether our reply says it too, which passages of today's
knowledge carry it, and where the best of them was when we answered."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.languages.guess import guess
from worker.diagnosis.case import Case, Kept
from worker.diagnosis.comparing import counted, differ, opposes, read, says
from worker.diagnosis.library import Library
from worker.domain import Passage
from worker.history.example import Example, Sentence
from worker.history.reading import together
from worker.learning.alignment import MIN_COVERED, Rarity, align, compared, statements_of
from worker.pipeline.retrieve import SHOWN
from worker.retrieval.named import Named

_NEARLY_ALL = 0.75  # of a claim's words
_NEARLY_BEST = 0.15  # of the score, by which a passage may be below the best one and carry the claim as well


class Place(StrEnum):
    """A place is how far the passage that carries a claim came, from nowhere to our reply."""

    ABSENT = "absent"  # no passage carries it
    EXPIRED = "expired"  # one does that is past its date
    ADDED = "added"  # one does that the knowledge took in after we answered
    CHANGED = "changed"  # one does that said something else when we answered
    FOREIGN = "foreign"  # one does, in another language only
    UNFOUND = "unfound"  # the search did not find it
    BELOW = "below"  # found, and not shown
    SHOWN = "shown"
    CITED = "cited"


@dataclass(frozen=True)
class Rival:
    """A rival is a sentence of the knowledge that states other facts than a claim, or denies it."""

    ref: str
    sentence: str
    facts: tuple[str, ...]  # of the claim, in whose place it has others; none where one of the two denies the other


@dataclass(frozen=True)
class Claim:
    text: str
    is_said: bool  # our reply says it too
    place: Place
    ref: str = ""  # of the passage that carries it best
    rank: int | None = None  # its place when it was found
    carriers: tuple[str, ...] = ()
    rivals: tuple[Rival, ...] = ()


@dataclass(frozen=True)
class Around:
    """This is what the claims of a case are compared with."""

    names: Collection[str]
    writes_freely: bool  # a model writes the replies, and may say what a passage says in another language


def claims(case: Case, library: Library, around: Around) -> tuple[Claim, ...]:
    """Return what the agent's answer says of the matter, without politeness and questions."""
    sentences = library.attributed(_example(case)) if case.after.sentences else ()
    told = [one for one in sentences if not one.small_talk and not one.text.rstrip().endswith("?")]
    if not told:
        return ()
    account, names = case.ticket.history_account, around.names
    refs = {*(one.ref for one in case.kept), *(ref for one in told for ref in one.passages)}
    pool = {p.ref: p for p in library.near([one.text for one in told], case.ticket)}
    pool |= {ref: one.passage for ref, one in library.named(refs - pool.keys(), account).items()}
    today, candidates, old = library.named(list(pool), account), library.candidates(case.ticket), library.expired()
    rarity = Rarity.of(text for passage in pool.values() for text in _said(passage))
    made = []
    for one in told:
        carrying = carriers(one, pool, rarity, case, names)
        place, ref, rank = _placed(carrying, case, today, candidates, around)
        if place is Place.ABSENT and (dated := aligned(one.text, old, rarity, case, names)):
            place, ref = Place.EXPIRED, dated[0][1].ref
        rivals = _rivals(one.text, pool.values(), {p.ref for p in carrying}, names)
        is_said = bool(case.said) and says(one.text, case.said, names, _asked(case))
        made.append(Claim(one.text, is_said, place, ref, rank, tuple(p.ref for p in carrying), rivals))
    return tuple(made)


def carriers(
    claim: Sentence, pool: Mapping[str, Passage], rarity: Rarity, case: Case, names: Collection[str]
) -> list[Passage]:
    """Return the passages that carry a claim: those that it was attributed to, and those that say it as well. Where it was
    attributed to none, only one that has nearly all of its words does. One that has none of its numbers, or that says the
    opposite, carries it not."""
    own, asked = read(claim.text, names), read(_asked(case), names)
    wanted = counted(own.values - asked.holding(own))
    known = [pool[ref] for ref in claim.passages if ref in pool]
    known = [one for one in known if not wanted or wanted & read(one.shown, names).holding(own)]
    agreeing = [one for one in pool.values() if not any(opposes(claim.text, said, names) for said in _said(one))]
    known = [one for one in known if one in agreeing]
    found = aligned(claim.text, agreeing, rarity, case, names)
    if not known and (not found or found[0][0] < _NEARLY_ALL):
        return []
    return [*known, *(passage for _, passage in found if passage not in known)]


def aligned(
    claim: str, passages: Iterable[Passage], rarity: Rarity, case: Case, names: Collection[str]
) -> list[tuple[float, Passage]]:
    """Return the passages that have a claim's words and together its facts, the best first, each with its share."""
    own, asked = read(claim, names), read(_asked(case), names)
    wanted = own.values - asked.holding(own)
    scored = []
    for passage in passages:
        whole = read(passage.shown, names)
        if wanted and not wanted & whole.holding(own):
            continue
        score = sum(link.score for link in align(claim, _said(passage), rarity, names))
        if score >= MIN_COVERED:
            scored.append((score, passage))
    scored.sort(key=lambda pair: -pair[0])
    best = [pair for pair in scored if pair[0] >= scored[0][0] - _NEARLY_BEST]
    held = together([read(passage.shown, names) for _, passage in best]).holding(own) if best else frozenset()
    return best if wanted <= held else []


def _example(case: Case) -> Example:
    """Return the agent's answer in the form in which answers are attributed."""
    ticket, after = case.ticket, case.after
    return Example(
        ticket.source, ticket.external_id, ticket.subject, ticket.body, ticket.language or "",
        ticket.history_account, ticket.requester_email, after.queue, after.priority, bool(after.escalated),
        sentences=tuple(Sentence(text) for text in after.sentences), brand=ticket.brand,
    )  # fmt: skip


def _placed(
    carrying: Sequence[Passage],
    case: Case,
    today: Mapping[str, Named],
    candidates: Mapping[str, int],
    around: Around,
) -> tuple[Place, str, int | None]:
    """Return the best place of the passages that carry a claim, that passage, and its rank."""
    if (changed := next((p for p in carrying if _has_changed(p, case)), None)) is not None:
        return Place.CHANGED, changed.ref, None
    own = [p for p in carrying if around.writes_freely or _is_sayable(p, case)]
    if not own:
        return (Place.FOREIGN, carrying[0].ref, None) if carrying else (Place.ABSENT, "", None)
    kept, shown = {one.ref: one for one in case.kept}, shown_of(case.kept)
    places = []
    for passage in own:
        ref = passage.ref
        if ref in case.cited_refs:
            places.append((Place.CITED, ref, kept[ref].place if ref in kept else None))
        elif ref in shown:
            places.append((Place.SHOWN, ref, kept[ref].place))
        elif ref in kept:
            places.append((Place.BELOW, ref, kept[ref].place))
        elif ref in today and today[ref].changed_at > case.at:
            places.append((Place.ADDED, ref, None))
        elif ref in candidates:
            places.append((Place.BELOW, ref, candidates[ref]))
        else:
            places.append((Place.UNFOUND, ref, None))
    order = list(Place)
    return max(places, key=lambda one: (order.index(one[0]), -(one[2] or 0)))


def shown_of(kept: Sequence[Kept]) -> tuple[str, ...]:
    """Return the references of what a reply could consist of."""
    return tuple(one.ref for one in kept if one.trusted)[:SHOWN]


def _has_changed(passage: Passage, case: Case) -> bool:
    """Return whether our reply cites a passage that says something else now."""
    return any(one.ref == passage.ref and one.quote != passage.text for one in case.cited)


def _rivals(
    claim: str, passages: Iterable[Passage], carrying: Collection[str], names: Collection[str]
) -> tuple[Rival, ...]:
    """Return the sentences of other passages that state other facts in place of the claim's."""
    others = (passage for passage in passages if passage.ref not in carrying)
    nearly = not carrying
    return tuple(
        Rival(passage.ref, said, facts)
        for passage in others
        for said in _said(passage)
        if (facts := differ(claim, said, names, nearly=nearly)) or opposes(claim, said, names)
    )


def _is_sayable(passage: Passage, case: Case) -> bool:
    """Return whether a reply of statements may say something of a passage to this customer."""
    wanted = case.ticket.language
    said = {one.language or passage.language or guess(one.text) for one in statements_of(passage)}
    return wanted is None or None in said or wanted in said


def _said(passage: Passage) -> list[str]:
    return compared(statements_of(passage))


def _asked(case: Case) -> str:
    return f"{case.ticket.subject}\n{case.ticket.body}"
