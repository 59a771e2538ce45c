"""What of a saved reply may be said by somebody who is not its agent."""

import pytest

from knowledge.errors import BadDocumentError
from knowledge.parsing.formats import parse
from knowledge.sources.macros import macro_document

FACT = "A reset link is valid for 60 minutes."


def said(body: str, language: str | None = None) -> str:
    document = macro_document("macros", "1", "Title", body, parse, language=language)
    return "\n".join(block.text for section in document.sections for block in section.blocks)


@pytest.mark.parametrize(
    "body",
    [
        f"Hi {{{{ticket.requester.first_name}}}},\n{FACT}\nKind regards\nAnna\nAcme Support",
        f"Hello there!\n\n{FACT}\n\nBest regards,\n\nAnna",
        f"Dear {{{{ticket.requester.name}}}}, {FACT[0].lower()}{FACT[1:]}",
        f"Thank you for writing to us. {FACT}",
        f"{FACT} We hope this helps.",
        f"We are sorry for the inconvenience.\n\n{FACT}\n\nPlease let us know if you have any further questions.",
        f"Hi,\n\nThanks for your message!\n\n{FACT}\n\nThanks,\nAnna",
        f"{FACT}\n\nInternal: check the plan first.",
        f"Note to agents: do this only for admins.\n\n{FACT}",
        f"[INTERNAL] Ask Tom.\n\n{FACT}",
        f"{FACT}\n\nI have reset your password.",
        f"{FACT}\n\nWe will come back to you.",
        f"{FACT}\n\nYour refund has been issued.",
        f"{FACT}\n\nYour order was cancelled.",
        f"{FACT}\n\nYour ticket number is {{{{ticket.id}}}}.",
        f"{FACT}\n\nThe refund is [amount] EUR.",
        f"{FACT}\n\nThe refund is ____ EUR.",
        f"{FACT}\n\nThe refund is XXX EUR.",
        f"{FACT}\n\nThe refund is <amount> EUR.",
        f"{FACT}\n\n{{% if ticket.priority == 'high' %}}It is refunded.{{% else %}}It is not.{{% endif %}}",
        f"{FACT}\n\nI did the following:\n- reset the password\n- unlocked the account",
        f"{FACT}\n\nDo this:\n1. Open Settings.\n2. Enter {{{{ticket.id}}}}.\n3. Save.",
        f"{FACT}\n\nI have sent a link.\n\nIt is valid for a day only.",
        f"<p>Hi {{{{ticket.requester.first_name}}}},</p><p>{FACT}</p><p>Kind regards,<br>Anna</p>",
        f"<div>{FACT}</div><div>{{{{current_user.signature}}}}</div>",
    ],
)
def test_what_only_its_agent_may_say_is_left_out(body: str) -> None:
    assert said(body) == FACT


@pytest.mark.parametrize(
    ("language", "fact", "acted"),
    [
        ("de", "Ein Link zum Zurücksetzen gilt 60 Minuten.", "Ich habe Ihr Passwort zurückgesetzt."),
        ("de", "Ein Link zum Zurücksetzen gilt 60 Minuten.", "Ihre Erstattung wurde veranlasst."),
        ("de", "Ein Link zum Zurücksetzen gilt 60 Minuten.", "Wir melden uns bei Ihnen."),
        ("de", "Ein Link zum Zurücksetzen gilt 60 Minuten.", "Hinweis für Kollegen: erst den Plan prüfen."),
        ("fr", "Le lien de réinitialisation est valable 60 minutes.", "J’ai réinitialisé votre mot de passe."),
        ("fr", "Le lien de réinitialisation est valable 60 minutes.", "Votre remboursement a été effectué."),
        ("fr", "Le lien de réinitialisation est valable 60 minutes.", "Nous vous rembourserons la somme."),
        ("fr", "Le lien de réinitialisation est valable 60 minutes.", "Note interne : vérifier le forfait."),
        ("es", "El enlace de restablecimiento es válido durante 60 minutos.", "He restablecido su contraseña."),
        ("es", "El enlace de restablecimiento es válido durante 60 minutos.", "Su pedido ha sido cancelado."),
        ("es", "El enlace de restablecimiento es válido durante 60 minutos.", "Le devolveremos el importe."),
        ("es", "El enlace de restablecimiento es válido durante 60 minutos.", "Nota interna: revisar el plan."),
    ],
)
def test_in_every_language_of_ours(language: str, fact: str, acted: str) -> None:
    assert said(f"{fact}\n\n{acted}", language) == fact
    assert said(f"{acted}\n\n{fact}", language) == fact


def test_steps_and_links_stay() -> None:
    body = "<p>To reset it:</p><ol><li>Open Settings.</li><li>Choose Security.</li></ol><p>Our office is open on Mondays.</p>"
    assert said(body) == "To reset it:\n1. Open Settings.\n2. Choose Security.\nOur office is open on Mondays."


def test_a_language_that_the_text_does_not_have_is_refused() -> None:
    german = "Ein Link zum Zurücksetzen gilt nur 60 Minuten und nur einmal."
    assert said(german, "de-DE") == german
    with pytest.raises(BadDocumentError, match="says en, but the text is de"):
        said(german, "en")
