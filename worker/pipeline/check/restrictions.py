"""This module compares what restricts a sentence: modal words, negations, "only", "off", and what comes before what.

Each has a target, the word that it stands before; in a language that denies behind the verb, at the end of a part, the
word before it. The same word with another target says something else.
"""

from collections.abc import Iterator, Sequence

from worker.pipeline.check.evidence import places, same
from worker.pipeline.check.surroundings import ahead, around, behind, shares
from worker.pipeline.check.terms import Term, denies

_ORDER = ("order.before", "order.after", "order.until", "order.instead")
_CONVERSE = {"order.before": "order.after", "order.after": "order.before"}
_STRONG = ("modals.must", "modals.need_not", "modals.should", "modals.only", "states.optional", "states.required")
_SAME_DUTY = {"modals.must": "states.required", "modals.need_not": "states.optional"}
_KEPT = ("modals.only", "modals.need_not", "states.off", *_ORDER)


def modal_problems(claim: Sequence[Term], said: Sequence[Term]) -> Iterator[str]:
    """Yield the modal words of a claim that the sentence does not say of the same. "Can" may be added to what just is."""
    for place, term in enumerate(claim):
        if not term.means("modals."):
            continue
        own = _targets(claim, place, 2)
        others = [other for n, other in enumerate(said) if other.means("modals.", *_STRONG) and shares(own, _targets(said, n, 3))]
        wanted = term.meanings | {_SAME_DUTY[m] for m in term.meanings if m in _SAME_DUTY}
        if any(wanted & other.meanings for other in others):
            continue
        if not term.means("modals.can") or any(other.means(*_STRONG) for other in others):
            yield f"it does not say {term.said}"


def denial_problems(claim: Sequence[Term], said: Sequence[Term]) -> Iterator[str]:
    """Yield what is denied on one side only."""
    for one, other, told in ((claim, said, "it does not say {}"), (said, claim, "it says {}")):
        for place, term in enumerate(one):
            if not denies(term):
                continue
            target = _target(one, place)
            if target is None or (one is said and not places(target, other)):
                continue
            if one is said and any(not _is_denied(said, n) for n in places(target, said)):
                continue  # the sentence says both
            if not any(_is_denied(other, n) for n in places(target, other)):
                yield told.format(f"{term.said} {target.said}")


def order_problems(claim: Sequence[Term], said: Sequence[Term]) -> Iterator[str]:
    """Yield "before", "after" and the like that the sentence does not say of the same. "A before B" is "B after A"."""
    for place, term in enumerate(claim):
        following = ahead(claim, place, 3)
        if not term.means(*_ORDER) or not following:
            continue
        turned = {_CONVERSE[m] for m in term.meanings if m in _CONVERSE}
        if not any(
            (same(term, other) and shares(following[:2], ahead(said, n, 3)))
            or (turned & other.meanings and shares(following, behind(said, n, 4)) and not shares(following, ahead(said, n, 3)))
            for n, other in enumerate(said)
        ):
            yield f"it does not say {term.said}"


def dropped(claim: Sequence[Term], said: Sequence[Term]) -> Iterator[str]:
    """Yield what restricts the sentence and is missing in a claim that keeps the words on both sides of it."""
    for n, other in enumerate(said):
        if other.means(*_KEPT) and not places(other, claim) and _is_kept(claim, said, n):
            yield f"it says {other.said}"


def _targets(sentence: Sequence[Term], place: int, most: int) -> list[Term]:
    """Return the words that a modal word may belong to."""
    following = [t for t in ahead(sentence, place, most + 1) if not t.means("modals.", "denying")][:most]
    return following or behind(sentence, place, 2)


def _target(sentence: Sequence[Term], place: int) -> Term | None:
    """Return what a word denies: the next word of its part, or the one before it."""
    following = [t for t in around(sentence, place, 4, within="part", before=False) if not t.means("modals.", "denying")]
    before = [t for t in behind(sentence, place, 3) if not t.means("modals.", "denying")]
    return following[0] if following else before[-1] if before else None


def _is_denied(sentence: Sequence[Term], place: int) -> bool:
    """Return whether the word at a place is denied."""
    before = any(denies(t) for t in behind(sentence, place, 4))
    return before or (any(denies(t) for t in ahead(sentence, place, 2)) and _ends_with_denial(sentence, place))


def _ends_with_denial(sentence: Sequence[Term], place: int) -> bool:
    return any(denies(sentence[n]) and _target(sentence, n) is sentence[place] for n in range(place, min(len(sentence), place + 3)))


def _is_kept(claim: Sequence[Term], said: Sequence[Term], place: int) -> bool:
    before = [t for t in behind(said, place, 3) if not t.means("modals.", "denying")][-1:]
    following = [t for t in ahead(said, place, 3) if not t.means("modals.", "denying")][:1]
    return bool(before or following) and all(places(t, claim) for t in (*before, *following))
