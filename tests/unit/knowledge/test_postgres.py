import pytest

from knowledge.postgres import scrub


@pytest.mark.parametrize(
    ("text", "stored"),
    [("naïve 😀", "naïve 😀"), ("a\x00b", "ab"), ("a\ud800b\udfff", "ab"), ("\ud83d\ude00", ""), ("", "")],
)
def test_what_postgres_cannot_store_is_dropped(text: str, stored: str) -> None:
    assert scrub(text) == stored


def test_half_a_character_can_be_kept_in_sight() -> None:
    assert scrub("a\udce4\x00\udcf6", half_as="?") == "a??"
