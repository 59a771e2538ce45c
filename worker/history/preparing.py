"""This module brings the examples up to date: it makes one of each past ticket and keeps what a person corrected.

past tickets ▶ learn the signatures ▶ make ▶ corrections ▶ passages (only of answers that changed, or the knowledge did) ▶ stored
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from sqlalchemy import Engine, text

from knowledge.passages import Kind
from worker.company import Company, HistoryRules
from worker.db import past_reviews, past_tickets
from worker.db.history_tables import HistoryImportRow
from worker.db.past_reviews import Review
from worker.db.session import transaction
from worker.history.example import Example, Sentence
from worker.history.making import make
from worker.history.reviewing import corrected
from worker.history.signatures import learn

_BATCH = 500  # examples that are stored at once
# Handled tickets are no knowledge: those that are written here would change it.
_KNOWLEDGE = text(
    "select i.id || ':' || i.encoder || ':' || coalesce(md5(string_agg(d.path || d.content_sha256 || d.metadata_sha256, ',' "
    "order by d.path)), '') from indexes i left join documents d on d.kind <> :handled where i.state = 'live' "
    "group by i.id, i.encoder"
).bindparams(handled=Kind.HANDLED.value)


class Step(Protocol):
    """A step shows how far a command is (`worker.cli.progress`)."""

    def begin(self, doing: str, total: int | None = None, unit: str = "") -> None: ...
    def advance(self, count: int = 1) -> None: ...


Attribute = Callable[[Sequence[Example]], list[Example]]
"""It fills in the passages that carry each sentence."""


@dataclass(frozen=True)
class Prepared:
    """These are the examples of all past tickets, by the ticket's row."""

    labelled: Mapping[int, Example]  # as the rules label them
    examples: Mapping[int, Example]  # with the corrections of a person, and with passages
    reviews: Mapping[int, Review]
    tickets: int  # that there are, also those of which nothing is learned
    contents: Mapping[int, str] = field(default_factory=dict)  # hash of each ticket
    imports: Sequence[Mapping[str, Any]] = ()
    knowledge: str = ""
    unmapped: Mapping[str, int] = field(default_factory=dict)  # groups that are no queue, with their tickets


def read_labels(owner: Engine, company: Company, step: Step) -> Prepared:
    """Make an example of each past ticket, without looking for its passages."""
    step.begin("reading the past tickets")
    with transaction(owner) as session:
        known = list(past_tickets.read(session))
        reviews = past_reviews.every(session)
        imports = [_import(row) for row in session.query(HistoryImportRow).order_by(HistoryImportRow.source)]
    rules = rules_of(company, imports)
    signatures = learn(ticket for _, ticket in known)
    step.begin("make examples", len(known), "tickets")
    labelled, contents, unmapped = dict[int, Example](), dict[int, str](), Counter[str]()
    for row, ticket in known:
        made = make(ticket, rules.get(ticket.source, company.history), company, signatures)
        if made is not None:
            labelled[row], contents[row] = made, past_tickets.content_of(ticket)
            if made.queue is None:
                unmapped[ticket.group_last or ticket.group_first or "(no group)"] += 1
        step.advance()
    examples = {row: corrected(example, reviews.get(row)) for row, example in labelled.items()}
    return Prepared(labelled, examples, reviews, len(known), contents, imports, unmapped=dict(unmapped.most_common()))


def with_passages(
    owner: Engine, prepared: Prepared, attribute: Attribute, step: Step, *, keep: bool = True
) -> Prepared:
    """Find the passages of the examples whose answer or knowledge changed since. `keep`: store all examples."""
    with transaction(owner) as session:
        stored = {row: Example.from_json(values) for row, _, values in past_tickets.examples(session)}
        knowledge = str(session.execute(_KNOWLEDGE).scalar() or "")
    before = {row: known for row, known in stored.items() if known.knowledge == knowledge != ""}
    found, new = dict[int, Example](), dict[int, Example]()
    for row, example in prepared.examples.items():
        same = _carried_over(example, before.get(row))
        if same is None:
            new[row] = example
        else:
            found[row] = same
    if new:
        attributed = attribute(list(new.values()))
        found |= {row: replace(e, knowledge=knowledge) for row, e in zip(new, attributed, strict=True)}
    examples = {row: found[row] for row in prepared.examples}
    if keep:
        _store(owner, examples, prepared.contents, set(stored), step)
    return replace(prepared, examples=examples, knowledge=knowledge)


def rules_of(company: Company, imports: Sequence[Mapping[str, Any]]) -> dict[str, HistoryRules]:
    """Return the rules for each import: what the company file says, and beneath it what its mapping says."""
    found = {}
    for one in imports:
        mapping = one["mapping"]
        values = mapping.get("values", mapping)
        groups, priorities = values.get("queues") or values.get("groups") or {}, values.get("priorities") or {}
        told = ({name: value for name, value in part.items() if value} for part in (groups, priorities))
        found[one["source"]] = company.history.over(*told)
    return found


def _carried_over(example: Example, before: Example | None) -> Example | None:
    """Return an example with the passages that an earlier one of the same words has; None if they must be looked for."""
    if not example.sentences:
        return replace(example, knowledge=before.knowledge if before else "")
    if before is None or (example.language, example.account, example.by_hand) != (
        before.language, before.account, before.by_hand,
    ):  # fmt: skip
        return None
    known: dict[str, Sentence] = {sentence.text: sentence for sentence in before.sentences}
    if (example.subject, example.body) != (before.subject, before.body) or len(example.sentences) != len(
        before.sentences
    ):
        return None
    if any(sentence.text not in known for sentence in example.sentences):
        return None
    return replace(example, sentences=tuple(known[one.text] for one in example.sentences), knowledge=before.knowledge)


def _store(
    owner: Engine, examples: Mapping[int, Example], contents: Mapping[int, str], stored: set[int], step: Step
) -> None:
    step.begin("storing the examples", len(examples), "examples")
    rows = list(examples)
    for start in range(0, len(rows), _BATCH):
        part = rows[start : start + _BATCH]
        with transaction(owner) as session:
            for row in part:
                past_tickets.save_example(session, row, contents[row], examples[row].to_json())
        step.advance(len(part))
    gone = stored - examples.keys()
    if gone:
        with transaction(owner) as session:
            past_tickets.forget_examples(session, gone)


def _import(row: HistoryImportRow) -> dict[str, Any]:
    return {
        "source": row.source,
        "kind": row.kind,
        "since": row.since.isoformat() if row.since else None,
        "mapping": dict(row.mapping),
        "counts": dict(row.counts),
        "changed_at": row.changed_at.isoformat(),
    }
