"""Approved wording, from what agents wrote for one account to what a search gives another."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from knowledge.index.shrinkage import Consent
from knowledge.passages import Kind as Of
from knowledge.statements import Statement
from tests.conftest import Database, Stack
from tests.support.knowledge_tools import TODAY, Knowledge, Shelf
from tests.support.paths import DEMO
from tests.unit.worker.learning.dataset.tickets import written
from tests.unit.worker.pipeline.builders import ticket
from worker.cli.main import app
from worker.db import wordings
from worker.db.session import transaction
from worker.db.wordings import By, State, Wording
from worker.domain import Passage
from worker.errors import Refused
from worker.learning.wording import book, decisions
from worker.library.sources import open_sources
from worker.retrieval.finder import Finder
from worker.retrieval.wording import with_wordings
from worker.settings import Settings

PAGE = (
    "A reset link is valid for 60 minutes. Only the newest link works. An Admin can invite a user under Settings > Users. "
    "A locked account opens again after 30 minutes."
)
LINK = "docs/login#Links"
VALID = "The reset link is valid for 60 minutes."
GERMAN = "Ein Link zum Zurücksetzen gilt 60 Minuten."
BAKER = {"account": "acc-a", "requester": "rosalind@brotwerk.example"}
CARPENTER = {"account": "acc-b", "requester": "joost@holzhaus.example"}
FILE = '[sources.docs]\ntype = "folder"\npath = "docs"\n[sources.forum]\ntype = "folder"\npath = "forum"\ntrusted = false\n'
PEOPLE = (
    ("acc-a", "Brotwerk Achterberg", "Rosalind Achterberg", "rosalind@brotwerk.example"),
    ("acc-b", "Holzhaus Steen", "Joost van Vliet", "joost@holzhaus.example"),
)


class Desk:
    """A company with one page, two accounts and a command line."""

    def __init__(self, database: Database, stack: Stack, folder: Path) -> None:
        (folder / "knowledge.toml").write_text(FILE)
        self.folder = folder
        self.environment = {
            "DESKHAND_HOME": str(stack.settings.home), "COLUMNS": "200",
            "DESKHAND_COMPANY": str(DEMO / "company.toml"), "DESKHAND_KNOWLEDGE": str(folder / "knowledge.toml"),
        }  # fmt: skip
        self.settings = Settings(
            home=stack.settings.home, company=DEMO / "company.toml", knowledge=folder / "knowledge.toml"
        )
        self.owner, self.app = database.owner, database.app
        self.knowledge = Knowledge(database.owner, database.app)
        self.accounts, self.forum = Shelf("accounts", Of.ACCOUNT), Shelf("forum")
        with self.owner.begin() as connection:
            for account, name, person, email in PEOPLE:
                values = {"account": account, "name": name, "person": person, "email": email}
                connection.execute(
                    text("insert into accounts values (:account, :name, 'en', 'team', 'standard')"), values
                )
                connection.execute(
                    text("insert into contacts values (:email, :account, :person, 'Admin', true)"), values
                )
                self.accounts.put(account, ("invoice F-1", f"Invoice F-1 of {name} is open."), account=account)
        self.forum.put("tip", ("Tip", PAGE))
        self.page(PAGE)

    def page(self, said: str) -> None:
        self.knowledge.shelf.put("login", ("Links", said), title="Log in")
        self.knowledge.sync(self.knowledge.shelf, self.accounts, self.forum)

    def build(self, *tickets: dict[str, Any], **options: Any) -> book.Built:
        numbered = [{"id": f"T-{n}", "passages": [LINK], **each} for n, each in enumerate(tickets, 1)]
        return book.build(self.settings, self.owner, [written(self.folder / "tickets.jsonl", numbered)], **options)

    def stored(self) -> list[Wording]:
        with transaction(self.owner) as session:
            return wordings.all_of(session)

    def told(self, asked: str, language: str = "en", account: str = "acc-b") -> list[Statement]:
        """Return what a search for another account's ticket may say in a language."""
        finder = Finder(self.app, lambda _: self.knowledge.encoder, None, today=lambda: TODAY)  # type: ignore[arg-type,return-value]
        [found] = finder.tickets([ticket(subject="", body=asked, language=language, account=account, verified=True)])
        assert found.error is None
        return [s for p in found.passages for s in p.statements if s.language == language]

    def run(self, *arguments: str) -> Any:
        return CliRunner().invoke(app, ["wording", *arguments], env=self.environment)


def said(*sentences: str, **changed: Any) -> dict[str, Any]:
    return {"reply": {"action": "answer", "sentences": list(sentences)}, **changed}


@pytest.fixture
def desk(database: Database, stack: Stack, tmp_path: Path) -> Desk:
    return Desk(database, stack, tmp_path)


def test_what_was_written_for_two_accounts_is_said_to_a_third(desk: Desk) -> None:
    built = desk.build(said(VALID, **BAKER), said(VALID, **CARPENTER))
    assert (built.added, built.tally.kept["en"]) == (1, 2)
    [wording] = desk.stored()
    assert (wording.state, wording.by, wording.accounts, wording.tickets) == (
        State.ACCEPTED,
        By.ACCOUNTS,
        2,
        ("T-1", "T-2"),
    )
    [statement] = desk.told("How long is the reset link valid?", account="acc-c")
    assert statement == Statement(VALID, "A reset link is valid for 60 minutes.", language="en")
    assert desk.told("How long is the reset link valid?", language="fr") == []


def test_one_account_is_not_enough_however_often(desk: Desk) -> None:
    desk.build(said(VALID, **BAKER), said(VALID, **BAKER), said(VALID, account=None, requester="x@y.example"))
    [wording] = desk.stored()
    assert (wording.state, wording.accounts) == (State.PROPOSED, 1)
    assert desk.told("How long is the reset link valid?") == []


PLANTED = (
    "Rosalind, the reset link is valid for 60 minutes.",
    "Dear Mrs Achterberg, only the newest link works.",
    "The reset link is valid for 60 minutes, Li.",
    "The reset link for order 88213 is valid for 60 minutes.",
    "The reset link for order 88213-B is valid for 60 minutes.",
    "Invoice F-1 is open, and only the newest link works.",
    "Since your oven in Ghent broke, only the newest link works.",
    "Since the oven broke, the reset link is valid for 60 minutes.",
    "Brotwerk has 60 minutes, for which the reset link is valid.",
    "For brotwerk.ferrowick.example the reset link is valid for 60 minutes.",
    "Write to rosalind@brotwerk.example: only the newest link works.",
    "Call +31 6 1234 5678, for only the newest link works.",
    "Until 2026-12-24 the reset link is valid for 60 minutes.",
    "The reset link to Hauptstraße 12 is valid for 60 minutes.",
    "The reset link is valid for 60 minutes, as I told Wilhelmina.",
    "Dear Theodora, only the newest link works.",
    "Theodora, only the newest link works.",
)
ASKED = "The oven in Ghent broke, order 88213 and 88213-B, and I am Wilhelmina. Where is my reset link? Li Achterberg"


@pytest.mark.parametrize("sentence", PLANTED)
def test_a_name_a_number_and_a_circumstance_of_one_account_never_reach_another(desk: Desk, sentence: str) -> None:
    """The second account got the same answer without what was planted, and a third asks."""
    clean = "The reset link is valid for 60 minutes, and only the newest link works."
    planted = said(sentence, clean, body=ASKED, **BAKER, passages=[LINK, "accounts/acc-a#invoice F-1"])
    desk.build(planted, said(clean, body="Where is it?", **CARPENTER))
    everything = json.dumps([wording.to_json() for wording in desk.stored()], ensure_ascii=False)
    everything += json.dumps([vars(s) for s in desk.told("How long is the reset link valid?")], ensure_ascii=False)
    assert [w.text for w in desk.stored()] == [clean]
    for private in (
        "Rosalind",
        "Achterberg",
        "88213",
        "F-1 ",
        "oven",
        "Ghent",
        "rotwerk",
        "2026-12",
        "Haupt",
        "Wilhelm",
        "Li.",
    ):
        assert private not in everything


def test_a_planted_word_stays_even_where_two_texts_are_nearly_the_same(desk: Desk) -> None:
    """What two accounts have in common is chosen, not what one of them got."""
    long = "The reset link is valid for 60 minutes, and only the newest link works{} after that."
    desk.build(said(long.format(" gladly"), **BAKER), said(long.format(""), **CARPENTER))
    [wording] = desk.stored()
    assert wording.text == long.format("")


def test_what_stands_on_the_rows_of_an_account_or_on_a_less_trusted_source_is_not_kept(desk: Desk) -> None:
    rows = {"passages": [LINK, "accounts/acc-a#invoice F-1"], **BAKER}
    built = desk.build(
        said("Invoice F-1 of Brotwerk Achterberg is still open.", **rows), said(VALID, passages=["forum/tip#Tip"])
    )
    assert (built.tally.kept["en"], desk.stored()) == (0, [])


def test_what_is_not_true_by_the_passage_of_today_is_not_kept(desk: Desk) -> None:
    wrong = (
        "The reset link is valid for 15 minutes.",
        "A reset link is never valid for 60 minutes.",
        PAGE.partition(". ")[0] + ".",
    )
    desk.build(said(*wrong, **BAKER), said(*wrong, **CARPENTER))
    assert desk.stored() == []


def test_a_german_sentence_for_an_english_page_reaches_a_german_customer(desk: Desk) -> None:
    desk.build(said(GERMAN, language="de", **BAKER), said(GERMAN, language="de", **CARPENTER))
    [statement] = desk.told("Wie lange gilt der Link?", language="de")
    assert statement == Statement(GERMAN, "A reset link is valid for 60 minutes.", language="de")


@pytest.mark.parametrize(
    "sentence",
    ["Nur der neueste Link funktioniert.", "Ein Link zum Zurücksetzen gilt nicht 60 Minuten."],
)
def test_across_languages_two_accounts_are_not_enough_without_equal_values(desk: Desk, sentence: str) -> None:
    desk.build(said(sentence, language="de", **BAKER), said(sentence, language="de", **CARPENTER))
    assert [w.state for w in desk.stored()] in ([], [State.PROPOSED])
    assert desk.told("Welcher Link gilt?", language="de") == []


def test_a_wording_is_stale_when_its_passage_no_longer_says_it(desk: Desk) -> None:
    desk.build(said(VALID, **BAKER), said(VALID, **CARPENTER))
    desk.page(PAGE.replace("60 minutes", "15 minutes"))
    assert desk.told("How long is the reset link valid?") == []  # also before anybody looked
    assert book.follow(desk.settings, desk.owner) == (0, 1)
    assert [each.stale for each in book.look(desk.settings, desk.owner)] == [True]
    assert "1 of them stale" in desk.run("list", "--stale").output
    desk.page(PAGE)
    assert [s.text for s in desk.told("How long is the reset link valid?")] == [VALID]
    desk.knowledge.shelf.contents.clear()
    desk.knowledge.sync(desk.knowledge.shelf, desk.accounts, desk.forum, consent=Consent(given=("docs",)))
    assert book.follow(desk.settings, desk.owner) == (0, 1)


def test_a_wording_follows_a_page_that_moved_to_another_name(desk: Desk) -> None:
    desk.build(said(VALID, **BAKER), said(VALID, **CARPENTER))
    desk.knowledge.shelf.contents.clear()
    desk.knowledge.shelf.put("sign-in", ("Reset links", PAGE), title="Sign in")
    desk.knowledge.sync(desk.knowledge.shelf, desk.accounts, desk.forum, consent=Consent(given=("docs",)))
    assert book.follow(desk.settings, desk.owner) == (1, 0)
    assert [s.text for s in desk.told("How long is the reset link valid?")] == [VALID]


@pytest.mark.parametrize(("sentence", "language"), [(VALID, "en"), (GERMAN, "de")])
def test_a_wording_that_is_still_true_follows_a_passage_that_changed_elsewhere(
    desk: Desk, sentence: str, language: str
) -> None:
    desk.build(*(said(sentence, language=language, **who) for who in (BAKER, CARPENTER)))
    desk.page(f"{PAGE} Links are sent by e-mail.")
    assert desk.told("How long is the reset link valid?", language=language) == []
    assert book.follow(desk.settings, desk.owner) == (1, 0)
    assert [s.text for s in desk.told("How long is the reset link valid?", language=language)] == [sentence]


def test_a_person_accepts_rejects_and_changes(desk: Desk) -> None:
    sentences = (
        VALID,
        "An Admin can invite the user under Settings > Users.",
        "The locked account opens again after 30 minutes.",
    )
    desk.build(said(*sentences, **BAKER))
    first, second, third = desk.stored()
    done = desk.run("review", "--accept", str(first.id), "--reject", str(second.id))
    assert (done.exit_code, done.output.strip()) == (0, "1 accepted, 1 rejected")
    with pytest.raises(Refused, match="not changed"):
        decisions.decide(
            desk.settings, desk.owner, third.id, accept=True, text="A locked account opens after 5 minutes."
        )
    with pytest.raises(Refused, match="customer"):
        decisions.decide(desk.settings, desk.owner, third.id, accept=True, text=f"Rosalind: {third.text}")
    decisions.decide(desk.settings, desk.owner, third.id, accept=True, text="A locked account opens after 30 minutes.")
    states = {w.text: w.state for w in desk.stored()}
    assert states[first.text] is State.ACCEPTED
    assert states[second.text] is states[third.text] is State.REJECTED
    assert states["A locked account opens after 30 minutes."] is State.ACCEPTED
    built = desk.build(said(*sentences, **BAKER), said(*sentences, **CARPENTER))
    assert (built.added, built.changed) == (0, 3)  # more tickets, and what was decided stays
    assert {w.text: w.state for w in desk.stored()} == states


def test_on_a_terminal_each_is_shown_and_asked_about(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    sentences = (
        VALID,
        "An Admin can invite the user under Settings > Users.",
        "The locked account opens again after 30 minutes.",
    )
    desk.build(said(*sentences, **BAKER))
    first, second, third = desk.stored()
    answers = (
        "what",
        "a",
        "r",
        "e",
        "Rosalind opens the locked account after 30 minutes.",
        "e",
        "Our pump is blue.",
        "e",
        "A locked account opens after 30 minutes.",
    )
    monkeypatch.setattr("worker.cli.wording._on_a_terminal", lambda: True)
    done = CliRunner().invoke(
        app,
        ["wording", "review"],
        env=desk.environment,
        input="\n".join((*answers, "")),
    )
    assert done.exit_code == 0
    for shown in (
        first.text,
        first.sources[0],
        PAGE,
        "tickets: T-1",
        "1 of 3",
        "3 of 3",
        "names a customer",
        "no statement says it",
    ):
        assert shown in " ".join(done.output.split())
    states = {w.text: w.state for w in desk.stored()}
    assert states[first.text] is states["A locked account opens after 30 minutes."] is State.ACCEPTED
    assert states[second.text] is states[third.text] is State.REJECTED


def test_without_a_terminal_the_review_says_what_waits(desk: Desk) -> None:
    desk.build(said(VALID, **BAKER))
    done = desk.run("review")
    assert done.exit_code == 1
    assert "1 wordings wait" in done.output


def test_a_forgotten_ticket_takes_its_wording_along(desk: Desk) -> None:
    alone = "An Admin can invite the user under Settings > Users."
    desk.build(said(VALID, alone, **BAKER), said(VALID, **CARPENTER))
    with transaction(desk.owner) as session:
        assert wordings.forget(session, ["T-1"]) == 1
    [left] = desk.stored()
    assert (left.text, left.tickets, left.accounts, left.state) == (VALID, ("T-2",), 1, State.PROPOSED)
    assert desk.told("How long is the reset link valid?") == []
    with transaction(desk.owner) as session:
        assert wordings.forget(session, ["T-1", "T-2", "T-9"]) == 1
    assert desk.stored() == []


def test_a_confirmed_wording_is_forgotten_with_its_last_ticket(desk: Desk) -> None:
    desk.build(said(VALID, **BAKER), said(VALID, **CARPENTER))
    [wording] = desk.stored()
    decisions.decide(desk.settings, desk.owner, wording.id, accept=True)
    with transaction(desk.owner) as session:
        assert wordings.forget(session, ["T-2"]) == 0
    assert [w.state for w in desk.stored()] == [State.ACCEPTED]
    with transaction(desk.owner) as session:
        assert wordings.forget(session, ["T-1"]) == 1


def test_what_a_person_confirmed_elsewhere_is_imported_and_the_rest_refused(desk: Desk) -> None:
    source = "Only the newest link works."
    lines: Sequence[dict[str, Any]] = [
        {"section": LINK, "language": "de", "text": "Nur der neueste Link funktioniert.", "sources": [source]},
        {"section": LINK, "language": "de", "text": "Rosalind bekommt nur den neuesten Link.", "sources": [source]},
        {"section": LINK, "language": "de", "text": "Nach 15 Minuten gilt kein Link.", "sources": [source]},
        {"section": LINK, "language": "it", "text": "Solo il link più recente.", "sources": [source]},
        {"section": LINK, "language": "de", "text": "Nur der neue Link gilt.", "sources": ["What is not there."]},
        {"section": "docs/x#Y", "language": "de", "text": "Nur der neue Link gilt.", "sources": [source]},
        {"section": LINK, "language": "de", "text": "Jeder Link gilt.", "sources": [source], "state": "rejected"},
    ]  # fmt: skip
    file = desk.folder / "wording.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in lines))
    for _ in range(2):  # a second time changes nothing
        done = desk.run("import", str(file))
        assert (done.exit_code, done.output.splitlines()[0]) == (1, "1 accepted, 5 refused")
        assert [w.text for w in desk.stored()] == ["Nur der neueste Link funktioniert."]
    assert [s.text for s in desk.told("Welcher Link gilt?", language="de")] == ["Nur der neueste Link funktioniert."]


def test_the_commands_say_what_they_found(desk: Desk) -> None:
    tickets = [
        {"id": f"T-{n}", "passages": [LINK], **each}
        for n, each in enumerate((said(VALID, **BAKER), said(VALID, **CARPENTER)))
    ]
    file = written(desk.folder / "t.jsonl", tickets)
    built = json.loads(desk.run("build", str(file), "--dry-run", "--json").stdout)
    assert (built["added"], [w["text"] for w in built["accepted"]], desk.stored()) == (1, [VALID], [])
    assert "1 were added" in desk.run("build", str(file)).output
    [listed] = json.loads(desk.run("list", "--json", "--state", "accepted").stdout)
    assert (listed["text"], listed["stale"], listed["tickets"]) == (VALID, False, ["T-0", "T-1"])
    assert desk.run("list", "--state", "proposed").output.splitlines()[-1] == "0 wordings, 0 of them stale"


def test_the_worker_sees_accepted_wordings_and_nothing_of_where_they_came_from(desk: Desk) -> None:
    desk.build(said(VALID, "An Admin can invite the user under Settings > Users.", **BAKER), said(VALID, **CARPENTER))
    with transaction(desk.app) as session:
        assert session.scalars(text("select text from wordings")).all() == [VALID]
    for column in ("tickets", "accounts"):
        with pytest.raises(Exception, match="permission denied"), transaction(desk.app) as session:
            session.execute(text(f"select {column} from wordings"))  # noqa: S608 - two words of this test
    with pytest.raises(Exception, match="permission denied"), transaction(desk.app) as session:
        session.execute(text("delete from wordings"))


def test_every_wording_of_the_demo_is_true_by_its_passages(database: Database, stack: Stack) -> None:
    settings = Settings(home=stack.settings.home, company=DEMO / "company.toml", knowledge=DEMO / "knowledge.toml")
    with open_sources(settings) as sources:
        Knowledge(database.owner, database.app).sync(
            *(s for s in sources if s.name in {"docs", "known_issues", "pricing"})
        )
    imported = decisions.bring_in(settings, database.owner, DEMO / decisions.SHIPPED)
    assert (imported.refused, imported.accepted > 200) == ((), True)
    assert book.follow(settings, database.owner) == (0, 0)
    assert not any(each.stale for each in book.look(settings, database.owner))


def test_a_wording_has_the_vector_of_what_it_says() -> None:
    shown = Passage(
        1, LINK, "docs", "Log in > Links", "", PAGE, "1", None, 1, 1, 1.0,
        statements=(Statement("A reset link is valid for 60 minutes.", ""), Statement("Only the newest link works.", "")),
        statement_vectors=np.eye(2, 4, dtype=np.float32),
    )  # fmt: skip
    own = wordings.hash_of(shown.shown)
    one = Wording(LINK, "de", "Nur der neueste.", ("Only the newest link works.",), own)
    both = Wording(LINK, "de", "Beide.", tuple(s.text for s in shown.statements), own)
    other = Wording(LINK, "de", "Alt.", one.sources, "another text")
    told = with_wordings(shown, {LINK: [one, both, other]})
    assert [s.text for s in told.statements[2:]] == ["Nur der neueste.", "Beide."]
    assert told.statement_vectors is not None
    assert np.allclose(told.statement_vectors[2:], [[0, 1, 0, 0], [0.5**0.5, 0.5**0.5, 0, 0]])
    assert with_wordings(shown, {}) is shown


def test_what_agents_wrote_is_shown_with_the_statements_it_came_from(desk: Desk) -> None:
    """Of a page in another language only the passage may be known; from nothing comes a gap."""
    tickets = [
        said(VALID, "Only the newest link works, and a reset link is valid for 60 minutes.", "We sent you a pump."),
        said("Nur der neueste Link funktioniert.", "Ein Link gilt 60 Minuten.", language="de"),
        {"reply": {"action": "hand_over", "sentences": []}, "escalate": True},
    ]
    file = written(desk.folder / "t.jsonl", [{"id": f"T-{n}", "passages": [LINK], **t} for n, t in enumerate(tickets)])
    done = CliRunner().invoke(app, ["dataset", "align", str(file), "--json"], env=desk.environment)
    shown = json.loads(done.stdout)
    assert shown["totals"] == {"sentences": 5, "one": 3, "several": 1, "gaps": 1, "only_passage": 1}
    first = "A reset link is valid for 60 minutes."
    statements = [sorted(str(source["statement"]) for source in each["sources"]) for each in shown["sentences"]]
    assert statements == [[first], [first, "Only the newest link works."], [], ["None"], [first]]
    told = CliRunner().invoke(app, ["dataset", "align", str(file)], env=desk.environment).output
    assert f"{LINK}: {first}" in told
    assert told.splitlines()[-1] == "5 sentences: 3 from one statement, 1 from several, 1 gaps"
