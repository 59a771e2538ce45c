"""Which of the company's rules apply to a ticket, with what made each apply."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from time import thread_time
from typing import Any

import pytest

from tests.unit.worker.pipeline.builders import COMPANY, ticket, triage
from worker.company import Brand, Effect, Rule
from worker.domain import Ticket
from worker.pipeline.rules import applying, first, judge, ruled
from worker.thread import Author, Fate, Handled, Message, Thread

GERMAN = {"language": "de", "subject": "Frage"}
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def rule(effect: Effect = Effect.NEVER_SEND, **conditions: Any) -> Rule:
    return Rule("r", effect, **conditions)


def phrases(**said: Any) -> Any:
    return tuple((code, (one,) if isinstance(one, str) else tuple(one)) for code, one in said.items())


def why(one: Rule, of: Ticket, fields: Mapping[str, str] = {}) -> str | None:
    """Return why a rule applies; None if it does not."""
    brands = (Brand("main", "301", "S"),)
    found = applying(replace(COMPANY, rules=(one,), brands=brands), of, fields)
    return found[0].because if found else None


@pytest.mark.parametrize(
    ("conditions", "changes", "because"),
    [
        ({"tier": ("priority",)}, {"tier": "priority"}, "tier priority"),
        ({"tier": ("priority", "gold")}, {"tier": "Gold"}, "tier gold"),
        ({"tier": ("priority",)}, {"tier": "standard"}, None),
        ({"tier": ("priority",)}, {"tier": None}, None),
        ({"plan": ("team",)}, {}, "plan team"),
        ({"channel": ("email",)}, {"channel": "email"}, "channel email"),
        ({"channel": ("email",)}, {"channel": "web"}, None),
        ({"channel": ("email",)}, {}, None),
        ({"language": ("de", "fr")}, {"language": "fr"}, "language fr"),
        ({"language": ("other",)}, {"language": "other"}, "language other"),
        ({"language": ("unknown",)}, {"language": None}, "language unknown"),
        ({"language": ("de",)}, {"language": None}, None),
        ({"brand": ("main",)}, {"brand": "301"}, "brand main"),
        ({"brand": ("main",)}, {"brand": "302"}, None),
        ({"brand": ("main",)}, {"brand": None}, None),
        ({"tier": ("standard",), "plan": ("team",)}, {}, "tier standard, plan team"),
        ({"tier": ("standard",), "plan": ("business",)}, {}, None),
        ({"amount_over": Decimal(500)}, {"body": "I want my 1.234,50 € back"}, "1234.50 € is over 500"),
        ({"amount_over": Decimal(500)}, {"body": "I want 500 EUR back"}, None),
        ({"amount_over": Decimal(500)}, {"body": "5000 seats"}, None),
        ({"amount_over": Decimal(500)}, {"subject": "CHF 1'200"}, "1200 CHF is over 500"),
        ({"amount_over": Decimal(500)}, {"body": "first 20 EUR, then 900 EUR"}, "900 EUR is over 500"),
        ({"amount_over": Decimal(5), "currency": "EUR"}, {"body": "9 USD"}, None),
        ({"amount_over": Decimal(5), "currency": "CAD"}, {"body": "$9"}, "9 $ is over 5 CAD"),
    ],
)
def test_each_condition(conditions: dict[str, Any], changes: dict[str, Any], because: str | None) -> None:
    assert why(rule(**conditions), ticket(**changes)) == because


@pytest.mark.parametrize(
    ("said", "changes", "phrase"),
    [
        ({"en": "cancel my contract"}, {"body": "Please CANCEL\nmy   contract!"}, "cancel my contract"),
        ({"en": "cancel"}, {"body": "the cancellation"}, None),
        ({"en": "cancel my contract"}, {"body": "cancel this contract"}, None),
        ({"en": "cancel my contract"}, {"subject": "cancel", "body": "my contract"}, None),
        ({"en": "chargeback"}, {"subject": "Chargeback"}, "chargeback"),
        ({"en": "E_NO_CONTACT"}, {"body": "it says e_no_contact"}, "E_NO_CONTACT"),
        ({"en": "don't pay"}, {"body": "we don’t pay"}, "don't pay"),
        ({"de": "Kündigung"}, {**GERMAN, "body": "Meine Kuendigung bitte"}, "Kündigung"),
        ({"de": "kuendigung"}, {**GERMAN, "body": "Meine KÜNDIGUNG bitte"}, "kuendigung"),
        ({"fr": "résilier"}, {"language": "fr", "body": "Je veux resilier"}, "résilier"),
        ({"es": ["baja", "cancelar"]}, {"language": "es", "body": "Quiero cancelar"}, "cancelar"),
        ({"en": ["b", "a"]}, {"body": "x a b"}, "a"),
        # "die" is an article in German, and so is "fin" no end of anything in English
        ({"en": "die"}, {**GERMAN, "body": "Wo finde ich die Rechnung für den letzten Monat?"}, None),
        ({"en": "die"}, {**GERMAN, "body": "Das ist nicht gut. You are all going to die if this goes on."}, "die"),
        (
            {"de": "Rückbuchung"},
            {"body": "Hello there. Ich möchte bitte eine Rückbuchung für die Rechnung."},
            "Rückbuchung",
        ),
        ({"de": "Rückbuchung", "en": "hello"}, {"language": None, "body": "Rückbuchung"}, "Rückbuchung"),
        # what others wrote is not what the customer wrote
        ({"en": "chargeback"}, {"body": "See below.\n\nEarlier message:\n> we do a chargeback\n"}, None),
        ({"en": "chargeback"}, {"body": ""}, None),
    ],
)
def test_phrases_are_whole_words_of_the_customer(
    said: dict[str, Any], changes: dict[str, Any], phrase: str | None
) -> None:
    expected = None if phrase is None else f'the phrase "{phrase}"'
    assert why(rule(phrases=phrases(**said)), ticket(**changes)) == expected


def test_a_field_has_a_value_only_where_it_is_known() -> None:
    one = rule(fields=(("area", ("app", "web")),))
    assert why(one, ticket(), {"area": "web"}) == "field area web"
    assert why(one, ticket(), {"area": "api"}) is None
    assert why(one, ticket()) is None


@pytest.mark.parametrize("condition", [{"tier": ("priority",)}, {"plan": ("team",)}])
@pytest.mark.parametrize(
    ("effect", "applies"),
    [(Effect.NEVER_SEND, True), (Effect.ALWAYS_ESCALATE, True), (Effect.NEVER_ESCALATE, False), (Effect.QUEUE, False)],
)
def test_a_sender_who_is_not_verified_gains_nothing_by_naming_an_account(
    effect: Effect, applies: bool, condition: dict[str, Any]
) -> None:
    one, known = rule(effect, queue="billing", **condition), ticket(tier="priority")
    assert why(one, known) is not None
    assert (why(one, replace(known, verified=False)) is not None) == applies


def test_what_a_question_of_ours_was_about_still_counts() -> None:
    asked = Message(Author.CUSTOMER, NOW, "I want a refund of 900 EUR", version=1)
    ours = Handled(1, NOW, "ask", "unclear", Fate.DELIVERED, public=True, reply="Which invoice?", asks=True)
    turn = Message(Author.CUSTOMER, NOW, "F-2026-1", version=2)
    later = ticket(version=2, body="F-2026-1", thread=Thread(turn=(turn,), before=(asked,), handled=(ours,)))
    assert why(rule(amount_over=Decimal(500)), later) == "900 EUR is over 500"


def test_what_does_not_hold_is_said() -> None:
    company = replace(
        COMPANY, rules=(rule(plan=("team",), tier=("priority",)), rule(amount_over=Decimal(5), currency="EUR"))
    )
    assert [one.unmet for one in judge(company, ticket())] == [
        "tier is standard, not priority",
        "no amount over 5 EUR was written",
    ]


def test_the_first_of_one_effect_counts() -> None:
    rules = (
        Rule("no", Effect.QUEUE, queue="other", tier=("priority",)),
        Rule("one", Effect.QUEUE, queue="access", plan=("team",)),
        Rule("two", Effect.QUEUE, queue="billing", plan=("team",)),
        Rule("three", Effect.NEVER_SEND, plan=("team",)),
    )
    found = applying(replace(COMPANY, rules=rules), ticket())
    assert [one.rule.name for one in found] == ["one", "two", "three"]
    chosen = first(found, Effect.QUEUE)
    assert chosen is not None and chosen.rule.made_by == "rule: one"
    assert first(found, Effect.ALWAYS_ESCALATE) is None
    assert (ruled(triage(), found).queue, ruled(triage(), found).probabilities["queue"]) == ("access", 1.0)
    assert ruled(triage(), ()) == triage()


MANY = tuple(rule(phrases=phrases(en=f"word{n} word{n}", de=f"die wort{n}"), amount_over=Decimal(5)) for n in range(50))


@pytest.mark.parametrize("piece", ["die ", "word1 ", "die wort", "5 € ", "Die. ", "die;\n", "a.b ", "> x\n", "die\n\n"])
def test_hostile_text_takes_no_longer_than_other_text(piece: str) -> None:
    company = replace(COMPANY, rules=MANY)

    def seconds(characters: int) -> float:
        hostile = ticket(body=piece * (characters // len(piece)))
        start = thread_time()
        judge(company, hostile)
        return thread_time() - start

    seconds(500)
    assert seconds(20_000) < 25 * seconds(2_000) + 0.5
