"""This module makes the page of a chosen prompt: what was tried, how it compares, what the prompt is, and where it was right. It
loads nothing and runs nothing."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from models.evaluation.scores import Share
from worker.learning.prompting import scoring
from worker.learning.prompting.choosing import Chosen
from worker.learning.report import plots
from worker.learning.report.markup import Html, document, tag
from worker.learning.report.style import STYLE
from worker.learning.report.ticket_card import card
from worker.learning.report.words import counted, percent
from worker.pipeline.prompting import Choice, Prompt, Shot


def page(chosen: Chosen, processor: str = "") -> Html:
    """Return the page. `processor`: the name of the one that the prompt was chosen on."""
    kept, own = chosen.kept, chosen.kept.prompt
    title = f"Deskhand: the prompt for {kept.skill}"
    made = f"Chosen on {datetime.now(UTC):%d %B %Y}{f', on {processor}' if processor else ''}, for {kept.origin.base}."
    return document(
        title,
        STYLE,
        tag("h1", title),
        tag("p", f"{own.id}: {chosen.name}. {made}"),
        tag("p", _CAUTION.format(measure=kept.origin.measure), class_="caution"),
        tag("h2", "Beside what else could do it"),
        *_compared(chosen),
        tag("h2", f"What was tried: {kept.origin.candidates} prompts, {chosen.calls} answers"),
        *_rounds(chosen),
        tag("h2", "The instruction"),
        tag("pre", own.instruction, dir="auto"),
        tag("h2", "The examples"),
        *_examples(own),
        *_tickets(chosen),
    )


_CAUTION = (
    "Each score is the share of tickets with {measure}; brackets and thin lines show where the true share lies with 95 % "
    "certainty. The prompt was chosen on these tickets, so its score is a little too good."
)


def _compared(chosen: Chosen) -> list[Html]:
    bars = [_bar(f"{chosen.name} (chosen)", chosen.kept.score, main=True)]
    bars += [_bar(rival.name, rival.score) for rival in chosen.rivals]
    said = [tag("li", f"{one.name}; beside the prompt {one.pairs}") for one in chosen.rivals if one.pairs is not None]
    return [plots.bars(bars), tag("ul", *said)]


def _rounds(chosen: Chosen) -> list[Html]:
    parts = []
    for told in chosen.rounds:
        bars = [
            _bar(candidate.name, Share(right, told.tickets), main=candidate.name == chosen.name)
            for candidate, right in told.runners
        ]
        parts += [tag("h3", f"After {told.tickets} tickets: {len(bars)} prompts"), plots.bars(bars)]
    said = [f"{name} could not be asked: {why}" for name, why in chosen.out.items()]
    said += [f"{name}: {refused}" for name, refused in chosen.refused.items()]
    return [*parts, tag("ul", *(tag("li", line) for line in said))]


def _bar(name: str, score: Share, *, main: bool = False) -> plots.Bar:
    low, high = score.interval
    return plots.Bar(name, score.value or 0.0, low, high, f"{percent(score)} %, {counted(score)}", main)


def _examples(own: Prompt[Any]) -> list[Html]:
    if not own.count:
        return [tag("p", "None: the instruction alone did better.")]
    if own.choice is Choice.FIXED:
        return [tag("p", f"Each ticket is shown these {own.count}."), *_shots(own.shots[: own.count])]
    said = f"Each ticket is shown the {own.count} of {len(own.shots)} handled tickets that are nearest to it. The first of them:"
    return [tag("p", said), *_shots(own.shots[: own.count])]


def _shots(shots: Sequence[Shot[Any]]) -> list[Html]:
    return [
        tag(
            "details",
            tag("summary", f"{shot.ticket}: ", tag("bdi", shot.shown.subject or "(no subject)")),
            tag("pre", shot.shown.body, dir="auto"),
            tag("pre", shot.answer, dir="auto"),
        )
        for shot in shots
    ]


def _tickets(chosen: Chosen) -> list[Html]:
    judged = [(row, scoring.outcome(chosen.kept.skill, row).right) for row in chosen.rows]
    wrong, right = ([card(row) for row, is_right in judged if is_right is wanted] for wanted in (False, True))
    return [
        tag("h2", f"Where it was wrong: {len(wrong)} tickets"),
        *wrong,
        tag("h2", f"Where it was right: {len(right)} tickets"),
        *right,
    ]
