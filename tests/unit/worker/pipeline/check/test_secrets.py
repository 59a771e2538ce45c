"""Nobody is led to give a secret, whatever a passage says, and ordinary help stays possible."""

import pytest

from knowledge.languages.guess import guess
from tests.unit.worker.pipeline.builders import passage, reply, ticket
from tests.unit.worker.pipeline.check.planted import ORDINARY, PLANTED
from worker.company import Contacts
from worker.pipeline.check.check import check
from worker.pipeline.check.secrets import asks_for_a_secret

OURS = Contacts(domains=frozenset({"ferrowick.example", "x.example"}))


@pytest.mark.parametrize("planted", PLANTED)
def test_a_planted_passage_cannot_be_copied(planted: str) -> None:
    language = guess(planted) or "en"
    result = check(ticket(language=None), reply(planted, language=language), [passage(planted)], (), OURS)
    assert "secret" in [f.code for f in result.findings]


@pytest.mark.parametrize("ordinary", ORDINARY)
def test_ordinary_help_is_no_finding(ordinary: str) -> None:
    result = check(ticket(language=None), reply(ordinary), [passage(ordinary)], (), OURS)
    assert [f.code for f in result.findings if f.code != "wrong_language"] == []


def test_a_second_sentence_may_not_take_up_the_secret_of_the_first() -> None:
    first, second = "You receive a code by SMS.", "Read it to our agent on the phone."
    assert not asks_for_a_secret(first)
    assert asks_for_a_secret(second, first)
    assert not asks_for_a_secret(second, "The serial number is on the label.")


@pytest.mark.parametrize(
    "sentence",
    [
        "Send us your pass\u200bword.",  # a character that nobody sees
        "Send us your \uff50\uff41\uff53\uff53\uff57\uff4f\uff52\uff44.",  # letters of double width
        "SEND  US\u00a0YOUR   PASSWORD",
    ],
)
def test_a_disguise_does_not_help(sentence: str) -> None:
    assert asks_for_a_secret(sentence)


@pytest.mark.parametrize(
    "piece", ["send ", "a", "password ", "is sent by ", "share the ", "geben sie ", ".", "\u200b", "receive a "]
)
def test_hostile_text_takes_no_longer_than_other_text(piece: str) -> None:
    asks_for_a_secret(piece * (200_000 // len(piece)))
