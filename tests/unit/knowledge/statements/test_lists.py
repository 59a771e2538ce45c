"""Lists, steps, tables and code."""

from knowledge.passages import Block, BlockKind, Kind
from knowledge.statements import Statement, StatementKind
from knowledge.statements.split import statements_of


def made(*blocks: tuple[BlockKind, str], heading: str = "Limits", language: str = "en") -> tuple[Statement, ...]:
    parts = [Block(kind, text) for kind, text in blocks]
    text = "\n".join(block.text for block in parts)
    return statements_of(Kind.DOCS, f"Meters > {heading}", text, blocks=parts, language=language)


def texts(*blocks: tuple[BlockKind, str], heading: str = "Limits", language: str = "en") -> list[str]:
    return [one.text for one in made(*blocks, heading=heading, language=language)]


def test_an_item_is_said_after_what_introduces_its_list() -> None:
    assert texts(
        (BlockKind.TEXT, "A meter is an own record. The gateway needs:"),
        (BlockKind.LIST, "- 2 GB of memory\n- a fixed address"),
    ) == ["A meter is an own record.", "The gateway needs: 2 GB of memory.", "The gateway needs: a fixed address."]


def test_an_introduction_that_leans_takes_the_sentence_before_it_along() -> None:
    assert (
        texts((BlockKind.TEXT, "A meter can be reset. To do this:"), (BlockKind.LIST, "- Open the Meters tab"))[-1]
        == "A meter can be reset. To do this: Open the Meters tab."
    )


def test_without_an_introduction_a_fragment_is_said_after_its_heading_and_a_sentence_alone() -> None:
    assert texts((BlockKind.LIST, "- 200 assets\n- A storeroom holds any number of parts.")) == [
        "Limits: 200 assets.",
        "A storeroom holds any number of parts.",
    ]


def test_numbered_steps_are_steps_and_keep_their_order_and_their_purpose() -> None:
    steps = made(
        (BlockKind.TEXT, "To reset it:"),
        (BlockKind.LIST, "1. Open the tab. It has a bell.\n2) Click Reset"),
        heading="Reset a meter",
    )
    assert [(one.kind, one.own, one.lead) for one in steps] == [
        (StatementKind.STEP, "Open the tab. It has a bell.", "Reset a meter: To reset it:"),
        (StatementKind.STEP, "Click Reset.", "Reset a meter: To reset it:"),
    ]
    [alone] = made((BlockKind.LIST, "1. Click Reset"), heading="Reset a meter")
    assert alone.text == "Reset a meter: Click Reset."


def test_an_item_below_another_one_is_said_after_it() -> None:
    assert texts(
        (
            BlockKind.LIST,
            "- On tablets:\n  - Android 10 or later\n  - iOS 16 or later\n- On desktops any browser works.",
        )
    ) == [
        "Limits: On tablets: Android 10 or later.",
        "Limits: On tablets: iOS 16 or later.",
        "On desktops any browser works.",
    ]


def test_what_a_lead_in_denies_is_denied_of_items_below_items_too() -> None:
    assert texts(
        (BlockKind.TEXT, "The following is not possible:"),
        (BlockKind.LIST, "1. Deleting the owner\n   - even by an admin"),
    ) == [
        "The following is not possible: Deleting the owner.",
        "The following is not possible: Deleting the owner: even by an admin.",
    ]


def test_an_item_that_is_too_long_with_its_lead_in_is_not_said_without_it() -> None:
    long = f"delete {'the old records ' * 30}".strip()
    assert texts((BlockKind.TEXT, "You must never:"), (BlockKind.LIST, f"- {long}")) == []


def test_a_space_before_a_semicolon_goes_with_it() -> None:
    assert texts(
        (BlockKind.TEXT, "Vous ne pouvez pas résilier\u00a0:"),
        (BlockKind.LIST, "- par téléphone\u00a0;"),
        language="fr",
    ) == ["Vous ne pouvez pas résilier : par téléphone."]


def test_a_row_of_values_names_its_columns_and_its_heading() -> None:
    assert texts(
        (BlockKind.TABLE, "Plan: Team; Requests per minute: 120; API: yes\nPlan: Business; Requests per minute: 300")
    ) == [
        "Limits: Plan Team: Requests per minute 120, API yes.",
        "Limits: Plan Business: Requests per minute 300.",
    ]


def test_an_instruction_in_a_row_is_said_with_the_case_it_is_for() -> None:
    [one] = made((BlockKind.TABLE, "Error: E4012; What to do: Create a new token; then restart the gateway"))
    assert one.text == "Error: E4012. What to do: Create a new token; then restart the gateway."
    assert one.kind is StatementKind.ROW
    assert one.source == "Error: E4012; What to do: Create a new token; then restart the gateway"


def test_a_row_that_is_too_long_is_said_cell_by_cell() -> None:
    words = "words that explain " * 12
    found = texts((BlockKind.TABLE, f"Error: E1; Meaning: {words.strip()}; Help: {words.strip()}"))
    assert found == [f"Error: E1. Meaning: {words.strip()}.", f"Error: E1. Help: {words.strip()}."]


def test_code_is_not_said_and_neither_is_what_introduces_it() -> None:
    assert texts((BlockKind.TEXT, "The service has a log. Run this command:"), (BlockKind.CODE, "tail -f x.log")) == [
        "Limits: The service has a log."
    ]


def test_a_text_without_blocks_is_read_by_its_lines() -> None:
    text = "To pair it:\n1. Press the button.\n2. Enter the code.\n$ pair --now\nPlan: Team; Sites: 3"
    found = statements_of(Kind.DOCS, "Gateways > Pair", text, language="en")
    assert [(one.kind, one.own) for one in found] == [
        (StatementKind.STEP, "Press the button."),
        (StatementKind.STEP, "Enter the code."),
        (StatementKind.ROW, "Plan Team: Sites 3."),
    ]


def test_nothing_is_said_twice() -> None:
    assert texts((BlockKind.TEXT, "A meter counts the hours. A meter counts the hours.")) == [
        "A meter counts the hours."
    ]
