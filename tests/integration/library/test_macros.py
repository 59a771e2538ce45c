"""Saved replies of Zendesk, over HTTP, and of files: from the source to what a reply may say."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from knowledge.errors import BadDocumentError, SourceError
from knowledge.index.changes import gather
from knowledge.parsing.formats import parse
from knowledge.passages import Kind
from knowledge.sources.base import Item
from knowledge.sources.macros import Chosen, MacroFile
from knowledge.sources.zendesk_macros import ZendeskMacros
from tests.conftest import Database
from tests.support.knowledge_tools import TODAY, Knowledge
from tests.unit.knowledge.reading import documents
from worker.cli.demo.zendesk_double.double import ZendeskDouble
from worker.cli.demo.zendesk_double.faults import Fault
from worker.cli.demo.zendesk_double.people import OURSELVES, TOKEN
from worker.cli.demo.zendesk_double.server import zendesk
from worker.retrieval.finder import Finder
from worker.retrieval.query import Query

RESET = (
    "<p>Hi {{ticket.requester.first_name}},</p><p>A reset link is valid for 60 minutes. Only the newest link works.</p>"
    "<p>I have sent you a new one.</p><p>Kind regards,<br>{{current_user.name}}<br>Acme Support</p>"
)
SAID = ["A reset link is valid for 60 minutes. Only the newest link works."]


@pytest.fixture
def double() -> Iterator[ZendeskDouble]:
    with zendesk() as made:
        made.most_per_page = 2
        account = made.account
        account.add_macro("Access::Reset link", ("comment_value_html", RESET), ("comment_mode_is_public", "true"))
        account.add_macro("Refund", ("comment_value", ["channel:all", "A refund takes five days.\nBest regards\nAnna"]))
        account.add_macro("Ask a colleague", ("comment_value", "Look at it."), ("comment_mode_is_public", "false"))
        account.add_macro("Old", ("comment_value", "Fax us your order."), active=False)
        account.add_macro("Mine", ("comment_value", "That is easy."), restriction={"type": "User", "id": 1})
        account.add_macro("Billing team", ("comment_value", "Invoices are sent on the first day of a month."),
                          restriction={"type": "Group", "id": 2, "ids": [2]})  # fmt: skip
        account.add_macro("Close", ("status", "solved"))
        yield made


def source(double: ZendeskDouble, **options: Any) -> ZendeskMacros:
    email = double.account.users[OURSELVES].email
    return ZendeskMacros("macros", double.url, parse, email, **{"token": TOKEN, "sleep": lambda _: None, **options})


def said(made: Any) -> list[str]:
    return [block.text for section in made.sections for block in section.blocks]


def test_shared_public_active_macros_of_every_page_are_documents(double: ZendeskDouble) -> None:
    reset, refund, billing = documents(source(double))
    assert (reset.kind, reset.title, reset.is_open, reset.url) == (Kind.MACRO, "Access > Reset link", False, "")
    assert said(reset) == SAID
    assert said(refund) == ["A refund takes five days."]
    assert said(billing) == ["Invoices are sent on the first day of a month."]
    asked = [path for _, path, _ in double.requests]
    assert len(asked) == 3
    assert all(path.startswith("/api/v2/macros.json?") and "active=true" in path for path in asked)


def test_titles_choose(double: ZendeskDouble) -> None:
    chosen = source(double, chosen=Chosen(("access::*", "*team"), ("Billing*",)))
    assert [one.title for one in documents(chosen)] == ["Access > Reset link"]


def test_without_an_agents_token_and_where_zendesk_fails_the_source_keeps_what_it_has(double: ZendeskDouble) -> None:
    with pytest.raises(SourceError, match="answered 401"):
        list(source(double, token="wrong").items())
    double.fault = lambda *_: Fault.BUSY
    with pytest.raises(SourceError, match="is busy"):
        list(source(double).items())
    double.fault = lambda *_: Fault.GARBAGE
    with pytest.raises(SourceError, match="no list of macros"):
        list(source(double).items())
    with pytest.raises(SourceError, match="must begin with https"):
        list(ZendeskMacros("macros", "http://acme.zendesk.com", parse).items())


def test_an_unchanged_macro_is_known_by_its_fingerprint(double: ZendeskDouble) -> None:
    first = {item.path: item.fingerprint for item in source(double).items() if isinstance(item, Item)}
    double.account.macros[0]["actions"][0]["value"] = RESET.replace("60", "90")
    now = {item.path: item.fingerprint for item in source(double).items() if isinstance(item, Item)}
    assert [path for path in first if first[path] != now[path]] == [next(iter(first))]


CSV = """title;body;language;queue
Reset link;"Hallo [Name],

ein Link zum Zurücksetzen gilt 60 Minuten. Nur der neueste Link funktioniert.

Viele Grüße
Ihr Team";de;access
Reset link;A reset link is valid for 60 minutes.;en;access
Wrong language;Ein Link zum Zurücksetzen gilt nur 60 Minuten und nur einmal.;fr;
Empty;;en;
Promise;I will refund it today.;en;billing
"""


def test_a_file_of_them(tmp_path: Path) -> None:
    file = tmp_path / "macros.csv"
    file.write_text(CSV)
    found = gather([MacroFile("macros", file, parse)], {})
    made = {path: said(one) for path, one in found.documents.items()}
    assert made == {
        "macros/Reset link (de)": ["Ein Link zum Zurücksetzen gilt 60 Minuten. Nur der neueste Link funktioniert."],
        "macros/Reset link (en)": ["A reset link is valid for 60 minutes."],
        "macros/Promise (en)": [],
    }
    assert found.documents["macros/Reset link (de)"].title == "access > Reset link"
    assert found.documents["macros/Reset link (de)"].language == "de"
    assert set(found.failures) == {"macros/Wrong language (fr)", "macros/Empty (en)"}
    assert "says fr, but the text is de" in found.failures["macros/Wrong language (fr)"].reason


def test_a_reply_may_say_its_sentences_word_for_word_and_nothing_of_its_title(
    double: ZendeskDouble, database: Database
) -> None:
    knowledge = Knowledge(database.owner, database.app)
    knowledge.shelf.put("login", ("Reset", "How a password is reset."), title="Login")
    assert knowledge.sync(knowledge.shelf, source(double)).failures == {}
    finder = Finder(knowledge.app, lambda _: knowledge.encoder, None, today=lambda: TODAY)  # type: ignore[arg-type]
    [found] = finder.find([Query("how long is a reset link valid")], details=True)
    [macro] = [one.hit for one in found.ranked if one.hit.kind == Kind.MACRO and "reset" in one.hit.text]
    details = found.details[macro.id]
    assert [one.text for one in details.statements] == [
        "A reset link is valid for 60 minutes.",
        "Only the newest link works.",
    ]
    assert details.public is False
    assert not any("Access" in one.text or "Access" in one.lead for one in details.statements)
    assert BadDocumentError  # a macro that cannot be read would be one
