"""This module stores what a person decides about wordings, here or in a file that comes from elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from knowledge.errors import DataError
from knowledge.json_lines import read_lines
from knowledge.languages.registry import LANGUAGES
from worker.company import Company, load_company
from worker.db import wordings
from worker.db.session import transaction
from worker.db.wordings import By, State, Wording, by_key, hash_of
from worker.domain import Passage
from worker.errors import Refused
from worker.learning.alignment import has
from worker.learning.wording.book import passages_of
from worker.learning.wording.customers import Customers, customers_of, refused
from worker.learning.wording.truth import confirmed, is_foreign, sources_of, untrue
from worker.settings import Settings

SHIPPED = "wording.jsonl"  # beside the knowledge file


@dataclass(frozen=True)
class Imported:
    accepted: int = 0
    refused: Sequence[tuple[int, str]] = field(default_factory=tuple)  # line, why


class _Line(BaseModel):
    """A line is a wording that a person confirmed."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    section: str
    language: str
    text: str = Field(min_length=1)
    sources: tuple[str, ...] = Field(min_length=1)
    tickets: tuple[str, ...] = ()
    state: State = State.ACCEPTED


def decide(settings: Settings, owner: Engine, number: int, *, accept: bool, text: str | None = None) -> Wording:
    """Store what a person decided about a wording. `text`: in place of what stands there. Raises `Refused` where it is stale, and
    where the new text has something of a customer or is not true by the passage."""
    company = load_company(settings.company_path)
    with transaction(owner) as session:
        found = next((w for w in wordings.all_of(session) if w.id == number), None)
        if found is None:
            raise Refused(f"there is no wording {number}: `deskhand wording list` has the numbers")
        if not accept:
            decided = replace(found, state=State.REJECTED, by=By.PERSON)
        else:
            passages = passages_of(settings, owner, [found]).get(found.section, ())
            now = confirmed(found, passages, company)
            if now is None:
                raise Refused(f"wording {number} is stale: its passage does not say this any more")
            decided = replace(now, state=State.ACCEPTED, by=By.PERSON)
            if text is not None and text != now.text:
                return _edited(session, replace(decided, text=" ".join(text.split())), found, passages, company)
        wordings.change(session, decided)
    return decided


def _edited(
    session: Session, edited: Wording, found: Wording, passages: Sequence[Passage], company: Company
) -> Wording:
    """Accept a changed text, and reject what stood there, so that no build proposes it again."""
    passage = next(p for p in passages if hash_of(p.shown) == edited.content_sha256)
    if not is_foreign(edited.language, passage):
        edited = replace(edited, sources=sources_of(edited.text, edited.language, passage, company))
    why = _problem(edited, [passage], company, customers_of(session, ())) if edited.sources else "no statement says it"
    if why:
        raise Refused(f"wording {found.id} was not changed: {why}")
    wordings.change(session, replace(found, state=State.REJECTED, by=By.PERSON))
    _put(session, edited, by_key(wordings.all_of(session)))
    return edited


def _put(session: Session, wording: Wording, there: Mapping[tuple[str, str, str], Wording]) -> None:
    """Store a wording; one with the same text gets its tickets and its decision."""
    old = there.get((wording.section, wording.language, wording.text))
    if old is None:
        wordings.add(session, wording)
        return
    tickets = tuple(dict.fromkeys((*old.tickets, *wording.tickets)))
    new = replace(wording, id=old.id, tickets=tickets, accounts=max(old.accounts, wording.accounts))
    if new != old:
        wordings.change(session, new)


def bring_in(settings: Settings, owner: Engine, file: Path) -> Imported:
    """Accept the wordings of a file, JSON Lines, in which a person decided. A line that does not hold here is refused."""
    lines = read_lines(file, lambda number, row: (number, _Line.model_validate(row)))
    if not lines:
        raise DataError(f"{file} holds no wordings")
    company = load_company(settings.company_path)
    left_out: list[tuple[int, str]] = []
    read = [(number, _of_line(line)) for number, line in lines if line.state is State.ACCEPTED]
    new = list({(w.section, w.language, w.text): (number, w) for number, w in read}.values())
    passages = passages_of(settings, owner, [wording for _, wording in new])
    with transaction(owner) as session:
        customers, there = customers_of(session, ()), by_key(wordings.all_of(session))
        for number, wording in new:
            of_section = passages.get(wording.section, ())
            if why := _problem(wording, of_section, company, customers):
                left_out.append((number, why))
            else:
                shown = next(p.shown for p in of_section if has(p, wording.sources))
                _put(session, replace(wording, content_sha256=hash_of(shown)), there)
    return Imported(len(new) - len(left_out), tuple(left_out))


def _of_line(line: _Line) -> Wording:
    text = " ".join(line.text.split())
    return Wording(line.section, line.language, text, line.sources, "", State.ACCEPTED, By.PERSON, 0, line.tickets)


def _problem(wording: Wording, passages: Sequence[Passage], company: Company, customers: Customers) -> str:
    """Return why a wording that a person wrote or confirmed is not accepted here, or ""."""
    if wording.language not in LANGUAGES:
        return f"{wording.language} is none of our languages: {', '.join(LANGUAGES)}"
    passage = next((p for p in passages if has(p, wording.sources)), None)
    if passage is None:
        return f"no public passage of {wording.section} has its sources"
    why = refused(wording.text, passage, company.protected_names, customers)
    return why or untrue(wording.text, wording.language, wording.sources, passage, company)
