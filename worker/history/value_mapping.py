"""This module guesses which queue of the company a helpdesk's group is, and which priority "P1", "hoch" or "3" means.

What it cannot tell stays unmapped and is listed with its count. A person may change every line.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from worker.company import Company
from worker.db import history_imports
from worker.db.history_tables import PastTicketRow
from worker.history.files import contents
from worker.history.queue_words import GENERIC, kinds
from worker.history.words import same, stem, words

PRIORITIES = ("low", "normal", "high", "urgent")
_CALLED = {
    "low": """low lowest minor trivial planning niedrig niedrigste gering klein basse bas faible mineur mineure baja bajo
        menor sehr_niedrig tres_basse muy_baja can_wait no_hurry nicht_eilig pas_urgent p4 p5 prio4 s4""",
    "normal": """normal medium moderate default standard regular mittel mittlere ordinary normale moyen moyenne media medio
        mediana estandar p3 prio3 s3 normale_prioritat""",
    "high": """high major important hoch hohe wichtig erhoht haute haut elevee eleve importante majeur majeure alta alto
        mayor grave p2 prio2 s2""",
    "urgent": """urgent critical blocker highest emergency immediate asap showstopper severe p0 p1 prio1 s1 s0 dringend kritisch
        notfall sofort hochste sehr_hoch blockierend urgente critique bloquant immediat tres_haute tres_elevee
        urgencia critico critica bloqueante inmediata muy_alta maxima very_high""",
}
_PRIORITY = {name.replace("_", " "): priority for priority, names in _CALLED.items() for name in names.split()}
_FILLERS = frozenset("priority prio priorite prioridad prioritat severity sev level stufe niveau nivel".split())
# A scale of numbers, from the most urgent to the least.
_SCALES = {
    2: ("high", "normal"), 3: ("high", "normal", "low"), 4: ("urgent", "high", "normal", "low"),
    5: ("urgent", "high", "normal", "low", "low"),
}  # fmt: skip
_SURE, _LIKELY, _POSSIBLE = 0.9, 0.6, 0.45


@dataclass(frozen=True)
class Values:
    """These are the values of a helpdesk or a file and what they are here; None: nobody has said."""

    queues: Mapping[str, str | None] = field(default_factory=dict)
    priorities: Mapping[str, str | None] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)  # of tickets, by "queue " or "priority " and the value

    def to_json(self) -> dict[str, Any]:
        return {"queues": dict(self.queues), "priorities": dict(self.priorities)}

    def lines(self) -> Iterator[str]:
        """Yield what a person reads: each value, what it becomes, and of how many tickets."""
        for what, values in (("queue", self.queues), ("priority", self.priorities)):
            if not values:
                continue
            known = sum(one is not None for one in values.values())
            yield f"{what}: {known} of {len(values)} values are mapped"
            for value in sorted(values, key=lambda one: -self.counts.get(f"{what} {one}", 0)):
                n = self.counts.get(f"{what} {value}", 0)
                yield f"  {value} -> {values[value] or '(not mapped)'}  ({n:,} ticket{'' if n == 1 else 's'})"


def of_counts(
    groups: Counter[str],
    priorities: Counter[str],
    company: Company,
    *,
    exact: Mapping[str, str] | None = None,
    confirmed: Mapping[str, Any] | None = None,
) -> Values:
    """Return what values become. `exact`: groups that settings name; `confirmed`: a mapping that a person has seen, whose
    entries stand, as far as the company still has such queues."""
    before = confirmed or {}
    seen = {name: queue for name, queue in dict(before.get("queues") or {}).items() if queue in company.queues}
    queues = {**guess_queues(groups, company.queues), **(exact or {}), **{n: q for n, q in seen.items() if n in groups}}
    said = {name: one for name, one in dict(before.get("priorities") or {}).items() if one in PRIORITIES}
    ranks = {**guess_priorities(priorities), **{name: one for name, one in said.items() if name in priorities}}
    counts = {f"queue {name}": n for name, n in groups.items()} | {
        f"priority {name}": n for name, n in priorities.items()
    }
    return Values({name: queues.get(name) for name in groups}, {name: ranks.get(name) for name in priorities}, counts)


def of_source(session: Session, source: str, company: Company, *, exact: Mapping[str, str] | None = None) -> Values:
    """Return the values of all past tickets of a source that are here now."""

    def counted(*columns: Any) -> Counter[str]:
        found: Counter[str] = Counter()
        for column in columns:
            wanted = select(column, func.count()).where(PastTicketRow.source == source, column.is_not(None))
            for value, n in session.execute(wanted.group_by(column)):
                found[value] = max(found[value], n)
        return found

    known = history_imports.find(session, source)
    groups = counted(PastTicketRow.group_last, PastTicketRow.group_first)
    priorities = counted(PastTicketRow.priority_last, PastTicketRow.priority_first)
    return of_counts(groups, priorities, company, exact=exact, confirmed=known.mapping if known else None)


def guess_queues(groups: Mapping[str, int], queues: Mapping[str, str]) -> dict[str, str | None]:
    """Return the queue that each group most likely is; None where several are as likely, or none is."""
    return {group: _best(group, queues) for group in groups}


def _best(group: str, queues: Mapping[str, str]) -> str | None:
    scores = sorted(((_likeness(group, name, said), name) for name, said in queues.items()), reverse=True)
    best = [name for score, name in scores if score == scores[0][0]]
    return best[0] if scores and scores[0][0] >= _POSSIBLE and len(best) == 1 else None


def _likeness(group: str, queue: str, description: str) -> float:
    """Return how likely a group is a queue, 0 to 1: by its name, by a word for the same, or by the queue's description."""
    if same(group) == same(queue):
        return 1.0
    ours, theirs = _telling(queue), _telling(group)
    if not theirs:
        return 0.0
    if ours == theirs:
        return _SURE
    shared = len(ours & theirs) / len(ours | theirs)
    if shared:
        return _LIKELY + 0.2 * shared
    known = kinds()
    mine, other = ({known[one] for one in side if one in known} for side in (ours, theirs))
    if mine & other:
        return _LIKELY - 0.05
    described = _telling(description)
    return _POSSIBLE if len(theirs & described) > len(theirs) / 2 else 0.0


def _telling(name: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(name) if word not in GENERIC)


def guess_priorities(values: Mapping[str, int]) -> dict[str, str | None]:
    """Return the priority that each value most likely means. A scale of bare numbers has its most urgent end where the fewer
    tickets are."""
    told = {value: _called(value) for value in values}
    numbers = {value: contents.whole(value) for value in values}
    bare = {value: number for value, number in numbers.items() if number is not None and number < 100}
    if bare and len(bare) >= len([one for one in values if one.strip()]) - 1:
        told |= _scaled(bare, values)
    return told


def _called(value: str) -> str | None:
    said = same(value)
    if said in _PRIORITY:
        return _PRIORITY[said]
    left = [word for word in words(value) if word not in _FILLERS and not word.isdecimal()]
    found = {_PRIORITY[word] for word in left if word in _PRIORITY} | {_PRIORITY.get(" ".join(left), "")} - {""}
    if len(found) == 1:
        return found.pop()
    joined = "".join(words(value))  # "P 1", "Prio-1", "Sev1"
    for filler in ("priority", "prio", "sev", "severity"):
        if joined.startswith(filler) and joined.removeprefix(filler).isdecimal():
            joined = f"p{joined.removeprefix(filler)}"
    return _PRIORITY.get(joined)


def _scaled(bare: Mapping[str, int], counts: Mapping[str, int]) -> dict[str, str | None]:
    numbers = sorted(set(bare.values()))
    steps = max(numbers) - min(numbers) + 1 if len(numbers) > 1 else 4
    scale = _SCALES.get(max(steps, max(numbers) if min(numbers) >= 1 else steps))
    if scale is None:
        return dict.fromkeys(bare)
    tickets = {number: sum(counts[value] for value, one in bare.items() if one == number) for number in numbers}
    if len(numbers) > 1 and tickets[numbers[-1]] < tickets[numbers[0]]:
        scale = scale[::-1]  # 1 is frequent, so it is the least urgent
    first = min(numbers) if min(numbers) < 1 else 1
    return {value: scale[min(number - first, len(scale) - 1)] for value, number in bare.items()}
