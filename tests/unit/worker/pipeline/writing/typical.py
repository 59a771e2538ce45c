"""Six typical tickets as people read them: what was sent, and five notes."""

from dataclasses import replace
from datetime import UTC, datetime

from knowledge.statements import Statement, StatementKind
from models.skills.reply import Reply
from tests.unit.worker.pipeline.builders import COMPANY, passage, ticket, triage
from worker.company.voice import Voice
from worker.domain import (
    AccountCard,
    Action,
    Attachment,
    Attribution,
    CheckResult,
    Decision,
    Finding,
    Outcome,
    Passage,
    Run,
    Sureness,
)
from worker.thread import Author, Message, Thread

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SPEAKING = replace(COMPANY, voices={"de": Voice(address="du", signature="Dein Ferrowick-Team")})

STEPS = passage(
    "To reset a password:\n1. Open Settings > Users.\n2. Select the user and choose Reset password.\n"
    "A reset link is valid for 60 minutes.",
    title="Login > Reset a password",
    language="en",
    statements=(
        Statement("Open Settings > Users.", "1. Open Settings > Users.", StatementKind.STEP),
        Statement(
            "Select the user and choose Reset password.",
            "2. Select the user and choose Reset password.",
            StatementKind.STEP,
        ),
        Statement("A reset link is valid for 60 minutes.", "A reset link is valid for 60 minutes."),
    ),
)
SSO = passage(
    "With single sign-on there is no password to reset: your identity provider keeps it.",
    id=2,
    ref="docs/sso.md#Passwords",
    title="Single sign-on > Passwords",
    url="https://help.x.example/sso",
    language="en",
)
INVOICE = passage(
    "Invoice F-2026-04482 of 2026-11-01 for 498.00 EUR is open, due 2026-11-15.",
    id=3,
    ref="accounts/acc-a#invoice F-2026-04482",
    kind="account",
    title="Brightloaf Bakeries > invoice F-2026-04482",
    url="",
    account="acc-a",
    public=False,
)
INTERNAL = passage(
    "Refunds above 500 EUR need the signature of the team lead.",
    id=4,
    ref="wiki/refunds.md#Limits",
    title="Refunds > Limits",
    url="https://wiki.x.example/refunds",
    public=False,
)
CARD = AccountCard(
    plan="team",
    tier="standard",
    profile="Brightloaf Bakeries is on the Team plan with 12 paid seats, billed monthly in EUR. The account status is active.",
    open_invoices=("Invoice F-2026-04482 of 2026-11-01 for 498.00 EUR is open, due 2026-11-15.",),
    last_tickets=(
        "Past ticket T-47638 of 2026-10-14, Oven 4 meter stopped counting: The port was closed. Outcome: solved.",
    ),
)


def answered(*said: tuple[str, Passage], **changes: object) -> Run:
    """A run whose reply says sentences of passages."""
    sentences = tuple(sentence for sentence, _ in said)
    reply = Reply(Action.ANSWER, "en", sentences, {"reply": 0.91}, tuple(found.ref for _, found in said))
    passages = tuple({found.ref: found for _, found in said}.values())
    check = CheckResult(tuple(Attribution(sentence, found, 1.0) for sentence, found in said), ())
    decision = Decision(Outcome.SEND, "grounded", "every sentence is attributed to a passage")
    run = Run(ticket(), decision, triage(), passages, reply, check, sureness={"reply": Sureness(190, 212)}, card=CARD)
    return replace(run, **changes)  # type: ignore[arg-type]


RESET = tuple((one.text, STEPS) for one in STEPS.statements)

SENT = answered(*RESET, (SSO.text, SSO), passages=(STEPS, SSO))
BEFORE = Thread(
    turn=(Message(Author.CUSTOMER, AT, "It does not arrive.", version=2),),
    before=(Message(Author.AGENT, AT, "Please look into the spam folder first."),),
)
SCREEN = Attachment("screen.png", "image/png", 240_000, problem="images are not read")
HELD = replace(
    SENT,
    ticket=ticket(thread=BEFORE, version=2, attachments=(SCREEN,)),
    decision=Decision(Outcome.HOLD, "draft_mode", "replies are drafts until DESKHAND_REPLY_MODE is send"),
    passages=(STEPS, SSO, INTERNAL),
)  # fmt: skip
OPEN = Finding("question_open", "", 'the reply does not meet: "And please refund our yearly plan."')
INVENTED = Finding("invented_fact", "A reset link is valid for 90 minutes.", "no passage contains 90")
BELOW = replace(
    HELD,
    ticket=ticket(),
    decision=Decision(Outcome.HOLD, "check_failed", f"{OPEN.code}: {OPEN.detail}"),
    check=CheckResult(HELD.check.attributions if HELD.check else (), (OPEN, INVENTED)),
    sureness={"reply": Sureness(66, 330, counted=False)},
)
HANDED = Run(
    ticket(),
    Decision(Outcome.HAND_OVER, "asks_for_person", 'the customer asks for a person: "Please call me" (found by rule)'),
    triage(),
    (INVOICE, INTERNAL, replace(SSO, trusted=False)),
    card=CARD,
)
FOREIGN = answered(
    *RESET[:2],
    ticket=ticket(language="de"),
    decision=Decision(
        Outcome.HOLD, "other_language", "the knowledge answers it in English only, and the customer writes German"
    ),
    check=CheckResult(
        tuple(Attribution(sentence, found, 1.0) for sentence, found in RESET[:2]),
        (Finding("wrong_language", "", "the customer writes de, the reply is en"),),
    ),
)
UNVERIFIED = replace(
    HELD,
    ticket=ticket(verified=False),
    decision=Decision(Outcome.HOLD, "unverified_requester", "the sender is not a verified contact of an account"),
    card=None,
)
NOTES = {
    "held draft": HELD,
    "below the bar": BELOW,
    "handed over": HANDED,
    "foreign language": FOREIGN,
    "unverified sender": UNVERIFIED,
}
