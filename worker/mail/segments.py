"""This module defines the parts of a message, which are stored beside its text."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


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


def lengths(segments: Sequence[Segment]) -> list[dict[str, Any]]:
    """Return the segments as they are stored beside the text that they divide."""
    return [{"kind": str(segment.kind), "length": len(segment.text)} for segment in segments]


def segments_of(text: str, stored: Iterable[Mapping[str, Any]]) -> list[Segment]:
    """Return the segments of a stored message. What no segment covers is new."""
    found, start = [], 0
    for one in stored:
        found.append(Segment(Kind(one["kind"]), text[start : start + one["length"]]))
        start += one["length"]
    return [*found, *([Segment(Kind.NEW, text[start:])] if text[start:] else [])]
