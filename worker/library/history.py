"""This module is the source of what people handled: the examples in the database, as precedents. It reads as the owner.

An example counts if passages carry its answer and an agent gave it; our own words, which nobody changed, are no precedent. A
ticket that is gone from the database, because it was opened again or erased, is gone from the next sync.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from knowledge.errors import SourceError
from knowledge.passages import Kind
from knowledge.sources.base import BadDocument, Item, fingerprint
from knowledge.sources.handled import handled_document
from worker import embedded
from worker.db import past_tickets
from worker.db.schema import owner_engine
from worker.db.session import transaction
from worker.settings import Settings

OWN = "deskhand"  # the source of tickets that came by webhook: "deskhand", "zendesk/7"


@dataclass(frozen=True)
class History:
    name: str
    open: Callable[[], Any]  # a context with the owner's engine
    private: tuple[str, ...] = ()  # sources with passages that each belong to one account
    only: tuple[str, ...] = ()  # past tickets of these sources; without any, of all
    kind: Kind = Kind.HANDLED

    def items(self) -> Iterator[Item | BadDocument]:
        for id_, values in self._named().items():
            row = {"id": id_, **{name: values[name] for name in ("subject", "body")}, "passages": _passages(values)}
            mark = fingerprint(json.dumps(row, sort_keys=True), self.private, self.name)
            yield Item(f"{self.name}/{id_}", mark, partial(handled_document, self.name, row, self.private))

    def _named(self) -> dict[str, Mapping[str, Any]]:
        try:
            with self.open() as owner, transaction(owner) as session:
                known = [values for _, _, values in past_tickets.examples(session)]
        except SQLAlchemyError as error:
            raise SourceError(f"the past tickets cannot be read ({type(error).__name__})") from error
        return named([one for one in known if not self.only or one["source"] in self.only])


def named(examples: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Return the examples that teach a search, by the names that they have as precedents: the helpdesk's number, with the
    helpdesk before it where two have the same. A ticket that was imported and handled here as well is one."""
    best: dict[tuple[str, str], Mapping[str, Any]] = {}
    for values in examples:
        key = key_of(values["source"], values["external_id"])
        if not values.get("is_ours") and _passages(values) and (values["source"] == OWN or key not in best):
            best[key] = values
    found: dict[str, Mapping[str, Any]] = {}
    for (helpdesk, number), values in sorted(best.items()):
        found[number if number not in found else f"{helpdesk}/{number}"] = values
    return found


def key_of(source: str, external_id: str) -> tuple[str, str]:
    """Return the helpdesk and the number of a past ticket."""
    helpdesk, slash, number = external_id.partition("/")
    return (helpdesk, number) if source == OWN and slash else (source, external_id)


def _passages(values: Mapping[str, Any]) -> list[str]:
    """Return what carries an answer: what a person named, then what was found for each sentence."""
    found = [ref for sentence in values["sentences"] for ref in sentence["passages"]]
    return list(dict.fromkeys([*values.get("by_hand", ()), *found]))


@contextmanager
def owner_of(settings: Settings) -> Iterator[Engine]:
    """Open the owner's engine for as long as the examples are read."""
    engine = owner_engine(embedded.connection_urls(settings).admin_database)
    try:
        yield engine
    finally:
        engine.dispose()
