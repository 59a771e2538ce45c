"""The measures on rankings made by hand, whose values anybody can work out."""

from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from knowledge.errors import DataError
from knowledge.measure.evaluation import Answer, Cause, Figure, evaluate, interval, measures, score
from knowledge.measure.questions import Question

SHOWN = 3


def answer(wanted: str, found: str, *, stage: str = "fused", kind: str = "docs", by_document: bool = False) -> Answer:
    """Each letter is a passage: "ab" is wanted, "xaxb" was found."""
    question = Question("Q", "?", frozenset(wanted), by_document=by_document, kind=kind)
    stages: Mapping[str, Sequence[str]] = {"fused": [*found], stage: [*found]}
    return Answer(question, stages)


@pytest.mark.parametrize(
    ("wanted", "found", "expected"),
    [
        ("a", "abcdef", {"recall@1": 1, "recall@3": 1, "recall@5": 1, "recall@10": 1, "answered@5": 1, "MRR": 1, "nDCG@10": 1}),
        ("a", "bcadef", {"recall@1": 0, "recall@3": 1, "recall@5": 1, "MRR": 1 / 3, "nDCG@10": 1 / np.log2(4)}),
        ("a", "bcdaefg", {"recall@1": 0, "recall@3": 0, "recall@5": 1}),
        ("a", "bcdefga", {"recall@5": 0, "recall@10": 1, "answered@5": 0, "MRR": 1 / 7, "nDCG@10": 1 / 3}),
        ("a", "bcdefghijkla", {"recall@10": 0, "MRR": 1 / 12, "nDCG@10": 0}),
        ("a", "", {"recall@1": 0, "recall@10": 0, "MRR": 0, "nDCG@10": 0}),
        (
            "ab",
            "axxxxxb",
            {"recall@1": 0.5, "recall@5": 0.5, "recall@10": 1, "answered@5": 1, "MRR": 1,
             "nDCG@10": (1 + 1 / 3) / (1 + 1 / np.log2(3))},
        ),
    ],
)  # fmt: skip
def test_a_measure_has_its_textbook_value(wanted: str, found: str, expected: dict[str, float]) -> None:
    # "x" stands for other passages, each another one
    names = [letter if letter != "x" else f"x{place}" for place, letter in enumerate(found)]
    values = score([Answer(Question("Q", "?", frozenset(wanted)), {"fused": names})], "fused", SHOWN)
    for name, value in expected.items():
        assert values[name] == pytest.approx([value]), name


def test_recall_is_told_of_what_the_model_is_shown_beside_the_first_the_five_and_the_ten() -> None:
    assert list(measures(SHOWN))[:4] == ["recall@1", "recall@3", "recall@5", "recall@10"]
    assert list(measures(5))[:3] == ["recall@1", "recall@5", "recall@10"]


def test_pieces_of_one_section_count_once_and_documents_whatever_their_section() -> None:
    pieces = ["docs/x#A (2)", "docs/x#A", "docs/x#B", "docs/y#A"]
    section = Question("Q", "?", frozenset({"docs/y#A"}))
    document = Question("Q", "?", frozenset({"docs/y"}), by_document=True)
    assert Answer(section, {"fused": pieces}).keys("fused") == ["docs/x#A", "docs/x#B", "docs/y#A"]
    assert Answer(document, {"fused": pieces}).keys("fused") == ["docs/x", "docs/y"]
    assert score([Answer(document, {"fused": pieces})], "fused", SHOWN)["MRR"] == pytest.approx([0.5])


def test_values_stand_in_the_order_of_the_questions() -> None:
    answers = [answer("a", found) for found in ("a", "b", "ba", "cba", "")]
    assert score(answers, "fused", SHOWN)["MRR"] == pytest.approx([1, 0, 1 / 2, 1 / 3, 0])


def test_an_interval_contains_its_mean_and_narrows_with_the_sample() -> None:
    values = [0.0, 1.0, 1.0, 0.5, 1.0, 0.0, 1.0]
    figure, more = interval(values), interval(values * 50)
    assert figure.low < figure.mean < figure.high
    assert figure.mean == pytest.approx(np.mean(values))
    assert more.mean == pytest.approx(figure.mean)
    assert more.high - more.low < (figure.high - figure.low) / 4
    assert (figure.questions, more.questions) == (7, 350)
    assert interval(values) == figure  # the same sample, the same interval
    assert interval([1.0] * 20) == Figure(1.0, 1.0, 1.0, 20)
    assert interval([]) == Figure(0.0, 0.0, 1.0, 0)
    assert str(Figure(0.5, 0.25, 0.75, 4)) == "0.500 [0.250 0.750]"


def test_an_interval_holds_the_true_value_about_as_often_as_it_says() -> None:
    source = np.random.default_rng(1)
    held = sum(f.low <= 0.8 <= f.high for f in (interval(source.random(100) < 0.8) for _ in range(200)))
    assert 0.88 <= held / 200 <= 0.99


def test_figures_are_given_per_stage_and_per_kind() -> None:
    good = Answer(
        Question("1", "?", frozenset("a"), kind="docs"), {"lexical": ["b"], "fused": ["b", "a"], "reranked": ["a"]}
    )
    bad = Answer(Question("2", "?", frozenset("c"), kind="pricing"), {"lexical": ["c"], "fused": ["c"], "reranked": []})
    result = evaluate([good, bad], {"a": 1, "c": 1}, SHOWN)
    assert list(result.figures) == ["lexical", "fused", "reranked"]
    assert [f["MRR"].mean for f in result.figures.values()] == [0.5, 0.75, 0.5]
    assert {kind: figures["MRR"].mean for kind, figures in result.by_kind.items()} == {"docs": 1.0, "pricing": 0.0}
    assert (result.questions, result.last_stage, result.empty) == (2, "reranked", None)


def test_a_reranker_that_drops_everything_is_measured_and_does_not_lose_its_stage() -> None:
    dropped = Answer(Question("1", "?", frozenset("a")), {"fused": ["a"], "reranked": []})
    kept = Answer(Question("2", "?", frozenset("a")), {"fused": ["a"], "reranked": ["a"]})
    for order in ([dropped, kept], [kept, dropped]):
        assert evaluate(order, {"a": 1}, SHOWN).figures["reranked"]["recall@5"].mean == 0.5


def test_what_was_missed_is_given_its_cause() -> None:
    result = evaluate(
        [
            answer("z", "abcdef"),  # nobody indexed it
            answer("s", "abcdefs"),  # cut into three passages
            answer("n", "abcdef"),
            answer("f", "abcdef"),
            answer("a", "abcdef"),
            answer("s", "abcdefs", by_document=True),  # a document is not split badly
        ],
        {**dict.fromkeys("abcdefn", 1), "s": 3},
        SHOWN,
    )
    causes = [(miss.ref, miss.cause, miss.place) for miss in result.misses]
    assert causes == [
        ("z", Cause.NOT_INDEXED, None),
        ("s", Cause.SPLIT, 7),
        ("n", Cause.NOT_A_CANDIDATE, None),
        ("f", Cause.RANKED_LOW, 6),
        ("s", Cause.RANKED_LOW, 7),
    ]
    assert result.causes[Cause.RANKED_LOW] == 2


def test_each_wanted_passage_that_is_missing_is_a_miss_of_its_own() -> None:
    result = evaluate([answer("abz", "a")], {"a": 1, "b": 1}, SHOWN)
    assert [(miss.ref, miss.cause) for miss in result.misses] == [
        ("b", Cause.NOT_A_CANDIDATE),
        ("z", Cause.NOT_INDEXED),
    ]


@pytest.mark.parametrize(("right", "warns"), [(84, True), (85, False), (86, False)])
def test_below_85_percent_the_search_is_to_be_improved_first(right: int, warns: bool) -> None:
    result = evaluate([answer("a", "a")] * right + [answer("a", "b")] * (100 - right), {"a": 1}, SHOWN)
    assert result.warning == ("recall@5 is below 85 %: improve the search before you train" if warns else None)


def test_an_index_finds_no_less_while_its_recall_is_within_the_others_interval() -> None:
    good, near, bad = (
        evaluate([answer("a", "a")] * right + [answer("a", "b")] * (100 - right), {"a": 1}, SHOWN)
        for right in (90, 87, 60)
    )
    assert near.finds_no_less_than(good)
    assert good.finds_no_less_than(bad)
    assert not bad.finds_no_less_than(good)


def test_questions_nothing_answers_are_counted_apart() -> None:
    result = evaluate([answer("a", "a"), answer("", ""), answer("", "b")], {"a": 1}, SHOWN)
    assert result.questions == 1
    assert result.figures["fused"]["recall@5"].mean == 1.0
    assert result.empty is not None
    assert (result.empty.mean, result.empty.questions) == (0.5, 2)


def test_questions_that_all_have_no_answer_say_nothing_of_recall() -> None:
    result = evaluate([answer("", ""), answer("", "b")], {}, SHOWN)
    assert (result.questions, result.warning) == (0, None)
    assert result.empty is not None and result.empty.mean == 0.5


def test_no_question_at_all_is_an_error() -> None:
    with pytest.raises(DataError, match="no question"):
        evaluate([], {}, SHOWN)
