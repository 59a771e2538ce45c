"""reStructuredText, plain and as Sphinx projects write it."""

from pathlib import Path

import pytest

from knowledge.errors import BadDocumentError
from tests.unit.knowledge.reading import outline, read


def test_it_becomes_a_title_and_sections() -> None:
    parsed = read("a.rst", ":orphan:\n\nTitle\n=====\n\nIntro.\n\nA\n-\na\n\nB\n~\nb\n\nC\n-\nc\n")
    assert parsed.title == "Title"
    assert outline(parsed) == [("", "text: Intro."), ("A", "text: a"), ("A > B", "text: b"), ("C", "text: c")]


def test_lists_tables_and_code_are_what_they_are() -> None:
    parsed = read(
        "a.rst",
        "- a\n\n  1. one\n  2. two\n- b\n\nSeat\n   A paid user\n\n.. code-block:: sh\n\n   ls\n   cd\n\n"
        "==== =====\nPlan Price\n==== =====\nTeam 34\nFree 0\n==== =====\n\n.. csv-table:: Fees\n   :header: A,B\n\n   1,2\n",
    )
    assert outline(parsed) == [
        (
            "",
            "list: - a\n  1. one\n  2. two\n- b\n- Seat: A paid user",
            "code: ls\ncd",
            "table: Plan: Team; Price: 34\nPlan: Free; Price: 0",
            "text: Fees",
            "table: A: 1; B: 2",
        )
    ]


def test_what_only_sphinx_knows_keeps_its_words() -> None:
    parsed = read(
        "a.rst",
        "See :ref:`Refunds <billing>` and `this <https://x.example/a>`_.\n\n.. toctree::\n\n   a\n   b\n\n"
        ".. versionadded:: 5.8\n   The export.\n\n.. warning:: Hot.\n",
    )
    assert outline(parsed) == [
        (
            "",
            "text: See Refunds and this (https://x.example/a).",
            "text: Added in 5.8. The export.",
            "text: Warning: Hot.",
        )
    ]


def test_it_reaches_nothing_outside_of_itself(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hunter2")
    parsed = read(
        "a.rst",
        f"before\n\n.. include:: {secret}\n\n.. csv-table::\n   :file: {secret}\n\n.. raw:: html\n   :file: {secret}\n\n"
        f".. literalinclude:: {secret}\n\nafter\n",
    )
    assert outline(parsed) == [("", "text: before", "text: after")]


def test_a_title_that_does_not_fit_the_others_is_still_read() -> None:
    parsed = read("a.rst", "T\n=\n\nA\n-\n\nB\n~\n\nb\n\nC\n+++++\n\nc\n\nD\n~\n\nd\n")
    assert {"b", "c", "d"} <= {section.text.split("\n")[-1] for section in parsed.sections}


def test_a_line_that_docutils_would_leave_out_with_all_the_text_is_refused() -> None:
    with pytest.raises(BadDocumentError, match="line of more than 100,000 characters"):
        read("a.rst", "x" * 100_001)
