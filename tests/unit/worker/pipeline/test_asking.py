from dataclasses import replace

import pytest

from tests.unit.worker.pipeline.builders import COMPANY, SURE, ticket, triage
from worker.pipeline.asking import approved_question

QUESTIONS = {
    "billing": {"en": ("Which invoice do you mean?", "Which payment do you mean?"), "de": ("Welche Rechnung?",)},
    "access": {"en": ("What is your password?",)},
    "other": {"en": ("What is it about?",), "fr": ("De quoi s'agit-il ?",)},
}
ASKING = replace(COMPANY, questions=QUESTIONS)


@pytest.mark.parametrize(
    ("changes", "seen", "question"),
    [
        ({}, triage(), "Which invoice do you mean?"),
        ({"body": "problem with a payment"}, triage(), "Which payment do you mean?"),
        ({"language": "de"}, triage(), "Welche Rechnung?"),
        ({}, triage(probabilities={**SURE, "queue": 0.5}), "What is it about?"),
        ({}, triage(probabilities={}), "What is it about?"),
        ({"language": "fr"}, triage(), "De quoi s'agit-il ?"),
        ({}, triage(queue="access"), "What is it about?"),  # nobody is asked for a password, whoever approved it
        ({"language": "es"}, triage(), None),
        ({"language": None, "subject": "", "body": "help"}, triage(), "Which invoice do you mean?"),
        ({"language": None, "subject": "", "body": "aidez moi svp"}, triage(), "De quoi s'agit-il ?"),
        ({"language": None, "subject": "", "body": "SOS xyzzy"}, triage(), None),
    ],
)
def test_the_companys_question_is_chosen_by_queue_and_language(
    changes: dict, seen: object, question: str | None
) -> None:
    chosen = approved_question(ticket(**{"body": "I need help."} | changes), seen, ASKING, 0.7)  # type: ignore[arg-type]
    assert (chosen and chosen.sentences[0]) == question
