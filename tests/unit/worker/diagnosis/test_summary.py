"""Diagnoses are counted, and one thing is to be done first."""

from pathlib import Path

import pytest

from worker.cli.diagnose import diagnose
from worker.diagnosis.causes import TOLD, Area, Cause, Diagnosis, Evidence
from worker.diagnosis.page import page
from worker.diagnosis.summary import Summary
from worker.errors import Refused


def test_every_cause_has_its_words() -> None:
    assert set(TOLD) == set(Cause)


def test_the_first_thing_to_do_is_in_the_most_frequent_area() -> None:
    found = Summary.of(
        [
            Diagnosis.of("1", Cause.NOT_RETRIEVED, Evidence("not found", "docs/a.md#A")),
            Diagnosis.of("2", Cause.RANKED_BELOW, Evidence("below", "docs/a.md#A")),
            Diagnosis.of("3", Cause.RANKED_BELOW, Evidence("below", "docs/b.md#B")),
            Diagnosis.of("4", Cause.KNOWLEDGE_MISSING, "nothing says it"),
            Diagnosis.of("5", Cause.NO_FAULT, "the same"),
        ]
    )
    assert [(cause, share.hits, share.total) for cause, share in found.causes()] == [
        (Cause.RANKED_BELOW, 2, 5),
        (Cause.KNOWLEDGE_MISSING, 1, 5),
        (Cause.NOT_RETRIEVED, 1, 5),
        (Cause.NO_FAULT, 1, 5),
    ]
    assert [(area, share.hits, share.total) for area, share in found.areas()] == [
        (Area.RETRIEVAL, 3, 4),
        (Area.KNOWLEDGE, 1, 4),
    ]
    assert found.refs()[0] == ("docs/a.md#A", 2)
    assert found.first().startswith("Retrieval: the right page was found too far down.")
    assert found.to_json()["faults"] == 4


def test_what_most_of_a_cause_need_is_what_is_to_be_done() -> None:
    there = Diagnosis.of("1", Cause.KNOWLEDGE_MISSING, "it came later", first="Nothing more: the page is there now.")
    missing = Diagnosis.of("2", Cause.KNOWLEDGE_MISSING, "nothing says it")
    assert "Write the page" in Summary.of([there, missing, missing]).first()


def test_nothing_is_to_be_done_where_nothing_is_at_fault() -> None:
    assert Summary.of([]).first() == "Nothing: no answer was found at fault."


def test_the_page_has_what_people_wrote_as_text() -> None:
    found = Summary.of([Diagnosis.of("7", Cause.NOT_RETRIEVED, Evidence("<script>alert(1)</script>", "docs/a.md#<b>"))])
    made = page(found, "since 1 November 2026")
    assert "<script>" not in made
    assert "&lt;script&gt;" in made
    assert "ticket 7: The right page was not found" in made


def test_a_page_for_which_there_is_no_folder_is_refused_before_anything_is_diagnosed(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"nowhere is no folder"):
        diagnose(html=tmp_path / "nowhere" / "why.html")
