"""An example is what is learned from one past ticket: what was asked, what people decided, and what they answered from which
passages. Its texts are as they came; `worker.history.redaction` makes what may leave the database."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

_TIMES = ("at", "answered_at")


@dataclass(frozen=True)
class Sentence:
    """A sentence of an agent's answer, with the references of the passages that carry it. Without any it is a gap, unless it
    says nothing that a passage could carry."""

    text: str
    passages: tuple[str, ...] = ()
    score: float = 0.0  # 0 to 1, of the best link
    small_talk: bool = False  # politeness, what we did or shall do, a question: neither carried nor a gap


@dataclass(frozen=True)
class Example:
    source: str
    external_id: str
    subject: str
    body: str  # what the customer wrote until the first answer, without greeting, signature and quoted messages
    language: str
    account: str | None
    requester_email: str | None
    queue: str | None  # of the company; None where the group is no queue of it
    priority: str | None
    escalate: bool
    reasons: tuple[str, ...] = ()  # why a person had to take it, the surest first
    sentences: tuple[Sentence, ...] = ()  # the agent's first public answer, without greeting and signature
    fields: dict[str, str] = field(default_factory=dict)
    at: datetime | None = None  # when it was asked
    is_ours: bool = False  # the answer is our own words, which nobody changed
    by_hand: tuple[str, ...] = ()  # references that a file or a person named
    rules: tuple[
        str, ...
    ] = ()  # what made the reasons: names of [[history.escalation]], spam, or a person who reviewed them
    queue_first: str | None = None  # where it began, as far as that is a queue
    priority_first: str | None = None
    assignee: str | None = None  # who took it
    tags: tuple[str, ...] = ()
    reopened: int = 0
    answered_at: datetime | None = None
    brand: str | None = None  # whose knowledge may carry the answer
    attributed: str = ""  # hash of what the sentences were attributed with; "": they were not yet

    @property
    def passages(self) -> tuple[str, ...]:
        """Return the references that carry the answer, each once; those that a person named come first."""
        found = (ref for sentence in self.sentences for ref in sentence.passages)
        return tuple(dict.fromkeys((*self.by_hand, *found)))

    @property
    def carried(self) -> float:
        """Return the share of the answer's sentences that some passage carries, 0 to 1, small talk aside; 0 without any."""
        told = [sentence for sentence in self.sentences if not sentence.small_talk]
        return sum(bool(sentence.passages) for sentence in told) / len(told) if told else 0.0

    @property
    def gaps(self) -> tuple[str, ...]:
        """Return the sentences that no passage carries."""
        return tuple(s.text for s in self.sentences if not s.passages and not s.small_talk)

    def to_json(self) -> dict[str, Any]:
        times = {name: getattr(self, name).isoformat() if getattr(self, name) else None for name in _TIMES}
        return asdict(self) | times

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Example":
        sentences = tuple(Sentence(**{**s, "passages": tuple(s["passages"])}) for s in values["sentences"])
        times = {name: datetime.fromisoformat(values[name]) if values.get(name) else None for name in _TIMES}
        lists = {name: tuple(values.get(name, ())) for name in ("reasons", "by_hand", "rules", "tags")}
        return cls(**{**values, **lists, **times, "sentences": sentences})
