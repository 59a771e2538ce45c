"""This module writes the files of a company's folder, as texts in which every line is explained.

company.toml   knowledge.toml   .env   .gitignore   docs/   adapters/   tickets/
"""

import json
import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from knowledge.languages.registry import LANGUAGES
from worker.cli.init.answers import NOT_SUPPORT, Answers, is_address
from worker.cli.init.texts import COMPANY, ENV, IGNORED, KNOWLEDGE, STANDARD, ZENDESK
from worker.company.reading import load_company
from worker.errors import NotReady, Refused
from worker.library import knowledge_file

HOME, ADAPTERS, TICKETS, DOCS = ".deskhand", "adapters", "tickets", "docs"
_PRIVATE = {".env": 0o600, TICKETS: 0o700, HOME: 0o700}  # secrets, and words of customers
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def texts_of(answers: Answers, folder: Path) -> dict[str, str]:
    """Return the text of each file by its name in the folder. `folder`: absolute."""
    return {
        "company.toml": _company(answers),
        "knowledge.toml": _knowledge(answers),
        ".env": _env(answers, folder),
        ".gitignore": IGNORED,
    }


def folders_of(answers: Answers) -> list[str]:
    return [ADAPTERS, TICKETS, *([] if answers.docs else [DOCS])]


def check(texts: Mapping[str, str]) -> None:
    """Raise `Refused` if what would be written could not be read again."""
    with tempfile.TemporaryDirectory() as place:
        for name, text in texts.items():
            (Path(place) / name).write_text(text, encoding="utf-8")
        try:
            load_company(Path(place) / "company.toml")
            knowledge_file.load(Path(place) / "knowledge.toml")
        except NotReady as error:
            raise Refused(f"this cannot be a company: {str(error).replace(f'{place}/', '')}") from error


def write(texts: Mapping[str, str], folders: list[str], folder: Path) -> None:
    """Write everything, over nothing. Raises `Refused` with the names of what is there already."""
    there = [name for name in texts if os.path.lexists(folder / name)]
    if there:
        raise Refused(
            f"{folder} has {', '.join(there)} already, and nothing was written: choose another folder, or remove what you do "
            "not need any more"
        )
    folder.mkdir(parents=True, exist_ok=True)
    for name in folders:
        (folder / name).mkdir(exist_ok=True, mode=_PRIVATE.get(name, 0o755))
    for name, text in texts.items():
        mode = _PRIVATE.get(name, 0o644)
        with os.fdopen(
            os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w", encoding="utf-8"
        ) as file:
            file.write(text)


def _company(answers: Answers) -> str:
    queues = "\n".join(f"{_key(name)} = {_text(says)}" for name, says in answers.queues.items())
    voices = "\n".join(_voice(code, answers) for code in answers.languages if LANGUAGES[code].addresses)
    return COMPANY.format(
        id=_text(answers.id),
        name=_text(answers.name),
        signature=_text(answers.signature),
        not_support=_text(NOT_SUPPORT),
        queues=queues,
        voices=f"\n{voices}" if voices else "",
        first=_key(first := next(iter(answers.queues))),
        first_text=_text(first),
    )


def _voice(code: str, answers: Answers) -> str:
    names = [one.name for one in LANGUAGES[code].addresses]
    return (
        f"[voice.{code}]\naddress = {_text(names[0])}  # how a reply speaks to its reader: {' or '.join(names)}\n"
        f"# signature = {_text(answers.signature)}\n"
    )


def _knowledge(answers: Answers) -> str:
    tables, numbers = [], {"docs": 0, "help": 0}
    for place in answers.docs or (DOCS,):
        kind = "help" if is_address(place) else "docs"
        numbers[kind] += 1
        name = kind if numbers[kind] == 1 else f"{kind}-{numbers[kind]}"
        tables.append(_help_center(name, place) if kind == "help" else _folder(name, place, is_own=not answers.docs))
    return KNOWLEDGE.format(id=_text(answers.id), sources="\n".join(tables))


def _folder(name: str, place: str, *, is_own: bool) -> str:
    path = place if is_own else str(Path(place).expanduser().resolve())
    return (
        "# Documents in a folder or a git checkout: Markdown, HTML, reStructuredText, PDF, DOCX, text. Customers may be told\n"
        "# their sentences: put pages for colleagues into a source of their own with `trusted = false`, which only people see.\n"
        f'[sources.{name}]\ntype = "folder"\npath = {_text(path)}\n'
        'base_url = ""  # where customers read them: refunds.md is at <base_url>/refunds; "" links none\n'
        "exclude = []   # patterns below the folder that are left out, such as drafts/*\n"
    )


def _help_center(name: str, place: str) -> str:
    return (
        "# A Zendesk help centre. Drafts and articles that not everybody may read are left out.\n"
        f'[sources.{name}]\ntype = "help_center"\nurl = {_text(place.rstrip("/"))}\n'
        'locale = "en-us"  # of the articles\n'
    )


def _env(answers: Answers, folder: Path) -> str:
    groups = ", ".join(f"{_text(name)}: 1" for name in list(answers.queues)[:2])
    return ENV.format(
        company=_value(folder / "company.toml"),
        knowledge=_value(folder / "knowledge.toml"),
        adapters=_value(folder / ADAPTERS),
        home=_value(folder / HOME),
        helpdesk=ZENDESK.format(groups=groups) if answers.helpdesk == "zendesk" else STANDARD,
    )


def _text(value: str) -> str:
    """Return a text as TOML writes it. What JSON escapes, TOML escapes alike."""
    return json.dumps(value, ensure_ascii=False)


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)


def _value(path: Path) -> str:
    """Return a path as the `.env` file writes it. Between single quotes nothing but a quote has a meaning."""
    text = str(path)
    if re.fullmatch(r"[\w./@%+-]+", text):
        return text
    return f"'{text}'" if "'" not in text else json.dumps(text, ensure_ascii=False)
