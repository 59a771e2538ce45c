"""This module holds that one database serves one company: that of the company file (`worker.db.installation` has the row)."""

from sqlalchemy import Engine

from worker import demo_home
from worker.company import load_company
from worker.db import installation
from worker.embedded import address
from worker.settings import Settings


def require(settings: Settings, database: Engine) -> None:
    """Raise `ForeignAsset` if the database is another company's. A command that names no company works with any."""
    if settings.company is not None:
        installation.require(database, load_company(settings.company_path).id, _place(settings))


def claim(settings: Settings, owner: Engine) -> None:
    """Record whose database it is, if nobody has. Raises `CompanyError`, and `ForeignAsset` for another company's."""
    own = load_company(settings.company_path).id
    was_demo = settings.database_url is None and demo_home.is_marked(settings.home_path)
    before = load_company(demo_home.files()["company"]).id if was_demo else None
    installation.claim(owner, own, _place(settings), before)


def _place(settings: Settings) -> str:
    """Return where the database is, for people."""
    return address(settings.database_url) if settings.database_url else str(settings.home_path)
