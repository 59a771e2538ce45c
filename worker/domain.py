"""This module holds the values that travel between the steps. They are frozen, and none is a row or a vendor's payload."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from knowledge.statements import Statement
from models.skills.reply import Action, Reply
from models.skills.triage import Priority, Reason, Triage
from worker.states import Outcome
from worker.thread import Author, Fate, Handled, Message, Thread

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "AccountCard",
    "Action",
    "Attachment",
    "Attribution",
    "Author",
    "CheckResult",
    "Decision",
    "Fate",
    "Finding",
    "Handled",
    "Message",
    "Outcome",
    "Passage",
    "Priority",
    "Reason",
    "Reply",
    "Retrieved",
    "Run",
    "Statement",
    "Sureness",
    "Thread",
    "Ticket",
    "Triage",
    "as_shown",
]  # fmt: skip


@dataclass(frozen=True)
class Attachment:
    """An attachment is a file that came with a message. `text` is None until, and unless, it was read."""

    name: str
    type: str = ""  # media type, as the payload says; "" where it does not
    size: int | None = None  # bytes
    url: str | None = None
    text: str | None = None
    problem: str | None = None  # why it was not read

    @property
    def is_open(self) -> bool:
        """Return whether nobody has tried to read it yet."""
        return self.text is None and self.problem is None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Ticket:
    """A ticket is what the pipeline sees of a claimed row."""

    id: int
    version: int  # counts the customer's messages; a result for an old version is never committed
    lease_token: int
    external_id: str
    source: str
    account: str | None  # external id of the account, when the requester is one of its contacts
    plan: str | None
    tier: str | None
    requester_email: str | None
    requester_name: str | None
    verified: bool  # verified by the helpdesk and a verified contact of the account
    subject: str
    body: str  # what the model and the search see of the turn (worker/mail/reading.py)
    language: str | None  # ISO 639-1; "other": a language we do not answer in; None: too little text to tell
    automatic: bool
    received_at: datetime
    author: Author = Author.CUSTOMER  # of what is answered; the least trusted where several wrote
    attachments: tuple[Attachment, ...] = ()  # of the turn
    thread: Thread = field(default_factory=Thread)
    old: bool = False  # a message of the turn was older than the setting allows when it came
    late: bool = False  # a message of the turn came after a newer one had been decided
    brand: str | None = None  # its id in the helpdesk
    asked: int = 0  # clarifying questions that the customer got from us in this ticket
    channel: str = ""  # of its first message, in the words of its helpdesk: "email", "web", "api", …

    @property
    def is_first_turn(self) -> bool:
        """Return whether nobody was told anything in this ticket yet, however many messages its customer sent."""
        return self.version == 1 or self.thread.opens

    @property
    def history_account(self) -> str | None:
        """Return the account that gives this ticket its history: only that of a verified requester."""
        return self.account if self.verified else None


def as_shown(title: str, text: str) -> str:
    """Return a passage as a prompt shows it, in serving and in training, and as a check reads it."""
    return f"{title}. {text}"


@dataclass(frozen=True)
class Passage:
    """A passage was found for a ticket; it has its rank at each stage (1 is best; None: that stage did not find it)."""

    id: int
    ref: str
    kind: str
    title: str
    url: str
    text: str
    version: str
    account: str | None
    lexical_rank: int | None
    dense_rank: int | None
    score: float  # fused
    precedent_rank: int | None = None
    fused_rank: int = 0
    relevance: float | None = None  # of the reranker, 0 to 1; None: not reranked
    trusted: bool = True  # False: its source is shown to people only
    public: bool = True  # a customer can open its address
    language: str | None = None  # of its text; None: it cannot be told, or it is a customer's own row
    fields: Mapping[str, str] = field(default_factory=dict)  # of a row of a price book or an account: name -> value
    statements: tuple[Statement, ...] = ()  # what a reply may say of it, in order
    statement_vectors: "NDArray[np.float32] | None" = field(default=None, compare=False)  # unit length, per statement

    @property
    def shown(self) -> str:
        """Return the passage as a prompt and a check see it."""
        return as_shown(self.title, self.text)


@dataclass(frozen=True)
class Retrieved:
    """This is what a search for a ticket gave. A search that failed has its error, and what was known before it failed."""

    passages: tuple[Passage, ...] = ()  # best first
    vector: "NDArray[np.float32] | None" = field(default=None, compare=False)  # of what was searched for, unit length
    encoder: str = ""  # hash of the weights of the encoder that made the vector
    evidence: tuple[float, ...] = ()  # how near the candidates are (knowledge.search.evidence.features)
    text: str = ""  # what was searched for: the query, and its translation
    error: Exception | None = None


@dataclass(frozen=True)
class Attribution:
    sentence: str
    passage: Passage | None  # None: a question to the customer, which states nothing
    support: float  # 0 to 1, share of what the sentence says found in the passage; 1.0 of a chosen sentence


@dataclass(frozen=True)
class Finding:
    """A finding says why a reply may not go out as it is."""

    # unsupported | invented_fact | wrong_language | foreign_account | foreign_contact | markup | secret | empty |
    # question_open | said_before | internal_reference
    code: str
    sentence: str
    detail: str


@dataclass(frozen=True)
class CheckResult:
    attributions: tuple[Attribution, ...]
    findings: tuple[Finding, ...]

    @property
    def passed(self) -> bool:
        return not self.findings


PRODUCT = "rule of the product"


@dataclass(frozen=True)
class Decision:
    outcome: Outcome
    reason: str  # one of the closed set in worker.company.reasons
    explanation: str  # for the person who opens the ticket
    made_by: str = PRODUCT  # "rule: NAME" of the company, "triage", "reply"; also which rules changed it

    @property
    def told(self) -> str:
        """Return the explanation with what made the decision, as people read it and as it is stored."""
        return f"{self.explanation} (decided by {self.made_by})"


@dataclass(frozen=True)
class AccountCard:
    """An account card is what an agent is told of a verified requester's account, in its own rows' words."""

    plan: str | None
    tier: str | None
    profile: str  # plan, seats, billing, status, as the account's own row says it
    open_invoices: tuple[str, ...] | None = None  # None: no invoice of the account is known
    last_tickets: tuple[str, ...] = ()  # newest first


@dataclass(frozen=True)
class Sureness:
    """A sureness says how often we were right in cases like this one."""

    right: int
    cases: int
    counted: bool = True  # False: estimated by the calibrator, which was fitted on so many cases


@dataclass(frozen=True)
class Run:
    """A run holds everything that one handling of a ticket produced; what is None did not happen."""

    ticket: Ticket
    decision: Decision
    triage: Triage | None = None
    passages: tuple[Passage, ...] = ()
    reply: Reply | None = None
    check: CheckResult | None = None
    base_id: str = ""
    adapter_ids: Mapping[str, str | None] = field(default_factory=dict)
    prompt_hashes: Mapping[str, str] = field(default_factory=dict)
    tokens: Mapping[str, int] = field(default_factory=dict)  # "triage.prompt", "triage.output", "reply.prompt", …
    milliseconds: Mapping[str, float] = field(default_factory=dict)  # per step; of a batch, its share
    failures: Mapping[str, str] = field(default_factory=dict)  # step -> what went wrong, for the run's record
    misrouted: bool = False  # triage, or a rule, took a request for a person for spam
    ruled_queue: str | None = None  # by a rule of the company, in place of triage's
    sureness: Mapping[str, Sureness] = field(default_factory=dict)  # "reply", "queue"
    card: AccountCard | None = None  # of a verified requester's account

    @property
    def queue(self) -> str | None:
        """Return the queue that the ticket goes to; None leaves it where it is, so that no request lies among spam."""
        if self.misrouted:
            return None
        return self.ruled_queue or (self.triage.queue if self.triage else None)
