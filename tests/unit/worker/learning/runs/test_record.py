"""The record of a run outlives the process that makes it, and becomes a picture and a page."""

import json
import struct
import zlib
from pathlib import Path

import numpy as np

from models.training.run import Progress
from worker.learning.report import chart, picture, run_page
from worker.learning.runs import record
from worker.learning.runs.record import Record, Row


def rows(amount: int) -> list[Row]:
    return [Row(n, 2.0 / n, 1.0 / n if n % 10 == 0 else None, 100 * n, 2.0 * n, 10**9) for n in range(1, amount + 1)]


def test_a_resumed_run_replaces_what_the_killed_one_did_after_its_checkpoint(tmp_path: Path) -> None:
    path = tmp_path / "record.jsonl"
    first = Record(path)
    for step in range(1, 8):
        first.add(Progress(step, 10, 1.0, step * 50, 0.9 if step >= 4 else None, seconds=step * 2.0))
    with path.open("a") as file:
        file.write('{"step": 8, "lo')  # killed while it wrote
    second = Record(path)
    for step in range(6, 11):
        second.add(Progress(step, 10, 0.5, step * 50, 0.9, seconds=(step - 5) * 2.0))
    kept = record.read(path)
    assert [row.step for row in kept] == list(range(1, 11))
    assert [row.seconds for row in kept] == [2.0 * step for step in range(1, 11)]
    assert [row.step for row in kept if row.validation is not None] == [4]  # measured once, told with each step
    assert (kept[4].loss, kept[5].loss) == (1.0, 0.5)


def test_another_run_begins_an_empty_record(tmp_path: Path) -> None:
    path = tmp_path / "record.jsonl"
    Record(path).add(Progress(1, 2, 1.0))
    Record(path).add(Progress(1, 2, 3.0))
    assert [row.loss for row in record.read(path)] == [3.0]


def test_a_version_keeps_a_thousand_steps_of_a_long_run_and_each_validation() -> None:
    kept = json.loads(record.to_json({"rank": 4}, rows(5_000), "a processor"))
    assert kept["steps"] == 5_000
    assert [row["step"] for row in kept["record"] if row["validation"] is not None] == list(range(10, 5_001, 10))
    assert len(kept["record"]) <= 1_500
    assert kept["run"] == {"rank": 4}


def test_the_picture_is_a_png_that_shows_both_lines() -> None:
    png = picture.png(chart.chart(rows(40)))
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    wide, high = struct.unpack(">II", png[16:24])
    length = struct.unpack(">I", png[33:37])[0]
    raw = np.frombuffer(zlib.decompress(png[41 : 41 + length]), dtype=np.uint8).reshape(high, 1 + 3 * wide)
    colours = {tuple(map(int, pixel)) for pixel in np.unique(raw[:, 1:].reshape(-1, 3)[::3], axis=0)}
    assert (wide, high) == (2 * chart.WIDTH, 2 * chart.HEIGHT)
    assert {tuple(bytes.fromhex(one[1:])) for one in (chart.LOSS, chart.VALIDATION)} <= colours


def test_a_run_without_finite_losses_or_without_steps_is_drawn_too() -> None:
    for own in ([], [Row(1, float("nan"), None, 0, 0.0, 0)], [Row(1, 0.0, 0.0, 0, 0.0, 0)]):
        assert picture.png(chart.chart(own))
        assert run_page.summary(own)


def test_the_page_has_the_run_the_curve_and_what_it_did(tmp_path: Path) -> None:
    run_page.write(tmp_path, {"skill": "triage", "data": ["<b>.jsonl"], "rank": 4}, rows(40))
    page = (tmp_path / "run.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;.jsonl" in page
    assert "<svg" in page
    assert "validation loss 0.025 after step 40, the lowest of 4" in page
    assert "50 tokens per second" in page
    assert "1.00 GB of memory at most" in page
    assert "http" not in page.replace("http-equiv", "")
