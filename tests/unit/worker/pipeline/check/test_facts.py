import pytest

from worker.pipeline.check.facts import facts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("It costs 1,450 once.", "It costs 1450 once."),
        ("Es kostet 1.450 Euro.", "It costs 1450."),
        ("See HTTPS://Help.x.example/login/ now", "help.x.example/login"),
        ("0,09 per message", "0.09 per message"),
        ("25 % off", "25% off"),
    ],
)
def test_the_same_fact_written_differently_is_the_same(one: str, other: str) -> None:
    assert facts(one) == facts(other) != frozenset()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("version 5.8.2", "version 5.8.1"),
        ("due 2026-11-15", "due 2026-11-16"),
        ("invoice F-2026-04417", "invoice F-2026-04418"),
        ("mail a@x.example", "mail b@x.example"),
        ("within two days", "within three days"),
    ],
)
def test_different_facts_stay_different(one: str, other: str) -> None:
    assert facts(one) != facts(other)


def test_a_protected_name_counts_only_with_its_capital() -> None:
    assert facts("The Team plan", {"Team"}) == {"Team"}
    assert facts("your team of people", {"Team"}) == frozenset()


def test_plain_words_are_no_facts() -> None:
    assert facts("Open the settings and choose the language.") == frozenset()
