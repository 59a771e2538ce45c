"""This module takes a person out of the kept prompts: their tickets go from among the examples, and in those of others their
address and name become asterisks. A prompt that was altered serves nobody: one that names the person goes as a whole. So does
the page of a prompt that shows one of their tickets: the command makes it again."""

import json
from dataclasses import asdict, replace
from html import unescape
from pathlib import Path
from typing import Any

from models.errors import AdapterError
from worker import kept_prompts
from worker.erasure.files import Change, mask_all
from worker.erasure.person import Person
from worker.kept_prompts import Kept
from worker.pipeline.prompting import Shot


def changes(adapters: Path, person: Person, *, dry_run: bool) -> list[Change]:
    """Take a person out of the prompts in an adapters' folder."""
    made = []
    for skill in kept_prompts.SKILLS:
        change = Change(kept_prompts.place(adapters, skill))
        try:
            known = kept_prompts.read(change.path)
        except AdapterError:
            change.removed = int(_may_name(change.path, person))
            if change.removed and not dry_run:
                change.path.unlink()
        else:
            left = _without(known, person, change) if known is not None else None
            if left is not None and (change.removed or change.masked) and not dry_run:
                kept_prompts.save(left, adapters)
        made += [change, _page(kept_prompts.page_place(adapters, skill), person, dry_run=dry_run)]
    return [one for one in made if one.removed or one.masked]


def _page(path: Path, person: Person, *, dry_run: bool) -> Change:
    change = Change(path)
    if not path.exists():
        return change
    try:
        text = unescape(path.read_text(encoding="utf-8"))
        change.removed = int(person.mask(text) != text or any(ticket in text for ticket in person.ids))
    except (OSError, UnicodeDecodeError):
        change.removed = 1
    if change.removed and not dry_run:
        path.unlink()
    return change


def _may_name(path: Path, person: Person) -> bool:
    """Return whether a file that is no prompt any more names a person or their tickets, or cannot be read at all."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return True
    written = json.dumps(held)
    return mask_all(held, person) != held or any(json.dumps(ticket) in written for ticket in person.ids)


def _without(known: Kept[Any], person: Person, change: Change) -> Kept[Any]:
    """Return a prompt without the examples that may be theirs. An id alone suffices: one example more or less is no loss."""
    shots: list[Shot[Any]] = []
    for shot in known.prompt.shots:
        if shot.ticket in person.ids:
            change.removed += 1
            continue
        shown, answer = type(shot.shown)(**mask_all(asdict(shot.shown), person)), person.mask(shot.answer)
        change.masked += (asdict(shown), answer) != (asdict(shot.shown), shot.answer)
        shots.append(replace(shot, shown=shown, answer=answer))
    own = known.prompt
    prompt = replace(own, shots=tuple(shots), instruction=person.mask(own.instruction))
    return replace(known, prompt=prompt, erased=known.erased + change.removed)
