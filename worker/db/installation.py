"""This module knows whose installation a database is. The first command that writes knowledge says so, and no other company
can use the database afterwards: what one company's sources, prices and wordings say must never answer for another one."""

from sqlalchemy import Engine, text

from worker.db.session import transaction
from worker.errors import ForeignAsset


def owner_of(database: Engine) -> str | None:
    """Return the id of the company whose database it is; None as long as nobody has said."""
    with database.connect() as connection:
        known = connection.scalar(text("select company_id from installation"))
        return None if known is None else str(known)


def require(database: Engine, company: str, where: str) -> None:
    """Raise `ForeignAsset` if the database is another company's. `company`: an id; `where`: the database, for people."""
    known = owner_of(database)
    if known not in {None, company}:
        raise ForeignAsset(
            f'the database of {where} is that of the company "{known}", and the company file says "{company}": set '
            "DESKHAND_HOME to another folder, or DESKHAND_DATABASE_URL and DESKHAND_ADMIN_DATABASE_URL to another database, "
            "or DESKHAND_COMPANY back"
        )


def claim(owner: Engine, company: str, where: str) -> None:
    """Record whose database it is, once, as its owner. Raises `ForeignAsset` if it is another company's."""
    with transaction(owner, see_all=True) as session:
        said = text("insert into installation (company_id) values (:company) on conflict do nothing")
        session.execute(said, {"company": company})
    require(owner, company, where)
