"""This module takes an agent's answer as claims, and says for each whether our reply says it too, which passages of today's
knowledge carry it, and where the best of them was when we answered."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.languages.guess import guess
from worker.diagnosis.case import Case, Kept
from worker.diagnosis.comparing import differ, says
from worker.diagnosis.library import Library, Near
from worker.domain import Passage
from worker.learning.alignment import MIN_COVERED, Rarity, align, compared, statements_of
from worker.learning.values import values
from worker.pipeline.retrieve import SHOWN
from worker.retrieval.named import Named

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
    """A rival is a sentence of the knowledge that states other facts than a claim."""

    ref: str
    sentence: str
    facts: frozenset[str]  # of the claim, in whose place it has others


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
    """Return what the agent's answer says of the matter."""
    told = [sentence for sentence in case.after.sentences if not sentence.rstrip().endswith("?")]
    near = library.near(told, case.ticket)
    account = case.ticket.history_account
    kept = library.named([one.ref for one in case.kept], account)
    pool = {p.ref: p for p in (*(p for one in near for p in one.passages), *(one.passage for one in kept.values()))}
    rarity = Rarity.of(text for passage in pool.values() for text in _said(passage))
    today = library.named(list(pool), account)
    candidates = library.candidates(case.ticket) if told else {}
    old = library.expired() if told else []
    made = []
    for claim, one in zip(told, near, strict=True):
        carrying = carriers(claim, one.english, pool.values(), rarity, case, around.names)
        place, ref, rank = _placed(carrying, case, today, candidates, around)
        if place is Place.ABSENT and (dated := carriers(claim, one.english, old, rarity, case, around.names)):
            place, ref = Place.EXPIRED, dated[0].ref
        rivals = _rivals(claim, one, pool.values(), {p.ref for p in carrying}, around.names)
        is_said = says(claim, case.said, around.names, _asked(case)) if case.said else False
        made.append(Claim(claim, is_said, place, ref, rank, tuple(p.ref for p in carrying), rivals))
    return tuple(made)


def carriers(
    claim: str, english: str, passages: Iterable[Passage], rarity: Rarity, case: Case, names: Collection[str]
) -> list[Passage]:
    """Return the passages that carry a claim, the best first; together they have its facts."""
    wanted = values(claim, names) - values(_asked(case), names)
    scored = []
    for passage in passages:
        own = values(passage.shown, names)
        if wanted and not wanted & own:
            continue
        language = passage.language or guess(passage.text)
        text = english if language == "en" else claim
        links = align(text, _said(passage), rarity, names, language if text is english else None)
        score = sum(link.score for link in links) + 0.1 * len(wanted & own)
        if sum(link.score for link in links) >= MIN_COVERED:
            scored.append((score, passage))
    scored.sort(key=lambda pair: -pair[0])
    best = [passage for score, passage in scored if score >= scored[0][0] - _NEARLY_BEST]
    held = frozenset[str]().union(*(values(passage.shown, names) for passage in best))
    return best if wanted <= held else []


def _placed(
    carrying: Sequence[Passage],
    case: Case,
    today: Mapping[str, Named],
    candidates: Mapping[str, int],
    around: Around,
) -> tuple[Place, str, int | None]:
    """Return the best place of the passages that carry a claim, that passage, and its rank."""
    own = [p for p in carrying if around.writes_freely or _is_sayable(p, case)]
    if not own:
        return (Place.FOREIGN, carrying[0].ref, None) if carrying else (Place.ABSENT, "", None)
    kept, shown = {one.ref: one for one in case.kept}, shown_of(case.kept)
    places = []
    for passage in own:
        ref = passage.ref
        then = next((one.quote for one in case.cited if one.ref == ref), None)
        if then is not None and then != passage.text:
            places.append((Place.CHANGED, ref, kept[ref].place if ref in kept else None))
        elif ref in case.cited_refs:
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


def _rivals(
    claim: str, near: Near, passages: Iterable[Passage], carrying: Collection[str], names: Collection[str]
) -> tuple[Rival, ...]:
    """Return the sentences of other passages that state other facts in place of the claim's."""
    others = (passage for passage in passages if passage.ref not in carrying)
    texts, nearly = {claim, near.english}, not carrying
    return tuple(
        Rival(passage.ref, said, facts)
        for passage in others
        for said in _said(passage)
        for text in texts
        if (facts := differ(text, said, names, nearly=nearly))
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
