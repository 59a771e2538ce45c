"""A web form is known by its shape: what it wrote is told from what a customer wrote into it."""

import pytest

from worker.mail.reading import read
from worker.mail.segments import Kind

WORDS = "The lift stops between two floors. My mother cannot leave the house."


def new_words(body, subject=""):
    reading = read(subject, body)
    assert "".join(segment.text for segment in reading.segments) == body
    return "\n".join(block.text for block in reading.blocks if block.kind is Kind.NEW).strip()


@pytest.mark.parametrize(
    ("subject", "above", "below"),
    [
        ("Contact form", "Customer: Ada\nSite: Leeds\nMessage: ", ""),
        ("New submission", "*Name*: Ada\n*E-mail*: a@z.example\n*Message*\n", "\n*Newsletter*: no"),
        (
            "",
            "Your name: Ada\nYour email: a@z.example\nPhone: 0123\nYour message:\n",
            "\n--\nThis e-mail was sent from the form on x.example",
        ),
        ("", "Name | Ada\nE-mail | a@z.example\nDevice | LX-2\nYour message | ", "\nConsent | yes"),
        ("Website", "Name\nAda Lane\n\nE-mail\na@z.example\n\nMessage\n", ""),
        (
            "",
            "Name:\nAda Lane\n\nE-Mail:\na@z.example\n\nComment:\n",
            "\n\nIP address: 192.0.2.1\nUser Agent: Mozilla/5.0",
        ),
        (
            "Neue Anfrage über das Formular",
            "Anlage:   LX-2\nStandort: Köln\nBaujahr:  1998\nBitte beschreiben Sie den Fehler:\n",
            "\nAnhänge: 2\nPriorität: hoch",
        ),
        (
            "",
            "Anrede: Frau\nName: Ada\nE-Mail: a@z.example\nIhre Nachricht:\n",
            "\n---\nDatum: 3.3.2025\nUhrzeit: 10:12\nIP: 192.0.2.1",
        ),
        (
            "Formulaire de contact",
            "Civilité : Mme\nNom : Ada\nVille : Lyon\nQue s'est-il passé ?\n",
            "\nPièces jointes : 2",
        ),
        (
            "",
            "Nom : Ada\nCourriel : a@z.example\nTéléphone : 01\nVotre demande :\n",
            "\nJ'accepte la politique de confidentialité : oui",
        ),
        (
            "Formulario web",
            "Cliente: 55-1\nVersión: 9\nDescriba el problema:\n",
            "\nEnviado desde: https://x.example/soporte",
        ),
        ("", "Nombre: Ada\nCorreo: a@z.example\nTu consulta: ", "\nHe leído y acepto la política de privacidad: Sí"),
        (
            "Richiesta dal sito",
            "Nome: Ada\nModello: LX-2\nCosa è successo?\n",
            "\nConsenso privacy: sì\nIP mittente: 192.0.2.1",
        ),
        (
            "Contactformulier",
            "Klant: 12\nObject: lift 2\nOmschrijving:\n",
            "\nBijlage: foto.jpg (1 MB)\nVerzonden op 3-3-2025 10:12",
        ),
        (
            "Form",
            "Submission ID: 12\nName: Ada\nWhat can we do for you? ",
            "\nConsent: I agree\nPage URL: https://x.example",
        ),
        (
            "Modulo",
            "Nome: Ada\nE-mail: a@z.example\nMessaggio:\n",
            "\n\nData: 3 marzo 2025\nOra: 10:12\nPagina: /contatti",
        ),
        ("Formulário de contacto", "Nome: Ada\nE-mail: a@z.example\nMensagem:\n", ""),
    ],
)
def test_only_the_words_in_a_form_are_new(subject, above, below):
    assert new_words(f"{above}{WORDS}{below}", subject) == WORDS


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td><b>Name</b></td><td>Ada</td></tr><tr><td><b>Site</b></td><td>Leeds, 2nd floor</td></tr>"
        "<tr><td><b>Description</b></td><td>{words}</td></tr><tr><td><b>Reporter</b></td><td>anonymous</td></tr></table>",
        "<h2>Contact form</h2><table><tr><th>Name</th><td>Ada</td></tr><tr><th>Order</th><td>B-7</td></tr>"
        "<tr><th>Please explain</th><td>{words}</td></tr><tr><th>Privacy accepted</th><td>yes</td></tr></table>",
        "<p><b>Country:</b><br>IE</p><p><b>Name:</b><br>Ada</p><p><b>Email:</b><br>a@z.example</p>"
        "<p><b>Body:</b><br></p><p>{words}</p>",
        "<div><p><strong>Nom&nbsp;:</strong> Ada<br><strong>Courriel&nbsp;:</strong> a@z.example</p>"
        "<p><strong>Votre projet&nbsp;:</strong></p><p>{words}</p><p><small>Envoyé le 3/3/2025 à 10:12 – IP "
        "192.0.2.1</small></p></div>",
        "<b>Name</b><br>Ada<br><br><b>E-Mail</b><br>a@z.example<br><br><b>Anliegen</b><br>{words}<br><br>"
        "<b>Newsletter</b><br>nein",
    ],
)
def test_only_the_words_in_an_html_form_are_new(html):
    assert new_words(html.format(words=WORDS)) == WORDS


def test_several_texts_in_one_form_are_new_and_their_questions_are_not():
    mail = (
        "First name: Ada\nDevice: LX-2\nE-mail: a@z.example\nWhat happened?\nIt stopped at 2 am.\n"
        "What have you already tried?\nUnplugged it, twice.\nWhat would you like us to do?\nSend somebody.\n\nBrowser: Firefox"
    )
    assert new_words(mail) == "It stopped at 2 am.\nUnplugged it, twice.\nSend somebody."
    starred = (
        "*Name*: Ada\n*Team*: Lab\n*Summary*\nscreen flickers\n*Steps to reproduce*\n1. log in\n2. drag\n*Impact*\nnone"
    )
    assert new_words(starred, "Form submission: IT") == "screen flickers\n1. log in\n2. drag\nnone"


@pytest.mark.parametrize(
    "text",
    [
        "Name: see the box, it says Alma\nColour: oak\n\nI want to exchange it.",
        "E3 - filter\nName : the filter is new\nPhone : nobody answers",
        "I need a banner:\n\nName: Ada's Hair\nPhone: 955 000\nMessage: Closed on Mondays\n\nIn pink.",
        "It says when I pay:\n---\nDate: --/--\nURL: not valid\n---\nWas I charged?",
        "Can you come today?\nI wait at home.",
        "-- \nKind regards\n\nis all that your letter says",
        "From: Hamburg\nTo: Lyon",
        "The contact form does not work.",
    ],
)
def test_what_looks_like_a_field_in_the_words_is_new(text):
    form = f"Name: Ada\nE-mail: a@z.example\nPhone: 01\nMessage:\n{text}"
    assert new_words(form, "Contact form") == text.replace("-- \n", "--\n")
    assert new_words(f"{form}\n\nIP: 192.0.2.1", "Contact form") == text.replace("-- \n", "--\n")


@pytest.mark.parametrize(
    "text",
    [
        "Name: Lena\nProblem: the export is empty",
        "Name: Lena Meyer\nOrder: 4411\nProblem: the export is empty",
        "Customer: 12\nOrder: 4411\nProblem: the export is empty since Monday.",
        "Kundennummer: 4411\nProblem: der Export ist leer.",
        "Bestellung: 4411\nArtikel: Lampe\nFehler: sie flackert. Bitte um Ersatz.",
        "Commande : 4411\nProblème : rien ne marche depuis lundi.",
        "Pedido: 4411\nProblema: no llega nada.",
        "Ordernummer: 4411\nVraag: waar blijft het?",
        "Hello,\nName: Lena\nOrder: 4411\n\nit is broken.",
        "Buongiorno, ecco gli orari da correggere:\n\nDa: 8:30\nA: 12:30\nOggetto: turno mattina\n\nGrazie",
        "De : Nantes\nÀ : Quimper\nDate : 1er mars\nMotif : formation\n\nVoilà ce que j'ai mis.",
        "Good news: it works.\nBad news: the export is empty.\nQuestion: what now?",
        "1. Login: fails\n2. Export: empty\nQuestion: is it me?",
        "Date: 12 Nov\nTime: 10:15\nGate: B4\nComment: we were not let in, I want my money back.",
        "Chrome: works\nFirefox: does not\nSafari: does not\nWhat is wrong?",
        "<table><tr><td>Order</td><td>4411</td></tr><tr><td>Qty</td><td>2</td></tr></table><p>is wrong</p>",
        "<p><b>Important:</b> the export is empty.</p><p><b>Question:</b> what can I do?</p>",
    ],
)
def test_a_person_who_writes_lines_like_fields_wrote_all_of_them(text):
    assert read("", text).segments[0].text == text.replace("-- \n", "--\n")
    assert [segment.kind for segment in read("", text).segments] == [Kind.NEW]
