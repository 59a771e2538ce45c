"""What the learned confidence of a reply looks at, and that only one confidence is compared with a threshold."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from models.evaluation import confidence
from models.evaluation.calibrators import Calibrator
from models.evaluation.confidence import Confidence, Origin
from models.generation.engine import ScriptedEngine
from models.skills import reply as reply_skill
from models.skills import triage as triage_skill
from tests.unit.worker.pipeline.builders import COMPANY, passage, reply, ticket
from worker.domain import Action, Attribution, CheckResult, Passage, Reply, Retrieved, Ticket
from worker.pipeline.policy import Policy
from worker.pipeline.reply_confidence import EVIDENCE, FEATURES, features, judged, tokens
from worker.pipeline.run import handle_batch
from worker.pipeline.selection import BEST, LEAST
from worker.pipeline.tools import Tools

FIRST = passage("One.", ref="docs/a.md#A", score=1.5)
SECOND = passage("Two.", ref="docs/b.md#B", score=0.5)
STRANGE = passage("Three.", ref="docs/c.md#C", score=9.0, trusted=False)
FOUND = Retrieved((STRANGE, FIRST, SECOND), None, "enc", (0.8, 0.7, 0.6, 0.5, 0.4, 1.5, 2.0))
SAID = replace(reply("One two three."), probabilities={"reply": 0.9, "action": 0.7})


def learned(**weights: float) -> Confidence:
    origin = Origin("enc", "reply-1", "Ferrowick", "", 1, 1)
    return confidence.make(origin, weights, 0.0, Calibrator("platt", (1.0, 0.0)))


def checked(*cited: Passage | None, support: float = 1.0) -> CheckResult:
    return CheckResult(tuple(Attribution("x", one, support) for one in cited), ())


def known(said: Reply = SAID, check: CheckResult | None = None, **changes: object) -> dict[str, float]:
    values = {"ticket": ticket(), "found": FOUND, "questions": 1} | changes
    return features(values["ticket"], values["found"], said, check or checked(FIRST), values["questions"])


def test_every_feature_has_its_name_and_says_what_is_known() -> None:
    made = known()
    assert tuple(made) == tuple(name for name in FEATURES if name not in {BEST, LEAST})
    chosen = known(replace(SAID, probabilities={BEST: 0.9, LEAST: 0.4}))
    assert tuple(chosen) == tuple(name for name in FEATURES if name != "tokens")
    assert (chosen[BEST], chosen[LEAST], chosen["score"]) == (0.9, 0.4, 1.5)
    assert (made["best cosine"], made["votes of the first"]) == (0.8, 0.4)
    assert made["margin"] == 1.0  # between the first two that the model was shown
    assert (made["worst rank"], made["first passage only"]) == (1, 1)
    assert (made["tokens"], made["questions"], made["asks"], made["not English"]) == (0.9, 1, 0, 0)


@pytest.mark.parametrize(
    ("cited", "rank", "only"),
    [((FIRST, FIRST), 1, 1), ((FIRST, SECOND), 2, 0), ((SECOND,), 2, 0), ((None,), 3, 0), ((None, FIRST), 1, 1)],
)
def test_the_worst_passage_that_is_cited_counts(cited: tuple[Passage | None, ...], rank: int, only: int) -> None:
    made = known(check=checked(*cited))
    assert (made["worst rank"], made["first passage only"]) == (rank, only)


def test_one_passage_is_ahead_by_all_of_its_score() -> None:
    assert known(found=replace(FOUND, passages=(FIRST,)))["margin"] == 1.5


def test_other_languages_questions_and_support_are_seen() -> None:
    made = known(
        replace(SAID, action=Action.ASK), checked(FIRST, support=0.6), ticket=ticket(language="de"), questions=3
    )
    assert (made["asks"], made["not English"], made["questions"], made["least support"]) == (1, 1, 3, 0.6)


def test_what_is_not_known_is_left_out() -> None:
    made = known(replace(SAID, probabilities={}), found=Retrieved((FIRST,)))
    assert set(FEATURES) - set(made) == {*EVIDENCE, "tokens", BEST, LEAST}


def test_the_learned_confidence_takes_the_place_of_the_tokens_and_keeps_them() -> None:
    made = judged(SAID, learned(margin=1.0), "enc", known())
    assert made.probabilities == {"action": 0.7, "tokens": 0.9, "reply": pytest.approx(1 / (1 + 2.718281828**-1))}
    assert tokens(made) == 0.9
    assert judged(made, learned(margin=1.0), "enc", known()) == made


@pytest.mark.parametrize("encoder", ["another", ""])
def test_with_another_encoder_there_is_no_confidence_at_all(encoder: str) -> None:
    made = judged(SAID, learned(margin=1.0), encoder, known())
    assert made.probabilities == {"action": 0.7, "tokens": 0.9}


def test_without_a_figure_that_it_needs_there_is_no_confidence() -> None:
    said = replace(SAID, probabilities={})
    assert judged(said, learned(tokens=1.0), "enc", known(said)).probabilities == {}


@pytest.mark.parametrize(("offset", "wanted"), [(0.9, 0.9), (0.1, 0.1)])
def test_the_worker_uses_it_for_a_reply(offset: float, wanted: float) -> None:
    text = "A reset link is valid for 60 minutes."
    there = passage(text)

    def find(tickets: Sequence[Ticket]) -> list[Retrieved]:
        return [Retrieved((there,), None, "enc") for _ in tickets]

    engine = ScriptedEngine(
        [triage_skill.answer("access", "normal", False, None), reply_skill.answer("answer", "en", [text])]
    )
    own = replace(learned(), calibrator=Calibrator("isotonic", (0.0, 1.0, offset, offset)))
    tools = Tools(engine, find, COMPANY, Policy("send", 0.0, 0.5), confidence=own)
    [run] = handle_batch([ticket()], tools)
    assert run.reply is not None
    assert run.reply.probabilities["reply"] == pytest.approx(wanted)
