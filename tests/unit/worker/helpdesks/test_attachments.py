"""What helpdesks and automations send as a list of files."""

import json
from typing import Any

import pytest

from worker.domain import Attachment
from worker.helpdesks.attachments import attachments
from worker.mail.file_names import name_in

PNG = "https://x.example/a.png"


@pytest.mark.parametrize(
    ("given", "names"),
    [
        (["https://x.example/a.png", "b.pdf"], ["a.png", "b.pdf"]),
        ({"file_name": "a.png"}, ["a.png"]),
        ([{"fileName": "a.png", "contentUrl": PNG, "contentType": "image/png"}], ["a.png"]),
        ([{"file": {"fileName": "a.png"}}], ["a.png"]),
        ([{"id": 4, "file": {"url": PNG}}], ["a.png"]),
        ([{"file": "a.png"}], ["a.png"]),
        ([{"attachment": "https://x.example/d/?name=a.png"}], ["a.png"]),
        ([{"FILE-NAME": "a.png"}], ["a.png"]),
        ([{"originalFilename": "a.png", "downloadUrl": PNG}], ["a.png"]),
        ({"0": {"name": "a.png"}, "1": {"name": "b.pdf"}}, ["a.png", "b.pdf"]),
        ({"items": [{"name": "a.png"}, {"attributes": {"name": "b.pdf"}}]}, ["a.png", "b.pdf"]),
        ({"edges": [{"node": {"name": "a.png"}}]}, ["a.png"]),
        (json.dumps([{"name": "a.png"}, "b.pdf"]), ["a.png", "b.pdf"]),
        (json.dumps({"filename": "a.png"}), ["a.png"]),
        (' ["a.png"]\n', ["a.png"]),
        ("a.png", ["a.png"]),
        ("a.png, b.pdf", ["a.png", "b.pdf"]),
        ("https://x.example/a.png\nhttps://x.example/f?id=9", ["a.png", "(no name)"]),
        ("//x.example/attachments/token/x/?name=in%20line.png", ["in line.png"]),
        ('[{:name=>"a.png"}]', ["(no name)"]),
        ([{"size": 4}], ["(no name)"]),
        ([{"id": 1}, {"id": 2}], ["(no name)", "(no name)"]),
        ([["a.png"], ["b.pdf"]], ["a.png", "b.pdf"]),
        ("data:image/png;base64,AAAA", ["(no name)"]),
        ([], []),
        ({}, []),
        ("[]", []),
        ("{}", []),
        ("", []),
        ("null", []),
        ("{{ticket.attachments}}", []),
        (None, []),
        (7, []),
        ([None, 7, "", []], []),
        ({"items": []}, []),
    ],
)
def test_a_list_of_any_usual_shape_names_its_files(given: Any, names: list[str]) -> None:
    assert [file.name for file in attachments(given)] == names


def test_what_is_known_of_a_file_is_kept() -> None:
    full = {"fileName": "a.png", "contentType": "IMAGE/PNG", "fileSize": "12", "contentUrl": PNG}
    assert attachments([full]) == (Attachment("a.png", "image/png", 12, PNG),)
    assert attachments([{"type": "file", "file": full}]) == (Attachment("a.png", "image/png", 12, PNG),)
    assert attachments([PNG]) == (Attachment("a.png", url=PNG),)
    assert attachments(["data:image/png;base64,AAAA"]) == (Attachment("(no name)", "image/png"),)


def test_several_places_are_one_list_of_at_most_a_hundred() -> None:
    assert [file.name for file in attachments(["a.png"], None, "b.pdf")] == ["a.png", "b.pdf"]
    assert len(attachments(["x.png"] * 5000, "y.png, " * 5000)) == 100


def test_what_a_stranger_chooses_ends() -> None:
    nested: Any = "a.png"
    for _ in range(30):
        nested = [{"x": nested}]
    assert len(attachments(nested)) <= 1
    for piece in ("[", "{", "a, ", '[["a"],', "\\", "a\n", "{{", "://", "?name="):
        attachments(piece * (200_000 // len(piece)))
        name_in(piece * (200_000 // len(piece)))
