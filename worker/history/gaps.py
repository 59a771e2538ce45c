"""This module reports the gaps of the knowledge: answers of agents that no passage carries, in groups by what they are about.

Groups are made of the vectors of what was asked and of the sentences that nothing carries. What is shown of a customer is
redacted, and a word names a group only if at least two askers used it.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.evaluation.scores import Share
from worker.history.example import Example
from worker.history.grouping import groups_of, nearest_first
from worker.history.telling import telling

NO_QUEUE = "no queue"
EXAMPLES = 3  # questions that are shown of a group
LONGEST = 240  # characters of one
Vectors = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]
Redact = Callable[[Example], str | None]
"""It returns what may be shown of a question: None where something of a person is left in it."""


@dataclass(frozen=True)
class Group:
    """A group has answers with gaps that are about the same."""

    name: str  # its most telling words
    answers: int
    share: float  # of all answers with gaps
    uncarried: float  # share of the sentences in it that nothing carries: about so many replies would be held
    worth: float  # answers times that share: what to write first
    months: Mapping[str, int]  # "2026-11" -> answers
    queues: Mapping[str, int]
    questions: tuple[str, ...]  # redacted


@dataclass(frozen=True)
class Gaps:
    """This is what the knowledge lacks, as far as agents had to say it."""

    tickets: int  # examples, also those without an answer
    answers: int  # with at least one sentence that says something
    carried: int  # all of it
    partly: int
    nothing: int  # no sentence of it
    sentences: int
    sentences_carried: int
    small_talk: int  # sentences that are not counted
    queues: Mapping[str, Mapping[str, int]]  # queue -> answers, partly, nothing
    groups: tuple[Group, ...]  # what to write first comes first
    alone: int  # answers with gaps that are like no other

    def headline(self) -> str:
        """Return "142 of 2,000 answers rest on nothing in your knowledge; ..."."""
        largest = "; ".join(f"{group.name} ({group.answers:,})" for group in self.groups[:3])
        verb = "rests" if self.nothing == 1 else "rest"
        said = (
            f"{self.nothing:,} of {self.answers:,} answers {verb} on nothing in your knowledge, {self.partly:,} in part"
        )
        return f"{said}; the largest groups are: {largest}" if largest else said

    def to_json(self) -> dict[str, Any]:
        return {"headline": self.headline(), **asdict(self)}


def report(examples: Sequence[Example], encode: Encode, redact: Redact, names: Sequence[str] = ()) -> Gaps:
    """Return the gaps of examples that were attributed. `names`: plans and products, which may name a group."""
    told = [one for one in examples if any(not s.small_talk for s in one.sentences)]
    lacking = [one for one in told if one.gaps]
    said = [s for one in told for s in one.sentences if not s.small_talk]
    queues: dict[str, Counter[str]] = defaultdict(Counter)
    for one in told:
        queues[one.queue or NO_QUEUE].update({"answers": 1, "partly": 0 < one.carried < 1, "nothing": one.carried == 0})
    others = [f"{one.subject}\n{one.body}" for one in examples if not one.gaps]
    groups, alone = _groups(lacking, others, encode, redact, names)
    return Gaps(
        tickets=len(examples),
        answers=len(told),
        carried=len(told) - len(lacking),
        partly=sum(0 < one.carried < 1 for one in told),
        nothing=sum(one.carried == 0 for one in told),
        sentences=len(said),
        sentences_carried=sum(bool(s.passages) for s in said),
        small_talk=sum(s.small_talk for one in examples for s in one.sentences),
        queues={name: dict(counts) for name, counts in sorted(queues.items(), key=lambda q: (-q[1]["nothing"], q[0]))},
        groups=groups,
        alone=alone,
    )


def _groups(
    lacking: Sequence[Example], others: Sequence[str], encode: Encode, redact: Redact, names: Sequence[str]
) -> tuple[tuple[Group, ...], int]:
    if not lacking:
        return (), 0
    vectors = _vectors(lacking, encode)
    shown = [redact(one) for one in lacking]
    members = groups_of(vectors)
    words = telling([text or "" for text in shown], [_asker(one) for one in lacking], members, names, others)
    made = []
    for own, name in zip(members, words, strict=True):
        some = [lacking[n] for n in own]
        sentences = [s for one in some for s in one.sentences if not s.small_talk]
        uncarried = sum(not s.passages for s in sentences) / len(sentences)
        questions = [shown[n] for n in nearest_first(vectors, own) if shown[n]]
        made.append(
            Group(
                name=name,
                answers=len(own),
                share=round(len(own) / len(lacking), 4),
                uncarried=round(uncarried, 4),
                worth=round(len(own) * uncarried, 2),
                months=dict(sorted(Counter(f"{one.at:%Y-%m}" for one in some if one.at).items())),
                queues=dict(Counter(one.queue or NO_QUEUE for one in some).most_common()),
                questions=tuple(_cut(text) for text in questions[:EXAMPLES] if text),
            )
        )
    made.sort(key=lambda group: (-group.worth, group.name))
    return tuple(made), len(lacking) - sum(map(len, members))


def _vectors(lacking: Sequence[Example], encode: Encode) -> Vectors:
    """Return a vector per example: what was asked, and beside it the mean of the sentences that nothing carries."""
    texts = [text for one in lacking for text in (f"{one.subject}\n{one.body}", *one.gaps)]
    made, at = encode(texts), 0
    rows = []
    for one in lacking:
        end = at + 1 + len(one.gaps)
        both = made[at] + made[at + 1 : end].mean(axis=0)
        rows.append(both / max(float(np.linalg.norm(both)), 1e-6))
        at = end
    return np.array(rows, np.float32)


def _asker(one: Example) -> str:
    return one.account or one.requester_email or one.external_id


def _cut(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST else f"{plain[:LONGEST].rsplit(' ', 1)[0]} …"


def lines(found: Gaps, limit: int) -> Iterator[str]:
    """Yield the report as lines for a terminal."""
    yield found.headline()
    share = Share(found.sentences_carried, found.sentences)
    yield f"sentences that a passage carries: {share}; {found.small_talk:,} more say nothing that a page could carry"
    for place, group in enumerate(found.groups[:limit], 1):
        months = list(group.months.items())[-4:]
        trend = ", ".join(f"{month} {count}" for month, count in months)
        yield ""
        told = (
            f"{group.answers:,} answers ({group.share:.0%}), nothing carries {group.uncarried:.0%} of their sentences"
        )
        yield f"{place}. {group.name}: {told}"
        queues = ", ".join(f"{name} {count}" for name, count in group.queues.items())
        yield f"   {queues}{'; by month ' + trend if trend else ''}"
        yield from (f"   - {question}" for question in group.questions)
    if len(found.groups) > limit:
        yield ""
        yield f"and {len(found.groups) - limit} more groups: --limit, --html or --json shows them"
    if found.alone:
        yield f"{found.alone:,} answers with gaps are like no other"
