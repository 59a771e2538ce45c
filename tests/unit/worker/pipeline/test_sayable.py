"""What a reply may consist of: statements of what was found, in the customer's language, none twice, none against another."""

from knowledge.statements import Statement, StatementKind
from tests.unit.worker.pipeline.builders import passage, ticket
from worker.pipeline.contradiction import contradict
from worker.pipeline.sayable import repeats, sayable

LINK = "A password reset link is valid for 60 minutes."


def texts(*passages, **changes):  # type: ignore[no-untyped-def]
    return [statement.text for statement, _ in sayable(ticket(**changes), passages)]


def said(*texts: str, language: str | None = None, **changes):  # type: ignore[no-untyped-def]
    made = tuple(Statement(text, text, StatementKind.ROW, language) for text in texts)
    return passage(" ".join(texts), statements=made, **changes)


def test_nothing_is_said_of_a_passage_without_statements() -> None:
    assert texts(passage("curl https://api.x.example/v1/keys\nDo you need a key?"), said(LINK, ref="b")) == [LINK]


def test_a_statement_that_another_one_begins_with_is_said_by_it() -> None:
    assert repeats("Open Settings.", ["Open Settings.", "Open Settings: click Billing."])
    assert not repeats("The app is fixed in 5.1.", ["The app is fixed in 5.12.", "The app is fixed in 5.1."])
    assert not repeats("The fee is 5", ["The fee is 5.5"])


def test_what_is_said_is_in_the_language_of_the_customer() -> None:
    both = passage(
        "Reset",
        statements=(Statement(LINK, LINK, language="en"), Statement("Der Link gilt 60 Minuten.", LINK, language="de")),
    )
    assert texts(both, language="de") == ["Der Link gilt 60 Minuten."]
    assert texts(both, language="en") == [LINK]
    assert texts(both, language=None) == [LINK]
    assert texts(both, language="other") == []
    assert texts(said(LINK, language=None, ref="b"), language="fr") == []
    german = said("Der Link ist sechzig Minuten lang gültig und kann nur einmal benutzt werden.")
    assert texts(german, language="en") == []


def test_nothing_untrusted_and_nothing_of_another_account_is_said() -> None:
    assert texts(said(LINK, trusted=False)) == []
    assert texts(said(LINK, account="acc-b")) == []
    assert texts(said(LINK, account="acc-a"), verified=False) == []
    assert texts(said(LINK, account="acc-a")) == [LINK]


def test_what_agents_noted_of_a_past_ticket_is_said_to_nobody() -> None:
    fields = {"id": "T-1", "date": "2026-01-02", "subject": "Oven", "outcome": "solved"}
    noted = "Past ticket T-1 of 2026-01-02, Oven: Their oven was off. We told them. Outcome: solved."
    assert texts(said(noted, account="acc-a", kind="account", fields=fields), said(LINK, ref="b")) == [LINK]


def test_the_same_is_said_once_and_of_the_passage_found_first() -> None:
    first, second = said("One.", LINK, ref="a"), said(f"  {LINK.upper()} ", LINK, "Two.", ref="b")
    assert [(s.text, p.ref) for s, p in sayable(ticket(), [first, second])] == [
        ("One.", "a"),
        (LINK, "a"),
        ("Two.", "b"),
    ]


def test_what_is_said_word_for_word_is_not_said_in_an_agents_words_as_well() -> None:
    plain = [Statement(text, text, language="en") for text in (LINK, "Ask an admin.")]
    both = Statement("Ask an admin for a link; it is good for an hour.", f"{LINK} Ask an admin.", language="en")
    wordings = [Statement("The link works for 60 minutes.", LINK, language="en"), both]
    page = passage("x", language="en", statements=(*plain, *wordings))
    assert texts(page) == [LINK, "Ask an admin."]
    german = [Statement(text, LINK, language="de") for text in ("Der Link gilt eine Stunde.", "Er gilt 60 Minuten.")]
    page = passage("x", language="en", statements=(*plain, *wordings, *german))
    assert texts(page, language="de") == ["Der Link gilt eine Stunde."]


def test_marks_alone_are_no_statement() -> None:
    assert texts(said("---", " ", LINK)) == [LINK]


class TestContradictions:
    def test_the_price_that_holds_now_is_said_and_not_the_old_one(self) -> None:
        old = said(
            "Team costs 31 EUR per seat.",
            ref="p/1",
            fields={"name": "Team", "amount": "31", "valid_from": "2025-07-01"},
        )
        new = said(
            "Team costs 34 EUR per seat.",
            ref="p/2",
            fields={"name": "Team", "amount": "34", "valid_from": "2026-07-01"},
        )
        assert texts(old, new) == texts(new, old) == ["Team costs 34 EUR per seat."]

    def test_a_row_holds_against_a_page(self) -> None:
        page = said("Team costs 31 EUR per seat and month.", ref="docs/old.md#A")
        row = said("Team costs 34 EUR per seat and month.", ref="p/2", fields={"name": "Team", "amount": "34"})
        assert texts(page, row) == ["Team costs 34 EUR per seat and month."]

    def test_an_invoice_has_one_state(self) -> None:
        fields = {"number": "F-1", "state": "open"}
        one = said("Invoice F-1 for 498 EUR is open, due 2026-12-01.", ref="a#1", fields=fields)
        other = said("Invoice F-1 for 498 EUR is paid.", ref="a#2", fields=fields | {"state": "paid"})
        assert len(texts(one, other)) == 1

    def test_two_invoices_may_have_two(self) -> None:
        one = said("Invoice F-1 is open.", ref="a#1", fields={"number": "F-1", "state": "open"})
        other = said("Invoice F-2 is paid.", ref="a#2", fields={"number": "F-2", "state": "paid"})
        assert len(texts(one, other)) == 2

    def test_a_sentence_and_its_opposite_are_not_both_said(self) -> None:
        pairs = [
            ("You can change the plan at any time.", "You cannot change the plan at any time."),
            ("The key is shown again.", "The key is not shown again."),
            ("The fee is 5 % per year.", "The fee is 7 % per year."),
            ("It costs EUR 12 once.", "It costs EUR 14 once."),
            ("The link is valid for 30 minutes.", "The link is valid for 60 minutes."),
            ("We answer within 2 working days.", "We answer within 3 working days."),
            ("Exporte bleiben 30 Tage lang.", "Exporte bleiben 90 Tage lang."),
            ("Team includes 50 GB.", "Team includes 100 GB."),
            ("Vous pouvez le supprimer.", "Vous ne pouvez pas le supprimer."),
            ("L'export est possible.", "L'export n'est pas possible."),
        ]
        for one, other in pairs:
            assert contradict(*((Statement(text, text), passage(text, ref=text)) for text in (one, other))), one

    def test_what_differs_in_its_subject_may_be_said_beside(self) -> None:
        pairs = [
            ("Invoice F-1 is paid.", "Invoice F-2 is paid."),
            ("Error 401 means a wrong key.", "Error 403 means a wrong key."),
            ("Team costs 34 EUR.", "Business costs 52 EUR."),
            ("The app runs on Android 12.", "The app runs on Android 13."),
            ("Step 1: open Settings.", "Step 2: open Settings."),
            ("You can change the plan.", "You cannot change the address."),
            ("Level 1 answers within 4 hours.", "Level 2 answers within 8 hours."),
            ("It was announced in 2025.", "It was announced in 2026."),
            ("Vous ne pouvez pas le supprimer.", "Vous ne pouvez pas le déplacer."),
        ]
        for one, other in pairs:
            assert not contradict(*((Statement(text, text), passage(text, ref=text)) for text in (one, other))), one

    def test_two_reminders_of_one_passage_may_both_be_said(self) -> None:
        page = said("A reminder is sent after 7 days.", "A reminder is sent after 14 days.")
        assert len(texts(page)) == 2

    def test_a_price_per_month_and_one_per_year_or_in_another_currency_may_both_be_said(self) -> None:
        month = {"name": "Team", "amount": "34", "unit": "per month", "currency": "EUR"}
        year = month | {"amount": "340", "unit": "per year"}
        dollars = month | {"amount": "39", "currency": "USD"}
        rows = (
            said(f"Team costs {row['amount']} {row['currency']} {row['unit']}.", ref=f"p/{n}", fields=row)
            for n, row in enumerate((month, year, dollars))
        )
        assert len(texts(*rows)) == 3
