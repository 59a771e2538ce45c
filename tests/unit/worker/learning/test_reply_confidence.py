"""A confidence is learned from labelled replies, and only used where it beats what costs nothing."""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest

from models import selection
from models.errors import AdapterError, TrainingError
from models.evaluation import confidence
from models.generation.engine import ScriptedEngine
from models.selection import Selector
from models.skills.reply import Form
from models.weights import registry
from tests.unit.worker.learning.test_evaluation import COMPANY, LOGIN, REFUNDS, handled, routed, said
from worker import assets, learned_assets
from worker.domain import Retrieved, Ticket
from worker.errors import ForeignAsset, NotReady
from worker.learning import send_threshold
from worker.learning.evaluation import Contender, evaluate
from worker.learning.labelled_replies import Labelled, cache_file, key, load, write
from worker.learning.reply_confidence import ALL, compare, fit, writers
from worker.learning.report.row import stands_on_the_right
from worker.learning.review import chosen_from
from worker.pipeline.selection import FEATURES
from worker.settings import Settings

RANDOM = np.random.default_rng(3)
FOUND = Retrieved((REFUNDS, LOGIN), None, "enc", (0.9, 0.8, 0.1, 0.9, 0.1))


def replies(count: int, **weights: float) -> list[Labelled]:
    """Replies whose rightness follows from some features as strongly as the weights say."""
    made = []
    for number in range(count):
        seen = {name: float(RANDOM.normal()) for name in ("margin", "mean cosine", "words", "tokens")}
        odds = 0.3 + sum(weight * seen[name] for name, weight in weights.items())
        made.append(Labelled(f"T-{number}", seen, bool(RANDOM.random() < 1 / (1 + np.exp(-odds)))))
    return made


def test_all_features_are_used_where_several_matter() -> None:
    made = compare(replies(600, margin=2.0, **{"mean cosine": 2.0}))
    assert set(made.chosen) == {"margin", "mean cosine", "words", "tokens"}
    assert made.all_over_best.is_above
    assert made.areas[ALL].value > made.areas[made.best].value > made.areas["tokens"].value


def test_the_best_single_feature_is_used_where_it_is_enough() -> None:
    made = compare(replies(600, margin=2.0))
    assert made.chosen == ("margin",)
    assert made.best_over_tokens.is_above


def test_nothing_is_used_where_nothing_beats_the_tokens() -> None:
    assert compare(replies(600, tokens=2.0)).chosen == ()
    assert compare(replies(600)).chosen == ()


def test_an_engine_without_token_probabilities_can_have_a_confidence_too() -> None:
    without = [replace(one, features={"margin": one.features["margin"]}) for one in replies(300, margin=2.0)]
    assert compare(without).chosen == ("margin",)


def test_too_few_replies_of_one_kind_are_refused() -> None:
    few = [replace(one, right=number > 10) for number, one in enumerate(replies(100))]
    with pytest.raises(TrainingError, match="20 right replies and 20 wrong ones; here are 89 and 11"):
        compare(few)


def test_a_fitted_confidence_is_calibrated_and_knows_where_it_came_from() -> None:
    known = replies(800, margin=2.0, words=-1.0)
    made = fit(known, ("margin", "words"), encoder="enc", adapter="reply-1", company="ferrowick")
    assert (made.origin.encoder, made.origin.adapter, made.origin.company) == ("enc", "reply-1", "ferrowick")
    assert (made.origin.answers, len(made.origin.learned_from)) == (800, 800)
    assert made.weights["margin"] > 0 > made.weights["words"]
    sure = [made.of(one.features) or 0.0 for one in known]
    assert np.mean(sure) == pytest.approx(np.mean([one.right for one in known]), abs=0.03)


def test_replies_are_written_once_and_their_labels_are_those_of_today(tmp_path: Path) -> None:
    tickets = [handled(1), handled(2, body="How long is my link valid?", passages=(REFUNDS.ref,)), handled(3, body="?")]
    searched: list[str] = []

    def find(asked: Sequence[Ticket]) -> list[Retrieved]:
        searched.extend(one.external_id for one in asked)
        return [Retrieved() if one.external_id == "T-3" else FOUND for one in asked]

    engine = ScriptedEngine(
        [routed(), routed(), said("A refund takes five working days."), said("A reset link is valid for one hour.")]
    )
    cache = tmp_path / "home" / "replies" / "x.jsonl"
    contender = Contender("x", engine)
    first = list(write(tickets, find, contender, COMPANY, {}, cache))
    assert [(one.key, one.right) for one in first] == [(key(tickets[0]), True), (key(tickets[1]), False)]
    assert first[0].features["first passage only"] == 1
    assert first[1].features["worst rank"] == 2

    corrected = [*tickets[:1], tickets[1].model_copy(update={"passages": (LOGIN.ref,)}), tickets[2]]
    cache.write_text(cache.read_text() + '{"key": "cut o')
    done: list[int] = []
    again = list(write(corrected, find, contender, COMPANY, {}, cache, done.append))
    assert [one.right for one in again] == [True, True]
    assert (searched, done) == (["T-1", "T-2", "T-3"], [3])


def test_another_model_writes_into_another_file(tmp_path: Path) -> None:
    assert cache_file(tmp_path, "base", "a") == cache_file(tmp_path, "base", "a")
    assert cache_file(tmp_path, "base", "a") != cache_file(tmp_path, "base", "b")


SELECTOR = Selector(
    "",
    selection.Origin("enc", "ferrowick", "", 1, 1, 1, ("k",)),
    FEATURES,
    (),
    (),
    (),
    0.0,
    selection.Stopping(1, 1, 45),
)


def test_each_selector_writes_into_another_file_and_what_it_learned_from_proves_nothing(tmp_path: Path) -> None:
    settings, engine = Settings(adapters=tmp_path), ScriptedEngine([])
    n = len(FEATURES)
    known = replace(SELECTOR, means=(0.0,) * n, spreads=(1.0,) * n, weights=(0.0,) * (n + n * (n + 1) // 2))
    names = [writers(settings, engine)]
    assert chosen_from(settings, "enc") == frozenset()
    for offset in (0.5, 0.25):
        selection.save(selection.make(replace(known, offset=offset)), tmp_path / assets.SELECTOR)
        names.append(writers(settings, engine))
    names += [writers(settings.model_copy(update={"reply": form}), engine) for form in ("free", "grammar")]
    assert len(set(map(tuple, names))) == 5
    assert chosen_from(settings, "enc") == {"k"}
    assert chosen_from(settings, "another") == frozenset()
    assert chosen_from(settings.model_copy(update={"reply": "free"}), "enc") == frozenset()
    selection.save(replace(known, features=("another", *FEATURES[1:])), tmp_path / assets.SELECTOR)
    with pytest.raises(AdapterError, match="deskhand models selector"):
        learned_assets.load_selector(settings, "enc")


def test_questions_count_beside_the_tickets_that_training_held_out(tmp_path: Path) -> None:
    questions, tickets = tmp_path / "questions.jsonl", tmp_path / "tickets.jsonl"
    lines = [{"id": "Q-1", "question": "How?", "passages": ["docs/a.md#A (2)"]}, {"question": "Why?", "passages": []}]
    questions.write_text("\n".join(map(json.dumps, lines)))
    made = load(Settings(), questions)
    assert [(one.body, one.passages, one.escalate) for one in made] == [
        ("How?", ("docs/a.md#A",), False),
        ("Why?", (), False),
    ]
    whole = [{**handled(n).model_dump(), "reply": {"action": "answer", "sentences": []}} for n in range(40)]
    tickets.write_text("\n".join(map(json.dumps, whole)))
    held_out = {one.id for one in load(Settings(), tickets)}
    assert 0 < len(held_out) < 40
    assert len(load(Settings(), tickets, unseen=True)) == 40


def test_a_part_of_a_section_counts_as_the_section() -> None:
    ticket = handled(1, passages=("docs/a.md#A", "docs/b.md#B"))
    assert stands_on_the_right(ticket, ["docs/a.md#A (2)", "docs/b.md#B"])
    assert not stands_on_the_right(ticket, ["docs/a.md#A", "docs/c.md#C"])
    assert not stands_on_the_right(ticket, [])
    assert not stands_on_the_right(handled(1, escalate=True), [REFUNDS.ref])


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An adapter for replies, and a confidence that was learned with it."""
    folder = tmp_path / "reply"
    folder.mkdir()
    manifest = registry.AdapterManifest(
        "reply-1", "reply", "base", "", "", {}, {}, {}, "1", "2026-11-29", company="ferrowick"
    )
    (folder / registry.MANIFEST).write_text(json.dumps(asdict(manifest)))
    made = fit(replies(200, margin=2.0), ("margin",), encoder="enc", adapter="reply-1", company="ferrowick")
    confidence.save(made, tmp_path / assets.CONFIDENCE)
    return Settings(adapters=tmp_path, reply="free")


def test_a_confidence_serves_only_what_it_was_learned_with(settings: Settings) -> None:
    known = learned_assets.load_confidence(settings, "enc")
    assert known is not None
    path = settings.adapters_path / assets.CONFIDENCE
    assert learned_assets.load_confidence(settings, "another") is None
    assert learned_assets.load_confidence(settings, "") is None
    confidence.save(replace(known, origin=replace(known.origin, adapter="reply-2")), path)
    assert learned_assets.load_confidence(settings, "enc") is None
    confidence.save(replace(known, origin=replace(known.origin, company="another")), path)
    with pytest.raises(ForeignAsset, match='learned for the company "another"'):
        learned_assets.load_confidence(settings, "enc")
    path.unlink()
    assert learned_assets.load_confidence(settings, "enc") is None


def test_a_threshold_serves_only_the_confidence_that_it_was_proven_for(settings: Settings) -> None:
    known = learned_assets.load_confidence(settings, "enc")
    assert known is not None
    sure = [send_threshold.Reviewed(0.9, True, "")] * 40
    send_threshold.keep(send_threshold.choose(sure, 0.1, 0.95), settings.adapters_path / "reply")
    assert (learned_assets.send_threshold(settings), learned_assets.send_threshold(settings, known)) == (0.9, None)
    send_threshold.keep(send_threshold.choose(sure, 0.1, 0.95, known.id), settings.adapters_path / "reply")
    assert (learned_assets.send_threshold(settings), learned_assets.send_threshold(settings, known)) == (None, 0.9)


def trained_for(settings: Settings, form: str) -> None:
    folder = settings.adapters_path / "reply"
    known = registry.read_manifest(folder)
    registry.write_manifest(folder, replace(known, config={"form": form}))


def test_an_adapter_serves_in_the_form_that_it_was_trained_for(settings: Settings) -> None:
    chosen = settings.model_copy(update={"reply": "chosen"})
    assert learned_assets.reply_form(chosen) is Form.FREE  # trained before there were two
    trained_for(settings, "grammar")
    assert learned_assets.reply_form(chosen) is Form.GRAMMAR
    with pytest.raises(NotReady, match="DESKHAND_REPLY"):
        learned_assets.reply_form(settings)
    trained_for(settings, "free")
    assert learned_assets.reply_form(settings) is Form.FREE
    assert learned_assets.reply_form(Settings(adapters=settings.adapters_path / "none")) is Form.FREE


def test_what_was_proven_of_one_form_says_nothing_of_another(settings: Settings) -> None:
    known = learned_assets.load_confidence(settings, "enc")
    sure = [send_threshold.Reviewed(0.9, True, "")] * 40
    send_threshold.keep(send_threshold.choose(sure, 0.1, 0.95), settings.adapters_path / "reply")
    other = settings.model_copy(update={"reply": "grammar"})
    assert (learned_assets.send_threshold(settings), learned_assets.send_threshold(other)) == (0.9, None)
    assert (known is not None, learned_assets.load_confidence(other, "enc")) == (True, None)
    own = learned_assets.confidence_id(other, None)
    send_threshold.keep(send_threshold.choose(sure, 0.1, 0.95, own), settings.adapters_path / "reply")
    assert (learned_assets.send_threshold(settings), learned_assets.send_threshold(other)) == (None, 0.9)


def test_reviewed_replies_have_the_confidence_that_serves(settings: Settings) -> None:
    known = learned_assets.load_confidence(settings, "enc")
    tickets = [handled(1)]
    engine = ScriptedEngine([routed(), said("A refund takes five working days.")])
    rows = evaluate(tickets, {"T-1": FOUND}, Contender("x", engine), COMPANY, {}).rows
    assert send_threshold.reviewed(rows, {"T-1": FOUND}) == []  # this engine gives no probabilities of tokens
    [one] = send_threshold.reviewed(rows, {"T-1": FOUND}, known)
    assert known is not None
    assert one.confidence == known.of({"margin": REFUNDS.score - LOGIN.score})
    assert one.right
