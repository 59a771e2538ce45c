"""Whatever a language needs is there for each of them, or a test names the file to write."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from knowledge import languages
from knowledge.languages import elsewhere, guess
from knowledge.languages.base import Language
from knowledge.languages.registry import FURTHER_LAYOUTS, LANGUAGES
from worker.pipeline import wording
from worker.pipeline.wording.base import Wording
from worker.pipeline.wording.registry import WORDINGS

FOLDERS = {"knowledge/languages": languages, "worker/pipeline/wording": wording}


def gaps(known: Mapping[str, Language], worded: Mapping[str, Wording], files: Mapping[str, set[str]]) -> Iterator[str]:
    """What is missing for the languages of two registries. `files`: the codes that each folder has a file of."""
    registries: dict[str, Mapping[str, Any]] = dict(zip(FOLDERS, (known, worded), strict=True))
    for code in sorted({*known, *worded}.union(*files.values())):
        for folder, registry in registries.items():
            if code not in files[folder]:
                yield f"{folder}/{code}.py is missing"
            if code not in registry:
                yield f"{folder}/registry.py does not name {code}"
            else:
                yield from (f"{folder}/{code}.py: {name} is empty" for name in empty_fields(registry[code]))
        if code in guess.NEIGHBOURS:
            yield f"knowledge/languages/guess.py names {code} as a neighbour, but it is one of ours"
    yield from (f"{language.code} is called {code}" for code, language in known.items() if language.code != code)


def empty_fields(value: Any) -> Iterator[str]:
    for field in fields(value):
        held = getattr(value, field.name)
        if is_dataclass(held):
            yield from (f"{field.name}.{name}" for name in empty_fields(held))
        elif not held and not field.metadata.get("may_be_empty"):
            yield field.name


def files() -> dict[str, set[str]]:
    """The codes that there are files of."""
    return {
        folder: {path.stem for path in Path(package.__path__[0]).glob("??.py")} for folder, package in FOLDERS.items()
    }


def patterns(value: Any) -> Iterator[str]:
    for field in fields(value):
        held = getattr(value, field.name)
        if is_dataclass(held):
            yield from patterns(held)
        elif isinstance(held, tuple):
            yield from (part for part in held if isinstance(part, str))


def test_every_language_has_all_that_a_language_needs():
    assert list(gaps(LANGUAGES, WORDINGS, files())) == []


def test_a_language_in_one_registry_only_is_told_with_the_file_to_write():
    made_up = replace(LANGUAGES["en"], code="eo")
    there = files()
    there["knowledge/languages"].add("eo")
    assert list(gaps({**LANGUAGES, "eo": made_up}, WORDINGS, there)) == [
        "worker/pipeline/wording/eo.py is missing",
        "worker/pipeline/wording/registry.py does not name eo",
    ]
    assert list(gaps(LANGUAGES, {**WORDINGS, "eo": WORDINGS["en"]}, files()))[:2] == [
        "knowledge/languages/eo.py is missing",
        "knowledge/languages/registry.py does not name eo",
    ]


def test_a_file_that_no_registry_names_is_told():
    there = {folder: {*codes, "eo"} for folder, codes in files().items()}
    assert list(gaps(LANGUAGES, WORDINGS, there)) == [
        "knowledge/languages/registry.py does not name eo",
        "worker/pipeline/wording/registry.py does not name eo",
    ]


def test_an_empty_field_is_told_with_its_name():
    english = LANGUAGES["en"]
    layout = replace(english.layout, closings=())
    known = {**LANGUAGES, "en": replace(english, layout=layout, negations=frozenset())}
    worded = {**WORDINGS, "de": replace(WORDINGS["de"], greeting="")}
    assert list(gaps(known, worded, files())) == [
        "worker/pipeline/wording/de.py: greeting is empty",
        "knowledge/languages/en.py: negations is empty",
        "knowledge/languages/en.py: layout.closings is empty",
    ]


def test_a_neighbour_that_becomes_one_of_ours_is_told():
    dutch = replace(LANGUAGES["en"], code="nl")
    there = {folder: {*codes, "nl"} for folder, codes in files().items()}
    assert list(gaps({**LANGUAGES, "nl": dutch}, {**WORDINGS, "nl": WORDINGS["en"]}, there)) == [
        "knowledge/languages/guess.py names nl as a neighbour, but it is one of ours"
    ]


def test_a_language_cannot_be_made_without_a_field():
    with pytest.raises(TypeError, match="negations"):
        Language(**{f.name: getattr(LANGUAGES["en"], f.name) for f in fields(Language) if f.name != "negations"})


@pytest.mark.parametrize(
    "known",
    [*LANGUAGES.values(), elsewhere.MACHINES, *FURTHER_LAYOUTS.values()],
    ids=[*LANGUAGES, "elsewhere", *FURTHER_LAYOUTS],
)
def test_a_pattern_of_a_language_captures_nothing_and_matches_more_than_nothing(known):
    for pattern in patterns(known):
        compiled = re.compile(pattern, re.IGNORECASE)
        assert compiled.groups == 0
        assert not compiled.fullmatch("")
