"""This module holds the words of the notes to agents, which are in English: why a person has a ticket, and what is missing."""

from collections.abc import Mapping

LANGUAGE_NAMES: Mapping[str, str] = {"en": "English", "de": "German", "fr": "French", "es": "Spanish"}

TRIAGE: Mapping[str, str] = {
    "asks_for_person": "the customer seems to ask for a person",
    "security_or_legal": "it seems to be about security, privacy or the law",
    "money_beyond_policy": "it seems to ask for money that the policy does not grant by itself",
    "outage_priority_account": "a priority account seems unable to work",
    "angry_or_at_risk": "the customer seems angry, or about to leave",
    "several_problems": "it seems to be about several problems that no single page answers",
    "not_covered": "the knowledge does not seem to answer it",
    "not_support": "it seems to be no request for support",
}
"""Why triage wants a person, or nobody, for a ticket."""

UNSURE: Mapping[str, str] = {
    "unsure_reply": "replies like this one are not right often enough to go out unread",
    "unsure_queue": "it is not sure enough which queue the ticket belongs to",
    "unsure_escalate": "it is not sure enough that no person has to take the ticket",
    "no_threshold": "it is not proven yet which replies are right often enough to go out unread",
}
"""Why a reply waits although the check found nothing in it."""

FAILED: Mapping[str, str] = {
    "reply_failed": "no reply could be written",
    "triage_failed": "triage gave nothing that can be used",
    "retrieval_unavailable": "the knowledge could not be searched",
    "model_unavailable": "the language model did not answer",
}
"""What went wrong; the explanation of the decision says more."""

FINDINGS: Mapping[str, str] = {
    "unsupported": "No passage says this",
    "invented_fact": "A number, date, name or address stands in no passage",
    "wrong_language": "It is in another language than the customer's",
    "foreign_account": "A passage belongs to another account",
    "foreign_contact": "It names an address, number or link that is not known as the company's",
    "markup": "It holds markup",
    "secret": "It leads the customer to give away a secret, access or money",
    "empty": "It says nothing",
    "question_open": "A question of the customer is left open",
    "said_before": "The customer was told this before",
}
"""What the check found. A code that is not here is told as it is written."""


def language_name(code: str | None) -> str:
    return LANGUAGE_NAMES.get(code or "", "another language")


def finding(code: str) -> str:
    words = code.replace("_", " ")
    return FINDINGS.get(code, f"{words[:1].upper()}{words[1:]}")
