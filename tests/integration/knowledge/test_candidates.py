"""Which passages become candidates: those of every kind, in an order that holds at the edges too."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pytest
from numpy.typing import NDArray
from sqlalchemy import text

from knowledge.errors import IndexGoneError
from knowledge.index import indexes
from knowledge.index.splitter import WINDOW, WINDOWS_SINCE, windows
from knowledge.passages import Kind
from knowledge.search.ranking_weights import WEIGHTS
from tests.conftest import Database
from tests.support.knowledge_tools import TODAY, Knowledge, Shelf, WordHash


class Given(WordHash):
    """Vectors as a text says them: "… at 0.5" has the cosine 0.5 with a query "… at 1"."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        cosines = np.array([float(text.rpartition(" at ")[2]) for text in texts])
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        vectors[:, 0] = cosines
        vectors[np.arange(len(texts)), 1 + np.arange(len(texts)) % (self.dimensions - 1)] = np.sqrt(1 - cosines**2)
        return vectors


@pytest.fixture
def knowledge(database: Database) -> Knowledge:
    return Knowledge(database.owner, database.app, Given())


def shelf(kind: Kind) -> Shelf:
    return Shelf({Kind.PRICING: "pricing", Kind.KNOWN_ISSUE: "known_issues", Kind.ACCOUNT: "accounts"}[kind], kind)


def test_the_nearest_of_the_small_kinds_are_candidates_though_hundreds_of_documents_are_nearer(
    knowledge: Knowledge,
) -> None:
    for n in range(300):
        knowledge.shelf.put(f"{n:03}", f"pump word{n} at {0.9 - n / 1000}")
    prices, issues = shelf(Kind.PRICING), shelf(Kind.KNOWN_ISSUE)
    for n in range(WEIGHTS.per_kind + 3):
        prices.put(f"p{n}", f"price at {0.3 - n / 100}")
        issues.put(f"i{n}", f"issue at {0.2 - n / 100}")
    knowledge.sync(knowledge.shelf, prices, issues)
    hits = knowledge.ask("pump at 1")
    assert len(hits) == 50
    for kind, letter in ((Kind.PRICING, "p"), (Kind.KNOWN_ISSUE, "i")):
        found = [h.ref.rpartition("/")[2] for h in hits if h.kind == kind]
        assert found == [f"{letter}{n}" for n in range(WEIGHTS.per_kind)]
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)


def test_the_nearest_price_that_is_valid_takes_the_place_of_one_that_is_not(knowledge: Knowledge) -> None:
    prices = shelf(Kind.PRICING)
    yesterday, tomorrow = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
    for n in range(200):
        prices.put(f"past{n}", f"price at {0.9 - n / 1000}", valid_until=yesterday)
        prices.put(f"future{n}", f"price at {0.9 - n / 1000}", valid_from=tomorrow)
    valid = prices.put("valid", "price at 0.1", valid_from=TODAY, valid_until=TODAY)
    knowledge.sync(prices)
    assert [hit.ref for hit in knowledge.ask("price at 1")] == [valid]
    assert len(knowledge.ask("price at 1", today=yesterday)) == 50
    assert knowledge.ask("price at 1", today=date(1999, 1, 1))[0].ref.startswith("pricing/past")


@pytest.mark.parametrize("best", [0.9, 0.01, 0.0, -0.2])
def test_nearer_is_better_also_where_nothing_is_near(knowledge: Knowledge, best: float) -> None:
    for n in range(20):
        knowledge.shelf.put(f"{n:03}", f"word{n} at {best - n / 40}")
    knowledge.sync()
    hits = knowledge.ask("zzz at 1")
    assert [hit.ref for hit in hits] == [f"docs/{n:03}" for n in range(20)]


def test_a_short_question_is_compared_with_the_windows_of_a_long_passage_and_a_long_one_is_not(
    knowledge: Knowledge,
) -> None:
    knowledge.encoder = WordHash()
    filler = "Nothing of what is said in this long sentence has to do with the matter, and that is how it should be."
    said = f"{filler} {filler} A pump of the Nordic series is oiled every ninety days. {filler}"
    knowledge.shelf.put("long", said)
    knowledge.shelf.put("short", "A pump of the Baltic series is painted.")
    knowledge.sync()
    asked = "when is the Nordic pump oiled"
    nearest = max(knowledge.encoder.encode(windows(said)) @ knowledge.encoder.encode([asked])[0])
    whole = dense_alone(knowledge, asked)
    expected = WEIGHTS.window_weight * nearest + (1 - WEIGHTS.window_weight) * whole["docs/long"]
    assert expected > whole["docs/long"] + 0.1
    scores = {hit.ref: hit.dense_score for hit in knowledge.ask(asked)}
    assert scores == pytest.approx({"docs/long": expected, "docs/short": whole["docs/short"]}, abs=0.002)
    for short in (asked.ljust(WINDOW, "?"), asked.ljust(WINDOW + 1, "?")):
        scores = {hit.ref: hit.dense_score for hit in knowledge.ask(short)}
        with_windows = scores["docs/long"] > whole["docs/long"] + 0.1
        assert with_windows == (len(short) <= WINDOW)


def test_a_page_the_customer_does_not_read_gives_way_to_one_of_its_kind_that_is_about_as_near(
    knowledge: Knowledge,
) -> None:
    german, english = "Wie man das Passwort nicht vergisst at", "How you do not forget the password at"
    prices = shelf(Kind.PRICING)
    prices.put("seat", "What you pay for each of the seats that you have at 0.85")
    knowledge.shelf.put("de", f"{german} 0.9")

    def order(language: str | None) -> list[str]:
        knowledge.sync(knowledge.shelf, prices)
        return [hit.ref for hit in knowledge.ask("word at 1", language=language)]

    for language in (None, "de", "en"):  # a price is of another kind
        assert order(language) == ["docs/de", "pricing/seat"]
    knowledge.shelf.put("en", f"{english} {0.9 * WEIGHTS.as_near - 0.05}")
    assert order("en") == ["docs/de", "pricing/seat", "docs/en"]
    knowledge.shelf.put("en", f"{english} {0.9 * WEIGHTS.as_near + 0.05}")
    assert order("en") == ["pricing/seat", "docs/en", "docs/de"]
    assert order("fr") == order("en")
    assert order("de") == ["docs/de", "pricing/seat", "docs/en"]


def test_what_is_named_stays_in_front_in_any_language(knowledge: Knowledge) -> None:
    issues = shelf(Kind.KNOWN_ISSUE)
    issues.put("FW-1001", "FW-1001 Das geht nicht mehr und wir wissen noch nicht warum at 0.5")
    issues.put("FW-1002", "FW-1002 This does not work and we do not know why at 0.6")
    knowledge.sync(issues)
    assert next(hit.ref for hit in knowledge.ask("FW-1001 at 1", language="en")) == "known_issues/FW-1001"
    assert next(hit.ref for hit in knowledge.ask("word at 1", language="en")) == "known_issues/FW-1002"


def test_what_is_named_comes_before_a_page_that_a_long_ticket_quotes(knowledge: Knowledge) -> None:
    knowledge.encoder = WordHash()
    page = " ".join(f"rareword{n} of the manual" for n in range(40))
    knowledge.shelf.put("page", page)
    issues = shelf(Kind.KNOWN_ISSUE)
    issues.put("FW-1001", "FW-1001 The tablet turns black.")
    knowledge.sync(knowledge.shelf, issues)
    quoted, named = f"{page} {page} {page}", "It began after FW-1001."
    words = {
        hit.ref: WEIGHTS.lexical_weight * (hit.lexical_score + hit.document_score) for hit in knowledge.ask(quoted)
    }
    assert words["docs/page"] > 0.5  # so many words count as much as meaning does
    assert next(hit.ref for hit in knowledge.ask(f"{quoted} {named}")) == "known_issues/FW-1001"


def test_the_score_is_the_meaning_and_the_words_of_the_passage_and_of_its_document(knowledge: Knowledge) -> None:
    knowledge.encoder = WordHash()
    knowledge.shelf.put("pumps", "The pump of the Nordic series is oiled.", "It is red. " * 90, "The lid is blue.")
    knowledge.shelf.put("ovens", "The oven is cleaned.", "The lid is blue.")
    knowledge.sync()
    hits = {hit.ref: hit for hit in knowledge.ask("pump lid")}
    for hit in hits.values():
        expected = hit.dense_score + WEIGHTS.lexical_weight * (hit.lexical_score + hit.document_score)
        assert hit.score == pytest.approx(expected)
    of = {name: {h.document_score for h in hits.values() if name in h.ref} for name in ("pumps", "ovens")}
    assert [len(scores) for scores in of.values()] == [1, 1]  # each passage has that of its document
    assert max(of["pumps"]) > max(of["ovens"]) > 0


def test_a_word_that_a_query_repeats_counts_as_often(knowledge: Knowledge) -> None:
    knowledge.encoder = WordHash()
    knowledge.shelf.put("pump", "The pump is red.")
    knowledge.shelf.put("other", "The oven is blue.")
    knowledge.sync()
    [once] = [hit.lexical_score for hit in knowledge.ask("pump") if hit.ref == "docs/pump"]
    [twice] = [hit.lexical_score for hit in knowledge.ask("pump pump") if hit.ref == "docs/pump"]
    assert twice == pytest.approx(2 * once, rel=1e-3)


def test_an_accounts_own_rows_are_compared_by_their_windows_too(knowledge: Knowledge) -> None:
    knowledge.encoder = WordHash()
    filler = "Nothing of what is said in this long sentence has to do with the matter, and that is how it should be."
    accounts = shelf(Kind.ACCOUNT)
    accounts.put("long", f"{filler} {filler} The invoice of October is paid. {filler}", account="a")
    accounts.put("short", "The invoice of May and other matters of the year.", account="a")
    knowledge.sync(accounts)
    asked = "is the invoice of October paid"
    assert [hit.dense_rank for hit in knowledge.ask(asked, account="a") if hit.ref == "accounts/long"] == [1]
    assert knowledge.ask(asked, account="b") == []
    whole = dense_alone(knowledge, asked)
    assert whole["accounts/short"] > whole["accounts/long"]


def test_an_index_of_before_windows_is_searched_without_those_it_has_meanwhile(knowledge: Knowledge) -> None:
    knowledge.encoder = WordHash()
    knowledge.shelf.put("long", "One sentence of it says alpha7, the others nothing in common. " * 6)
    knowledge.sync()
    with knowledge.owner.begin() as connection:
        connection.execute(text("update indexes set splitter = :before"), {"before": WINDOWS_SINCE - 1})
    [hit] = knowledge.ask("alpha7")
    assert hit.dense_score == hit.cosine


def dense_alone(knowledge: Knowledge, query: str) -> dict[str, float]:
    """Cosines of the whole passages, by their references."""
    vector = knowledge.encoder.encode([query])[0]
    stored = knowledge.rows("select ref, embedding::text from passages")
    return {ref: float(np.array(embedding.strip("[]").split(","), float) @ vector) for ref, embedding in stored}


def test_an_accounts_nearest_rows_are_found_among_thousands_of_others(knowledge: Knowledge) -> None:
    accounts = shelf(Kind.ACCOUNT)
    for n in range(1500):
        accounts.put(f"other{n}", f"oven at {0.95 - n / 10000}", account=f"acc-{n % 30}")
    mine = [accounts.put(f"mine{n}", f"oven at {0.3 - n / 100}", account="me") for n in range(5)]
    knowledge.shelf.put("public", "pump at 0.4")
    knowledge.sync(knowledge.shelf, accounts)
    hits = knowledge.ask("oven at 1", account="me")
    assert {hit.account for hit in hits} == {None, "me"}
    assert [hit.ref for hit in hits if hit.account] == mine


def test_an_index_without_a_passage_answers_with_nothing_and_one_that_is_gone_with_an_error(
    knowledge: Knowledge,
) -> None:
    knowledge.sync()
    assert knowledge.ask("pump at 1") == []
    with knowledge.owner.connect() as connection:
        index = indexes.find(connection, indexes.LIVE)
        assert index is not None
    indexes.drop(knowledge.owner, index.id)
    with pytest.raises(IndexGoneError):
        knowledge.ask("pump at 1", index=index)
