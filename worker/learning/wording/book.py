"""This module keeps the wordings of the database: it adds what handled tickets propose, stores what a person decides, brings in
what a person decided elsewhere, and follows the passages as they change."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from knowledge.errors import DataError
from knowledge.json_lines import read_lines
from knowledge.languages.registry import LANGUAGES
from worker import bootstrap
from worker.company import Company, load_company
from worker.db import wordings
from worker.db.session import transaction
from worker.db.wordings import By, State, Wording, by_key, hash_of
from worker.domain import Passage
from worker.errors import NotReady, Refused
from worker.learning.alignment import has
from worker.learning.dataset.passages import public, shelve
from worker.learning.dataset.row import load
from worker.learning.wording.customers import Customers, customers_of, refused
from worker.learning.wording.proposals import Tally, is_alike, proposed
from worker.learning.wording.truth import confirmed, is_foreign, left_out, sources_of, untrue
from worker.retrieval.trust import untrusted_sources
from worker.settings import Settings

SHIPPED = "wording.jsonl"  # beside the knowledge file


@dataclass(frozen=True)
class Built:
    """This is what a build found. `added` and `changed` are wordings; `known` ones have nothing new."""

    tally: Tally
    found: Sequence[Wording]
    added: int = 0
    changed: int = 0
    known: int = 0


@dataclass(frozen=True)
class Imported:
    accepted: int = 0
    refused: Sequence[tuple[int, str]] = field(default_factory=tuple)  # line, why


@dataclass(frozen=True)
class Looked:
    """A wording was compared with the passages of today."""

    wording: Wording
    passage: Passage | None  # that it belongs to; None: it is stale
    left_out: Sequence[str] = ()  # what its sources say and it does not

    @property
    def stale(self) -> bool:
        return self.passage is None


class _Line(BaseModel):
    """A line is a wording that a person confirmed."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    section: str
    language: str
    text: str = Field(min_length=1)
    sources: tuple[str, ...] = Field(min_length=1)
    tickets: tuple[str, ...] = ()
    state: State = State.ACCEPTED


def build(settings: Settings, owner: Engine, files: Sequence[Path], *, dry_run: bool = False) -> Built:
    """Propose what the agents of some handled tickets wrote, and accept what two accounts confirm. What a person decided stays.

    Raises DataError, NotReady, CompanyError and OSError.
    """
    company, rows = load_company(settings.company), load(files)
    shelf = shelve(owner, rows, untrusted_sources(settings.knowledge), bootstrap.today())
    if shelf is None:
        raise NotReady("there is no index yet: run `deskhand knowledge sync`")
    with transaction(owner) as session:
        found, tally = proposed(rows, shelf, customers_of(session, rows), company)
        there: dict[tuple[str, str], list[Wording]] = defaultdict(list)
        for wording in wordings.all_of(session):
            there[wording.section, wording.language].append(wording)
        counts: Counter[str] = Counter()
        for wording in found:
            beside = there[wording.section, wording.language]
            old = _same(wording, beside, company)
            if old is not None:
                beside.remove(old)
            new = wording if old is None else _joined(old, wording)
            counts["added" if old is None else "known" if new == old else "changed"] += 1
            if not dry_run and new != old:
                (wordings.add if old is None else wordings.change)(session, new)
    return Built(tally, found, counts["added"], counts["changed"], counts["known"])


def look(settings: Settings, owner: Engine) -> list[Looked]:
    """Return all wordings with the passage that each belongs to today."""
    company = load_company(settings.company)
    with transaction(owner) as session:
        known = wordings.all_of(session)
    passages = _passages(settings, owner, known)
    looked = []
    for wording in known:
        now = confirmed(wording, passages.get(wording.section, ()), company)
        hashes = {hash_of(p.shown): p for p in passages.get(wording.section, ())}
        missing = left_out(wording.text, wording.sources, company)
        looked.append(Looked(wording, hashes.get(now.content_sha256) if now else None, missing))
    return looked


def follow(settings: Settings, owner: Engine) -> tuple[int, int]:
    """Compare accepted wordings with passages that changed. Return how many are still true, and belong to the new text now, and
    how many accepted ones are stale."""
    renewed = stale = 0
    with transaction(owner) as session:
        accepted = [w for w in wordings.all_of(session) if w.state is State.ACCEPTED]
        if not accepted:  # then no company file is needed
            return 0, 0
        company, passages = load_company(settings.company), _passages(settings, owner, accepted)
        for wording in accepted:
            now = confirmed(wording, passages.get(wording.section, ()), company)
            if now is None:
                stale += 1
            elif now != wording:
                wordings.change(session, now)
                renewed += 1
    return renewed, stale


def decide(settings: Settings, owner: Engine, number: int, *, accept: bool, text: str | None = None) -> Wording:
    """Store what a person decided about a wording. `text`: in place of what stands there. Raises `Refused` where it is stale, and
    where the new text has something of a customer or is not true by the passage."""
    company = load_company(settings.company)
    with transaction(owner) as session:
        found = next((w for w in wordings.all_of(session) if w.id == number), None)
        if found is None:
            raise Refused(f"there is no wording {number}: `deskhand wording list` has the numbers")
        if not accept:
            decided = replace(found, state=State.REJECTED, by=By.PERSON)
        else:
            passages = _passages(settings, owner, [found]).get(found.section, ())
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
    company = load_company(settings.company)
    left_out: list[tuple[int, str]] = []
    read = [(number, _of_line(line)) for number, line in lines if line.state is State.ACCEPTED]
    new = list({(w.section, w.language, w.text): (number, w) for number, w in read}.values())
    passages = _passages(settings, owner, [wording for _, wording in new])
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


def _joined(old: Wording, new: Wording) -> Wording:
    """Return what is stored with what another build found. What was decided stays as it is, with more tickets."""
    tickets = tuple(dict.fromkeys((*old.tickets, *new.tickets)))
    kept = new if old.state is State.PROPOSED else old
    return replace(kept, id=old.id, tickets=tickets, accounts=max(old.accounts, new.accounts))


def _same(wording: Wording, beside: Sequence[Wording], company: Company) -> Wording | None:
    """Return the wording of the same section and language that is the same, or else one that says the same with nearly the
    same words."""
    exact = (w for w in beside if w.text == wording.text)
    near = (w for w in beside if w.sources == wording.sources and is_alike(w.text, wording.text, company))
    return next(exact, None) or next(near, None)


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


def _passages(settings: Settings, owner: Engine, known: Sequence[Wording]) -> dict[str, list[Passage]]:
    found: dict[str, list[Passage]] = defaultdict(list)
    sections = {wording.section for wording in known}
    found.update(public(owner, sections, untrusted_sources(settings.knowledge), bootstrap.today()))
    return found
