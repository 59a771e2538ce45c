"""This module is the rule: which groups of words, together in a clause or in two that follow each other, ask for a
person."""

from collections.abc import Sequence

from worker.mail.clauses import NUMBER, Clause
from worker.mail.lexicon import Groups

_OURS = frozenset({"humans", "staff", "chiefs"})
_PEOPLE = _OURS | {"someone"}
_MOST_WORDS = 6  # of a text that says nothing but "agent please"


def find(text: Sequence[Clause]) -> Clause | None:
    """Return the first clause that asks for a person, in any of the languages."""
    alone = all(any(map(_is_brief, clause.only)) for clause in text)
    before: Clause | None = None
    for clause in text:
        if _asks_in_any(clause, before, alone):
            return clause
        before = clause
    return None


def _asks_in_any(clause: Clause, before: Clause | None, alone: bool) -> bool:
    firsts = before.groups if before else (frozenset[str](),) * len(clause.groups)
    return any(
        _asks(groups) or _asks_briefly(only, clause.words, alone) or _goes_on(first, groups)
        for first, groups, only in zip(firsts, clause.groups, clause.only, strict=True)
    )


def _asks(groups: Groups) -> bool:
    if "declining" in groups or ("reporting" in groups and not {"machines", "refusing", "talking"} <= groups):
        return False
    if "asking" in groups:
        return True
    if "topics" in groups:
        return False
    wanted = bool(groups & {"wanting", "connecting"})
    return (
        {"machines", "refusing", "talking"} <= groups
        or ({"machines", "refusing", "wanting"} <= groups and bool(groups & (_PEOPLE | {"answering"})))
        or (wanted and "humans" in groups)
        or (wanted and bool(groups & _PEOPLE) and bool(groups & {"talking", "voice"}))
        or (bool(groups & _PEOPLE) and {"connecting", "me"} <= groups)
        or {"connecting", "chiefs"} <= groups
        or {"wanting", "voice"} <= groups
        or (bool(groups & {"calls", "phones"}) and {"wanting", NUMBER} <= groups)
        or {"calls", "me", NUMBER} <= groups
        or {"talking", "voice"} <= groups
        or {"wanting", "calls", "me"} <= groups
        or (bool(groups & _PEOPLE) and {"wanting", "phones", "me"} <= groups)
        or {"chiefs", "answering", "me"} <= groups
        or ({"wanting", "chiefs"} <= groups and bool(groups & {"yours", "answering"}))
    )


def _asks_briefly(only: Groups, words: int, alone: bool) -> bool:
    """Return whether a clause of people and small words asks: "agent please", and "operator" where nothing else stands."""
    if words > _MOST_WORDS or "declining" in only or not _is_brief(only):
        return False
    return "humans" in only or (bool(only & _OURS) and (alone or "wanting" in only))


def _is_brief(only: Groups) -> bool:
    """Return whether every word of a clause belongs to a person or fills in."""
    return bool(only) and not only & {"topics", "reporting"}


def _goes_on(first: Groups, second: Groups) -> bool:
    """Return whether two clauses ask together: "Who is in charge? I want to talk to them", "no robots, a person please"."""
    if (first | second) & {"declining", "reporting"} or "topics" in second:
        return False
    named = bool(first & {"humans", "chiefs"}) and {"talking", "wanting"} <= second
    refused = any(
        {"machines", "refusing"} <= one and bool(other & _PEOPLE) and bool(other & {"wanting", "answering"})
        for one, other in ((first, second), (second, first))
    )
    return named or refused
