"""`deskhand models threshold` says from which confidence replies may be sent, and proves it."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from models.evaluation.promise import ERROR, LEVEL, Promise
from worker.cli import progress
from worker.cli.models import names
from worker.cli.options import AS_JSON
from worker.errors import Refused
from worker.settings import Settings

console = Console()

HELP = """Find the confidence from which replies may be sent, with a promise about them.

The promise: of the replies at or above the threshold at most the share --error is wrong, with the certainty --level. It is
proven on handled tickets that training held out, by an exact bound. Choose error and level before you look. For an error of
10 % at 95 % the command needs 29 replies that pass the check without a wrong one, 46 with one, 61 with two. If no
threshold qualifies it says how many more reviewed replies are needed, and replies stay drafts.

Nothing is written without --save. Name queues (--queue) before you look as well: each gets a promise of its own, at a level
at which all of them hold together. What is sent follows the threshold for all queues.

Examples:

    deskhand models threshold --data tickets/train.jsonl --error 0.1 --level 0.95

    deskhand models threshold --data my/reviewed.jsonl --unseen --save

    deskhand models threshold --data my/reviewed.jsonl --unseen --adapter reply-20261129-1a2b3c4d --save

    deskhand models threshold --data tickets/train.jsonl --queue billing --queue access --json | jq .queues
"""
OF_ERROR = Annotated[float, typer.Option(help="Share of sent replies that may be wrong.", min=0.001, max=0.999)]
OF_LEVEL = Annotated[float, typer.Option(help="Certainty of the promise.", min=0.5, max=0.9999)]


def threshold(
    data: Annotated[Path, typer.Option(help="Handled tickets; only those held out of training are used.")],
    error: OF_ERROR = ERROR,
    level: OF_LEVEL = LEVEL,
    queue: Annotated[list[str] | None, typer.Option(help="A queue of its own promise; may be repeated.")] = None,
    unseen: Annotated[bool, typer.Option("--unseen", help="No training saw any of the tickets: use all.")] = False,
    adapter: names.ADAPTER = None,
    save: Annotated[
        bool, typer.Option("--save", help="Keep the promise; workers follow it from their next batch.")
    ] = False,
    as_json: AS_JSON = False,
) -> None:
    from models.weights import registry
    from worker import learned_assets, reply_promise
    from worker.company import load_company
    from worker.learning import handled, send_threshold
    from worker.learning import review as reviewing
    from worker.learning.hold_out import is_held_out

    settings = Settings()
    candidate = names.folder(settings, adapter, reply_promise.ADAPTER) if adapter is not None else None
    chosen = candidate is None and learned_assets.chooses(settings)
    serving = None if chosen else learned_assets.adapter_folders(settings).get("reply")
    folder = candidate.folder if candidate is not None else serving
    if folder is None and not chosen:
        raise Refused(f"there is no adapter for replies in {settings.adapters_path}: run `deskhand models train reply`")
    company = load_company(settings.company_path)
    if strangers := [name for name in queue or () if name not in company.queues]:
        raise Refused(f"there is no queue {strangers[0]!r}: {settings.company_path} has {', '.join(company.queues)}")
    tickets = [t for t in handled.load(settings, [data]) if unseen or is_held_out(t.id)]
    if not tickets:
        raise Refused(f"{data} holds no ticket that is held out of training (one in ten is): give more tickets")
    unproven = folder is not None and registry.has_unproven_threshold(folder)
    with progress.step(f"reply to {len(tickets)} held-out tickets", unit="tickets") as step:
        review = reviewing.review(settings, tickets, step.advance, candidate.folder if candidate else None)
    replies = review.replies
    promise = send_threshold.choose(replies, error, level, review.confidence)
    queues = send_threshold.choose_by_queue(replies, queue or (), error, level)
    if save and candidate is not None:
        send_threshold.keep(promise, candidate.folder)
    elif save:
        reply_promise.keep(promise, settings.adapters_path, company.id, chosen=chosen)
    if as_json:
        own = {name: of_queue.as_json() for name, of_queue in queues.items()}
        about = {"held_out": len(tickets), "saved": save, "unproven_number_in_manifest": unproven}
        about["left_out"] = review.known
        typer.echo(json.dumps({**about, **promise.as_json(), "queues": own}, indent=2))
        return
    if unproven:
        console.print("the manifest has a number that was chosen without a proof; it counts as none", soft_wrap=True)
    if review.known:
        left = (
            f"{review.known} of {len(tickets)} tickets are left out, because {review.confidence} or the selector has learned "
            "from them"
        )
        console.print(left, soft_wrap=True)
    console.print(told(promise), soft_wrap=True)
    for name, of_queue in queues.items():
        console.print(f"queue {name}: {told(of_queue)}", soft_wrap=True)
    if settings.min_reply is not None:
        console.print(f"DESKHAND_MIN_REPLY={settings.min_reply:g} is set and takes its place", soft_wrap=True)
    if save:
        where = candidate.folder if candidate else reply_promise.place(settings.adapters_path, chosen=chosen)
        console.print(f"[green]kept in {where}[/]; workers follow it from their next batch", soft_wrap=True)


def told(promise: Promise) -> str:
    """Return a promise in sentences, for a person."""
    wanted = f"at most {promise.error:.1%} of the replies sent are wrong, with a certainty of {promise.level:.4g}"
    if promise.threshold is not None:
        return (
            f"promise: {wanted}\n"
            f"threshold: a confidence of {promise.threshold:.4f}\n"
            f"coverage: {promise.coverage} of the reviewed replies\n"
            f"bound: wrong among these {promise.answered}: {promise.errors}, so the true share is at most {promise.bound:.1%}"
        )
    return f"no threshold qualifies for the promise that {wanted}, so every reply stays a draft\n{_missing(promise)}"


def _missing(promise: Promise) -> str:
    """Return what a promise without a threshold lacks."""
    if promise.is_short:
        reviewed = promise.coverage.total
        return f"{reviewed} reviewed replies pass the check; at least {promise.needed} more are needed"
    surest, total = promise.surest, promise.coverage.total
    seen = f"wrong among the surest {surest.total} of {total} reviewed replies: {surest.hits}"
    if promise.needed is None:
        return f"{seen}; that is too often to say how many more would do"
    return f"{seen}; about {promise.needed} more reviewed replies are needed, if they turn out like these"
