"""Values are read with their spans, another value contradicts, and a further passage has to add a value."""

from dataclasses import replace

import numpy as np
import pytest

from knowledge.passages import Kind as Of
from worker.domain import Passage
from worker.history.attribution import choose, kept, likelihoods
from worker.history.candidates import Pool
from worker.history.comparison import FEATURES, Compared, compare, without
from worker.history.example import Example, Sentence
from worker.history.reading import Read, Shelved
from worker.learning.alignment import Rarity
from worker.signal import Signal

NAMES = ("Starter", "Team")


def passage(number: int, text: str, kind: Of = Of.DOCS, language: str = "en") -> Passage:
    return Passage(
        id=number, ref=f"docs/{number}.md#A", kind=kind.value, title="T", url="", text=text, version="", account=None,
        lexical_rank=None, dense_rank=None, score=0.0, language=language,
    )  # fmt: skip


def compared(
    sentence: str, *texts: str, asked: str = "A question", kind: Of = Of.DOCS, language: str = "en"
) -> Compared:
    example = Example("f", "1", "", asked, language, None, None, None, None, False, sentences=(Sentence(sentence),))
    passages = tuple(passage(n, text, kind) for n, text in enumerate(texts))
    vectors = np.zeros((1, 4), np.float32)
    pool = Pool(passages, vectors, vectors[0], np.zeros(len(passages), np.int64), np.zeros((3, 4), np.float32))
    return compare(example, pool, [Shelved.of(one, NAMES) for one in passages], Rarity.of(texts), NAMES)


def of(found: Compared, name: str) -> list[float]:
    return [float(value) for value in found.features[0, :, FEATURES.index(name)]]


@pytest.mark.parametrize(
    ("sentence", "language", "text"),
    [
        ("You have two weeks for it.", "en", "It can be reopened within 14 days."),
        ("Das geht zwei Wochen lang.", "de", "It can be reopened within 14 days."),
        ("Reopen it within 14 days.", "en", "It can be reopened within two weeks."),
        ("Le contrat court jusqu'au 1er septembre 2027.", "fr", "The plan renews on 2027-09-01."),
        ("It costs 1,450 euros.", "en", "It costs EUR 1450 per year."),
    ],
)
def test_the_same_value_is_found_however_it_is_written(sentence: str, language: str, text: str) -> None:
    said, read = Read.of(sentence, language, NAMES), Read.of(text, "en", NAMES)
    assert read.holding(said) == said.values
    assert said.values


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("The account is locked for 60 minutes.", "After 10 wrong passwords the account is locked for 30 minutes."),
        ("The plan renews on 2027-09-01.", "The plan renews on 2026-12-01."),
        ("Team has no API.", "Starter has no API."),
    ],
)
def test_another_value_contradicts(sentence: str, text: str) -> None:
    assert compared(sentence, text).against.all()


def test_what_the_customer_said_is_no_contradiction() -> None:
    text = "Each of up to 50 users needs a seat."
    assert compared("All 12 users need a seat.", text).against.all()
    assert not compared("All 12 users need a seat.", text, asked="We are 12 users.").against.any()


def test_a_row_says_its_own_state_and_a_page_has_the_names_of_all() -> None:
    row, page = "Invoice F-1 of 2026-11-01 is open.", "Open and paid are the states of an invoice."
    assert compared("Invoice F-1 is paid.", row, kind=Of.ACCOUNT).against.all()
    assert not compared("Invoice F-1 is open.", row, kind=Of.ACCOUNT).against.any()
    assert not compared("An invoice is overdue after a while.", page).against.any()


def test_a_passage_that_has_the_words_leads() -> None:
    found = compared(
        "An admin exports the list of users.", "An Admin can export the users as a list.", "Labels are printed on A4."
    )
    covered, lead = of(found, "covered"), of(found, "letters_lead")
    assert covered[0] > 0.6
    assert covered[1] < 0.1
    assert lead[0] > 0 > lead[1]


def test_a_contradicting_passage_is_never_likely() -> None:
    found = compared("It is locked for 60 minutes.", "It is locked for 30 minutes.", "Locked for 60 minutes it is.")
    scores = likelihoods(found, Signal(5.0, {}, 0.5))
    assert scores[0, 0] == 0.0
    assert scores[0, 1] > 0.9


def test_without_a_passage_the_next_one_leads() -> None:
    texts = ("An Admin can export the users as a list.", "Users are listed by name.", "Labels are printed on A4.")
    whole = compared("An admin exports the list of users.", *texts)
    left = without(whole, {0})
    assert left.features.shape == (1, 2, len(FEATURES))
    assert (len(left.held[0]), left.against.shape) == (2, (1, 2))
    rest = compared("An admin exports the list of users.", *texts[1:])
    assert of(left, "letters_lead") == pytest.approx(of(rest, "letters_lead"))
    assert without(whole, {0, 1, 2}).features.size == 0


def test_a_further_passage_has_to_add_a_value() -> None:
    read = Read.of("Team costs 34 for 3 seats.", "en", NAMES)
    team, price, seats = sorted(read.values)
    scores = np.array([0.9, 0.8, 0.7, 0.95, 0.2])
    held = [frozenset({team}), frozenset({team}), frozenset({seats}), frozenset({team, price}), frozenset({seats})]
    assert choose(scores, held, 0.5) == [3, 2]
    assert choose(scores, held, 0.96) == []


def test_what_was_found_is_kept_while_the_answer_is_the_same() -> None:
    fresh = Example("f", "1", "", "Q", "en", None, None, None, None, False, sentences=(Sentence("A."), Sentence("B.")))
    stored = replace(fresh, sentences=(Sentence("A.", ("docs/a#A",), 0.9), Sentence("B.")), attributed="mark")
    again = kept(replace(fresh, queue="billing"), stored)
    assert (again.sentences, again.attributed, again.queue) == (stored.sentences, "mark", "billing")
    other = replace(fresh, sentences=(Sentence("A."),))
    assert kept(other, stored) == other


def test_small_talk_is_neither_carried_nor_a_gap() -> None:
    talk, carried, gap = Sentence("Thanks!", small_talk=True), Sentence("A.", ("docs/a#A",)), Sentence("B.")
    example = Example("f", "1", "", "Q", "en", None, None, None, None, False, sentences=(talk, carried, gap))
    assert (example.carried, example.gaps) == (0.5, ("B.",))
    assert Example.from_json(example.to_json()) == example
