"""A reply of statements: what is chosen, in which language, and with which source."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from knowledge.statements import Statement, StatementKind
from models.selection import Origin, Selector, Stopping, expanded
from tests.unit.worker.pipeline.builders import passage, ticket
from worker.domain import Action, Passage, Retrieved
from worker.pipeline.sayable import sayable
from worker.pipeline.selection import BEST, FEATURES, LEAST, features, select

NEAR, FAR = np.array([1.0, 0.0], np.float32), np.array([0.0, 1.0], np.float32)


def told(ref: str, *said: tuple[str, Any], **changes: Any) -> Passage:
    texts = [text for text, _ in said]
    return passage(
        " ".join(texts),
        ref=ref,
        statements=tuple(Statement(text, text) for text in texts),
        statement_vectors=np.array([vector for _, vector in said], np.float32),
        **{"language": "en", **changes},
    )


RESET = told(
    "docs/a#Reset", ("The link is valid for 30 minutes.", FAR), ("Ask an Admin for a new link.", NEAR), score=2.0
)
BILLS = told(
    "docs/b#Bills", ("Bills are sent on the first day.", FAR), ("Look into Settings > Billing.", FAR), score=1.0
)
FOUND = Retrieved((RESET, BILLS), NEAR, "enc", text="how do I get a new link")


def by(feature: str, weight: float = 8.0, **stop: Any) -> Selector:
    """Return a selector that looks at one feature alone."""
    n = len(FEATURES)
    weights = np.zeros(n + n * (n + 1) // 2)
    weights[FEATURES.index(feature)] = weight
    origin = Origin("enc", "Ferrowick", "hash", 80, 900, 160)
    stopping = Stopping(**{"share": 0.5, "elsewhere": 0.9, "words": 40, **stop})
    return Selector("selector-1", origin, FEATURES, (0.0,) * n, (1.0,) * n, tuple(weights), -weight / 2, stopping)


def test_the_nearest_statement_is_said_with_its_source() -> None:
    said = select(ticket(), FOUND, by("cosine"))
    assert (said.action, said.language) == (Action.ANSWER, "en")
    assert (said.sentences, said.refs) == (("Ask an Admin for a new link.",), ("docs/a#Reset",))
    assert said.probabilities[BEST] == said.probabilities[LEAST] > 0.9


def test_without_a_selector_or_a_vector_the_first_statements_of_the_first_passage_are_said() -> None:
    for found, selector in ((FOUND, None), (replace(FOUND, vector=None), by("cosine"))):
        said = select(ticket(), found, selector)
        assert set(said.refs) == {"docs/a#Reset"}
        assert said.sentences == ("The link is valid for 30 minutes.", "Ask an Admin for a new link.")
        assert said.probabilities == {}  # it is never sent


def test_without_a_selector_the_first_statement_is_said_however_short_it_is_and_those_that_fit_after_it() -> None:
    long, short = " ".join(["word"] * 60), ("It may be changed.", FAR)
    shown = told("docs/a#Move", ("Yes, it can.", FAR), (f"So {long}.", FAR), short)
    assert select(ticket(), replace(FOUND, passages=(shown, BILLS)), None).sentences == ("Yes, it can.", short[0])
    alone = told("docs/a#Move", (f"So {long}.", FAR), short)
    assert select(ticket(), replace(FOUND, passages=(alone, BILLS)), None).sentences == (f"So {long}.",)


def test_another_passage_has_to_be_surer_and_the_order_is_that_of_the_search() -> None:
    known = by("rank of the passage", elsewhere=0.4, share=0.9)  # 0.98 for the first, 0.5 for the second
    assert select(ticket(), FOUND, known).refs == ("docs/a#Reset",) * 2 + ("docs/b#Bills",) * 2
    assert select(ticket(), FOUND, by("rank of the passage", share=0.9)).refs == ("docs/a#Reset",) * 2


def test_a_customer_reads_their_language_or_a_person_gets_the_ticket() -> None:
    assert select(ticket(language="de"), FOUND, by("cosine")).action is Action.HAND_OVER
    german = told("docs/c#Neu", ("Der Link gilt 30 Minuten.", NEAR), language="de")
    said = select(ticket(language="de"), replace(FOUND, passages=(RESET, german)), by("cosine"))
    assert (said.language, said.refs) == ("de", ("docs/c#Neu",))
    assert select(ticket(), replace(FOUND, passages=()), None).action is Action.HAND_OVER


def test_a_known_issue_is_told_from_its_end() -> None:
    texts = [f"{name} {'word ' * 25}end." for name in ("Symptom", "More", "Workaround")] + ["It is fixed in 5.8."]
    issue = told("known_issues/FW-1", *((text, FAR) for text in texts), kind="known_issue")
    assert select(ticket(), replace(FOUND, passages=(issue,)), None).sentences == tuple(texts[2:])


def test_no_step_of_a_procedure_is_left_out() -> None:
    steps = ("1. Open Settings.", f"2. Choose {' and '.join(['a file'] * 20)}.", "3. Press Delete.")
    listed = tuple(Statement(f"To delete it: {text}", text, StatementKind.STEP, lead="To delete it:") for text in steps)
    other = Statement("To undo it: 1. Press Undo.", "1. Press Undo.", StatementKind.STEP, lead="To undo it:")
    there = replace(RESET, statements=(*listed, other), statement_vectors=None)
    said = select(ticket(), replace(FOUND, passages=(there,)), None)
    assert said.sentences[:3] == tuple(
        one.text for one in listed
    )  # the second alone has more words than there is room for


def test_what_another_statement_begins_with_is_said_once() -> None:
    led = told("docs/a#Start", ("Set it to Delayed.", FAR), ("Set it to Delayed. It then starts later.", FAR))
    said = select(ticket(), replace(FOUND, passages=(led,)), None)
    assert said.sentences == ("Set it to Delayed. It then starts later.",)


@pytest.mark.parametrize("selector", [None, by("cosine"), by("words shared", share=1.0, elsewhere=0.0, words=999)])
def test_nothing_is_said_that_no_passage_says(selector: Selector | None) -> None:
    said = select(ticket(), FOUND, selector)
    known = {(s.text, p.ref) for p in FOUND.passages for s in p.statements}
    assert set(zip(said.sentences, said.refs, strict=True)) <= known
    assert len(set(said.sentences)) == len(said.sentences)


def test_features_have_their_names_and_only_share_what_says_something() -> None:
    rows = features(FOUND, sayable(ticket(), FOUND.passages))
    assert rows.shape == (4, len(FEATURES))
    named = dict(zip(FEATURES, rows[1], strict=True))
    assert (named["cosine"], named["below the best cosine"], named["is first"], named["place"]) == (1, 0, 0, 0.5)
    assert named["words shared"] == 2  # new, link
    assert expanded(rows).shape == (4, len(FEATURES) * (len(FEATURES) + 3) // 2)
