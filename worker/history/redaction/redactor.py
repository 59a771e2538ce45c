"""This module makes what says who somebody is into placeholders, the same thing into the same placeholder within a thread."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from worker.history.redaction.addresses import addresses
from worker.history.redaction.found import Found, Kind, Span, sorted_out
from worker.history.redaction.gazetteer import RUN, Gazetteer
from worker.history.redaction.mail_addresses import mail_addresses
from worker.history.redaction.names import names
from worker.history.redaction.numbers import numbers
from worker.history.redaction.phones import phones
from worker.history.redaction.plain import plain
from worker.history.redaction.secrets import secrets
from worker.history.redaction.words import words_of
from worker.pipeline.check import contacts

PLACEHOLDER = re.compile(rf"\[(?:{'|'.join(kind.upper() for kind in Kind)})_\d{{1,4}}\]")
_ROUNDS = 3  # a placeholder can show what stood hidden beside it
_HOST = re.compile(r"(?<![\w.@-])(?:[\w-]{1,63}\.){1,6}[a-zA-Z]{2,24}(?![\w-])")
_FEWEST_DIGITS = 5
_HIDDEN = "\x00"  # stands for what is a placeholder's


@dataclass(frozen=True)
class Redactor:
    """A redactor takes out of a text what says who somebody is. What is the company's own stays."""

    gazetteer: Gazetteer = field(default_factory=Gazetteer)

    def thread(self) -> "Thread":
        """Return a thread: the same thing gets the same placeholder in all texts that are redacted by it."""
        return Thread(self)

    def residue(self, text: str, language: str | None = None) -> list[Found]:
        """Return what of a text is not redacted."""
        return self.found(text, language)

    def found(self, text: str, language: str | None = None, met: tuple[str, ...] = ()) -> list[Found]:
        """Return what says who somebody is, in the order of the text. `met`: names that stood in the thread before."""
        simple = plain(text)
        kept = [match.span() for match in PLACEHOLDER.finditer(simple.text)]
        hidden = _without(simple.text, kept)
        spans = sorted_out(
            span
            for span in self._spans(hidden, language, met)
            if _HIDDEN not in hidden[span.start : span.end] and not self._stays(hidden, span)
        )
        found = []
        for span in spans:
            start, end = simple.original(span.start, span.end)
            found.append(Found(start, end, span.kind, text[start:end]))
        return found

    def _spans(self, text: str, language: str | None, met: tuple[str, ...]) -> Iterator[Span]:
        yield from secrets(text)
        yield from mail_addresses(text)
        yield from numbers(text)
        yield from phones(text, language)
        yield from addresses(text)
        yield from names(text, self.gazetteer, met, language)
        for match in _HOST.finditer(text) if self.gazetteer.domains else ():
            if _is_below(match[0].lower(), self.gazetteer.domains):
                yield Span(match.start(), match.end(), Kind.DOMAIN)
        for match in RUN.finditer(text) if self.gazetteer.account_ids else ():
            for before, account in self.gazetteer.ids.get(match[0].lower(), ()):
                start = match.start() - before
                end = start + len(account)
                if start >= 0 and text[start:end].lower() == account and _is_whole(text, start, end):
                    yield Span(start, end, Kind.ACCOUNT)

    def _stays(self, text: str, span: Span) -> bool:
        """Return whether something is the company's own: its addresses, numbers, and the names of its products."""
        written = text[span.start : span.end]
        if span.kind in {Kind.NAME, Kind.COMPANY}:
            return bool(words := set(words_of(written))) and words <= self.gazetteer.words_kept
        ours = self.gazetteer.ours
        match span.kind:
            case Kind.EMAIL:
                found = contacts.Found("email", written, written.lower())
                return contacts.is_ours(found, ours) and not self._is_persons(written)
            case Kind.PHONE:
                return contacts.is_ours(contacts.Found("phone", written, contacts.digits(written)), ours)
            case Kind.IBAN:
                account = "".join(filter(str.isalnum, written)).upper()
                return contacts.is_ours(contacts.Found("iban", written, account), ours)
            case _:
                return False

    def _is_persons(self, email: str) -> bool:
        """Return whether an address of the company is a colleague's: its name is one that we know."""
        local = email.partition("@")[0].lower()
        words = tuple(re.split(r"[._+-]", local))
        return email.lower() not in self.gazetteer.ours.emails and any(
            (word,) in self.gazetteer.names.get(word, ()) for word in words
        )


@dataclass
class Thread:
    """A thread keeps which placeholder stands for what."""

    redactor: Redactor
    _names: dict[tuple[str, ...], str] = field(default_factory=dict)  # words of a name -> placeholder
    _others: dict[tuple[Kind, str], str] = field(default_factory=dict)
    _numbers: Counter[Kind] = field(default_factory=Counter)
    _met: dict[str, None] = field(default_factory=dict)  # names in the order in which they came
    counts: Counter[Kind] = field(default_factory=Counter)  # what was redacted

    def redact(self, text: str, language: str | None = None) -> str:
        """Return a text with placeholders in place of what says who somebody is."""
        for _ in range(_ROUNDS):
            found = self.redactor.found(text, language, tuple(self._met))
            if not found:
                break
            parts, last = [], 0
            for one in found:
                parts += [text[last : one.start], self._placeholder(one)]
                last = one.end
                self.counts[one.kind] += 1
            text = "".join([*parts, text[last:]])
        return text

    def _placeholder(self, found: Found) -> str:
        if found.kind is Kind.NAME:
            return self._of_name(found.text)
        key = found.kind, _same(found)
        if key not in self._others:
            self._others[key] = self._next(found.kind)
        return self._others[key]

    def _of_name(self, name: str) -> str:
        """Return the placeholder of a name. A part of a name that came before, or more of it, is the same person's."""
        self._met.setdefault(name)
        words = tuple(words_of(name))
        if words not in self._names:
            same = [p for known, p in self._names.items() if set(known) <= set(words) or set(words) <= set(known)]
            self._names[words] = same[0] if len(set(same)) == 1 else self._next(Kind.NAME)
        return self._names[words]

    def _next(self, kind: Kind) -> str:
        self._numbers[kind] += 1
        return f"[{kind.upper()}_{self._numbers[kind]}]"


def residue(text: str, language: str | None = None) -> list[Found]:
    """Return what of a text is not redacted, without knowing anybody by name."""
    return Redactor().residue(text, language)


def _same(found: Found) -> str:
    """Return a thing as it is compared with others of its kind."""
    simple = plain(found.text).text
    match found.kind:
        case Kind.PHONE | Kind.CARD if sum(map(str.isdigit, simple)) >= _FEWEST_DIGITS:
            return re.sub(r"\D", "", simple)
        case Kind.IBAN | Kind.ID | Kind.PLATE:
            return re.sub(r"[\W_]", "", simple).upper()
        case Kind.TOKEN | Kind.PASSWORD:
            return simple
        case _:
            return " ".join(simple.lower().split())


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    """Return a text with signs in place of its placeholders that no pattern takes for anything."""
    parts, last = [], 0
    for start, end in spans:
        parts += [text[last:start], "[", _HIDDEN * (end - start - 2), "]"]
        last = end
    return "".join([*parts, text[last:]])


def _is_below(host: str, domains: frozenset[str]) -> bool:
    labels = host.split(".")
    return any(".".join(labels[place:]) in domains for place in range(len(labels) - 1))


def _is_whole(text: str, start: int, end: int) -> bool:
    return not (text[max(0, start - 1) : start].isalnum() or text[end : end + 1].isalnum())
