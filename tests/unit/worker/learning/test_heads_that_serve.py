"""Which heads serve, and what is learned from labels that nobody knows."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from knowledge.errors import DataError
from models.errors import TrainingError
from models.heads import folder
from models.heads.fit import FROZEN
from tests.support import small_heads
from tests.unit.worker.learning.test_evaluation import handled
from worker import learned_assets
from worker.company import load_company
from worker.domain import Retrieved
from worker.errors import ForeignAsset, NotReady
from worker.learning import heads, serving_heads
from worker.settings import Settings

COMPANY = Path("demo/company.toml")


def test_candidates_copies_and_leftovers_never_serve(tmp_path: Path) -> None:
    settings = Settings(adapters=tmp_path, company=COMPANY)
    path = small_heads.make(tmp_path / "heads" / "abc")
    for name in ("abc.candidate", ".abc.dividing", "abc-backup", "abcbackup"):
        shutil.copytree(path, path.with_name(name))
    (path.with_name(".abc.dividing") / folder.TENSORS).unlink()
    assert list(learned_assets.load_heads(settings)) == ["abc"]
    shutil.rmtree(path)
    assert learned_assets.load_heads(settings) == {}
    with pytest.raises(NotReady, match="there are no heads"):
        learned_assets.load_heads(settings.model_copy(update={"triage": "encoder"}))


def test_heads_of_another_company_are_refused_and_do_not_stand_in_the_way_of_own_ones(tmp_path: Path) -> None:
    settings = Settings(adapters=tmp_path, company=COMPANY)
    path = small_heads.make(tmp_path / "heads" / "abc", company="somebody-else")
    (path / folder.TENSORS).write_bytes(b"damaged")  # it is not even opened
    for triage in (None, "encoder"):
        with pytest.raises(
            ForeignAsset, match=r'abc was learned for the company "somebody-else".*deskhand models heads'
        ):
            learned_assets.load_heads(settings.model_copy(update={"triage": triage}))
    assert serving_heads.load(settings, "abc") is None
    own = folder.load(path.parent / "abc" / small_heads.add(tmp_path, ("billing", "access")))
    serving_heads.serve(settings, own, "ours")
    assert learned_assets.load_heads(settings)["abc"].id == own.id


def test_the_model_is_left_to_decide_where_the_setting_says_so(tmp_path: Path) -> None:
    small_heads.make(tmp_path / "heads" / "abc")
    assert learned_assets.load_heads(Settings(adapters=tmp_path, company=COMPANY, triage="model")) == {}


def test_a_priority_or_reason_that_nobody_knows_is_no_label() -> None:
    odd = [
        handled(1, priority="medium"),
        handled(2, escalate=True, reason="felt_like_it"),
        handled(3, escalate=True, reason=None),
    ]
    labels = heads.labels([*odd, handled(4)])
    assert labels["priority"] == [None, "normal", "normal", "normal"]
    assert labels["reason"] == ["none", None, None, "none"]


def trained(rows: list[object], tmp_path: Path) -> None:
    known = heads.Known(
        "abc",
        [Retrieved((), np.eye(4, dtype=np.float32)[n % 4]) for n in range(len(rows))],
        np.zeros((0, 4), np.float32),
    )
    heads.train(rows, load_company(COMPANY), {}, known, tmp_path / "abc", recipes=(FROZEN,))  # type: ignore[arg-type]


def test_tickets_that_all_went_to_a_person_teach_no_escalation(tmp_path: Path) -> None:
    reasons = ("asks_for_person", "angry_or_at_risk")
    rows = [handled(n, escalate=True, reason=reasons[n % 2], queue=("billing", "access")[n % 2]) for n in range(40)]
    with pytest.raises(TrainingError, match="all tickets were handed over"):
        trained(list(rows), tmp_path)


def test_two_tickets_with_one_id_are_refused_before_anything_is_searched_for() -> None:
    twins = [handled(1, body="one"), replace_id(handled(2, body="two"), "T-1")]
    with pytest.raises(DataError, match="T-1"):
        heads._refuse_twins(twins)
    heads._refuse_twins([handled(1), handled(1)])


def replace_id(ticket: object, name: str) -> object:
    return ticket.model_copy(update={"id": name})  # type: ignore[attr-defined]


def test_whatever_the_heads_learn_from_changes_the_hash_of_the_data() -> None:
    company = load_company(COMPANY)
    base = handled(1)
    hashes = {
        heads.data_hash([one], company)
        for one in (
            base,
            *(base.model_copy(update=u) for u in ({"escalate": True}, {"english": "x"}, {"queue": "access"})),
        )
    }
    assert len(hashes) == 4
    other = replace(company, queues={**company.queues, "billing": "money"})
    assert heads.data_hash([base], company) != heads.data_hash([base], other)
