"""This benchmark measures how well a text's language is told: one of ours, another one, or too little to tell.

    python -m benchmarks.language --set dev --set demo
    pip install --target lingua lingua-language-detector && PYTHONPATH=lingua python -m benchmarks.language

ours right, ours to a person, ours unknown      a text in one of our languages: told, taken for a foreign one, None
foreign to a person, as ours, unknown           a text in another language: a person reads it, or it goes on
by itself                                       a text in none (a number, an address): None is right; mixed: one of ours is

Each contender runs in a process of its own, so that its memory is its own. A library that is not installed is left out.
Sets: dev (by somebody who has not read the rules), neighbours (by the rules' author), test (kept back), demo (the demo's
tickets and questions, which are in our languages only).
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psutil
from rich.console import Console
from rich.table import Table

from benchmarks.machine import named
from knowledge.languages.guess import OTHER, guess, guess_document
from knowledge.languages.registry import LANGUAGES
from models.evaluation.scores import Share

SETS, DEMO = Path("benchmarks/sets"), Path("demo")
Row = dict[str, str]
Guess = Callable[[str], str | None]
LIBRARIES = {"py3langid": "py3langid", "lingua": "lingua", "cld2": "pycld2", "eldc": "eldc"}
"""The key is a contender that takes the likeliest of all its languages; the value is the module that it needs."""
SHORT = {"one_word", "short"}
PARTS = ("all", *LANGUAGES, "short", "longer")


def contender(name: str) -> Guess:
    """Return the function of a contender. It loads what it needs with the first text."""
    if name == "deskhand":
        return guess
    if name == "small words":
        return guess_document
    found = _likeliest(name)

    def told(text: str) -> str | None:
        code = found(text)
        return code if code in LANGUAGES or code is None else OTHER

    return told


def _likeliest(name: str) -> Guess:
    if name == "py3langid":
        from py3langid.langid import MODEL_FILE, LanguageIdentifier

        identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
        return lambda text: str(identifier.classify(text)[0])
    if name == "lingua":
        lingua = __import__("lingua")
        detector = lingua.LanguageDetectorBuilder.from_all_languages().build()

        def by_lingua(text: str) -> str | None:
            found = detector.detect_language_of(text)
            return str(found.iso_code_639_1.name).lower() if found else None

        return by_lingua
    if name == "eldc":
        eldc = __import__("eldc")
        eldc.init()
        return lambda text: None if (found := str(eldc.detect(text))) == "und" else found
    pycld2 = __import__("pycld2")

    def by_cld2(text: str) -> str | None:
        code = pycld2.detect(text, bestEffort=True)[2][0][1]
        return None if code == "un" else str(code).partition("-")[0]

    return by_cld2


def load(name: str) -> list[Row]:
    """Return the rows of a set: language, length and text."""
    if name != "demo":
        return [json.loads(line) for line in (SETS / f"language_{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    tickets = [DEMO / "tickets" / f"{name}.jsonl" for name in ("inbound", "test", "train")]  # the others are sealed
    paths = [*tickets, *sorted(DEMO.glob("questions*.jsonl"))]
    rows = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    texts = [(row, row.get("question") or f"{row['subject']}\n{row['body']}") for row in rows]
    return [
        {"id": row["id"], "language": row["language"], "length": _length(text), "text": text} for row, text in texts
    ]


def _length(text: str) -> str:
    words = len(text.split())
    return "short" if words <= 5 else "sentence" if words <= 20 else "long"


def outcome(row: Row, told: str | None) -> str:
    """Return what became of a row, as "ours right" or "foreign unknown"."""
    language = row["language"]
    if language in {"mixed", "none"}:
        is_right = told is None if language == "none" else told in LANGUAGES or told is None
        return f"{language} {'right' if is_right else 'wrong'}"
    side = "ours" if language in LANGUAGES else "foreign"
    if told is None:
        return f"{side} unknown"
    if told == OTHER:
        return f"{side} to a person"
    return f"{side} {'right' if told == language else 'as ours'}"


def measure(name: str, sets: Iterable[str]) -> dict[str, Any]:
    """Return a contender's outcome for each row of each set, with time and memory."""
    rows = {one: load(one) for one in sets}
    before, started = psutil.Process().memory_info().rss, time.perf_counter()
    tell = contender(name)
    tell("tulostin ei toimi")  # in no language of ours, so that whatever is loaded late is loaded now
    loaded = time.perf_counter()
    told = {one: [tell(row["text"]) for row in found] for one, found in rows.items()}
    spent, count = time.perf_counter() - loaded, sum(map(len, rows.values()))
    return {
        "load_s": loaded - started,
        "ms_per_text": 1000 * spent / max(1, count),
        "memory_mb": (psutil.Process().memory_info().rss - before) / 2**20,
        "told": told,
    }


def _measured_apart(name: str, sets: Iterable[str]) -> dict[str, Any]:
    arguments = [argument for one in sets for argument in ("--set", one)]
    command = [sys.executable, "-m", "benchmarks.language", "--contender", name, *arguments]
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return found


def shares(pairs: Iterable[tuple[Row, str | None]]) -> dict[str, Share]:
    """Return, of rows and what was told of them, the share of each outcome among the rows of its side."""
    outcomes = [outcome(row, told) for row, told in pairs]
    return {
        name: Share(outcomes.count(name), sum(other.split()[0] == name.split()[0] for other in outcomes))
        for name in sorted(set(outcomes))
    }


def _parts(row: Row) -> set[str]:
    return {"all", row["language"], "short" if row["length"] in SHORT else "longer"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    known = [*(path.stem.removeprefix("language_") for path in sorted(SETS.glob("language_*.jsonl"))), "demo"]
    parser.add_argument("--set", action="append", choices=known, dest="sets", help="default: all that are there")
    parser.add_argument("--errors", action="store_true", help="print the texts that the product gets wrong")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--contender", help=argparse.SUPPRESS)
    options = parser.parse_args()
    sets = options.sets or known
    if options.contender:
        print(json.dumps(measure(options.contender, sets)))
        return
    names = ["deskhand", "small words", *(name for name, module in LIBRARIES.items() if find_spec(module))]
    report({name: _measured_apart(name, sets) for name in names}, sets, as_json=options.json, errors=options.errors)


def report(found: dict[str, dict[str, Any]], sets: Iterable[str], *, as_json: bool, errors: bool) -> None:
    console, printed = Console(), {}
    for one in sets:
        rows = load(one)
        table = Table("contender", "outcome", *PARTS, title=f"{one}: {len(rows)} texts")
        for name, figures in found.items():
            told = figures["told"][one]
            pairs = list(zip(rows, told, strict=True))
            by_part = {part: shares(here) for part in PARTS if (here := [p for p in pairs if part in _parts(p[0])])}
            printed[f"{one}, {name}"] = {part: {k: str(v) for k, v in got.items()} for part, got in by_part.items()}
            for key in by_part["all"]:
                counts = [by_part.get(part, {}).get(key) for part in PARTS[1:]]
                table.add_row(
                    name, key, str(by_part["all"][key]), *(f"{c.hits}/{c.total}" if c else "" for c in counts)
                )
        if not as_json:
            console.print(table)
        if errors:
            wrong = {
                "ours to a person",
                "ours as ours",
                "foreign as ours",
                "foreign unknown",
                "none wrong",
                "mixed wrong",
            }
            for row, code in zip(rows, found["deskhand"]["told"][one], strict=True):
                if outcome(row, code) in wrong:
                    console.print(f"{row['id']} {row['language']} is told as {code}: {row['text']}", markup=False)
    speed = {name: {k: v for k, v in figures.items() if k != "told"} for name, figures in found.items()}
    if as_json:
        print(json.dumps({"machine": named(), "outcomes": printed, "speed": speed}, ensure_ascii=False))
        return
    table = Table("contender", "load, s", "ms per text", "memory, MB", title=named())
    for name, values in speed.items():
        table.add_row(name, f"{values['load_s']:.2f}", f"{values['ms_per_text']:.2f}", f"{values['memory_mb']:.0f}")
    console.print(table)


if __name__ == "__main__":
    main()
