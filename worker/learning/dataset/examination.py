"""An examination looks at files of handled tickets for faults of the chosen kinds, and lists them, the worst first."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from sqlalchemy.exc import SQLAlchemyError

from models.evaluation.resampling import Figure
from worker import bootstrap
from worker.company import load_company
from worker.errors import NotReady
from worker.learning.dataset import languages, passages, repeats, values
from worker.learning.dataset.finding import Finding, Kind, worst_first
from worker.learning.dataset.labels import doubted
from worker.learning.dataset.reach import unreached
from worker.learning.dataset.row import FIELDS, Row, load
from worker.learning.dataset.views import by_meaning, by_words
from worker.retrieval.trust import untrusted_sources
from worker.settings import Settings

_REPEATS = frozenset({Kind.LEAK, Kind.CONTRADICTION, Kind.DUPLICATE})
_BY_PASSAGES = frozenset({Kind.PASSAGE, Kind.REPLY})


class Step(Protocol):
    """A step shows how far the examination is (`worker.cli.progress`)."""

    def begin(self, doing: str, total: int | None = None, unit: str = "") -> None: ...
    def advance(self, count: int = 1) -> None: ...


@dataclass(frozen=True)
class Examination:
    rows: int
    findings: Sequence[Finding]
    agreement: Mapping[str, Mapping[str, Figure]] = field(default_factory=dict)  # view -> figure -> value
    skipped: Sequence[str] = ()  # sentences about what was not looked at


def examine(
    settings: Settings,
    paths: Sequence[Path],
    step: Step,
    *,
    kinds: Collection[Kind] = tuple(Kind),
    encoder: bool = False,
    search: bool = False,
) -> Examination:
    """Examine the files together. `encoder`: judge the labels by meaning as well. `search`: ask the search for each ticket.

    Raises `DataError` and OSError for a file that cannot be read, `CompanyError`, and with `encoder` or `search` what loading
    the models raises.
    """
    step.begin("reading")
    company, rows = load_company(settings.company_path), load(paths)
    found: list[Finding] = []
    skipped: list[str] = []
    agreement: Mapping[str, Mapping[str, Figure]] = {}
    step.begin("comparing values and languages", len(rows), "tickets")
    for row in rows:
        if {Kind.VALUE, Kind.EMPTY} & set(kinds):
            found += values.findings(row, company)
        if Kind.LANGUAGE in kinds:
            found += languages.findings(row)
        step.advance()
    if _BY_PASSAGES & set(kinds):
        step.begin("comparing the passages with the live index")
        try:
            found += _by_passages(settings, rows, step, search=search)
        except (NotReady, SQLAlchemyError) as error:
            why = str(error) if isinstance(error, NotReady) else "the database does not answer"
            skipped.append(f"passages and replies were not compared with the knowledge: {why}")
    if {*_REPEATS, Kind.LABEL} & set(kinds):
        step.begin("looking for repeated texts")
        repeated = repeats.repeats(rows)
        found += repeats.findings(rows, repeated)
        if Kind.LABEL in kinds:
            texts = [row.ticket.text for row in rows]
            step.begin("counting words")
            views = {"words": by_words(texts)}
            if encoder:
                bootstrap.prepare(settings)
                step.begin("encoding", len(rows), "tickets")
                made = bootstrap.make_encoder(settings, bootstrap.encoder_name(settings))
                views["meaning"] = by_meaning(texts, made, step.advance)
            step.begin("judging the labels", len(FIELDS) * len(views), "fits")
            judged = doubted(rows, repeats.groups(rows, repeated), views, step.advance)
            found += judged.findings
            skipped += judged.skipped
            agreement = judged.agreement
    return Examination(len(rows), worst_first(f for f in found if f.kind in kinds), agreement, skipped)


def _by_passages(settings: Settings, rows: Sequence[Row], step: Step, *, search: bool) -> list[Finding]:
    """Return the findings about passages and replies. Raises `NotReady` and SQLAlchemy's errors."""
    company, untrusted = load_company(settings.company_path), untrusted_sources(settings.knowledge_path)
    with bootstrap.opened(settings) as database:
        shelf = passages.shelve(database, rows, untrusted, bootstrap.today())
        if shelf is None:
            raise NotReady("there is no index yet: run `deskhand knowledge sync`")
        if not shelf.passages and not shelf.headings and any(row.ticket.passages for row in rows):
            raise NotReady("the live index has none of the documents that the tickets name")
        found = [finding for row in rows for finding in passages.findings(row, shelf, company)]
        if search:
            step.begin("searching", len(rows), "tickets")
            found += unreached(bootstrap.make_finder(settings, database), rows, shelf, step.advance)
    return found
