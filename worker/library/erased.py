"""This module leaves erased accounts and contacts out of what the company's own sources say of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Engine

from knowledge.passages import Kind
from knowledge.sources.account_queries import AccountQueries
from knowledge.sources.accounts import Account, AccountFiles, AccountsSource
from knowledge.sources.base import BadDocument, Item, Source
from worker.db import erasures
from worker.db.erasures import Known, Subject
from worker.db.session import transaction


@dataclass(frozen=True)
class WithoutErased:
    """A source of accounts without those that were erased, and without the contacts that were."""

    source: AccountsSource
    erased: Known

    @property
    def name(self) -> str:
        return self.source.name

    @property
    def kind(self) -> Kind:
        return self.source.kind

    def items(self) -> Iterator[Item | BadDocument]:
        for item in self.source.items():
            if not self.erased.has(Subject.ACCOUNT, item.path.removeprefix(f"{self.name}/")):
                yield item

    def accounts(self) -> Iterator[Account | BadDocument]:
        for account in self.source.accounts():
            if isinstance(account, BadDocument):
                yield account
            elif not self.erased.has(Subject.ACCOUNT, account.id):
                left = (one for one in account.contacts if not self.erased.has(Subject.EMAIL, one.email))
                yield replace(account, contacts=tuple(left))


def without_erased(owner: Engine, sources: Sequence[Source]) -> list[Source]:
    """Return the sources; those of accounts leave out who was erased."""
    with transaction(owner) as session:
        known = erasures.known(session)
    return [WithoutErased(one, known) if isinstance(one, AccountFiles | AccountQueries) else one for one in sources]
