"""What of running text can be said alone, and what needs the sentence before it, its heading or a condition."""

import pytest

from knowledge.passages import Kind
from knowledge.statements import StatementKind
from knowledge.statements.base import MAX_CHARACTERS
from knowledge.statements.split import statements_of
from models.skills.reply import MAX_SENTENCE_CHARACTERS


def said(text: str, language: str | None = "en", heading: str = "Reset the meter") -> list[str]:
    return [one.text for one in statements_of(Kind.DOCS, f"Meters > {heading}", text, language=language)]


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("en", "The update installs version 3.4.1.", "It is fixed in 3.4.1."),
        ("en", "Restart the gateway under Settings > Gateways.", "This takes two minutes."),
        ("en", "Refunds are paid within 5 days.", "The same applies to credit notes."),
        ("en", "Choose Keep if the pump still runs.", "Otherwise, choose Replace."),
        ("en", "A message may say that the line is busy.", "If so, wait for a minute."),
        ("en", "A message may say that the line is busy.", "If it does, wait for a minute."),
        ("en", "The export runs at night.", "After that, the file can be downloaded."),
        ("en", "Open Settings > Gateways.", "Enter the name of the site."),
        ("en", "Two sensors share one cable.", "Both of them must be switched off first."),
        ("en", "An administrator approves the order.", "The supplier then gets an e-mail."),
        ("de", "Starten Sie das Gateway unter Einstellungen > Gateways neu.", "Das dauert zwei Minuten."),
        ("de", "Der Fehler tritt auf Tablets auf.", "Er ist in 3.4.1 behoben."),
        ("de", "Erstattungen dauern fünf Tage.", "Das Gleiche gilt für Gutschriften."),
        ("de", "Wählen Sie Behalten, wenn die Pumpe läuft.", "Andernfalls wählen Sie Ersetzen."),
        ("de", "Die Leitung kann besetzt sein.", "Falls ja, warten Sie eine Minute."),
        ("de", "Die Sperre gilt für alle Geräte.", "Sie endet nach 30 Minuten."),
        ("de", "Der Export läuft nachts.", "Anschließend können Sie die Datei herunterladen."),
        ("fr", "Redémarrez la passerelle sous Réglages > Passerelles.", "Cela prend deux minutes."),
        ("fr", "L'erreur se produit sur les tablettes.", "Elle est corrigée dans la version 3.4.1."),
        ("fr", "Les remboursements prennent 5 jours.", "Il en va de même pour les avoirs."),
        ("fr", "Choisissez Garder si la pompe fonctionne.", "Sinon, choisissez le bouton Remplacer."),
        ("fr", "La ligne peut être occupée.", "Dans ce cas, attendez une minute."),
        ("es", "Reinicie la pasarela en Ajustes > Pasarelas.", "Esto tarda dos minutos."),
        ("es", "El error aparece en las tabletas.", "Está corregido en la versión 3.4.1."),
        ("es", "Los reembolsos tardan 5 días.", "Lo mismo se aplica a los abonos."),
        ("es", "Elija Conservar si la bomba funciona.", "De lo contrario, elija el botón Sustituir."),
        ("es", "La línea puede estar ocupada.", "En ese caso, espere un minuto."),
    ],
)
def test_a_sentence_that_leans_is_said_after_the_one_before(language: str, first: str, second: str) -> None:
    made = statements_of(Kind.DOCS, "Meters > Reset", f"{first} {second}", language=language)
    assert made[-1].source == second
    assert made[-1].text.endswith(second)
    assert made[-1].lead
    assert made[-1].own == second


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "It is possible to change the plan at any time."),
        ("en", "There is no limit on the number of assets."),
        ("en", "After 30 days the workspace becomes read-only."),
        ("en", "If a bank refuses the payment, the invoice stays open."),
        ("en", "The REST API is included in the Team plan."),
        ("en", "When a user leaves, the user's tokens stop working."),
        ("en", "To turn on alerts, open Settings > Alerts and turn on Keep alerts on this device."),
        ("de", "Es gibt keine Obergrenze für Anlagen."),
        ("de", "Sie können den Tarif jederzeit ändern."),
        ("de", "Falls Ihr Mailfilter die Nachricht zurückhält, geben Sie die Domain frei."),
        ("de", "Um Ihr Passwort zu ändern, öffnen Sie das Profil."),
        ("de", "Die Rechnung wird am 15. September 2026 fällig und am 1. Oktober angemahnt."),
        ("de", "Damit die Rechnung ankommt, tragen Sie die Adresse ein."),
        ("fr", "Il est possible de changer de formule à tout moment."),
        ("fr", "Il faut un compte pour créer une demande."),
        ("fr", "Après 30 jours de retard, l'espace passe en lecture seule."),
        ("es", "Es posible cambiar de plan en cualquier momento."),
        ("es", "Puede pagar con tarjeta o por transferencia."),
        ("es", "Después de 30 días, el espacio es de solo lectura."),
        ("es", "Su factura se envía el primer día del mes."),
    ],
)
def test_a_sentence_that_stands_alone_is_said_as_it_stands(language: str, sentence: str) -> None:
    before = {
        "en": "Plans have names.",
        "de": "Tarife haben Namen.",
        "fr": "Les formules ont des noms.",
        "es": "Los planes tienen nombres.",
    }
    assert said(f"{before[language]} {sentence}", language)[-1] == sentence


def test_where_nothing_stands_before_it_the_heading_is_said_first() -> None:
    assert said("It takes up to two minutes.") == ["Reset the meter: It takes up to two minutes."]
    assert said("Yes, at any time of the month.", heading="Can I change my plan?") == [
        "Can I change my plan? Yes, at any time of the month."
    ]


def test_a_heading_that_names_a_platform_or_a_plan_is_a_condition_of_its_sentences() -> None:
    assert said("Run the installer under Start > Files as an administrator.", heading="Install on Windows") == [
        "Install on Windows: Run the installer under Start > Files as an administrator."
    ]
    text = "Support answers within 8 working hours. Sign-in by SSO is included in Business. Add-ons for Business cost extra."
    assert said(text, heading="Business")[0] == "Business: Support answers within 8 working hours."
    assert said("Dates in API v2 are ISO 8601 in UTC.", heading="Changes in v2") == [
        "Dates in API v2 are ISO 8601 in UTC."
    ]


def test_what_says_only_list_or_button_needs_its_heading_and_an_instruction_its_place() -> None:
    assert said("The list shows the date and the amount.", heading="Download an invoice") == [
        "Download an invoice: The list shows the date and the amount."
    ]
    place = "An Admin opens Settings > Users > Invite."
    assert said(f"{place} Enter the address and click Send.") == [place, f"{place} Enter the address and click Send."]
    assert said("Meters are checked daily. Enter the address and click Send.")[1] == (
        "Reset the meter: Enter the address and click Send."
    )


@pytest.mark.parametrize(
    ("language", "heading", "sentence"),
    [
        ("en", "What Ferrowick cannot do", "Undo a deletion after 30 days."),
        ("en", "Prices until 2025", "Seats are paid by the month."),
        ("de", "Preise bis 2025", "Plätze werden monatlich abgerechnet."),
        ("en", "Not included in Starter", "Reports are sent by e-mail every day."),
        ("de", "Nicht im Starter-Tarif", "Berichte werden täglich verschickt."),
        ("de", "Was wir nicht erstatten", "Einrichtungsgebühren und angebrochene Monate."),
        ("fr", "Ce qui n'est pas compris", "L'installation sur site par un technicien."),
        ("es", "No incluido en Starter", "Los informes se envían cada día por correo."),
        ("es", "Lo que Ferrowick no hace", "Los datos se recuperan después de 30 días."),
    ],
)
def test_what_a_heading_denies_or_limits_is_said_with_the_heading(language: str, heading: str, sentence: str) -> None:
    assert said(sentence, language, heading) == [f"{heading}: {sentence}"]


@pytest.mark.parametrize(
    ("language", "heading"),
    [("en", "The e-mail does not arrive"), ("en", "Not receiving e-mails"), ("de", "Keine E-Mail erhalten")],
)
def test_a_heading_that_names_a_problem_denies_nothing(language: str, heading: str) -> None:
    sentence = {"en": "Look into the folder for spam.", "de": "Bitte prüfen Sie den Ordner für Spam."}[language]
    assert said(sentence, language, heading) == [sentence]


def test_questions_and_sentences_about_the_page_are_not_said_alone() -> None:
    assert said("This page explains how meters work. Is a meter needed? Yes, for each pump of the line.") == [
        "Is a meter needed? Yes, for each pump of the line."
    ]
    assert said("Esta página responde a las preguntas más frecuentes.", "es") == []
    assert said("Diese Seite beschreibt die Zähler der Anlage.", "de") == []
    assert said("Cette page répond aux questions sur les compteurs.", "fr") == []


@pytest.mark.parametrize(
    "text",
    [
        "Can I delete my account?\n\nNo, only the owner can.",
        "Q: Can I delete my account?\nA: No, only the owner can.",
        "Q: Can I delete my account? A: No, only the owner can.",
    ],
)
def test_an_answer_that_leans_on_its_question_is_said_after_it(text: str) -> None:
    assert said(text) == ["Can I delete my account? No, only the owner can."]


def test_a_list_that_answers_a_question_is_said_after_it() -> None:
    assert said("What do you need?\n- a passport\n- a photo") == [
        "What do you need? a passport.",
        "What do you need? a photo.",
    ]


def test_a_letter_before_a_colon_stays_where_nothing_is_asked() -> None:
    assert said("The terminals are named. A: 12 V feeds the display of the gateway.")[1].startswith("A: 12 V feeds")


def test_a_semicolon_ends_no_sentence_and_a_too_long_sentence_is_cut_there_or_left_out() -> None:
    one = "A counting meter may only rise; a gauge meter may rise and fall."
    assert said(one) == [one]
    half = "the gateway writes " + "one more value into the log and " * 8 + "stops"
    long = f"First {half}; at night {half}."
    assert len(long) > MAX_CHARACTERS
    assert said(long) == [f"First {half}.", f"At night {half}."]
    assert said("word " * 100) == []


def test_no_statement_is_longer_than_a_reply_may_say() -> None:
    assert MAX_CHARACTERS == MAX_SENTENCE_CHARACTERS
    sentence = "The gateway keeps a copy of every value that it has sent in the last hour of the day."
    chain = " ".join(["The gateway has a log.", *(f"It is {sentence}" for _ in range(12))])
    assert all(len(one) <= MAX_CHARACTERS for one in said(chain))


def test_a_wrapped_line_goes_on_and_a_line_without_a_mark_is_a_heading() -> None:
    text = "Symptom\nThe pump stops when the\nline is cold.\nWhat to do\nIt helps to warm the line."
    assert said(text) == [
        "Symptom: The pump stops when the line is cold.",
        "What to do: It helps to warm the line.",
    ]
    assert said("Phone: 555 0100\nThe office opens at 9.")[0] == "Reset the meter: Phone: 555 0100."


def test_a_statement_knows_its_kind_lead_and_source() -> None:
    [first, second] = statements_of(
        Kind.DOCS, "T > H", "A pump has one meter. It counts hours and cycles.", language="en"
    )
    assert (first.lead, first.kind, first.language) == ("", StatementKind.SENTENCE, None)
    assert (second.lead, second.own) == (first.text, second.source)
    assert type(second).from_json(second.to_json()) == second
