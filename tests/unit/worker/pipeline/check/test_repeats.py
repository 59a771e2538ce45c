"""A sentence that the customer was told before is a finding."""

import pytest

from tests.unit.worker.pipeline.builders import passage, reply
from tests.unit.worker.pipeline.threads import ANSWERED, AT, HOUR, follow_up, ours, thread
from worker.company import Contacts
from worker.domain import Author, Fate, Message, Thread
from worker.pipeline.check.check import check
from worker.pipeline.check.repeats import repeated


@pytest.mark.parametrize(
    "sentence",
    [
        ANSWERED,
        ANSWERED.upper(),
        f"  {ANSWERED.rstrip('.')} ",
        "Open the list, and click \u201cExport\u201d in the upper right corner!",
        f"Hello. {ANSWERED}",
    ],
)
def test_the_same_sentence_is_found_however_it_is_written(sentence: str) -> None:
    (finding,) = repeated([sentence], thread("No."))
    assert finding.code == "said_before"


@pytest.mark.parametrize(
    "sentence",
    ["Choose XLSX in the export, which opens correctly in every language version.", "Open the list.", ""],
)
def test_another_sentence_is_not(sentence: str) -> None:
    assert repeated([sentence], thread("No.")) == []


def test_another_figure_is_another_sentence() -> None:
    told = thread("No.", before=(), handled=(ours(reply="The link that we send is valid for 60 minutes."),))
    assert repeated(["The link that we send is valid for 15 minutes."], told) == []
    assert repeated(["The link that we send is valid for 60 minutes."], told)


def test_what_colleagues_said_counts_and_drafts_notes_and_what_was_superseded_do_not() -> None:
    said = "Please click the button in the upper corner."
    agents = Message(Author.AGENT, AT + HOUR, f"Hi Femke,\n\n{said}\n\nRobin")
    assert repeated([said], thread("No.", before=(agents,), handled=()))
    assert repeated([said], thread("No.", before=(), after=(agents,), handled=()))
    held = ours(reply=said, public=False, fate=Fate.HELD)
    assert repeated([said], thread("No.", before=(), handled=(held, ours(reply=said, fate=Fate.SUPERSEDED)))) == []
    assert repeated([said], Thread()) == []


def test_a_reply_that_repeats_itself_does_not_pass() -> None:
    result = check(follow_up("And then?"), reply(ANSWERED), [passage(ANSWERED)], (), Contacts())
    assert "said_before" in {finding.code for finding in result.findings}
