"""What is lost to retrieval is told from what is lost to whoever writes the replies."""

from knowledge.handled_tickets import HandledTicket
from models.evaluation.scores import Share
from tests.unit.worker.pipeline.builders import passage
from worker.domain import Action, Attribution, CheckResult, Reply
from worker.learning.oracle import losses
from worker.learning.report.row import Row

RIGHT = passage("It takes five days.", ref="docs/refunds.md#Refunds")
WRONG = passage("Open the login page.", ref="docs/login.md#Login")


def row(number: int, is_right: bool) -> Row:
    ticket = HandledTicket.model_validate(
        {
            "id": f"T-{number}", "subject": "Refund", "body": "How long?", "language": "en", "account": None,
            "requester": "a@b.example", "queue": "billing", "priority": "normal", "escalate": False, "reason": None,
            "passages": [RIGHT.ref], "reply": {"action": "answer", "sentences": ["It takes five days."]},
        }
    )  # fmt: skip
    source = RIGHT if is_right else WRONG
    said = Reply(Action.ANSWER, "en", (source.text,), {}, (source.ref,))
    return Row(ticket, passages=(source,), reply=said, check=CheckResult((Attribution(source.text, source, 1.0),), ()))


def test_each_ticket_is_lost_once() -> None:
    found = [row(1, True), row(2, False), row(3, False), row(4, True), row(5, True)]
    given = [row(1, True), row(2, True), row(3, False), row(4, False)]  # the index has no passage of the fifth
    lost = losses(found, given, answered=5)
    assert (lost.found, lost.given) == (Share(2, 4), Share(2, 4))
    assert (lost.retrieval, lost.model, lost.by_chance) == (Share(1, 4), Share(1, 4), Share(1, 4))
    assert lost.without == 1
    assert lost.as_json()["lost_to_retrieval"] == {"hits": 1, "total": 4, "interval": [0.046, 0.699]}
    assert "lost to retrieval (right from the right passages only): 25.0% 1/4 [5-70]" in lost.lines()
