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
    "canary": "a new adapter is tried on it, and which of its replies are right often enough is not proven yet",
    "no_heads": "nothing has learned yet who takes which ticket, so queue and priority are as they were",
}
"""Why a reply waits although the check found nothing in it."""

FAILED: Mapping[str, str] = {
    "reply_failed": "no reply could be written",
    "triage_failed": "triage gave nothing that can be used",
    "retrieval_unavailable": "the knowledge could not be searched",
    "model_unavailable": "the language model did not answer",
}
"""These words say what went wrong; the explanation of the decision says more."""

FINDINGS: Mapping[str, str] = {
    "unsupported": "Not in the knowledge",
    "invented_fact": "Not in the knowledge",
    "wrong_language": "Wrong language",
    "foreign_account": "Another customer's account",
    "foreign_contact": "Unknown address",
    "markup": "Markup",
    "secret": "Would lead to a secret",
    "empty": "Nothing said",
    "question_open": "Still open",
    "said_before": "Said before",
    "internal_reference": "Internal reference",
}
"""These words say what the check found, before its own. A code that is not here is told as it is written."""


def language_name(code: str | None) -> str:
    return LANGUAGE_NAMES.get(code or "", "another language")


def finding(code: str) -> str:
    words = code.replace("_", " ")
    return FINDINGS.get(code, f"{words[:1].upper()}{words[1:]}")
