"""`deskhand knowledge vectors`: what one machine has embedded, another need not; and what a file must not bring or carry."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import Result
from safetensors import safe_open
from safetensors.numpy import save_file
from sqlalchemy import text
from typer.testing import CliRunner

from knowledge.errors import VectorFileError
from knowledge.index import rebuilding, vector_file
from knowledge.index.changes import gather
from knowledge.index.passage_maker import texts_of
from knowledge.index.splitter import split
from knowledge.index.vector_file import VectorFile
from knowledge.index.vectors import key_of
from knowledge.passages import Kind
from models.encoding.encoder import Encoder, load_encoder
from tests.conftest import Database, Stack
from tests.support.knowledge_tools import Knowledge, Shelf, WordHash
from tests.support.paths import DEMO
from worker.cli.main import app
from worker.db.scratch_database import Scratch, scratch_database
from worker.library import vectors
from worker.library.sources import open_sources
from worker.settings import Settings

PUBLIC, PRICE, TICKET, PRIVATE = "Use the link.", "It costs 34 EUR.", "I cannot log in!", "Invoice F-1 is paid."


@pytest.fixture
def knowledge(database: Database) -> Knowledge:
    """Something of every kind, and one text that is both public and an account's."""
    made = Knowledge(database.owner, database.app)
    made.shelf.put("login", ("Reset", PUBLIC), title="Login")
    made.shelf.put("seats", " ".join(f"Sentence number {n} of this section has some ten words." for n in range(5)))
    prices, tickets = Shelf("pricing", Kind.PRICING), Shelf("handled", Kind.HANDLED)
    prices.put("team", PRICE, title="Team")
    tickets.put("1", TICKET, title="", answers=("docs/login#Reset",))
    accounts = Shelf("accounts", Kind.ACCOUNT)
    accounts.put("acme", ("invoice F-1", PRIVATE), ("both", PUBLIC), title="Acme", account="acme")
    accounts.put("bolt", ("Reset", PUBLIC), title="Login", account="bolt")
    made.sync(made.shelf, prices, tickets, accounts)
    return made


@pytest.fixture
def elsewhere(stack: Stack) -> Iterator[Scratch]:
    with scratch_database(stack.urls.database, stack.urls.admin_database) as scratch:
        yield scratch


def export(knowledge: Knowledge, path: Path, *, precedents: bool = False) -> set[bytes]:
    vector_file.export(knowledge.owner, knowledge.encoder.maker, path, precedents=precedents)
    return set(map(bytes, vector_file.read(path).keys))


def test_no_export_has_anything_of_an_account(knowledge: Knowledge, tmp_path: Path) -> None:
    for precedents in (False, True):
        keys = export(knowledge, tmp_path / "v", precedents=precedents)
        assert key_of(f"Acme > invoice F-1\n{PRIVATE}") not in keys
        assert key_of(f"Acme > both\n{PUBLIC}") not in keys
        assert key_of(f"Login > Reset\n{PUBLIC}") in keys  # a document says it too, so it is public
        assert key_of(f"Team\n{PRICE}") in keys
        assert (key_of(f"\n{TICKET}") in keys) is precedents
    private = (
        "select unnest(keys) from passage_sets s join documents d on d.id = document_id where d.account is not null"
    )
    assert len(keys & set(map(bytes, knowledge.rows(private)))) == 1


def test_a_text_is_exported_no_more_once_its_document_is_an_accounts(knowledge: Knowledge, tmp_path: Path) -> None:
    """And what an account's document said stays out when the document becomes public with another text."""
    knowledge.shelf.put("login", ("Reset", PUBLIC), title="Login", account="acme")
    knowledge.shelf.put("secret", "Only Acme knows.", account="acme")
    knowledge.sync()
    said = key_of("T\nOnly Acme knows.")
    assert not {key_of(f"Login > Reset\n{PUBLIC}"), said} & export(knowledge, tmp_path / "v")
    refused = rebuilding.rebuild(knowledge.owner, knowledge.encoder.maker, judge=lambda _: {"accepted": False})
    knowledge.shelf.put("secret", "Everybody may know.")
    knowledge.sync()
    held = "select count(*) from vectors v join passage_sets s on v.key = any(s.keys) where v.key = :key"
    assert knowledge.rows(held, key=said) == [1]  # in the index that was refused
    assert not refused.switched
    keys = export(knowledge, tmp_path / "v")
    assert key_of("T\nEverybody may know.") in keys
    assert said not in keys


def test_what_was_exported_need_not_be_embedded_elsewhere(
    knowledge: Knowledge, elsewhere: Scratch, tmp_path: Path
) -> None:
    export(knowledge, tmp_path / "v", precedents=True)
    file = vector_file.read(tmp_path / "v")
    other = Knowledge(elsewhere.owner, elsewhere.app, shelf=knowledge.shelf)
    assert vector_file.store(other.owner, file) == len(file.keys)  # before the first sync
    assert vector_file.store(other.owner, file) == 0
    tickets = Shelf("handled", Kind.HANDLED)
    tickets.put("1", TICKET, title="", answers=("docs/login#Reset",))
    assert other.sync(dry_run=True).embedded == 0
    report = other.sync(other.shelf, tickets, whole=True)
    assert (report.embedded, other.encoder.asked) == (0, [])
    query = "select ref, embedding::text, windows::text from passages where ref like 'docs/%' order by ref"
    assert other.rows(query) == knowledge.rows(query)
    assert other.rows("select embedding::text from precedents") == knowledge.rows(
        "select embedding::text from precedents"
    )
    assert other.rows("select count(*) from vectors where imported") == [0]
    assert len(file.keys) - 1 == other.rows("select count(*) from vectors")[0]  # the price has no document here


def test_what_was_imported_waits_for_the_rebuild_where_the_index_is_an_earlier_versions(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    knowledge.sync()
    path = tmp_path / "v.safetensors"
    vector_file.export(knowledge.owner, knowledge.encoder.maker, path, precedents=False)
    with knowledge.owner.begin() as connection:  # as before the cache
        connection.execute(text("update passage_sets set space = null, keys = null"))
        connection.execute(text("delete from vectors"))
    vector_file.store(knowledge.owner, vector_file.read(path))
    knowledge.sync(whole=True)
    rebuilding.rebuild(knowledge.owner, knowledge.encoder.maker)
    asked = "\n".join(knowledge.encoder.asked)
    assert PRIVATE in asked and TICKET in asked, "what is in no file is embedded"
    assert PRICE not in asked and "Sentence number" not in asked
    knowledge.sync(whole=True)
    assert knowledge.rows("select count(*) from vectors where imported") == [0]


def test_the_same_content_is_the_same_file(knowledge: Knowledge, tmp_path: Path) -> None:
    export(knowledge, tmp_path / "a")
    export(knowledge, tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "b"]


@pytest.fixture
def file(knowledge: Knowledge, tmp_path: Path) -> Path:
    export(knowledge, tmp_path / "v.safetensors")
    return tmp_path / "v.safetensors"


def test_a_file_that_is_cut_short_anywhere_is_refused(file: Path) -> None:
    whole = file.read_bytes()
    for length in [*range(0, 700, 7), *range(700, len(whole), 97), len(whole) - 1]:
        file.write_bytes(whole[:length])
        with pytest.raises(VectorFileError, match="copy or export it again"):
            vector_file.read(file)
    file.write_bytes(whole + b"x")
    with pytest.raises(VectorFileError, match="copy or export it again"):
        vector_file.read(file)


def test_a_file_with_any_byte_altered_is_refused_or_says_the_same(file: Path) -> None:
    whole = file.read_bytes()
    said = vector_file.read(file).sha256
    refused = 0
    for place in [*range(800), *range(800, len(whole), 53)]:
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        try:
            assert vector_file.read(file).sha256 == said
        except VectorFileError:
            refused += 1
    assert refused > 700  # of the rest, most are the spaces that fill up the header


@pytest.mark.parametrize("what", ["text", "adapter", "empty", "folder", "missing"])
def test_a_foreign_file_is_refused(tmp_path: Path, what: str) -> None:
    path = tmp_path / "v"
    if what == "text":
        path.write_text("no vectors here, but more than eight bytes")
    elif what == "adapter":
        save_file({"lora": np.zeros((2, 2), np.float16)}, path)
    elif what == "empty":
        path.touch()
    elif what == "folder":
        path.mkdir()
    expected = OSError if what in {"folder", "missing"} else VectorFileError
    with pytest.raises(expected, match=str(path)):
        vector_file.read(path)


@pytest.mark.parametrize("metadata", ['"abc"', "5", "null", "[1]", "[" * 5_000, '{"sha256": 3}', "{"])
def test_metadata_of_any_shape_is_refused_in_words(tmp_path: Path, metadata: str) -> None:
    path = tmp_path / "v"
    save_file({"keys": np.zeros((1, 32), np.uint8)}, path, metadata={vector_file.FORMAT: metadata})
    with pytest.raises(VectorFileError, match="is no file of vectors"):
        vector_file.read(path)


def rewritten(file: Path, **changes: Any) -> Path:
    """With a hash that is right."""
    vector_file.write(file, replace(vector_file.read(file), **changes))
    return file


@pytest.mark.parametrize("value", [np.nan, np.inf, 0.0, 2.0])
def test_vectors_no_encoder_makes_are_refused(file: Path, value: float) -> None:
    halves = vector_file.read(file).vectors.copy()
    halves[-1] *= value
    with pytest.raises(VectorFileError, match="not of unit length"):
        vector_file.read(rewritten(file, vectors=halves))


@pytest.mark.parametrize(
    "changes",
    [
        {"keys": np.zeros((2, 32), np.uint8)},
        {"keys": np.zeros((0, 32), np.uint8), "vectors": np.zeros((0, 64), np.float16)},
        {"vectors": np.ones((1, 1), np.float32)},
        {"keys": np.zeros((1, 31), np.uint8), "vectors": np.ones((1, 1), np.float16)},
    ],
)
def test_a_file_of_the_wrong_shape_is_refused(file: Path, changes: dict[str, Any]) -> None:
    with pytest.raises(VectorFileError, match="was altered"):
        vector_file.read(rewritten(file, **changes))


def test_another_encoders_file_does_not_fit(file: Path) -> None:
    made = vector_file.read(file)
    assert vector_file.fits(made, WordHash().maker)
    assert not vector_file.fits(made, WordHash("others").maker)
    assert not vector_file.fits(made, WordHash(dimensions=32).maker)


# --- the commands -----------------------------------------------------------------------------------------------------

FILE = (
    '[sources.docs]\ntype = "folder"\npath = "docs"\n[sources.accounts]\ntype = "accounts"\npath = "accounts.jsonl"\n'
)
Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One document and one account."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "refunds.md").write_text("# Refunds\n\n## Yearly\nA yearly plan is refunded within 14 days.\n")
    accounts = (DEMO / "knowledge" / "accounts" / "accounts.jsonl").read_text(encoding="utf-8").splitlines()
    (tmp_path / "accounts.jsonl").write_text(accounts[0], encoding="utf-8")
    (tmp_path / "knowledge.toml").write_text(FILE)
    return tmp_path


@pytest.fixture
def run(folder: Path, stack: Stack, database: Database) -> Run:
    env = {"DESKHAND_HOME": str(stack.settings.home), "DESKHAND_KNOWLEDGE": str(folder / "knowledge.toml")}
    env |= {"DESKHAND_ADAPTERS": str(folder / "adapters"), "COLUMNS": "200"}

    def command(*arguments: str, **more: str) -> Result:
        return CliRunner().invoke(app, ["knowledge", *arguments], env={**env, **more})

    return command


def test_export_and_import_as_a_person_and_as_a_script_use_them(run: Run, folder: Path, database: Database) -> None:
    path = str(folder / "v.safetensors")
    early = run("vectors", "export", path)
    assert (early.exit_code, "there is no knowledge yet: run `deskhand knowledge sync`" in early.stderr) == (1, True)
    first = json.loads(run("sync", "--json").stdout)["sources"]
    assert (first["docs"]["embedded"], first["accounts"]["embedded"]) == (1, 6)
    said = json.loads(run("vectors", "export", path, "--json").stdout)
    assert (said["vectors"], said["precedents"], said["bytes"]) == (1, False, Path(path).stat().st_size)
    assert "1 vectors of public texts written to" in run("vectors", "export", path).stdout

    with database.owner.begin() as connection:
        for table in ("indexes", "documents", "vectors"):
            connection.execute(text(f"delete from {table}"))  # noqa: S608 - a test's own words
    said = json.loads(run("vectors", "import", path, "--json").stdout)
    assert (said["vectors"], said["new"]) == (1, 1)
    again = run("vectors", "import", path)
    assert again.exit_code == 0
    assert "1 vectors read from" in again.stdout and "0 of them new" in again.stdout
    planned = json.loads(run("sync", "--dry-run", "--json").stdout)["sources"]
    synced = json.loads(run("sync", "--json").stdout)["sources"]
    for counts in (planned, synced):
        assert (counts["docs"]["embedded"], counts["accounts"]["embedded"]) == (0, 6)


def test_what_cannot_be_used_is_said_with_what_to_do(run: Run, folder: Path, database: Database) -> None:
    run("sync")
    path = folder / "v.safetensors"
    nowhere = run("vectors", "export", str(folder / "none" / "v"))
    assert (nowhere.exit_code, "No such file" in nowhere.stderr) == (1, True)
    missing = run("vectors", "import", str(path))
    assert (missing.exit_code, f"{path}: No such file" in missing.stderr) == (1, True)
    assert run("vectors", "export", str(path)).exit_code == 0
    with safe_open(path, framework="np") as file:
        assert "Refunds" not in json.dumps(file.metadata())
    with database.owner.connect() as connection:
        before = connection.scalar(text("select count(*) from vectors"))
    rewritten(path, space="abc, format 1", encoder="mine")
    other = run("vectors", "import", str(path))
    assert other.exit_code == 1
    for said in (
        "made by another encoder: 'mine' ('abc, format 1')",
        "all-minilm-l6-v2@",
        "deskhand knowledge reindex",
    ):
        assert said in other.stderr
    with database.owner.connect() as connection:
        assert connection.scalar(text("select count(*) from vectors")) == before


def test_an_index_of_before_has_nothing_to_export_and_says_what_to_do(
    run: Run, folder: Path, database: Database
) -> None:
    run("sync")
    with database.owner.begin() as connection:
        connection.execute(text("update passage_sets set space = null, keys = null"))
        connection.execute(text("delete from vectors"))
    nothing = run("vectors", "export", str(folder / "v"))
    assert nothing.exit_code == 1
    assert "deskhand knowledge reindex" in nothing.stderr
    assert not (folder / "v").exists()


# --- what the demo ships ----------------------------------------------------------------------------------------------


def settings_for(folder: Path, stack: Stack) -> Settings:
    return Settings(
        home=stack.settings.home, knowledge=folder / "knowledge.toml", adapters=folder / "adapters", translate=False
    )


def test_a_first_sync_takes_what_is_shipped_and_says_what_it_was_good_for(
    folder: Path, stack: Stack, run: Run, database: Database
) -> None:
    run("sync")
    run("vectors", "export", str(folder / vectors.SHIPPED))
    with database.owner.begin() as connection:
        for table in ("indexes", "documents", "vectors"):
            connection.execute(text(f"delete from {table}"))  # noqa: S608 - a test's own words
    said: list[str] = []
    settings = settings_for(folder, stack)
    report = vectors.sync_shipped(settings, say=said.append)
    assert said == ["1 of 19 vectors were shipped with the knowledge; 18 texts were embedded here"]
    assert (report.embedded, report.texts) == (6, 18)  # windows and statements are texts too
    said.clear()
    assert vectors.sync_shipped(settings, say=said.append).embedded == 0
    assert said == []  # there is a cache


@pytest.mark.parametrize(
    ("shipped", "why"),
    [(None, "is not there"), ("torn", "was cut short"), ("other", "is of another encoder")],
)
def test_without_a_file_that_fits_everything_is_embedded_and_that_is_said(
    folder: Path, stack: Stack, database: Database, shipped: str | None, why: str
) -> None:
    path = folder / vectors.SHIPPED
    if shipped == "torn":
        path.write_bytes(b"torn")
    elif shipped == "other":
        one = np.zeros((1, 384), np.float16)
        one[0, 0] = 1
        vector_file.write(path, VectorFile("x", "x", False, np.zeros((1, 32), np.uint8), one))
    said: list[str] = []
    report = vectors.sync_shipped(settings_for(folder, stack), say=said.append)
    assert report.embedded == 7
    [line] = said
    assert line.startswith("no shipped vectors are used, all texts are embedded here: ")
    assert why in line


@pytest.fixture(scope="module")
def tuned() -> Encoder:
    return load_encoder(str(DEMO / "adapters" / "encoder"))


@pytest.fixture(scope="module")
def texts(tuned: Encoder) -> dict[bytes, str]:
    """Every public text and every handled ticket of the demo, by key."""
    with open_sources(Settings(knowledge=DEMO / "knowledge.toml")) as sources:
        documents = gather(sources, {}).documents
    drafts = [
        draft
        for document in documents.values()
        if document.account is None
        for draft in split(document, tuned.count_tokens)
    ]
    return {key: said for draft in drafts for key, said in texts_of(draft)}


@pytest.mark.slow
def test_the_demo_ships_the_vectors_of_its_public_texts_and_of_nothing_else(
    tuned: Encoder, texts: dict[bytes, str]
) -> None:
    """After a change of its documents or of the encoder: demo/README.md says how to export it again."""
    path = DEMO / vectors.SHIPPED
    file = vector_file.read(path)
    assert path.stat().st_size < 20e6
    assert file.space == tuned.space
    assert set(map(bytes, file.keys)) == set(texts)


@pytest.mark.slow
def test_a_sample_of_what_the_demo_ships_is_what_the_encoder_makes_here(
    tuned: Encoder, texts: dict[bytes, str]
) -> None:
    file = vector_file.read(DEMO / vectors.SHIPPED)
    places = range(0, len(file.keys), len(file.keys) // 20)
    made = tuned.encode([texts[bytes(file.keys[place])] for place in places])
    cosines = np.sum(made * file.vectors[list(places)].astype(np.float32), axis=1)
    assert cosines.min() > 0.999
