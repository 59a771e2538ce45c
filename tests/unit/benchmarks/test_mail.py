"""What the benchmark of mail counts."""

from benchmarks.mail import Message, body, by_group, compare, load, new_words, shares, views, words_of
from tests.support.json_lines import write_json_lines

ROW = {
    "id": "1",
    "client": "outlook",
    "language": "en",
    "format": "text",
    "subject": "Re: x",
    "segments": [{"kind": "new", "text": "It is empty.\n\n"}, {"kind": "signature", "text": "Kind regards\nLena\n"}],
}


def loaded(tmp_path, **changes):
    folder = write_json_lines(tmp_path, mail=[{**ROW, **changes}])
    (message,) = load(folder / "mail.jsonl")
    return message


def test_words_are_compared_in_their_order(tmp_path):
    message = loaded(tmp_path)
    outcome = compare(message, "It empty. Lena")
    assert (outcome.missing, outcome.left, outcome.new, outcome.others) == (["is"], ["lena"], 3, 3)


def test_the_views_are_what_reading_makes(tmp_path):
    message = loaded(tmp_path)
    assert new_words(message) == body(message) == "It is empty."
    assert set(views()) >= {"new words", "what the model sees"}


def test_shares_are_counted_for_all_and_for_each_group(tmp_path):
    groups = by_group([compare(loaded(tmp_path), "It is empty")])
    assert set(groups) == {"all", "client outlook", "language en", "format text"}
    assert {what: (share.hits, share.total) for what, share in groups["all"].items()} == {
        "missing": (0, 3),
        "others": (0, 3),
        "messages that miss words": (0, 1),
    }
    assert shares([])["missing"].total == 0


def test_words_of_markup_are_those_of_a_reader_with_the_text_of_images():
    parts = (("new", '<style>p{}</style><p>a&amp;b<img src="x" alt="E 1"></p>'),)
    assert Message("1", "", (), parts, True).words == [("a", True), ("b", True), ("e", True), ("1", True)]
    assert words_of("A b-C") == ["a", "b", "c"]
