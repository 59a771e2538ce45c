"""Past tickets for tests, written in one line each."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.support.paths import ROOT
from worker.company import Company, load_company
from worker.past import PastMessage, PastTicket
from worker.thread import Author

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
DEMO_COMPANY: Path = ROOT / "demo" / "company.toml"


def company() -> Company:
    return load_company(DEMO_COMPANY)


def customer(text: str, **more: Any) -> PastMessage:
    return PastMessage(Author.CUSTOMER, text, **more)


def agent(text: str, name: str | None = "Tom Reed", **more: Any) -> PastMessage:
    return PastMessage(Author.AGENT, text, author_name=name, **more)


def note(text: str) -> PastMessage:
    return PastMessage(Author.AGENT, text, public=False, author_name="Tom Reed")


def ticket(*messages: PastMessage, number: str = "1", subject: str = "A question", **more: Any) -> PastTicket:
    """A ticket whose messages are an hour apart, unless they say when they were written."""
    timed = [m if m.at else _at(m, AT + timedelta(hours=n)) for n, m in enumerate(messages)]
    return PastTicket("desk", number, subject, tuple(timed), **more)


def answered(question: str, answer: str, **more: Any) -> PastTicket:
    return ticket(customer(question), agent(answer), **more)


def _at(message: PastMessage, at: datetime) -> PastMessage:
    return PastMessage(
        message.author, message.text, at, message.public, message.id, message.author_name, message.author_email
    )
