"""This module keeps the wordings of the database in step with handled tickets, which propose them, and with the passages, which
change."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Engine

from worker import bootstrap
from worker.company import Company, load_company
from worker.db import wordings
from worker.db.session import transaction
from worker.db.wordings import State, Wording, hash_of
from worker.domain import Passage
from worker.errors import NotReady
from worker.learning import sealed_set
from worker.learning.dataset.passages import public, shelve
from worker.learning.dataset.row import load
from worker.learning.wording.customers import customers_of
from worker.learning.wording.proposals import Tally, is_alike, proposed
from worker.learning.wording.truth import confirmed, left_out
from worker.retrieval.trust import untrusted_sources
from worker.settings import Settings


@dataclass(frozen=True)
class Built:
    """This is what a build found. `added` and `changed` are wordings; `known` ones have nothing new."""

    tally: Tally
    found: Sequence[Wording]
    added: int = 0
    changed: int = 0
    known: int = 0


@dataclass(frozen=True)
class Looked:
    """A wording was compared with the passages of today."""

    wording: Wording
    passage: Passage | None  # that it belongs to; None: it is stale
    left_out: Sequence[str] = ()  # what its sources say and it does not

    @property
    def stale(self) -> bool:
        return self.passage is None


def build(settings: Settings, owner: Engine, files: Sequence[Path], *, dry_run: bool = False) -> Built:
    """Propose what the agents of some handled tickets wrote, and accept what two accounts confirm. What a person decided stays.

    Raises DataError, NotReady, CompanyError, OSError, and Refused where a file has a ticket of the sealed set.
    """
    sealed_set.refuse(settings, files)
    company, rows = load_company(settings.company_path), load(files)
    shelf = shelve(owner, rows, untrusted_sources(settings.knowledge_path), bootstrap.today())
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
    company = load_company(settings.company_path)
    with transaction(owner) as session:
        known = wordings.all_of(session)
    passages = passages_of(settings, owner, known)
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
        wordings.follow_moves(session)
        accepted = [w for w in wordings.all_of(session) if w.state is State.ACCEPTED]
        if not accepted:  # then no company file is needed
            return 0, 0
        company, passages = load_company(settings.company_path), passages_of(settings, owner, accepted)
        for wording in accepted:
            now = confirmed(wording, passages.get(wording.section, ()), company)
            if now is None:
                stale += 1
            elif now != wording:
                wordings.change(session, now)
                renewed += 1
    return renewed, stale


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


def passages_of(settings: Settings, owner: Engine, known: Sequence[Wording]) -> dict[str, list[Passage]]:
    """Return the public passages of today in the sections of some wordings."""
    found: dict[str, list[Passage]] = defaultdict(list)
    sections = {wording.section for wording in known}
    found.update(public(owner, sections, untrusted_sources(settings.knowledge_path), bootstrap.today()))
    return found
