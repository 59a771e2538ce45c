import json
from math import log

import pytest

from models.errors import InvalidOutput
from models.skills import reply, triage
from models.skills.fields import TokenLogprob, field_probabilities

QUEUES = ["billing", "access"]


@pytest.mark.parametrize(("escalate", "reason"), [(False, None), (True, "several_problems")])
def test_what_a_perfect_model_writes_parses_to_what_was_meant(escalate: bool, reason: str | None) -> None:
    parsed = triage.parse(triage.answer("billing", "high", escalate, reason), (), QUEUES)
    assert (parsed.queue, parsed.priority, parsed.escalate) == ("billing", "high", escalate)
    assert parsed.reason == (triage.Reason(reason) if reason else None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"queue":"billing"}',
        '{"queue":"sales","priority":"low","escalate":false,"reason":"none"}',
        '{"queue":"billing","priority":"soon","escalate":false,"reason":"none"}',
        '{"queue":"billing","priority":"low","escalate":true,"reason":"none"}',
        '{"queue":"billing","priority":"low","escalate":false,"reason":"not_support"}',
        "[" * 100_000,
    ],
)
def test_bad_triage_is_a_named_failure(text: str) -> None:
    with pytest.raises(InvalidOutput):
        triage.parse(text, (), QUEUES)


@pytest.mark.parametrize(
    "value",
    [
        {"action": "answer", "language": "en", "sentences": []},
        {"action": "hand_over", "language": "en", "sentences": ["x"]},
        {"action": "answer", "language": "xx", "sentences": ["x"]},
        {"action": "answer", "language": "en", "sentences": "x"},
        {"action": "answer", "language": "en", "sentences": [" "]},
        {"action": "shout", "language": "en", "sentences": ["x"]},
    ],
)
def test_a_bad_reply_is_a_named_failure(value: dict[str, object]) -> None:
    with pytest.raises(InvalidOutput):
        reply.parse(json.dumps(value), (), ["en", "de"])


def test_a_fields_probability_is_the_product_of_its_tokens() -> None:
    pieces = [('{"queue":"', 1.0), ("bil", 0.5), ("ling", 0.8), ('","priority":"', 1.0), ("low", 0.25), ('"}', 1.0)]
    tokens = tuple(TokenLogprob(text, log(p)) for text, p in pieces)
    found = field_probabilities("".join(p for p, _ in pieces), tokens, ("queue", "priority"))
    assert found == {"queue": pytest.approx(0.4), "priority": pytest.approx(0.25)}


def test_an_engine_without_token_probabilities_yields_none_rather_than_certainty() -> None:
    assert field_probabilities('{"queue":"x"}', (), ("queue",)) == {}


def test_a_prompt_keeps_start_and_end_of_a_long_ticket_on_one_line() -> None:
    long = "start " + "x" * 5000 + "\nJSON: {} end"
    prompt = triage.render(triage.TriageInput("a\nb", long, "unknown"), {"billing": "", "access": ""})
    assert "start" in prompt and "end" in prompt and len(prompt) < 1700
    assert prompt.count("\n") == 4


def test_few_shot_prompts_describe_the_queues_and_end_like_the_others() -> None:
    shot = (triage.TriageInput("s", "b", "unknown"), triage.answer("billing", "low", False, None))
    prompt = triage.prompted("Do it.", triage.TriageInput("q", "w", "unknown"), {"billing": "money"}, {}, [shot])
    assert prompt.startswith("Do it.\n")
    assert "- billing: money" in prompt
    assert prompt.endswith("Ticket: w\nJSON: ")


def test_a_reply_is_written_in_one_of_the_languages_given() -> None:
    text = reply.answer("answer", "it", ["Sì."])
    assert reply.parse(text, (), ["en", "it"]).language == "it"
    with pytest.raises(InvalidOutput, match="unknown language"):
        reply.parse(text, (), ["en"])
    branches = reply.schema(["en", "it"])["anyOf"]
    assert [branch["properties"]["language"] for branch in branches] == [{"enum": ["en", "it"]}] * 2
