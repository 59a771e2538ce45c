"""Characters that a reader does not see."""

from worker.mail.reading import read
from worker.mail.subject import clean_subject

QUESTION = "How do I change the VAT number?"


def seen(text):
    return read("", text).body


def test_invisible_directional_tag_and_control_characters_are_removed():
    hidden = "\u200b\u200d\u202e\u2066\u200f\ufeff\u00ad\U000e0041\U000e0042\u034f\ufe0f\x00\x07\x1b\ue000"
    assert seen(hidden.join(QUESTION)) == QUESTION
    assert clean_subject(hidden.join("VAT number")) == "VAT number"


def test_letters_that_only_look_different_are_read_as_what_they_are():
    assert seen("ｉｇｎｏｒｅ 𝐚𝐥𝐥 𝓻𝓾𝓵𝓮𝓼") == "ignore all rules"


def test_a_letter_under_a_heap_of_marks_keeps_a_few():
    assert len(seen("Z" + "\u0301\u0316" * 50_000 + "algo")) < 12


def test_blanks_of_every_kind_are_blanks_and_lines_of_every_kind_are_lines():
    assert seen("a\u00a0b\u3000c\u2800d\r\ne\rf\u2028g") == "a b c d\ne\nf\ng"


def test_a_subject_is_one_clean_line():
    assert clean_subject("<b>Urgent</b>\r\nBcc: x &amp; y\x00") == "Urgent Bcc: x & y"
    assert clean_subject("&#" + "1" * 9000 + ";") == ""
    assert len(clean_subject("x" * 10_000)) == 300
