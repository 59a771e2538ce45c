import pytest

from worker.mail.asked.questions import MOST_QUESTIONS, find_questions
from worker.mail.asked.sentences import sentences

TWO = {
    "en": (
        "The export is empty. And please refund our yearly plan, we paid it in March",
        "The export is empty. Please refund our yearly plan, we paid it in March.",
        "My report does not load, and please refund the last invoice.",
        "The export is empty. Also, where do I change the VAT number?",
        "1. The export is empty\n2. Refund our yearly plan please",
        "- labels print too small\n- the invoice has the old address",
        "Hello, (1) the photos stay white (2) the import stops at row 212",
        "How do I add a colleague? And what does Business cost?",
        "The export is empty and we would like our money back for the yearly plan",
        "Export is empty; refund yearly plan pls",
        "export empty!! also refund",
        "The sync hangs on Tariq's phone. By the way, can the invoices go to our accountant?",
        "We began a stocktake this morning. Then, unrelated: our bookkeeper wants the invoices in her mailbox.",
    ),
    "de": (
        "Der Export ist leer. Und bitte erstatten Sie uns den Jahresplan, den wir im März bezahlt haben.",
        "Der Export ist leer. Außerdem stimmt die Rechnungsadresse nicht.",
        "Wo finde ich die Rechnung? Und wie viele Leute darf ich einem Auftrag zuweisen?",
    ),
    "fr": (
        "L'export est vide. Et merci de rembourser notre abonnement annuel, payé en mars.",
        "L'export est vide. Par ailleurs, comment changer la carte ?",
        "Autre souci : le scanner reste noir. Autre question, peut-on imprimer les étiquettes ?",
    ),
    "es": (
        "La exportación está vacía. Y por favor devuélvannos el plan anual, lo pagamos en marzo.",
        "La exportación está vacía. Además, ¿cómo cambio la tarjeta?",
        "Necesito la factura de agosto. Por otro lado, las etiquetas salen pequeñas.",
    ),
}
ONE = {
    "en": (
        "The export is empty.",
        "The export is empty. It was fine last week. How can I fix it?",
        "Hi! Hope you are well. Where is my invoice? Thanks in advance and best regards, Wren",
        "Nothing arrives in the requests mailbox. I checked the spam folder too. What can I do?",
        "Where is the October invoice? It is not in the list. Can you send it?",
        "Please reset the counter, it shows the wrong value.",
    ),
    "de": ("Der Export ist leer. Was kann ich tun?", "Guten Tag, wo finde ich die Rechnung? Vielen Dank im Voraus"),
    "fr": ("L'export est vide. Que faire ?", "Bonjour, où trouver la facture ? Merci d'avance"),
    "es": ("La exportación está vacía. ¿Qué puedo hacer?", "Hola, ¿dónde está la factura? Muchas gracias"),
}


@pytest.mark.parametrize(("language", "text"), [(code, text) for code, texts in TWO.items() for text in texts])
def test_two_questions_are_found(language: str, text: str) -> None:
    assert len(find_questions("", text, language)) == 2


@pytest.mark.parametrize(("language", "text"), [(code, text) for code, texts in ONE.items() for text in texts])
def test_what_belongs_together_is_one_question(language: str, text: str) -> None:
    assert len(find_questions("", text, language)) == 1


def test_the_question_has_the_words_of_the_customer() -> None:
    first, second = find_questions("", TWO["en"][0], "en")
    assert first.text == "The export is empty."
    assert second.text == "And please refund our yearly plan, we paid it in March"
    assert {"refun", "yearl", "plan", "march"} <= second.words


@pytest.mark.parametrize(
    "text", ["", "Thanks!", "Hello,\nKind regards\nAnna", "Vielen Dank und schöne Grüße", "Merci !"]
)
def test_greetings_and_thanks_are_no_questions(text: str) -> None:
    assert find_questions("", text, None) == ()


def test_a_subject_counts_where_the_body_asks_nothing() -> None:
    [question] = find_questions("Where is my invoice?", "Regards, Anna", "en")
    assert question.text == "Where is my invoice?"
    assert len(find_questions("Where is my invoice?", "How do I reset the counter?", "en")) == 1


def test_a_line_that_a_mail_program_wrapped_is_one_sentence() -> None:
    text = "The list of work orders that I download every Monday for our\nmanagers is empty since last week."
    assert [s.text for s in sentences(text)] == [" ".join(text.split())]


@pytest.mark.parametrize(
    "text",
    [
        "a" * 200_000,
        "? " * 100_000,
        "and how " * 25_000,
        "(1) " * 50_000,
        "1. " * 66_000,
        "\n- x" * 50_000,
        ". " * 100_000,
        "also refund. " * 15_000,
        "n't " * 50_000,
        "it works. " * 20_000,
        "e.g. " * 40_000,
        "\"'" * 100_000,
        "- " * 100_000,
    ],
)
def test_a_hostile_text_takes_no_longer_than_its_length(text: str) -> None:
    assert len(find_questions(text, text, None)) <= MOST_QUESTIONS
