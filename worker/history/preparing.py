"""This module brings the examples up to date: it makes one of each past ticket and keeps what a person corrected.

past tickets ▶ learn the signatures ▶ make ▶ corrections ▶ passages, of what changed ▶ stored
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from knowledge.index import indexes
from worker.company import Company, HistoryRules
from worker.db import erasures, past_reviews, past_tickets
from worker.db.erasures import Known
from worker.db.history_tables import HistoryImportRow
from worker.db.past_reviews import Review
from worker.db.session import transaction
from worker.errors import Refused
from worker.history import value_mapping
from worker.history.example import Example
from worker.history.making import make
from worker.history.reviewing import corrected
from worker.history.signatures import learn

_BATCH = 500  # examples that are stored at once


class Step(Protocol):
    """A step shows how far a command is (`worker.cli.progress`)."""

    def begin(self, doing: str, total: int | None = None, unit: str = "") -> None: ...
    def advance(self, count: int = 1) -> None: ...


Attribute = Callable[[Sequence[Example]], list[Example]]
"""It fills in the passages that carry each sentence."""
Kept = Callable[[Example, Example], Example]
"""It takes over the passages of an earlier example, where the answer is the same: the new one, then the earlier one."""


@dataclass(frozen=True)
class Prepared:
    """These are the examples of all past tickets, by the ticket's row."""

    labelled: Mapping[int, Example]  # as the rules label them
    examples: Mapping[int, Example]  # with the corrections of a person, and with passages
    reviews: Mapping[int, Review]
    tickets: int  # that there are, also those of which nothing is learned
    contents: Mapping[int, str] = field(default_factory=dict)  # hash of each ticket
    imports: Sequence[Mapping[str, Any]] = ()
    index: int | None = None  # in which the passages were found
    encoder: str = ""
    unmapped: Mapping[str, int] = field(default_factory=dict)  # groups that are no queue, with their tickets
    erased: Known = field(default_factory=lambda: Known(frozenset()))  # who was, when the tickets were read


def read_labels(owner: Engine, company: Company, step: Step) -> Prepared:
    """Make an example of each past ticket, without looking for its passages."""
    step.begin("reading the past tickets")
    with transaction(owner) as session:
        erased = erasures.known(session)  # first: who is erased meanwhile is none of these
        known = list(past_tickets.read(session))
        reviews = past_reviews.every(session)
        rules = _rules(session, company, {ticket.source for _, ticket in known})
        imports = [_import(row) for row in session.scalars(select(HistoryImportRow).order_by(HistoryImportRow.source))]
    signatures = learn(ticket for _, ticket in known)
    step.begin("make examples", len(known), "tickets")
    labelled, contents, unmapped = dict[int, Example](), dict[int, str](), Counter[str]()
    for row, ticket in known:
        made = make(ticket, rules[ticket.source], company, signatures)
        if made is not None:
            labelled[row], contents[row] = made, past_tickets.content_of(ticket)
            if made.queue is None:
                unmapped[ticket.group_last or ticket.group_first or "(no group)"] += 1
        step.advance()
    examples = {row: corrected(example, reviews.get(row)) for row, example in labelled.items()}
    counts = dict(unmapped.most_common())
    return Prepared(labelled, examples, reviews, len(known), contents, imports, unmapped=counts, erased=erased)


def check_nobody_was_erased(session: Session, prepared: Prepared) -> None:
    """Raise `Refused` where somebody was erased since the tickets were read: they would come back with what is stored or
    written now."""
    if erasures.known(session) != prepared.erased:
        raise Refused("somebody was erased or taken in again meanwhile: run this again")


def with_passages(
    owner: Engine, prepared: Prepared, attribute: Attribute, kept: Kept, step: Step, *, keep: bool = True
) -> Prepared:
    """Find the passages of the examples whose answer or knowledge changed since. `keep`: store all examples."""
    with transaction(owner) as session:
        stored = {row: Example.from_json(values) for row, _, values in past_tickets.examples(session)}
        index = indexes.find(session.connection(), indexes.LIVE)
    fresh = [kept(example, stored[row]) if row in stored else example for row, example in prepared.examples.items()]
    examples = dict(zip(prepared.examples, attribute(fresh), strict=True))
    if keep:
        _store(owner, prepared, examples, stored, step)
    encoder, number = (index.encoder, index.id) if index else ("", None)
    return replace(prepared, examples=examples, index=number, encoder=encoder)


def _rules(session: Session, company: Company, sources: Iterable[str]) -> dict[str, HistoryRules]:
    """Return the rules for each import: what the company file says, and beneath it what the mapping of its values says."""
    found = {}
    for source in sources:
        values = value_mapping.of_source(session, source, company)
        said = ({name: one for name, one in part.items() if one} for part in (values.queues, values.priorities))
        found[source] = company.history.over(*said)
    return found


def _store(
    owner: Engine, prepared: Prepared, examples: Mapping[int, Example], stored: Mapping[int, Example], step: Step
) -> None:
    """Store the examples that changed, and forget those of tickets of which nothing is learned any more. A ticket that is gone
    meanwhile has none."""
    rows = [row for row in examples if examples[row] != stored.get(row)]
    step.begin("store the examples", len(rows), "examples")
    for start in range(0, len(rows), _BATCH):
        part = rows[start : start + _BATCH]
        with transaction(owner) as session:
            erasures.hold(session)
            check_nobody_was_erased(session, prepared)
            here = past_tickets.hold(session, part)
            for row in part:
                if row in here:
                    past_tickets.save_example(session, row, prepared.contents[row], examples[row].to_json())
        step.advance(len(part))
    gone = stored.keys() - examples.keys()
    if gone:
        with transaction(owner) as session:
            past_tickets.forget_examples(session, gone)


def _import(row: HistoryImportRow) -> dict[str, Any]:
    return {
        "source": row.source,
        "kind": row.kind,
        "since": row.since.isoformat() if row.since else None,
        "mapping": dict(row.mapping),
        "counts": {name: count for name, count in row.counts.items() if isinstance(count, int)},
        "changed_at": row.changed_at.isoformat(),
    }
