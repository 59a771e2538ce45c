"""This module reads Zendesk's audits: who wrote what kind of comment, who changed which field, and whether it was merged.

An audit is one update by one author. Its events are comments and changes; an event that a rule caused stands in the audit
of whose update set the rule off, with a `via` of its own. People may use the agent that we write as by hand: what was
done through Zendesk's own pages, without our marker, is a person's.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from worker.domain import Author
from worker.helpdesks.snapshot import Change, Comment, Field
from worker.mail.automatic import is_automatic

MARKER = "deskhand"  # key in the audit's metadata
_FIELDS = {
    "status": Field.STATUS,
    "assignee_id": Field.ASSIGNEE,
    "group_id": Field.GROUP,
    "priority": Field.PRIORITY,
    "tags": Field.TAGS,
}
_RULES = ("rule", "system", "group_")  # what the channels of Zendesk's own doings begin with
_MERGE_TAG = "closed_by_merge"
_SAME_MOMENT = timedelta(seconds=2)  # in which the same words are one message (`worker.db.repeats`)
_MOST_READ = 30  # messages from outside whose words are looked at
_OUTSIDE = frozenset({Author.CUSTOMER, Author.THIRD_PERSON})


@dataclass
class History:
    """A history is what the audits of a ticket say. `stamp` of a comment is the time of its audit, as text."""

    marked: bool = False
    merged: bool = False
    merged_into: str | None = None
    comments: list[Comment] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


def read(
    audits: Iterable[tuple[Mapping[str, Any], Mapping[Any, str]]],
    *,
    marker: str,
    requester: object,
    own_agent: str | None,
    subject: str = "",
) -> History:
    """Return the history in audits, each with the roles of the people in it, the oldest first."""
    history = History()
    said = _Said()
    for audit, roles in audits:
        history.marked = history.marked or marker_of(audit) == marker
        stamp = str(audit["created_at"])
        at = datetime.fromisoformat(stamp)
        by = Hand(audit, roles, requester, own_agent)
        for event in audit.get("events", ()):
            kind = str(event.get("type", ""))
            if kind.endswith("Comment"):  # also VoiceComment and similar
                written_by, public, name = by.comment(event), bool(event.get("public")), str(event.get("id", ""))
                if public and written_by in _OUTSIDE:
                    said.add(event, at, len(history.comments))
                history.comments.append(Comment(written_by, public, at, stamp, name))
            elif kind in {"Change", "Create"} and (changed := _field(event)):
                history.changes += _changes(event, changed, by.change(event), at)
        _read_merge(audit, history)
    for place in said.not_asking(subject):
        history.comments[place] = replace(history.comments[place], asks=False)
    return history


@dataclass
class _Said:
    """This holds what was said in public from outside."""

    times: dict[tuple[object, str], datetime] = field(default_factory=dict)
    words: dict[int, str] = field(default_factory=dict)  # of a comment at its place
    repeated: set[int] = field(default_factory=set)

    def add(self, event: Mapping[str, Any], at: datetime, place: int) -> None:
        words = str(event.get("body") or event.get("html_body") or "")
        said = event.get("author_id"), words
        if said in self.times and at - self.times[said] <= _SAME_MOMENT and not event.get("attachments"):
            self.repeated.add(place)
        self.times[said] = at
        self.words[place] = words

    def not_asking(self, subject: str) -> set[int]:
        """Return the places of what makes no version of the ticket, as intake sees it: automatic messages, and the same
        words once more. Only the newest ones can stop a reply."""
        newest = list(self.words)[-_MOST_READ:]
        return self.repeated | {place for place in newest if is_automatic({}, subject, None, self.words[place])}


@dataclass(frozen=True)
class Hand:
    """A hand is whoever made an audit."""

    audit: Mapping[str, Any]
    roles: Mapping[Any, str]
    requester: object
    own_agent: str | None

    def comment(self, event: Mapping[str, Any]) -> Author:
        author = event.get("author_id", self.audit.get("author_id"))
        if marker_of(self.audit):
            return Author.OURSELVES
        if self.roles.get(author) == "end-user" or author == self.requester:
            return Author.CUSTOMER if author == self.requester else Author.THIRD_PERSON
        return Author.MACHINE if self._is_machine(event) else Author.AGENT

    def change(self, event: Mapping[str, Any]) -> Author:
        author = self.audit.get("author_id")
        if self._is_machine(event):
            return Author.MACHINE
        by_api = _via(self.audit).get("channel") == "api"
        if marker_of(self.audit) or (by_api and self.own_agent is not None and str(author) == self.own_agent):
            return Author.OURSELVES
        if self.roles.get(author) == "end-user":
            return Author.CUSTOMER if author == self.requester else Author.THIRD_PERSON
        return Author.AGENT

    def _is_machine(self, event: Mapping[str, Any]) -> bool:
        author, via = event.get("author_id", self.audit.get("author_id")), _via(event) or _via(self.audit)
        by_rule = str(via.get("channel", "")).startswith(_RULES)
        by_macro = (via.get("source") or {}).get("rel") == "macro"  # which a person chose
        return (by_rule and not by_macro) or author is None or str(author).startswith("-")


def _changes(event: Mapping[str, Any], changed: Field, author: Author, at: datetime) -> Iterator[Change]:
    now, before, created = event.get("value"), event.get("previous_value"), event["type"] == "Create"
    if changed is Field.TAGS:
        after, previous = _tags(now), _tags(before)
        added = tuple(tag for tag in after if tag not in previous)
        removed = tuple(tag for tag in previous if tag not in after)
        if added or removed:
            yield Change(changed, author, at, added, removed, at_creation=created)
    elif now or not created:  # a ticket is opened with many fields that nobody filled in
        custom = str(event["field_name"]) if changed is Field.CUSTOM else None
        yield Change(changed, author, at, at_creation=created, id=custom)


def _field(event: Mapping[str, Any]) -> Field | None:
    """Return which field an event is about; a custom one is named by its id."""
    name = str(event.get("field_name"))
    return Field.CUSTOM if name.isdecimal() else _FIELDS.get(name)


def _tags(value: object) -> list[str]:
    """Return tags, which Zendesk gives as a list or as one text."""
    if isinstance(value, str):
        return value.split()
    return [str(tag) for tag in value] if isinstance(value, list) else []


def _read_merge(audit: Mapping[str, Any], history: History) -> None:
    """Note a merge: the source's audit closes it and names the target in its `via`. The target's own audit of the merge
    does not close it. The tag alone, which a later follow-up inherits, proves a merge only where it was added."""
    for event in audit.get("events", ()):
        if event.get("type") != "Change":
            continue
        name, value = event.get("field_name"), event.get("value")
        closed = name == "status" and value == "closed" and _source(audit).get("rel") == "merge"
        tagged = name == "tags" and _MERGE_TAG in _tags(value) and _MERGE_TAG not in _tags(event.get("previous_value"))
        history.merged = history.merged or closed or tagged
        if closed:
            target = (_source(audit).get("from") or {}).get("ticket_id")
            history.merged_into = str(target) if str(target).isdecimal() else history.merged_into


def marker_of(audit: Mapping[str, Any]) -> str | None:
    custom = (audit.get("metadata") or {}).get("custom") or {}
    return custom.get(MARKER)


def _via(thing: Mapping[str, Any]) -> Mapping[str, Any]:
    return thing.get("via") or {}


def _source(audit: Mapping[str, Any]) -> Mapping[str, Any]:
    return _via(audit).get("source") or {}
