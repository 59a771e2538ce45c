"""This module defines what is found in a text: where it stands, and what kind of thing it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The order is that of their precedence: where two overlap, the earlier one counts."""

    TOKEN = "token"  # keys, tokens, private keys  # noqa: S105
    PASSWORD = "password"  # and PINs, and codes  # noqa: S105
    EMAIL = "email"
    IBAN = "iban"
    CARD = "card"
    IP = "ip"
    ID = "id"  # of a person's papers
    PHONE = "phone"
    ADDRESS = "address"
    ACCOUNT = "account"  # the company's id of a customer
    DOMAIN = "domain"  # of a customer
    NAME = "name"  # of a person
    COMPANY = "company"  # name of a customer
    PLATE = "plate"  # of a vehicle


@dataclass(frozen=True)
class Found:
    """A part of a text says who somebody is, or lets somebody in. It ends before `end`."""

    start: int
    end: int
    kind: Kind
    text: str


@dataclass(frozen=True)
class Span:
    """A span is where something stands in a plain text (`plain`)."""

    start: int
    end: int
    kind: Kind


_RANK = {kind: rank for rank, kind in enumerate(Kind)}


def sorted_out(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in the order of the text. Of two that overlap the one of the earlier kind is kept, then the longer."""
    taken: list[Span] = []
    wanted = sorted(spans, key=lambda s: (_RANK[s.kind], s.start - s.end, s.start))
    used = bytearray(max((s.end for s in wanted), default=0))
    for span in wanted:
        if span.start < span.end and not any(used[span.start : span.end]):
            used[span.start : span.end] = b"\x01" * (span.end - span.start)
            taken.append(span)
    return sorted(taken, key=lambda s: s.start)
