"""`deskhand knowledge`, as a script and as a person use it."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from knowledge.index import filling, indexes, rebuilding
from knowledge.measure.evaluation import Answer, evaluate
from knowledge.measure.questions import Question
from models.weights.base import BaseModel
from tests.conftest import Database, Stack
from tests.support.paths import DEMO
from tests.unit.models import tiny_bert
from worker import bootstrap
from worker.broker import make_celery, ring_index
from worker.cli.main import app
from worker.learning import search_evaluation
from worker.settings import Settings

pytestmark = pytest.mark.usefixtures("one_thread")
FILE = """
[sources.docs]
type = "folder"
path = "docs"
[sources.accounts]
type = "accounts"
path = "accounts.jsonl"
"""
INVOICE = "accounts/acc-brightloaf#invoice F-2026-04417"
QUESTIONS = [
    ("Is a yearly plan refunded?", "docs/billing-refunds.md#Refund of a yearly plan"),
    ("Is my invoice F-2026-04417 paid?", INVOICE),
]
Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One document, one account, and questions about them."""
    (tmp_path / "docs").mkdir()
    shutil.copy(DEMO / "knowledge" / "docs" / "billing-refunds.md", tmp_path / "docs")
    accounts = (DEMO / "knowledge" / "accounts" / "accounts.jsonl").read_text(encoding="utf-8").splitlines()
    (tmp_path / "accounts.jsonl").write_text(accounts[0], encoding="utf-8")
    (tmp_path / "knowledge.toml").write_text(FILE)
    rows = [{"question": q, "passages": [ref], "account": "acc-brightloaf"} for q, ref in QUESTIONS]
    (tmp_path / "questions.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return tmp_path


@pytest.fixture
def environment(folder: Path, stack: Stack) -> dict[str, str]:
    paths = {"DESKHAND_KNOWLEDGE": str(folder / "knowledge.toml"), "DESKHAND_COMPANY": str(DEMO / "company.toml")}
    paths["DESKHAND_ADAPTERS"] = str(folder / "adapters")  # none: the encoder of the settings, and nothing is too weak
    return {"DESKHAND_HOME": str(stack.settings.home), "DESKHAND_RERANKER": "none", "COLUMNS": "200", **paths}


@pytest.fixture
def run(environment: dict[str, str], database: Database) -> Run:
    def command(*arguments: str, answer: str | None = None, **more: str) -> Result:
        return CliRunner().invoke(app, ["knowledge", *arguments], input=answer, env={**environment, **more})

    return command


def test_as_a_script_in_a_process_of_its_own(environment: dict[str, str], stack: Stack, database: Database) -> None:
    def script(*arguments: str) -> Any:
        line = [sys.executable, "-m", "worker.cli.main", "knowledge", *arguments, "--json"]
        env = {**stack.environment, **environment}
        done = subprocess.run(line, env=env, capture_output=True, text=True, check=True)
        return json.loads(done.stdout)

    assert script("sync")["sources"]["accounts"]["embedded"] == 6
    found = script("search", "F-2026-04417", "--account", "acc-brightloaf")
    assert found["passages"][0]["ref"] == INVOICE
    assert {hit["account"] for hit in found["passages"]} <= {None, "acc-brightloaf"}


def test_sync_reads_one_source_or_all_and_says_what_failed(folder: Path, run: Run) -> None:
    one = json.loads(run("sync", "docs", "--json").stdout)
    assert set(one["sources"]) == {"docs"}
    both = run("sync", "--json")
    assert both.exit_code == 0
    assert [counts["unchanged"] for counts in json.loads(both.stdout)["sources"].values()] == [1, 0]
    (folder / "docs" / "bad.md").write_bytes(b"# \0")
    failed = run("sync", "--json")
    assert failed.exit_code == 1
    said = json.loads(failed.stdout)
    assert list(said["failures"]) == ["docs/bad.md"]
    assert [counts["embedded"] for counts in said["sources"].values()] == [0, 0]
    shown = run("sync", "docs")
    assert "docs/bad.md" in shown.stdout
    assert "embedded" in shown.stdout
    nobody = run("sync", "prices")
    assert nobody.exit_code == 1
    assert "there is no source 'prices' in the knowledge file, which has: docs, accounts" in nobody.stderr


def test_a_dry_run_says_what_would_change(run: Run) -> None:
    said = json.loads(run("sync", "--dry-run", "--json").stdout)["sources"]["docs"]
    assert (said["added"], said["passages"]) == (1, 0)
    assert said["embedded"] > 3
    assert "would change" in run("sync", "--dry-run").stdout
    assert "the index is empty: run `deskhand knowledge sync`" in run("status").stdout


def test_status_says_how_far_each_source_and_each_index_is(folder: Path, run: Run) -> None:
    assert json.loads(run("status", "--json").stdout) == {"sources": [], "indexes": [], "held": [], "notes": []}
    (folder / "docs" / "bad.md").write_bytes(b"# \0")
    run("sync")
    known = json.loads(run("status", "--json").stdout)
    sources = {row["source"]: row for row in known["sources"]}
    docs, accounts = sources["docs"], sources["accounts"]
    assert (docs["documents"], docs["failures"], docs["stale"]) == (1, 1, 0)
    assert (accounts["documents"], accounts["passages"], accounts["failures"]) == (1, 6, 0)
    assert docs["last_sync"].startswith("20")
    [index] = known["indexes"]
    assert (index["state"], index["documents"], index["wanted"], index["dimensions"]) == ("live", 2, 2, 384)
    assert index["encoder"].startswith("all-minilm-l6-v2@")
    shown = run("status").stdout
    assert "2 of 2 documents" in shown
    assert "past their date" in shown


def test_search_lists_explains_and_speaks_json(run: Run) -> None:
    run("sync")
    plain = run("search", "money back", "--limit", "2")
    assert plain.stdout.count("docs/billing-refunds.md") == 2
    explained = run("search", "F-2026-04417", "--account", "acc-brightloaf", "--explain").stdout
    for word in (
        "lexical",
        "dense",
        "fused",
        "relevance",
        "precedents",
        "translate",
        "encode",
        "search",
        "rerank",
        "ms",
        INVOICE,
    ):
        assert word in explained
    said = json.loads(run("search", "money back", "--json").stdout)
    assert set(said["milliseconds"]) == {"translate", "encode", "search", "rerank", "details"}
    first = said["passages"][0]
    assert first["statements"][0]["source"] in first["text"]
    assert (first["public"], first["fields"]) == (bool(first["url"]), {})
    assert (first["rank"], first["relevance"], first["kind"]) == (1, None, "docs")
    assert {"lexical_rank", "dense_rank", "fused_rank", "score", "text", "url"} <= set(first)


def test_search_prints_the_sentences_that_a_reply_may_say(run: Run) -> None:
    run("sync")
    said = run("search", "F-2026-04417", "--account", "acc-brightloaf", "--statements").stdout
    assert "customers cannot open it" in said
    assert "- Die Rechnung F-2026-04417 vom 1. November 2026 über 498 EUR ist bezahlt. (row, de)" in said


def test_a_model_is_loaded_for_a_query_in_another_language_alone(
    run: Run, tiny_base: BaseModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []
    load = bootstrap.make_model_engine

    def loading(settings: Settings, *rest: Any) -> Any:
        loaded.append(settings.base_model)
        return load(settings, *rest)

    monkeypatch.setattr(bootstrap, "make_model_engine", loading)
    run("sync")
    options = {"DESKHAND_BASE_MODEL": tiny_base.name, "DESKHAND_THREADS": "1"}
    assert json.loads(run("search", "money back", "--json", **options).stdout)["passages"]
    assert loaded == []
    question = "Wo ist die Rechnung und wann wird sie von der Karte abgebucht?"
    assert json.loads(run("search", question, "--json", **options).stdout)["passages"]
    assert loaded == [tiny_base.name]


def test_nothing_found_is_said_and_is_no_error(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    class Sceptic:
        threshold = 0.5

        def relevances(self, queries: Sequence[str], passages: Sequence[Sequence[Any]]) -> list[list[float]]:
            return [[0.1] * len(found) for found in passages]

    run("sync")
    monkeypatch.setattr(bootstrap, "make_reranker", lambda _: Sceptic())
    for options in ([], ["--explain"]):
        answer = run("search", "the weather in Rome", *options)
        assert (answer.exit_code, "nothing found" in answer.stdout) == (0, True)
    assert json.loads(run("search", "the weather", "--json").stdout)["passages"] == []


def test_an_account_nobody_has_is_refused_rather_than_searched_without(run: Run) -> None:
    answer = run("search", "invoice", "--account", "acc-nobody")
    assert answer.exit_code == 1
    assert "there is no account 'acc-nobody'" in answer.stderr


def test_a_search_before_the_first_sync_says_what_to_do(run: Run) -> None:
    answer = run("search", "invoice")
    assert answer.exit_code == 1
    assert "there is no knowledge yet: run `deskhand knowledge sync`" in answer.stderr


def test_evaluate_measures_each_stage_and_fails_below_85_percent(folder: Path, run: Run) -> None:
    run("sync")
    questions = folder / "questions.jsonl"
    good = run("evaluate", "--questions", str(questions))
    assert good.exit_code == 0, good.output
    assert "Loading weights" not in good.stderr
    for word in ("lexical", "dense", "fused", "recall@3", "recall@5", "nDCG@10", "accounts", "1.000 [1.000 1.000]"):
        assert word in good.stdout
    said = json.loads(run("evaluate", "--questions", str(questions), "--json").stdout)[str(questions)]
    assert set(said["stages"]) == {"lexical", "dense", "fused"}
    assert said["stages"]["fused"]["recall@5"]["mean"] == 1.0
    with questions.open("a") as file:
        file.write("\n" + json.dumps({"id": "Q-3", "question": "And parking?", "passages": ["docs/parking.md#Where"]}))
    bad = run("evaluate", "--questions", str(questions))
    assert bad.exit_code == 1
    for word in ("improve the search before you train", "1 missed: not indexed", "Q-3: docs/parking.md#Where"):
        assert word in bad.stdout


@pytest.mark.parametrize(
    ("content", "says"),
    [("", "there is no question"), ('{"question": 1}', "line 1: 'passages' is missing"), (None, "No such file")],
)
def test_a_question_file_that_cannot_be_used_is_an_error_with_its_reason(
    folder: Path, run: Run, content: str | None, says: str
) -> None:
    run("sync")
    path = folder / "mine.jsonl"
    if content is not None:
        path.write_text(content)
    answer = run("evaluate", "--questions", str(path))
    assert answer.exit_code == 1
    assert says in answer.stderr


def test_evaluate_on_a_folder_of_ones_own_leaves_the_index_alone(folder: Path, run: Run, database: Database) -> None:
    run("sync")
    before = run("status", "--json").stdout
    data = folder / "data"
    data.mkdir()
    (data / "documents.jsonl").write_text(
        json.dumps({"id": "zoo", "title": "Zoo", "content": "# Zoo\n\n## Lions\nAt noon."})
    )
    (data / "questions.jsonl").write_text(json.dumps({"question": "When do lions eat?", "passages": ["zoo#Lions"]}))
    answer = run("evaluate", "--data", str(data), "--json")
    assert answer.exit_code == 0, answer.output
    assert json.loads(answer.stdout)["data"]["stages"]["fused"]["recall@1"]["mean"] == 1.0
    assert run("status", "--json").stdout == before


def test_evaluate_on_a_folder_without_documents_and_questions_says_what_it_needs(folder: Path, run: Run) -> None:
    answer = run("evaluate", "--data", str(folder))
    assert answer.exit_code == 1
    assert "it needs documents.jsonl and questions.jsonl" in answer.stderr


def test_reindex_asks_first_and_builds_a_new_index(run: Run) -> None:
    run("sync")
    [old] = json.loads(run("status", "--json").stdout)["indexes"]
    assert run("reindex", answer="n\n").exit_code == 1
    assert [i["id"] for i in json.loads(run("status", "--json").stdout)["indexes"]] == [old["id"]]
    said = json.loads(run("reindex", "--yes", "--json").stdout)
    [now] = json.loads(run("status", "--json").stdout)["indexes"]
    assert (said["index"], said["live"], now["state"]) == (now["id"], True, "live")
    assert now["id"] != old["id"]
    assert said["embedded"] == 0  # by the same encoder: every text has its vector
    assert "is live" in run("reindex", "--yes").stdout


def test_reindex_measures_the_new_index_and_keeps_the_scores(folder: Path, run: Run) -> None:
    run("sync")
    said = json.loads(run("reindex", "--yes", "--questions", str(folder / "questions.jsonl"), "--json").stdout)
    assert said["live"] is True
    assert said["scores"] == {"recall@5": 1.0, "live recall@5": 1.0, "accepted": True}
    [index] = json.loads(run("status", "--json").stdout)["indexes"]
    assert index["scores"] == said["scores"]


def test_reindex_refuses_an_index_that_finds_less_unless_it_is_forced(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def worse(finder: Any, *_: Any) -> Any:
        found = "a" if finder._fixed is None else "b"
        return evaluate([Answer(Question("1", "?", frozenset("a")), {"fused": [found]})], {}, 3)

    run("sync")
    monkeypatch.setattr(search_evaluation, "evaluate_search", worse)
    measured = ("reindex", "--yes", "--questions", str(folder / "questions.jsonl"))
    refused = run(*measured)
    assert refused.exit_code == 1
    assert "is worse than the live one and was not switched to" in refused.stdout
    assert [i["state"] for i in json.loads(run("status", "--json").stdout)["indexes"]] == ["live", "building"]
    forced = json.loads(run(*measured, "--force", "--json").stdout)
    assert (forced["live"], forced["embedded"]) == (True, 0)  # what was built was kept


def test_another_encoder_is_taken_by_reindex_alone(run: Run, tmp_path: Path) -> None:
    run("sync")
    other = {"DESKHAND_ENCODER": str(tiny_bert.save(tmp_path / "bert"))}
    assert run("sync", "--json", **other).exit_code == 0  # still by the encoder of the live index
    assert json.loads(run("reindex", "--yes", "--json", **other).stdout)["embedded"] > 8
    [index] = json.loads(run("status", "--json").stdout)["indexes"]
    assert (index["dimensions"], index["encoder"].rpartition("@")[0]) == (32, other["DESKHAND_ENCODER"])
    assert json.loads(run("search", "refund", "--json").stdout)["passages"]  # whatever the setting says
    assert json.loads(run("sync", "--json").stdout)["sources"]["docs"]["unchanged"] == 1


def test_what_is_being_built_can_be_helped_or_abandoned(run: Run, database: Database) -> None:
    assert "no index is being built" in run("reindex", "--help-build").stdout
    assert "no index is being built" in run("reindex", "--abandon").stdout
    run("sync")
    with database.owner.begin() as connection:
        live = indexes.find(connection, indexes.LIVE)
        assert live is not None
        made = indexes.create(
            connection, state=indexes.BUILDING, encoder=live.encoder, splitter=live.splitter, dimensions=384
        )
    helped = run("reindex", "--help-build").stdout
    assert "embedded" in helped
    assert filling.waiting(database.owner, made) == 0
    assert "building: 2 of 2 documents" in run("status").stdout
    assert "deleted" in run("reindex", "--abandon").stdout
    assert rebuilding.abandon(database.owner) is False


def test_a_celery_worker_helps_whatever_is_being_built(
    run: Run, environment: dict[str, str], stack: Stack, database: Database
) -> None:
    run("sync")
    command = [sys.executable, "-m", "worker.cli.main", "worker", "--queues", "indexing", "--only", "index"]
    env = stack.environment | environment | {"DESKHAND_POLL_SECONDS": "3600"}  # the doorbell alone wakes it
    with subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True) as worker:
        try:
            assert worker.stderr is not None
            while "worker ready" not in worker.stderr.readline():
                assert worker.poll() is None
            with database.owner.begin() as connection:
                live = indexes.find(connection, indexes.LIVE)
                assert live is not None
                made = indexes.create(
                    connection, state=indexes.BUILDING, encoder=live.encoder, splitter=live.splitter, dimensions=384
                )
            assert ring_index(make_celery(stack.urls.broker))
            deadline = time.monotonic() + 60
            while filling.waiting(database.owner, made):
                assert time.monotonic() < deadline
                time.sleep(0.1)
        finally:
            worker.terminate()
            worker.communicate(timeout=30)
    assert rebuilding.abandon(database.owner)


def test_a_cross_encoder_by_its_folder_orders_what_is_found(run: Run, tmp_path: Path) -> None:
    run("sync")
    cross_encoder = str(tiny_bert.save_cross_encoder(tmp_path / "cross"))
    before, after = (
        json.loads(run("search", "refund", "--json", DESKHAND_RERANKER=name).stdout)["passages"]
        for name in ("none", cross_encoder)
    )
    relevances = [hit["relevance"] for hit in after]
    assert {hit["relevance"] for hit in before} == {None}
    assert all(0 <= relevance <= 1 for relevance in relevances)
    assert relevances == sorted(relevances, reverse=True)
    assert [hit["fused_rank"] for hit in before] == sorted(hit["fused_rank"] for hit in before)
    assert [hit["fused_rank"] for hit in after] != sorted(hit["fused_rank"] for hit in after)


def test_only_the_encoder_is_tuned(run: Run) -> None:
    for other in ("triage", "reranker"):
        assert run("tune", other).exit_code == 2


def test_the_encoder_is_tuned_and_taken_by_reindex(folder: Path, run: Run, tmp_path: Path) -> None:
    run("sync")
    rows = [{"id": f"Q-{n}", "question": q, "passages": [ref]} for n, (q, ref) in enumerate(QUESTIONS * 2)]
    for name in ("a", "b"):
        (folder / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)))
    out, files = str(tmp_path / "encoder"), ("--data", str(folder / "a.jsonl"), "--data", str(folder / "b.jsonl"))
    tuned = run("tune", "encoder", *files, "--out", out, "--epochs", "1", "--json")
    assert tuned.exit_code == 0, tuned.output
    made = json.loads(tuned.stdout)
    assert (made["skill"], made["base"], made["config"]["examples"]) == ("encoder", "all-minilm-l6-v2", 8)
    assert run("reindex", "--yes", DESKHAND_ENCODER=out).exit_code == 0
    [index] = json.loads(run("status", "--json").stdout)["indexes"]
    assert index["encoder"].rpartition("@")[0] == out
    assert json.loads(run("search", "refund", "--json").stdout)["passages"]
    again = run("tune", "encoder", *files, "--out", out)
    assert (again.exit_code, "give another --out" in again.stderr) == (1, True)


def test_an_index_goes_on_with_its_encoder_when_another_one_is_tuned(
    folder: Path, run: Run, environment: dict[str, str]
) -> None:
    run("sync")
    rows = [{"id": f"Q-{n}", "question": q, "passages": [ref]} for n, (q, ref) in enumerate(QUESTIONS * 2)]
    (folder / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    tune = ("tune", "encoder", "--data", str(folder / "a.jsonl"), "--epochs", "1", "--json", "--seed")

    def tuned(seed: str) -> dict[str, Any]:
        done = run(*tune, seed)
        assert done.exit_code == 0, done.output
        return dict(json.loads(done.stdout))

    first = tuned("1")
    assert Path(first["folder"]) == Path(environment["DESKHAND_ADAPTERS"]) / "encoder" / first["id"]
    assert run("reindex", "--yes", DESKHAND_ENCODER=first["folder"]).exit_code == 0
    second = tuned("2")
    assert first["id"] != second["id"]
    assert json.loads(run("search", "refund", "--json").stdout)["passages"], "by the first one still"
    prune = CliRunner().invoke(app, ["models", "prune", first["id"]], env=environment)
    assert (prune.exit_code, "cannot be searched without it" in prune.output) == (1, True)
    for one in (second, first):  # and back
        assert run("reindex", "--yes", DESKHAND_ENCODER=one["folder"]).exit_code == 0
        [index] = json.loads(run("status", "--json").stdout)["indexes"]
        assert index["encoder"].rpartition("@")[0] == one["folder"]
        assert json.loads(run("search", "refund", "--json").stdout)["passages"]
    prune = CliRunner().invoke(app, ["models", "prune", "--keep", "0", "--json"], env=environment)
    assert [one["id"] for one in json.loads(prune.stdout)["pruned"]] == [second["id"]]


def test_what_was_tuned_is_taken_from_the_adapters_folder_and_is_no_must(tmp_path: Path) -> None:
    here, there = Settings(encoder=None), Settings(encoder=None, adapters=tmp_path)
    assert bootstrap.encoder_name(here) == "demo/adapters/encoder"
    assert bootstrap.encoder_name(there) == "all-mpnet-base-v2"
    assert bootstrap.make_reranker(there) is None
    assert bootstrap.encoder_name(Settings(adapters=tmp_path, encoder="x/y")) == "x/y"


def test_the_first_sync_takes_the_encoder_of_the_settings(run: Run, tmp_path: Path) -> None:
    bert = str(tiny_bert.save(tmp_path / "bert"))
    assert run("sync", DESKHAND_ENCODER=bert).exit_code == 0
    [index] = json.loads(run("status", "--json").stdout)["indexes"]
    assert index["encoder"].rpartition("@")[0] == bert


@pytest.mark.parametrize("command", ["sync", "reindex", "status", "search", "evaluate", "tune"])
def test_the_help_of_each_command_has_examples(run: Run, command: str) -> None:
    shown = run(command, "--help")
    assert shown.exit_code == 0
    assert "Examples:" in shown.stdout
    assert f"deskhand knowledge {command}" in shown.stdout


def test_threshold_is_learned_tried_dry_and_taken_up_by_the_search(run: Run, tmp_path: Path) -> None:
    run("sync")
    asked = [
        {"id": f"A{n}", "question": f"is a yearly plan refunded, case {n}?", "passages": [QUESTIONS[0][1]]}
        for n in range(20)
    ]
    strange = [{"id": f"N{n}", "question": f"zebra {n} on the moon", "passages": []} for n in range(20)]
    (tmp_path / "asked.jsonl").write_text("\n".join(map(json.dumps, asked + strange)))
    kept = {"DESKHAND_ADAPTERS": str(tmp_path / "adapters")}
    arguments = ("threshold", "--questions", str(tmp_path / "asked.jsonl"))
    tried = json.loads(run(*arguments, "--dry-run", "--json", **kept).stdout)
    assert (tried["written"], tried["answered"], tried["emptied"]) == (False, 20, 20)
    assert not (tmp_path / "adapters").exists()
    assert "for 20 of 20 unanswerable and " in run(*arguments, **kept).stdout.replace("\n", " ")
    assert "nothing found" in run("search", "zebra 7 on the moon", **kept).stdout
    explained = run("search", "my money back", "--explain", **kept).stdout
    assert "probability that one of them answers: " in explained
    (tmp_path / "adapters" / "evidence.json").write_text("{")
    broken = run("search", "my money back", **kept)
    assert broken.exit_code == 1
    assert "run `deskhand knowledge threshold` again" in broken.stderr.replace("\n", " ")
    (tmp_path / "few.jsonl").write_text("\n".join(map(json.dumps, asked[:3] + strange)))
    few = run("threshold", "--questions", str(tmp_path / "few.jsonl"))
    assert few.exit_code == 1
    assert "at least 20 questions" in few.stderr


@pytest.mark.parametrize("command", [("tune", "encoder", "--data"), ("threshold", "--questions")], ids=" ".join)
@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "No such file or directory"),
        ("subject,body", "line 1"),
        ('{"id": "Q-1"}', "line 1"),
        ("", "question"),
        ('{"id": "Q-1", "question": "Is it paid?", "passages": []}', "question"),
    ],
    ids=["missing", "not JSON Lines", "not a question", "empty", "no question with an answer"],
)
def test_a_wrong_file_of_questions_is_a_sentence(
    run: Run, tmp_path: Path, command: tuple[str, ...], text: str | None, said: str
) -> None:
    run("sync")
    file = tmp_path / "wrong.jsonl"
    if text is not None:
        file.write_text(text)
    result = run(*command, str(file))
    assert result.exit_code == 1
    last = result.stderr.replace("\n", " ")
    assert "deskhand: " in last
    assert said in last
    assert isinstance(result.exception, SystemExit)  # not an error of ours, which has a traceback
