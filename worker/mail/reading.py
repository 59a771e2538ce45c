"""This module reads a message: it keeps all of it in segments, and says what the model and the search see of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from worker.mail.cleaning import clean, clean_subject


class Kind(StrEnum):
    """A kind says what a part of a message is."""

    NEW = "new"  # words of its writer
    QUOTED = "quoted"  # an earlier message
    FORWARDED = "forwarded"  # a message that its writer passes on
    SIGNATURE = "signature"
    FORM = "form"  # what a web form wrote around a customer's words
    NOTICE = "notice"  # a disclaimer or a banner


@dataclass(frozen=True)
class Segment:
    """A segment is a part of a message; the texts of all segments, joined, are the message as it came."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Reading:
    """A reading is a message as it is stored and shown."""

    subject: str
    body: str  # what the model and the search see
    segments: tuple[Segment, ...]


def read(subject: str, body: str) -> Reading:
    """Read a message. `body` is HTML or text."""
    return Reading(clean_subject(subject), clean(body), (Segment(Kind.NEW, body),) if body else ())


def lengths(segments: Sequence[Segment]) -> list[dict[str, Any]]:
    """Return the segments as they are stored beside the text that they divide."""
    return [{"kind": str(segment.kind), "length": len(segment.text)} for segment in segments]
