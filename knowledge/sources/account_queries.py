"""This module reads accounts from the company's database, with a query each for accounts, contacts, invoices and tickets.

Everything is read in one transaction that cannot write, so that an invoice and its account fit together.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from knowledge.errors import SourceError
from knowledge.passages import Kind
from knowledge.sources.accounts import Account, account_item, joined, read_account
from knowledge.sources.base import BadDocument, Item
from knowledge.sources.sheets import Row

MOST_ROWS = 5_000_000  # per query, because they are held in memory


@dataclass(frozen=True)
class AccountQueries:
    name: str
    url: str = field(repr=False)  # holds a password
    query: str
    parts: Mapping[str, str] = field(default_factory=dict)  # "contacts", "invoices", "tickets" -> query with `account`
    facts: Mapping[str, str] = field(default_factory=dict)  # column -> sentence with {value}, for the profile
    kind: Kind = Kind.ACCOUNT

    def items(self) -> Iterator[Item | BadDocument]:
        for row in self._rows():
            yield account_item(self.name, row, self.facts)

    def accounts(self) -> Iterator[Account | BadDocument]:
        for row in self._rows():
            yield read_account(self.name, row)

    def _rows(self) -> list[Row]:
        engine = self._engine()
        try:
            with engine.connect() as connection:
                _read_only(connection)
                parts = {part: iter(self._ask(connection, query)) for part, query in self.parts.items()}
                found = list(joined(iter(self._ask(connection, self.query)), parts))
                connection.rollback()
                return found
        except SQLAlchemyError as error:
            # Only the driver's message: SQLAlchemy's own message repeats the query and may repeat the address.
            said = str(getattr(error, "orig", None) or type(error).__name__).strip()
            raise SourceError(f"the database of {self.name!r} cannot be read: {said}") from None
        finally:
            engine.dispose()

    def _engine(self) -> Engine:
        try:
            return create_engine(self.url, poolclass=NullPool)
        except (ArgumentError, NoSuchModuleError, ValueError):
            raise SourceError(f"the address of the database of {self.name!r} is no SQLAlchemy URL") from None
        except ImportError as error:
            raise SourceError(
                f"the driver for the database of {self.name!r} is missing: pip install {error.name}"
            ) from None

    def _ask(self, connection: Connection, query: str) -> list[Row]:
        found = connection.execute(text(query)).mappings().fetchmany(MOST_ROWS + 1)
        if len(found) > MOST_ROWS:
            raise SourceError(f"a query of {self.name!r} gives more than {MOST_ROWS:,} rows: narrow it")
        return [Row(number, {str(name): value for name, value in row.items()}) for number, row in enumerate(found, 1)]


def _read_only(connection: Connection) -> None:
    match connection.dialect.name:
        case "postgresql":
            connection.execute(text("set transaction isolation level repeatable read, read only"))
        case "mysql" | "mariadb":
            connection.execute(text("set session transaction read only"))
            connection.rollback()
        case "sqlite":
            connection.execute(text("pragma query_only = on"))
        case _:
            pass  # the transaction is rolled back; give the role no right to write
