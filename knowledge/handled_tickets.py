"""This module reads handled tickets: what customers asked, which passages answered it and what people did.

The files are JSON Lines, with one ticket per line:

    {"id": "T-1", "subject": "…", "body": "…", "language": "de", "english": "…", "account": null, "requester": "a@b.example",
     "queue": "billing", "priority": "normal", "escalate": false, "reason": null, "passages": ["docs/refunds.md#Fees"],
     "reply": {"action": "answer", "sentences": ["…"]}, "fields": {"product": "mobile-app"}}

`fields` are the values of the company's select fields; without them, nobody said any.

A reader needs only a part of it: `Asked` is what a customer asked, `Answered` also has the passages that answered it,
and `HandledTicket` is the whole. A question has `question` in place of subject and body. Other columns are ignored.

A ticket of several messages has them in place of a body, oldest first, and ends with what the customer wrote last:

    {"id": "T-2", "messages": [{"author": "customer", "text": "…"}, {"author": "agent", "text": "…"},
     {"author": "customer", "text": "…"}], …}

The action of a reply is `answer`, `ask` or `hand_over`; `none` says that nothing is known of it: such a row teaches triage only.

Held-out tickets may also have `facts` (texts that a right reply must contain), `answers` (every passage that answers, where
`passages` are those that the agent used) and `kind` (of edge ticket).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, Any, ClassVar

from pydantic import AliasChoices, AliasPath, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from knowledge.errors import DataError
from knowledge.json_lines import read_lines
from knowledge.search.query import query_text
from knowledge.ticket_mistakes import ANY, Labels, mistakes


def _list_of_references(value: Any) -> Any:
    if not isinstance(value, list | tuple):
        raise ValueError("must be a list of references")
    return value


def _reference(value: Any) -> Any:
    if not isinstance(value, str):
        raise ValueError("is not text, as every item in a list of references must be")
    return value


def _texts(value: Any) -> Any:
    """Return the texts of a list, also of lists in it: whoever labels may group them."""
    if not isinstance(value, list | tuple):
        return value
    nested = [_texts(item) if isinstance(item, list | tuple) else (item,) for item in value]
    return tuple(item for items in nested for item in items)


Texts = Annotated[tuple[str, ...], BeforeValidator(_texts)]
References = Annotated[tuple[Annotated[str, BeforeValidator(_reference)], ...], BeforeValidator(_list_of_references)]
"""A reference names a passage: "docs/x.md#Heading"."""


def _said(values: Any) -> Any:
    """Leave out the select fields of which nobody said anything."""
    return {name: value for name, value in values.items() if value is not None} if isinstance(values, dict) else values


class Asked(BaseModel):
    """This is what a customer asked: a question, or a ticket's subject and body."""

    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True, validate_by_name=True, validate_by_alias=True)

    NULLABLE: ClassVar[frozenset[str]] = frozenset()  # null says something in these columns

    id: str = ""  # "" if the line has none
    question: str = ""
    subject: str = ""
    body: str = ""
    english: str | None = None  # a translation, if the text is in another language
    language: str | None = None  # ISO 639-1
    account: str | None = None  # None: the customer is not known

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, values: Any) -> Any:
        """A null is a column that is not there."""
        if not isinstance(values, dict):
            return values
        return {name: value for name, value in values.items() if value is not None or name in cls.NULLABLE}

    @model_validator(mode="after")
    def _asks(self) -> "Asked":
        if not self.text.strip():
            raise ValueError("needs a question, or a subject and a body")
        return self

    @property
    def text(self) -> str:
        """Return what is searched for, in the customer's language."""
        return query_text(self.question) if self.question.strip() else query_text(self.body, subject=self.subject)


class Answered(Asked):
    """This is what a customer asked, with the passages that answered it."""

    passages: References


class Said(BaseModel):
    """This is one message of a ticket. Its author is a kind of person or machine, such as customer, agent or ourselves."""

    model_config = ConfigDict(frozen=True, validate_by_name=True, validate_by_alias=True)

    author: str = Field(
        validation_alias=AliasChoices(AliasPath("author", "kind"), "author", "author_kind", "kind", "from", "role")
    )
    text: str = Field(validation_alias=AliasChoices("text", "body"))
    public: bool = True  # False: a note that only people of the company read

    @property
    def is_asked(self) -> bool:
        """Return whether it came from outside, so that it asks something."""
        return self.public and self.author.lower() not in ANSWERING


NO_REPLY = "none"  # the action of a row that says nothing about the reply: it teaches triage only
ANSWERING = frozenset({"agent", "ourselves", "us", "bot", "support"})


class HandledTicket(Answered):
    """A handled ticket has all that was decided about it."""

    NULLABLE: ClassVar[frozenset[str]] = frozenset({"account", "reason"})

    id: str
    subject: str
    body: str
    language: str
    account: str | None
    requester: str  # address
    queue: str
    priority: str
    escalate: bool
    reason: str | None  # why a person had to take it; the first of `reasons`, where a row has these
    reasons: Texts = ()  # all that apply
    action: str = Field(validation_alias=AliasPath("reply", "action"))
    sentences: tuple[str, ...] = Field(validation_alias=AliasPath("reply", "sentences"))
    fields: Annotated[Mapping[str, str], BeforeValidator(_said)] = {}  # select field -> value
    messages: tuple[Said, ...] = ()  # oldest first; the body is what came from outside at the end of them
    facts: Texts = ()
    answers: Texts = ()
    kind: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _with_body(cls, values: Any) -> Any:
        """Take the body from the messages, the reason from the reasons and the action from the outcome, where they are not
        there by themselves."""
        if not isinstance(values, dict):
            return values
        if isinstance(values.get("english"), dict):
            parts = (values["english"].get(part) for part in ("subject", "body"))
            values = {**values, "english": "\n\n".join(part for part in parts if isinstance(part, str)) or None}
        if "reason" not in values and isinstance(values.get("reasons"), list):
            values = {**values, "reason": next(iter(values["reasons"]), None)}
        if "reply" not in values and "outcome" in values:
            said = values["outcome"] if values["outcome"] in {"answer", "ask"} else "hand_over"
            values = {**values, "reply": {"action": said, "sentences": []}}
        if not values.get("messages") or values.get("body"):
            return values
        said = [Said.model_validate(message) for message in values["messages"]]
        body = "\n\n".join(message.text for message in said[len(_before_the_turn(said)) :])
        return {"subject": "", **values, "messages": said, "body": body}

    @property
    def before(self) -> tuple[Said, ...]:
        """Return the messages before those that ask now."""
        return tuple(_before_the_turn(self.messages))

    @property
    def is_replied(self) -> bool:
        return not self.escalate and self.action != NO_REPLY


def _before_the_turn(messages: Sequence[Said]) -> Sequence[Said]:
    """Return the messages up to the last one that did not come from outside."""
    told = [place for place, message in enumerate(messages) if not message.is_asked]
    return messages[: told[-1] + 1 if told else 0]


@dataclass(frozen=True)
class Row:
    """A row is a handled ticket with its place."""

    file: Path
    line: int
    ticket: HandledTicket


def load_rows(paths: Iterable[Path], labels: Labels = ANY, *, labelled_only: bool = False) -> list[Row]:
    """Return the rows of some files, in order. A file that is named twice is read once. `labelled_only`: leave out rows
    without a queue, of which only the passages are known, as in a file of precedents.

    Raises `DataError` with every mistake of every file: lines that cannot be read, labels that `labels` does not have, and
    different tickets with one id. Raises OSError if a file cannot be opened.
    """
    known: dict[str, tuple[Path, int, Mapping[str, Any]]] = {}
    rows: list[Row] = []
    said: list[str] = []

    def row(path: Path, number: int, values: dict[str, Any]) -> Row | None:
        if labelled_only and not values.get("queue"):
            return None
        if found := list(mistakes(values, labels)):
            raise ValueError("; ".join(found))
        ticket = HandledTicket.model_validate(values)
        file, line, before = known.setdefault(ticket.id, (path, number, values))
        if before != values and ticket.id:
            raise ValueError(f"the id {ticket.id} is that of another ticket ({file}, line {line}): give each its own")
        return Row(path, number, ticket)

    for path in dict.fromkeys(paths):
        try:
            own = read_lines(path, partial(row, path))
        except DataError as error:
            said.append(str(error))
            continue
        if not own and not labelled_only:
            said.append(f"{path} holds no tickets")
        rows += [one for one in own if one is not None]
    if said:
        raise DataError("\n".join(said))
    return rows


def load_handled(path: Path, labels: Labels = ANY) -> list[HandledTicket]:
    """Return the tickets of a file. Raises `DataError` with all bad lines, and if there is no ticket at all."""
    return [row.ticket for row in load_rows([path], labels)]
