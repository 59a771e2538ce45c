"""Handled tickets follow a section whose text stands elsewhere now; one that is nowhere is listed."""

import pytest

from knowledge.index import forgetting, moves, rebuilding
from knowledge.passages import Kind
from tests.conftest import Database
from tests.support.knowledge_tools import Knowledge, Shelf

RESET = "Use the link on the sign-in page to reset a password."
SEATS = "An Admin adds seats under Settings, in the tab Seats."
OLD = "docs/login#Reset"


@pytest.fixture
def knowledge(database: Database) -> Knowledge:
    made = Knowledge(database.owner, database.app)
    made.shelf.put(
        "login", ("Reset", RESET), ("Lock", "After five wrong passwords an account is locked."), title="Login"
    )
    made.shelf.put("seats", ("Add", SEATS), title="Seats")
    return made


@pytest.fixture
def handled(knowledge: Knowledge) -> Shelf:
    shelf = Shelf("handled", Kind.HANDLED)
    shelf.put("T-1", "the reset mail is not here", title="", answers=(OLD,))
    shelf.put("T-2", "more seats please", title="", answers=("docs/seats#Add", "accounts/*#invoice"))
    knowledge.sync(knowledge.shelf, shelf)
    return shelf


def answers(knowledge: Knowledge, ticket: str = "T-1") -> list[str]:
    [found] = knowledge.rows("select answers from precedents where ticket = :ticket", ticket=ticket)
    return sorted(found)


def rename_page(knowledge: Knowledge) -> str:
    knowledge.shelf.contents["docs/sign-in"] = knowledge.shelf.contents.pop("docs/login")
    knowledge.shelf.put(
        "sign-in", ("Reset", RESET), ("Lock", "After five wrong passwords an account is locked."), title="Login"
    )
    return "docs/sign-in#Reset"


def rename_heading(knowledge: Knowledge) -> str:
    knowledge.shelf.put(
        "login", ("Forgotten password", RESET), ("Lock", "After five wrong passwords it is locked."), title="Login"
    )
    return "docs/login#Forgotten password"


def move_to_another_page(knowledge: Knowledge) -> str:
    knowledge.shelf.put("login", ("Lock", "After five wrong passwords an account is locked."), title="Login")
    knowledge.shelf.put("seats", ("Add", SEATS), ("Reset", RESET), title="Seats")
    return "docs/seats#Reset"


@pytest.mark.parametrize("change", [rename_page, rename_heading, move_to_another_page])
def test_it_follows_a_page_a_heading_and_a_section(knowledge: Knowledge, handled: Shelf, change) -> None:  # type: ignore[no-untyped-def]
    new = change(knowledge)
    report = knowledge.sync(knowledge.shelf, handled)
    assert report.moved[OLD] == new
    assert answers(knowledge) == [new]
    assert answers(knowledge, "T-2") == ["accounts/*#invoice", "docs/seats#Add"]
    with knowledge.owner.connect() as connection:
        assert moves.load(connection).refs([f"{OLD} (2)", "docs/x#Y"]) == (new, "docs/x#Y")
        assert moves.nowhere(connection) == {}


def test_it_follows_again_and_back(knowledge: Knowledge, handled: Shelf) -> None:
    first = rename_page(knowledge)
    knowledge.sync(knowledge.shelf, handled)
    del knowledge.shelf.contents["docs/sign-in"]
    knowledge.shelf.put(
        "access", ("Reset", RESET), ("Lock", "After five wrong passwords an account is locked."), title="Login"
    )
    knowledge.sync(knowledge.shelf, handled)
    assert answers(knowledge) == ["docs/access#Reset"]
    with knowledge.owner.connect() as connection:
        known = moves.load(connection)
    assert (known.ref(OLD), known.ref(first)) == ("docs/access#Reset", "docs/access#Reset")
    del knowledge.shelf.contents["docs/access"]
    knowledge.shelf.put(
        "login", ("Reset", RESET), ("Lock", "After five wrong passwords an account is locked."), title="Login"
    )
    knowledge.sync(knowledge.shelf, handled)
    assert answers(knowledge) == [OLD]
    with knowledge.owner.connect() as connection:
        assert OLD not in moves.load(connection).new


def test_a_ticket_that_is_read_again_and_a_new_index_follow_too(knowledge: Knowledge, handled: Shelf) -> None:
    new = rename_page(knowledge)
    knowledge.sync(knowledge.shelf, handled)
    handled.put("T-1", "the reset mail is still not here", title="", answers=(OLD,))
    handled.put("T-3", "no reset mail", title="", answers=(OLD, new))
    knowledge.sync(knowledge.shelf, handled)
    assert answers(knowledge) == answers(knowledge, "T-3") == [new]
    rebuilding.rebuild(knowledge.owner, knowledge.encoder.maker)
    assert answers(knowledge) == answers(knowledge, "T-3") == [new]


def test_what_stands_in_two_places_is_not_guessed_but_listed(knowledge: Knowledge, handled: Shelf) -> None:
    knowledge.shelf.put("login", ("Lock", "After five wrong passwords an account is locked."), title="Login")
    knowledge.shelf.put("a", ("One", RESET), title="A")
    knowledge.shelf.put("b", ("Two", RESET), title="B")
    assert knowledge.sync(knowledge.shelf, handled).moved == {}
    with knowledge.owner.connect() as connection:
        assert moves.nowhere(connection) == {OLD: ["T-1"]}


def test_a_text_that_was_elsewhere_before_is_no_place_to_move_to(knowledge: Knowledge, handled: Shelf) -> None:
    knowledge.shelf.put("copy", ("Reset", RESET), title="Copy")
    knowledge.sync(knowledge.shelf, handled)
    knowledge.shelf.put("login", ("Lock", "After five wrong passwords an account is locked."), title="Login")
    knowledge.shelf.put("copy", ("Reset", RESET), ("More", "And more of it is said here."), title="Copy")
    assert knowledge.sync(knowledge.shelf, handled).moved == {}


def test_a_sync_that_is_interrupted_forgets_no_move(knowledge: Knowledge, handled: Shelf) -> None:
    new = rename_page(knowledge)
    knowledge.shelf.put("more", "Something that has to be embedded.")

    def broken(_: object) -> None:
        raise RuntimeError("power cut")

    knowledge.encoder.before = broken
    with pytest.raises(RuntimeError, match="power cut"):
        knowledge.sync(knowledge.shelf, handled)
    knowledge.encoder.before = lambda _: None
    knowledge.sync(knowledge.shelf, handled)
    assert answers(knowledge) == [new]


def test_a_renamed_source_is_followed_before_it_is_forgotten_and_embedded_once(
    knowledge: Knowledge, handled: Shelf
) -> None:
    handbook = Shelf("handbook")
    handbook.put("login", ("Reset", RESET), ("Lock", "After five wrong passwords an account is locked."), title="Login")
    handbook.put("seats", ("Add", SEATS), title="Seats")
    assert knowledge.sync(handbook, handled).embedded == 0
    with knowledge.owner.connect() as connection:
        [left] = forgetting.unnamed(connection, ["handbook", "handled"])
    assert (left.source, left.documents, left.passages, left.renamed, left.alike) == ("docs", 2, 3, "handbook", 2)
    forgetting.follow(knowledge.owner, ["docs"])
    assert answers(knowledge) == ["handbook/login#Reset"]
    forgetting.forget(knowledge.owner, "docs")
    assert answers(knowledge) == ["handbook/login#Reset"]
    assert knowledge.rows("select distinct source from documents order by source") == ["handbook", "handled"]
    assert knowledge.sync(handbook, handled).embedded == 0
    assert knowledge.rows("select count(*) from vectors") == [5]


def test_forgetting_follows_by_itself(knowledge: Knowledge, handled: Shelf) -> None:
    handbook = Shelf("handbook")
    handbook.put("login", ("Reset", RESET), title="Login")
    knowledge.sync(handbook, handled)
    forgetting.forget(knowledge.owner, "docs")
    assert answers(knowledge) == ["handbook/login#Reset"]
    with knowledge.owner.connect() as connection:
        assert moves.nowhere(connection) == {"docs/seats#Add": ["T-2"]}
