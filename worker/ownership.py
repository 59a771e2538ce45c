"""This module holds that one database serves one company: that of the company file (`worker.db.installation` has the row)."""

from sqlalchemy import Engine

from worker import demo_home
from worker.company import load_company
from worker.db import installation
from worker.embedded import address
from worker.errors import ForeignAsset
from worker.settings import Settings


def require(settings: Settings, database: Engine) -> None:
    """Raise `ForeignAsset` if the database is another company's. A command that names no company works with any."""
    if settings.company is not None:
        installation.require(database, load_company(settings.company_path).id, _place(settings))


def claim(settings: Settings, owner: Engine) -> None:
    """Record whose database it is, if nobody has. Raises `CompanyError`, and `ForeignAsset` for another company's."""
    require_not_the_demos(settings, owner)
    installation.claim(owner, load_company(settings.company_path).id, _place(settings))


def require_not_the_demos(settings: Settings, database: Engine) -> None:
    """Raise `ForeignAsset` for the home of the demo. An earlier version recorded no owner, and somebody may have used that home
    for their own company since: only they know, so nothing is recorded until they say it."""
    own, marks = load_company(settings.company_path).id, demo_home.marks(settings.home_path)
    is_open = settings.database_url is None and installation.owner_of(database) is None
    if is_open and marks and own != load_company(demo_home.files()["company"]).id:
        files = " and ".join(map(str, marks))
        raise ForeignAsset(
            f"`deskhand demo` made {settings.home_path}, and its knowledge may lie there: set DESKHAND_HOME to another folder; "
            f'or, if this has become the home of "{own}", delete {files} and run this again: `deskhand doctor` then names each '
            "source that is not yours, and `deskhand knowledge forget SOURCE` deletes it"
        )


def _place(settings: Settings) -> str:
    """Return where the database is, for people."""
    return address(settings.database_url) if settings.database_url else str(settings.home_path)
