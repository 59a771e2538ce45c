"""This module chooses the clarifying question for a ticket that says too little, from those that the company approved."""

from collections.abc import Sequence

from knowledge.languages.registry import LANGUAGES
from worker.company import Company
from worker.domain import Action, Attribution, CheckResult, Reply, Ticket, Triage
from worker.mail.asked.lexicon import lexicon, tokens
from worker.pipeline.check.secrets.leading import leading_part


def approved_question(ticket: Ticket, triage: Triage, company: Company, min_confidence: float) -> Reply | None:
    """Return the company's question as a reply, in the customer's language; None if it approved none.

    It is one of the queue if triage is sure of the queue, else one of the queue for what is no support request: what is
    asked there fits every ticket.
    """
    language = ticket.language if ticket.language in LANGUAGES else _language(f"{ticket.subject} {ticket.body}")
    sure = triage.probabilities.get("queue", 0.0) >= min_confidence
    queues = [triage.queue] if sure else []
    for queue in (*queues, company.not_support_queue):
        harmless = approved(company, queue, language)
        if language and harmless:
            chosen = nearest(harmless, ticket)
            return Reply(action=Action.ASK, language=language, sentences=(chosen,), probabilities={})
    return None


def approved(company: Company, queue: str | None, language: str | None) -> list[str]:
    """Return the questions that the company approved for a queue, without any that leads somebody to give a secret."""
    known = company.questions.get(queue or "", {}).get(language or "", ())
    return [question for question in known if leading_part(question) is None]


def is_approved(reply: Reply) -> bool:
    """Return whether a reply asks nothing but questions that the company approved: under the grammar there are no others."""
    return reply.action is Action.ASK and bool(reply.refs)


def as_checked(question: Reply) -> CheckResult:
    """Return the result of a check for a question of the company, which states nothing and needs no passage."""
    return CheckResult(tuple(Attribution(sentence, None, 1.0) for sentence in question.sentences), ())


def nearest(questions: Sequence[str], ticket: Ticket) -> str:
    """Return the question with the most words of the ticket; the first one if none has any."""
    said = set(tokens(f"{ticket.subject} {ticket.body}")) - lexicon(None).small
    return max(questions, key=lambda question: len(said & set(tokens(question))))


def _language(text: str) -> str | None:
    """Return the language that knows every word of a text too short to be told otherwise; English if it is one of
    several."""
    words = [word for word in tokens(text) if len(word) > 1]
    knowing = [code for code in LANGUAGES if all(word in lexicon(code).empty for word in words)]
    return ("en" if "en" in knowing else knowing[0] if len(knowing) == 1 else None) if words else None
