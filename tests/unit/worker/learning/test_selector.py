"""What agents said of what could be said, and a selector learned from it."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from knowledge.handled_tickets import HandledTicket
from knowledge.statements import Statement
from models.errors import TrainingError
from tests.unit.worker.pipeline.builders import passage
from worker.domain import Retrieved
from worker.learning import selector
from worker.learning.selector import Case
from worker.pipeline.selection import FEATURES

COSINE = FEATURES.index("cosine")


def handled(number: int, *sentences: str, **changes: Any) -> HandledTicket:
    row = {
        "id": f"T-{number}", "subject": "Link", "body": f"How do I get link {number}?", "language": "en", "account": None,
        "requester": "a@a.example", "queue": "access", "priority": "normal", "escalate": False, "reason": None,
        "passages": ["docs/a#Reset"], "reply": {"action": "answer", "sentences": list(sentences)},
    }  # fmt: skip
    return HandledTicket.model_validate(row | changes)


def case(number: int, *, by_cosine: bool) -> Case:
    """Return a ticket whose agent said the statement with the highest cosine, or the first one, of six."""
    source = np.random.default_rng(number)
    said = tuple(
        (Statement(f"Sentence {n} has six words here.", f"s{n}"), passage("", ref="docs/a#Reset")) for n in range(6)
    )
    rows = source.normal(0, 0.1, (6, len(FEATURES)))
    rows[:, COSINE] = source.permutation(6) / 6
    rows[:, FEATURES.index("is first")] = [1, 0, 0, 0, 0, 0]
    wanted = np.zeros(6, np.bool_)
    wanted[int(rows[:, COSINE].argmax()) if by_cosine else 0] = True
    return Case(handled(number, "Sentence 1 has six words here."), said, rows, wanted)


def test_what_agents_say_by_meaning_is_learned_and_is_better_than_the_first_statements() -> None:
    done: list[int] = []
    known = [case(number, by_cosine=True) for number in range(80)]
    made, compared = selector.learn(known, 3, encoder="enc", company="Ferrowick", progress=done.append)
    assert compared.is_better
    assert (compared.tickets, compared.statements, compared.said, compared.gaps) == (80, 480, 80, 3)
    assert compared.area["selector"] > 0.95 > compared.area["first come"]
    assert compared.selected_f1.value > compared.first_f1.value
    assert (made.origin.encoder, made.origin.tickets, len(made.origin.learned_from)) == ("enc", 80, 80)
    assert sum(done) == 6
    new = case(999, by_cosine=True)
    assert int(made.of(new.rows).argmax()) == int(new.wanted.argmax())


def test_where_agents_say_anything_a_selector_is_not_better() -> None:
    source = np.random.default_rng(3)
    known = [case(number, by_cosine=True) for number in range(80)]
    said = [np.isin(np.arange(6), source.permutation(6)[:3]) for _ in known]  # three of six, whatever their features
    mixed = [replace(one, wanted=own) for one, own in zip(known, said, strict=True)]
    _, compared = selector.learn(mixed, 0, encoder="enc", company="Ferrowick")
    assert not compared.is_better
    assert compared.area["selector"] < 0.65


def test_too_few_tickets_are_refused() -> None:
    with pytest.raises(TrainingError, match=r"at least 40 .* here are 5"):
        selector.learn([case(n, by_cosine=True) for n in range(5)], 0, encoder="enc", company="F")


def test_a_right_reply_stands_on_what_answers_says_half_of_it_and_is_not_much_longer() -> None:
    one = case(1, by_cosine=False)
    assert one.is_right([0])
    assert not one.is_right([1])  # the agent said another one
    assert not one.is_right([0, 1])  # twelve words, where the agent needed six
    assert one.f1([0, 1]) == pytest.approx(2 / 3)


def test_sentences_of_agents_are_found_among_what_could_be_said() -> None:
    texts = ("The link is valid for 30 minutes.", "An Admin sends a new link.")
    found = passage(
        " ".join(texts), ref="docs/a#Reset", language="en", statements=tuple(Statement(t, t) for t in texts)
    )
    result = Retrieved((found,), np.array([1.0, 0.0], np.float32), "enc", text="link")
    told = handled(1, "An Admin can send you a new link.", "We watered the plants yesterday evening.")
    known, gaps = selector.cases(
        [told, handled(2, "x", escalate=True, reason="security_or_legal")], {"T-1": result, "T-2": result}
    )
    assert ([row.wanted.tolist() for row in known], gaps) == ([[False, True]], 1)
