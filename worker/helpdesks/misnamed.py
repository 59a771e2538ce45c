"""This module tells a message whose words stand in fields with other names than ours from an empty one."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from worker.errors import MalformedPayload
from worker.helpdesks.payload import text

# People and other systems call the two fields so. Words such as "ticket" or "latest" may stand around a name.
_NAMES = {
    "subject": frozenset("""
        subject title topic headline heading summary betreff titel thema asunto titulo objet sujet titre
    """.split()),
    "body": frozenset("""
        body text content contents description message comment html plain plaintext markdown beschreibung nachricht inhalt
        mensaje descripcion cuerpo contenido texto corps contenu texte
    """.split()),
}  # fmt: skip
_BESIDE = frozenset("topic thema summary".split())  # may stand beside a subject that was left empty
_AROUND = frozenset("""
    ticket issue case request email mail latest last first new public original raw full stripped customer
""".split()) | _NAMES["body"]  # fmt: skip
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_NAME_CHARACTERS = 80
_MOST_LISTED = 300  # characters of the answer
_MOST_ITEMS = 20  # of a field that is a list


def require_words(data: Mapping[str, Any], where: str) -> None:
    """Raise `MalformedPayload` if the words of a message stand in a field with another name than ours: taken for an empty
    ticket, it would go to a person without a word. A field that is missing without such another one is empty: many systems
    leave out what is empty."""
    for field, names in _NAMES.items():
        others = names - _BESIDE if field in data else names
        if text(data.get(field)).strip():
            continue
        if any(_is_called(str(given), others) and _has_words(value) for given, value in data.items()):
            listed = ", ".join(sorted(map(str, data)))
            raise MalformedPayload(f"{where} needs the fields subject and body; it has {listed}"[:_MOST_LISTED])


def _is_called(given: str, others: Collection[str]) -> bool:
    """Return whether a name is one of `others`, perhaps with words around it: "ticketSubject", "body-plain"."""
    if given in _NAMES:
        return given in others  # its own name: the words are inside a list or an object
    parts = {part.lower() for part in _PARTS.findall(given[:_NAME_CHARACTERS])}
    return not parts.isdisjoint(others) and parts <= _AROUND.union(others)


def _has_words(value: object) -> bool:
    if isinstance(value, Mapping):
        names = _NAMES["body"] | _NAMES["subject"]
        return any(_has_words(inner) for given, inner in value.items() if str(given).lower() in names)
    if isinstance(value, list):
        return any(isinstance(inner, Mapping) and _has_words(inner) for inner in value[:_MOST_ITEMS])
    return isinstance(value, str) and "{{" not in value and any(sign.isalpha() for sign in value)
