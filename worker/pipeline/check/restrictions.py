"""This module compares what restricts a sentence: modal words, negations, "only", "off", and what comes before what.

Each has a target, the word that it stands before; in a language that denies behind the verb, at the end of a part, the
word before it. The same word with another target says something else.
"""

from collections.abc import Iterator, Sequence

from worker.pipeline.check.evidence import places, same
from worker.pipeline.check.surroundings import ahead, around, behind, shares
from worker.pipeline.check.terms import Term, denies, lacks

_ORDER = ("order.before", "order.after", "order.until", "order.instead")
_CONVERSE = {"order.before": "order.after", "order.after": "order.before"}
_STRONG = ("modals.must", "modals.need_not", "modals.should", "modals.only")
_KEPT = ("modals.only", "modals.need_not", "states.off", *_ORDER)


def modal_problems(claim: Sequence[Term], said: Sequence[Term]) -> Iterator[str]:
    """Yield the modal words of a claim that the sentence does not say of the same. "Can" may be added to what just is."""
    for place, term in enumerate(claim):
        if not term.means("modals."):
            continue
        own = _targets(claim, place, 2)
        others = [other for n, other in enumerate(said) if other.means("modals.") and shares(own, _targets(said, n, 3))]
        if any(term.meanings & other.meanings for other in others):
            continue
        if not term.means("modals.can") or any(other.means(*_STRONG) for other in others):
            yield f"it does not say {term.said}"


def denial_problems(claim: Sequence[Term], said: Sequence[Term]) -> Iterator[str]:
    """Yield what is denied on one side only."""
    for place, term in enumerate(claim):
        target = _target(claim, place) if denies(term) else None
        if target is not None and not any(_is_reached(said, n, term) for n in places(claim[target], said)):
            yield f"it does not say {term.said} {claim[target].said}"
    for place, term in enumerate(said):
        if denies(term) and (target := _target(said, place)) is not None:
            there, own = places(said[target], said), places(said[target], claim)
            denied, denied_there = _targets_of_denial(claim), _targets_of_denial(said)
            too_often = sum(n not in denied for n in own) > len(there) - len(denied_there & set(there))
            if too_often or (own and not denied & set(own) and _is_same_part(claim, own[0], said, target)):
                yield f"it says {term.said} {said[target].said}"


def are_opposite(one: Sequence[Term], other: Sequence[Term]) -> bool:
    """Return whether one of two sentences denies what the other one says of the same. "Without a code nobody gets in" agrees
    with "it needs a code", so nothing is said of sentences with such a word."""
    if any(map(lacks, (*one, *other))):
        return False
    return _is_denied(one, other) or _is_denied(other, one)


def _is_denied(own: Sequence[Term], said: Sequence[Term]) -> bool:
    """Return whether a sentence denies a word that the other one has in the same part, and does not deny."""
    for place, term in enumerate(own):
        target = _target(own, place) if denies(term) else None
        there = places(own[target], said) if target is not None else []
        if target is not None and there and not any(_is_reached(said, n, term) for n in there):
            return _is_same_part(said, there[0], own, target) or _is_same_part(own, target, said, there[0])
    return False


def order_problems(claim: Sequence[Term], said: Sequence[Term]) -> Iterator[str]:
    """Yield "before", "after" and the like that the sentence does not say of the same. "A before B" is "B after A"."""
    for place, term in enumerate(claim):
        following = ahead(claim, place, 3)
        if not term.means(*_ORDER) or not following:
            continue
        turned = {_CONVERSE[m] for m in term.meanings if m in _CONVERSE}
        if not any(
            (same(term, other) and shares(following[:2], ahead(said, n, 3)))
            or (
                turned & other.meanings
                and shares(following, behind(said, n, 4))
                and not shares(following, ahead(said, n, 3))
            )
            for n, other in enumerate(said)
        ):
            yield f"it does not say {term.said}"


def dropped(claim: Sequence[Term], said: Sequence[Term]) -> Iterator[str]:
    """Yield what restricts the sentence and is missing in a claim that keeps the words on both sides of it."""
    for n, other in enumerate(said):
        if other.means(*_KEPT) and not places(other, claim) and _is_kept(claim, said, n):
            yield f"it says {other.said}"
        elif other.means("modals.only") and _is_of_another(claim, said, n):
            yield f"it says {other.said} {said[n + 1].said}"


def _is_of_another(claim: Sequence[Term], said: Sequence[Term], place: int) -> bool:
    """Return whether only somebody else can do what the claim says: "only planners can publish a roster"."""
    group = ahead(said, place, 5)
    modal = next((n for n, term in enumerate(group) if n and term.means("modals.")), None)
    if modal is None or shares(group[:modal], claim):
        return False
    return shares(ahead(said, place + 1 + modal, 2), claim)


def _targets(sentence: Sequence[Term], place: int, most: int) -> list[Term]:
    """Return the words that a modal word may belong to."""
    following = [t for t in ahead(sentence, place, most + 1) if not t.means("modals.", "denying")][:most]
    return following or behind(sentence, place, 2)


def _target(sentence: Sequence[Term], place: int) -> int | None:
    """Return where the word is that a word denies: the next one of its part, or the one before it."""
    ends = (n for n in range(place + 1, len(sentence)) if sentence[n].opens)
    following = [n for n in range(place + 1, next(ends, len(sentence))) if _can_be_denied(sentence[n])]
    before = [n for n in range(max(0, place - 3), place) if _can_be_denied(sentence[n])]
    return following[0] if following else before[-1] if before else None


def _is_same_part(claim: Sequence[Term], place: int, said: Sequence[Term], target: int) -> bool:
    """Return whether a word stands in the same part on both sides: most of what is beside it is the same."""
    own = [t for t in around(claim, place, 6, within="part") if _can_be_denied(t)]
    other = [t for t in around(said, target, 6, within="part") if _can_be_denied(t)]
    return bool(other) and 2 * sum(bool(places(t, own)) for t in other) > len(other)


def _targets_of_denial(sentence: Sequence[Term]) -> set[int | None]:
    return {_target(sentence, n) for n, term in enumerate(sentence) if denies(term)}


def _can_be_denied(term: Term) -> bool:
    return not term.means("modals.", "denying")


def _is_reached(sentence: Sequence[Term], place: int, denial: Term) -> bool:
    """Return whether the word at a place is denied: it is the target of a word that denies, or follows it ("cannot be
    renamed or removed"). "Without" reaches the next word only, unless the other side says "without" too."""
    for n in range(max(0, place - 5), min(len(sentence), place + 4)):
        if not denies(sentence[n]):
            continue
        if _target(sentence, n) == place or (n < place and (not lacks(sentence[n]) or lacks(denial))):
            return True
    return False


def _is_kept(claim: Sequence[Term], said: Sequence[Term], place: int) -> bool:
    before = [t for t in behind(said, place, 3) if not t.means("modals.", "denying")][-1:]
    following = [t for t in ahead(said, place, 3) if not t.means("modals.", "denying")][:1]
    return bool(before or following) and all(places(t, claim) for t in (*before, *following))
