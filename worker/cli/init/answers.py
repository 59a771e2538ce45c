"""This module holds what `deskhand init` has to know of a company, from options or asked on a terminal."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import typer

from knowledge.languages.registry import LANGUAGES
from worker.company import ids
from worker.company.checks import MOST_QUEUES
from worker.errors import Refused

HELPDESKS = ("zendesk", "other")
NOT_SUPPORT = "other"
_NOT_SUPPORT_SAYS = "not a support request: spam, sales pitches, job applications, thanks, automatic replies"
_QUEUES = {
    "billing": "invoices, payments, refunds, cancellation",
    "technical": "something does not work, or how to do something",
    "account": "login, passwords, users and roles",
}
"""These queues are offered to who names none."""


@dataclass(frozen=True)
class Answers:
    name: str
    id: str
    signature: str
    languages: tuple[str, ...]
    helpdesk: str
    queues: Mapping[str, str] = field(default_factory=lambda: {**_QUEUES, NOT_SUPPORT: _NOT_SUPPORT_SAYS})
    docs: tuple[str, ...] = ()  # folders, or addresses of Zendesk help centres


@dataclass(frozen=True)
class Given:
    """This is what the options say; None or () for what they leave open."""

    name: str | None = None
    id: str | None = None
    signature: str | None = None
    queues: Sequence[str] = ()
    languages: Sequence[str] = ()
    docs: Sequence[str] = ()
    helpdesk: str | None = None


def from_options(given: Given) -> Answers:
    """Return the answers of the options, with defaults for the rest. Raises `Refused` without a name."""
    if given.name is None:
        raise Refused("the company has no name: add --name, or run `deskhand init` on a terminal, where it asks")
    return _answers(given, given.name)


def ask(given: Given) -> Answers:
    """Ask on the terminal for what the options leave open."""
    name = given.name or _prompted("What is the company called?", check=_line)
    own = given.id or _prompted("A short name for what is learned from its tickets", ids.id_of(name) or None, _id)
    signature = given.signature or _prompted("How are replies signed?", f"{name} Support", _line)
    queues = list(given.queues) or _asked_queues()
    languages = list(given.languages) or _split(
        _prompted(f"Languages that customers write, of {', '.join(LANGUAGES)}", "en", _languages)
    )
    docs = list(given.docs) or _split(
        _prompted(
            "Where are your documents: a folder, or the address of a Zendesk help centre? (empty: docs/)", "", _docs
        )
    )
    helpdesk = given.helpdesk or _prompted(f"Where do tickets come from: {' or '.join(HELPDESKS)}?", "other", _helpdesk)
    return _answers(Given(name, own, signature, queues, languages, docs, helpdesk), name)


def _answers(given: Given, name: str) -> Answers:
    own = given.id or ids.id_of(_line(name))
    if not own:
        raise Refused(f"no id can be made of the name {name!r}: add --id, small letters and digits")
    signature = given.signature if given.signature is not None else f"{name} Support"
    return Answers(
        _line(name),
        _id(own),
        _line(signature),
        tuple(dict.fromkeys(_split(_languages(",".join(given.languages or ["en"]))))),
        _helpdesk(given.helpdesk or "other"),
        _queues(given.queues),
        tuple(dict.fromkeys(_split(_docs(",".join(given.docs))))),
    )


def _prompted(words: str, default: str | None = None, check: Callable[[str], str] = str) -> str:
    """Ask until the answer can be used."""

    def checked(value: str) -> str:
        try:
            return check(value)
        except Refused as error:
            raise typer.BadParameter(str(error)) from error

    return str(typer.prompt(words, default=default, value_proc=checked, show_default=bool(default), err=True))


def _asked_queues() -> list[str]:
    typer.echo("Queues, one per line, as `billing = invoices, refunds`. An empty line ends the list.", err=True)
    typer.echo(f"Without any: {', '.join(_QUEUES)}. {NOT_SUPPORT!r}, for what is no request, is added.", err=True)
    said: list[str] = []
    while line := typer.prompt("queue", default="", show_default=False, err=True).strip():
        try:
            _queues([*said, line])
        except Refused as error:
            typer.echo(f"{error}", err=True)
        else:
            said.append(line)
    return said


def _queues(said: Sequence[str]) -> dict[str, str]:
    """Return the queues with their descriptions. Raises `Refused` for one that cannot be used."""
    queues: dict[str, str] = {}
    for one in said:
        name, _, description = (part.strip() for part in _line(one).partition("="))
        if not name:
            raise Refused(f"{one!r} names no queue: write it as billing=invoices, refunds")
        if name in queues:
            raise Refused(f"the queue {name} is named twice")
        queues[name] = description.strip("\"'") or name
    if not queues:
        queues = dict(_QUEUES)
    queues.setdefault(NOT_SUPPORT, _NOT_SUPPORT_SAYS)
    if len(queues) > MOST_QUEUES:
        raise Refused(f"{len(queues)} queues are too many: {MOST_QUEUES} at most, {NOT_SUPPORT!r} included")
    return queues


def _line(text: str) -> str:
    said = " ".join(text.split())
    if not said or not said.isprintable():
        raise Refused("an empty text, or one with control characters, cannot be used here")
    return said


def _id(text: str) -> str:
    if not ids.is_id(text):
        near = f", such as {ids.id_of(text)}" if ids.id_of(text) else ""
        raise Refused(f"an id has small letters, digits and - between them, {ids.LONGEST} at most{near}")
    return text


def _languages(text: str) -> str:
    strangers = [code for code in _split(text) if code not in LANGUAGES]
    if strangers:
        raise Refused(f"{strangers[0]} is no language that we answer in: it is one of {', '.join(LANGUAGES)}")
    return text


def _helpdesk(text: str) -> str:
    if text not in HELPDESKS:
        raise Refused(f"there is no helpdesk {text!r}: it is one of {', '.join(HELPDESKS)}")
    return text


def _docs(text: str) -> str:
    for place in _split(text):
        if not is_address(place) and not Path(place).expanduser().is_dir():
            raise Refused(f"{place} is no folder: name one with documents, or the address of a Zendesk help centre")
    return text


def is_address(place: str) -> bool:
    return place.startswith(("https://", "http://"))


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
