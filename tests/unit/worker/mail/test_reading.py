"""What of a message is whose: nothing is deleted, and what no program wrote for sure is the customer's."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.growth import assert_linear
from worker.mail.answerable import is_answerable, says_something
from worker.mail.reading import read, shown
from worker.mail.segments import Kind, lengths, segments_of
from worker.mail.view import MOST_CHARACTERS, written

QUESTION = "How do I change the VAT number of my company, please?"


def new_words(body, subject=""):
    reading = read(subject, body)
    assert "".join(segment.text for segment in reading.segments) == body
    return "\n".join(block.text for block in reading.blocks if block.kind is Kind.NEW).strip()


def kinds(body, subject=""):
    return [segment.kind for segment in read(subject, body).segments]


@pytest.mark.parametrize(
    "text",
    [
        "My parcel:\nFrom: Hamburg\nTo: Lyon\nDate: 12 Nov\n\nIt never arrived",
        "Von: Hamburg\nAn: Lyon\nDatum: 12.11.\n\nIch möchte umbuchen",
        "De: Lyon\nÀ: Nice\nDate: 3 mai\nObjet: billet perdu\n\nQue faire ?",
        "De: Madrid\nPara: Sevilla\nFecha: 3/5\n\n¿Puedo cambiarlo?",
        "Da: Roma\nA: Bari\nData: 4/5\nOggetto: treno\n\nVorrei cambiare",
        "Van: Utrecht\nAan: Breda\nDatum: 4-5\n\nKan dit om?",
        "From: Anna Meyer\nTo: Support\nSubject: export\n\nIt is empty since Monday.",
        "Transfer\nFrom: savings\nTo: checking\nDate: 12/11/2025\nSubject: rent\n\nwas booked twice",
        "Von: Hamburg\nAn: Lyon\nDatum: 12.11.2025 10:30\n\nIch möchte umbuchen",
        "From: Berlin\nTo: Paris\nDate: 12 Nov 2025, 10:30\n\nCan I move it?",
        "De : Paris\nÀ : Lyon\nDate : 12/11/2025 10h30\n\nPuis-je changer ?",
        "De: Madrid\nPara: Sevilla\nFecha: 12/11/2025 10:30\n\n¿Puedo cambiarlo?",
        "Da: Roma\nA: Bari\nData: 12/11/2025 10:30\n\nVorrei cambiare",
        "Van: Utrecht\nAan: Breda\nDatum: 12-11-2025 10:30\n\nKan dit om?",
        "From: lena@z.example\nTo: tom@z.example\nSubject: gift card 4411\n\nwas never delivered. Why?",
        "Von: lena@z.example\nAn: tom@z.example\nBetreff: Gutschein 4411\n\nkam nie an. Warum?",
        "Transfer\nFrom: savings\nTo: checking\nDate: 12/11/2025 10:30\nSubject: rent\n\nwas booked twice",
        "Hi,\n\nFrom: Oslo\nTo: a@z.example\nDate: 12/11/2025\n\nthe parcel is lost",
        "On 3 May I wrote:\n\nplease cancel.\n\nNobody answered.",
        "On 12 November at 10:15 your colleague Ben wrote:\nyou get it back.\n\nWhere is it?",
        "Am 12.11.2025 um 10:15 Uhr schrieb mir Herr Kurz:\nSie bekommen Ersatz.\n\nWo bleibt er?",
        "Le 12/11/2025 à 10h15, Nadia m'a écrit :\nc'est réglé.\n\nNon !",
        "El 12/11/2025 a las 10:15 Marta me escribió:\nya está.\n\nNo lo está.",
        "Hello,\nOn 12 Nov 2025 support@x.example wrote:\nyour refund is on its way.\nIt never came. I want to talk to a human!",
        "Am 12.11. schrieb mir support@x.example:\nSie kommt.\nSie kam nie. Wo ist sie?",
        "Am 12.11.2025 um 10:15 hat mir Support <s@x.example> geschrieben:\nEs geht.\nBitte rufen Sie mich an!",
        "Am 12.11.2025 10:15 schrieb Ihre Kollegin <s@x.example>:\nEs geht.\nBitte rufen Sie mich an!",
        "Le 12/11, support@x.example a écrit :\nc'est réglé.\nNon !",
        "Le 12/11/2025 à 10:15, SAV <s@x.example> m'a écrit :\nc'est réglé.\nNon !",
        "El 12/11 soporte@x.example escribió:\nya está.\nNo lo está.",
        "El 12/11/2025 10:15 Marta <s@x.example> me escribió:\nya está.\nNo lo está.",
        "Op 12-11-2025 schreef support@x.example:\nhet komt.\nNiets gekomen!",
        "Op 12-11-2025 10:15 schreef mij Jan <s@x.example>:\nhet komt.\nNiets gekomen!",
        "Il 12/11/2025 assistenza@x.example ha scritto:\narriva.\nNon è arrivato.",
        "Em 12/11/2025 apoio@x.example escreveu:\nchega.\nNão chegou.",
        "On 12.11.2025 your colleague <s@x.example> wrote:\nit is fixed.\nIt is not.",
        "I have a problem.\nSent from my iPhone every mail bounces",
        "Sent from my iPhone the mails do not arrive",
        "Envoyé de mon iPhone les photos n'arrivent pas",
        "Hola.\nEnviado desde mi iPhone el archivo llega vacío",
        "Von meinem iPhone gesendet kommen Bilder nicht an",
        "Hallo.\nVerzonden vanaf mijn iPhone komt niets aan",
        "Inviato da iPhone il file arriva vuoto",
        "Gesendet mit Outlook fehlen die Anhänge",
        "Hi.\nSent via the web form it disappears",
        "Two things:\n--\nThe export is empty\nThe import stops",
        "The export is empty\n--\nThe import stops",
        "The export is empty\n\n--\n\nThe import stops",
        "Drucker defekt\n--\nScanner defekt\n--\nFax defekt",
        "1. Export leer\n---\n2. Import bricht ab",
        "Hello,\nThis email was intended for billing: invoice 4411 is wrong.",
        "This message was confidential and you sent it to my boss!",
        "Diese E-Mail ist vertraulich zu behandeln: ich kündige zum 1.1.",
        "Ce message est confidentiel, merci de ne pas le transmettre à mon employeur.",
        "Este mensaje es confidencial: quiero denunciar a un empleado.",
        "After upgrade this command fails:\n\n> deskctl export --all\n> E-4411 no space",
        "The log says\n\n> E-4411 no space\n\nwhat now?",
        "> E-4411 no space left\n\nwhat does it mean?",
        "Hallo,\n\n> Fehler 17\n> Fehler 18\n\nseit gestern.",
        "Hi,\nthe exported file is empty, what can I do?\n\nBest regards\nLena\n\n"
        "I already widened the date range, that did not help.",
        "Hallo,\nder Export ist leer.\n\nMfG\nLena\n\nFehlermeldung: E-4411",
        "Hallo,\nder Export ist leer.\n\nMfG\nLena\nKundennummer 4411",
        "Bonjour,\nl'export est vide.\n\nCordialement\nLéa\n\nJ'ai oublié : commande 4411",
        "Hola,\nno exporta.\n\nUn saludo\nLola\n\nEl pedido es el 4411",
        "Thanks,\nbut that did not solve it.",
        "Danke\nfür nichts.",
        "Best\nwould be a call",
        "Regards the export: it is empty",
        "Where do I paste the <script> tag of the widget?\nIt does not load on our shop.",
        "Does it go into <head> or <body>?",
        "The page shows <div> and </div> around my name",
        "our template prints <br> at the end of each line",
        "<p> tags are gone from my template, why?",
        'Where does <script src="https://w.example/a.js"></script> go?',
        '<script src="https://w.example/a.js"></script> does not load. Why?',
        "I put <style>.a{color:red}</style> into the theme\nand nothing happens",
        "List<String> in the docs is broken",
        "Use <b>bold</b> or <strong>?\nYour editor strips both.",
        "In der Vorlage steht <table> statt einer Tabelle",
        "<iframe src=x></iframe> wird entfernt, wieso?",
        "it says: sent from my iPhone\nbut I have no iPhone",
        "Sent from my old account, please reply to the new one",
        "please unsubscribe me",
        "Unsubscribe\nI never signed up",
        "Abmelden bitte!",
        "The mail ends with\nKind regards,\nYour Team\nwhich is wrong",
        "Please set the footer to:\n\nKind regards\nAcme Ltd\nTel 0123 456789",
        "caution: the external door is broken",
        "Achtung, die externe Festplatte wird nicht erkannt!",
        "Warning: mail from outside sender rejected\nthat is what I get",
        "Name: Lena\nProblem: the export is empty",
        "Forwarded message is empty in your app",
        'In your mail stood "---------- Forwarded message ---------" and nothing below',
        "-------- Error --------\nFrom: 1\nTo: 2\nSubject: none\n\nhelp",
        "Browser as asked:\n\nSafari",
        "Which one?\n\nGoogle Chrome",
        "Best regards",
        "Hi\n\nThanks\nOrder 4411",
        "Sehr geehrte Damen und Herren,\nbitte ändern:\nFirma: Ostermann\nTelefon: 05000 4410\nE-Mail: r@o.example\n\nDanke",
        "Steps:\n1. open\n2. click\n-- crash",
        "usage: tool --all\n--\nfails",
        "_____________________________\nFirst section of my text",
        "PS: the export is empty",
        "my phone shows at the end: Von meinem iPhone gesendet",
        "Hi, x y z.\n\nBest regards\nLena\n\nOrder | 4411",
        "Hi, x y z.\n\nMfG\nLena\n4417720",
        "Bonjour, ça coince.\n\nCordialement\nLéa\nErreur 404",
    ],
)
def test_the_words_of_a_customer_stay_new_whatever_they_look_like(text):
    assert new_words(text) == text.strip()
    assert read("", text).body == text.strip()


@pytest.mark.parametrize(
    "others",
    [
        "On Tue, 18 Nov 2025 at 10:12, Support <help@x.example> wrote:\n> old words\n>> older",
        "---- On Mon, 08 Jan 2024 11:20:45 +0000 Support <help@x.example> wrote ----\n\nold",
        "2025-11-18 10:12 GMT+01:00 Support <help@x.example>:\n\n> old",
        "-----Original-Nachricht-----\nBetreff: AW: x\nDatum: 2025-11-18T10:12:00+0100\n"
        'Von: "S" <h@x.example>\nAn: m@y.example\n\nalt',
        "------- Original Message -------\nOn Tuesday, November 18th, 2025 at 10:12, S <h@x.example> wrote:\n\n> old",
        "Von: Support <help@x.example>\nDatum: Dienstag, 18. November 2025 um 10:12\nAn: mich\nBetreff: AW: x\n\nalt",
        "Van: S <h@x.example>\nVerzonden: dinsdag 18 november 2025 10:12\nAan: mij\nOnderwerp: RE: x\n\noud",
        "Da: S <h@x.example>\nInviato: martedì 18 novembre 2025 10:12\nA: me\nOggetto: R: x\n\nvecchio",
        "De: S <h@x.example>\nEnviada em: terça, 18 de novembro de 2025 10:12\nPara: mim\nAssunto: RE: x\n\nvelho",
        "De : S <h@x.example>\nEnvoyé le : mardi 18 novembre 2025 10:12\nÀ : moi\nObjet : RE: x\n\nvieux",
        "Op di 18 nov 2025 om 10:12 schreef S <h@x.example>:\n> oud",
        "Il giorno mar 18 nov 2025 alle ore 10:12 S <h@x.example> ha scritto:\n\nvecchio",
        "Am Dienstag, 18. November 2025 um 10:12:09 MEZ hat S <h@x.example> Folgendes geschrieben:\n\nalt",
        "Kind regards,\nVikram Sodhi\nReliability lead",
        "Viele Grüße aus Hamburg\nOttilie",
        "Beste Grüße, Anna",
        "Met vriendelijke groet,\nJan de Vries\nInkoop",
        "Cordiali saluti\nMaria",
        "Bonne journée,\nInès",
        "LG Mehmet",
        "mfg Rüdiger",
        "Mit freundlichen Grüßen\n\ni. A. Sabine Korte\nVerwaltung\n\nFirma GmbH\nAm Markt 4, 31000 Musterhagen\n"
        "Tel.: 05000 12345-10\nwww.firma.example\nGeschäftsführer: Max Muster, Amtsgericht Neudorf HRB 1234",
        "-- \nMei Lin\nCoppermoss Brewing\n+31 20 555 01 00",
        "Sent from my iPhone",
        "Sent from my mobile phone",
        "Sent from Outlook for Android <https://aka.ms/x>",
        "Sent from Yahoo Mail on Android",
        "Gesendet mit WEB.DE Mail",
        "Von meinem Samsung Galaxy Smartphone gesendet.",
        "Envoyé de mon téléphone portable",
        "Enviado desde mi móvil",
        "Inviato da smartphone Samsung",
        "Verstuurd vanaf mijn mobiele telefoon",
        "Gesendet mit der GMX Mail App",
        "Get Outlook for iOS",
        "Envoyé depuis mon appareil Galaxy",
        "Verzonden vanuit Outlook voor Android",
        "Regards\nTom\n\nThis e-mail and its attachments are confidential and intended solely for the addressee. If you "
        "received it in error, please delete it.",
        "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat sind, informieren Sie bitte den "
        "Absender.",
        "Please consider the environment before printing this e-mail.",
        "P Before printing, think about the environment",
    ],
)
def test_what_a_program_wrote_below_the_question_is_not_new(others):
    assert new_words(f"{QUESTION}\n\n{others}", "Re: VAT") == QUESTION
    assert read("Re: VAT", f"{QUESTION}\n\n{others}").body.partition("\n\nSignature:\n>")[0] == QUESTION


@pytest.mark.parametrize(
    "banner",
    [
        "CAUTION: This email originated from outside of the organization. Do not click links.",
        "[EXTERNAL]",
        "You don't often get email from a@b.example. Learn why this is important",
        "ACHTUNG: Externe E-Mail!",
        "ATTENTION : ce message provient d'un expéditeur externe. Ne cliquez pas.",
        "ATENCIÓN: correo externo, no abra enlaces",
        "LET OP: dit bericht komt van buiten de organisatie",
    ],
)
def test_the_warning_of_a_gateway_is_a_notice(banner):
    assert new_words(f"{banner}\n\n{QUESTION}") == QUESTION
    assert kinds(f"{banner}\n\n{QUESTION}") == [Kind.NOTICE, Kind.NEW]


HEADERS = {
    "FW: Broken": "From: K <k@z.example>\nSent: Tuesday\nTo: a\nSubject: Broken\n\n",
    "[EXTERNAL] Fwd: Broken": "---------- Forwarded message ---------\nFrom: K\nDate: Tuesday\nSubject: Broken\n\n",
    "WG: Defekt": "Von: K <k@z.example>\nGesendet: Dienstag\nAn: a\nBetreff: Defekt\n\n",
    "TR : Panne": "De : K <k@z.example>\nEnvoyé : mardi\nÀ : a\nObjet : Panne\n\n",
    "RV: Fallo": "De: K <k@z.example>\nEnviado: martes\nPara: a\nAsunto: Fallo\n\n",
    "I: Guasto": "Da: K <k@z.example>\nInviato: martedì\nA: a\nOggetto: Guasto\n\n",
    "Doorst: Storing": "Van: K <k@z.example>\nVerzonden: dinsdag\nAan: a\nOnderwerp: Storing\n\n",
    "Fwd: Broken": "> Begin forwarded message:\n>\n> From: K <k@z.example>\n> Subject: Broken\n> Date: Tuesday\n>\n> ",
    "FW: Note": "On 18 Nov 2025, at 10:12, K <k@z.example> wrote:\n\n> ",
}


@pytest.mark.parametrize("subject", HEADERS)
@pytest.mark.parametrize("above", ["", "FYI, can you help her?\n\n"])
def test_a_forwarded_message_is_what_its_sender_wants_read(subject, above):
    body = f"{above}{HEADERS[subject]}The export is empty."
    reading = read(subject, body)
    assert kinds(body, subject) == [*([Kind.NEW] if above else []), Kind.FORWARDED]
    assert reading.body.startswith(f"{above}Forwarded message:\n> ")
    assert reading.body.endswith("> The export is empty.")
    assert says_something(subject, reading.body)


def test_the_headers_of_a_mail_under_a_subject_without_a_mark_are_of_one_that_is_passed_on():
    body = (
        "FYI, can you help her?\n\nFrom: K <k@z.example>\nSent: Tuesday\nTo: a\nSubject: Broken\n\nThe export is empty."
    )
    assert kinds(body, "Broken") == [Kind.NEW, Kind.FORWARDED]
    assert kinds(body, "Re: Broken") == [Kind.NEW, Kind.QUOTED]
    assert read("Re: Broken", body).body.endswith("The export is empty.")  # it points to what stands below


def test_answers_between_the_lines_of_a_quote_are_new_and_shown_with_their_questions():
    mail = "On 18 Nov 2025, at 10:12, Support wrote:\n> Which browser?\n\nFirefox.\n\n> Since when?\n\nMonday."
    assert kinds(mail) == [Kind.QUOTED, Kind.NEW, Kind.QUOTED, Kind.NEW]
    assert read("", mail).body == (
        "Earlier message:\n> On 18 Nov 2025, at 10:12, Support wrote:\n> Which browser?\n\nFirefox.\n\n"
        "Earlier message:\n> Since when?\n\nMonday."
    )


def test_what_is_pasted_below_a_quote_is_new():
    mail = "On 18 Nov 2025, at 10:12, Support wrote:\n> What does it say?\n\n> E-4411 no space\n\nThat is all."
    assert new_words(mail) == "> E-4411 no space\n\nThat is all."


def test_a_postscript_below_the_signature_is_new():
    for mark in ("PS:", "P.S.", "NB :"):
        mail = f"{QUESTION}\n\nKind regards\nAnna Meyer\n\n{mark} is it the same for the Swiss number"
        assert kinds(mail) == [Kind.NEW, Kind.SIGNATURE, Kind.NEW]
        assert mark in new_words(mail)


def test_a_lone_closing_is_all_that_a_customer_said():
    assert read("", "Best regards\nLena").body == "Best regards\nLena"


def test_the_words_in_a_web_form_are_new_and_its_fields_are_shown_below_them():
    mail = (
        "New enquiry from the website\n\nName: Lena\nE-mail: l@z.example\nOrder: 4411\nMessage: Please cancel it.\n"
        "From: me\n\nMfG\nLena\n---\nSent via the contact form, IP: 203.0.113.4"
    )
    assert kinds(mail) == [Kind.FORM, Kind.NEW, Kind.FORM]
    assert new_words(mail) == "Please cancel it.\nFrom: me\n\nMfG\nLena"
    assert "Form fields:\n> New enquiry" in read("", mail).body
    assert "> Order: 4411" in read("", mail).body


@pytest.mark.parametrize(
    ("first", "label"),
    [
        ("Name: Gerda\nE-Mail: g@z.example", "Nachricht:"),
        ("Nom : Luc\nCourriel : l@z.example", "Votre message :"),
        ("Nombre: Iván\nCorreo electrónico: i@z.example", "Mensaje:"),
        ("Naam: Truus\nE-mail: t@z.example", "Bericht:"),
        ("Nome e cognome: Ettore\nEmail: e@z.example", "Richiesta:"),
    ],
)
def test_forms_of_every_language_are_known(first, label):
    assert kinds(f"{first}\n{label}\n{QUESTION}") == [Kind.FORM, Kind.NEW]
    assert kinds(f"{first}\n{label} {QUESTION}") == [Kind.FORM, Kind.NEW]


def test_a_message_is_cut_between_words_at_its_greatest_length_and_kept_whole_in_its_segments():
    text = "word " * 240_000
    reading = read("", text)
    assert MOST_CHARACTERS - 100 < len(reading.body) <= MOST_CHARACTERS
    assert reading.body.endswith("word")
    assert "".join(segment.text for segment in reading.segments) == text
    assert len(read("", "x" * 200_000).body) == MOST_CHARACTERS


def test_new_words_have_the_room_first():
    mail = f"{'> On 1 May 2025, at 10:12, S <s@x.example> wrote:'}\n" + "> old words\n" * 4000 + f"\n{QUESTION}"
    assert QUESTION in read("Re: x", mail).body
    assert len(read("FW: x", mail).body) <= MOST_CHARACTERS


def test_stored_segments_are_shown_as_a_reader_sees_them():
    html = f"<p>{QUESTION}</p><div id='Signature'>Lena</div>"
    stored = lengths(read("", html).segments)
    assert [(block.kind, block.text) for block in shown(html, stored)] == [
        (Kind.NEW, QUESTION),
        (Kind.SIGNATURE, "Lena"),
    ]
    assert [segment.text for segment in segments_of("ab", [{"kind": "form", "length": 1}])] == ["a", "b"]
    assert shown("kept before segments were", [])[0].kind is Kind.NEW


UNITS = [
    "<!--", "<p ", "<div>", "<blockquote>", "<p a='", "<", "</p>", "<![CDATA[", "<!a ", "&", "&#1", "[", "[image:", "a@", "-",
    "_", "On 1 ", "On 1 a\n", "From: x\n", "kind regards, a ", "This message ", "> ", "\n", " ", "\u0301\u0591",
    "\U0001f600", "Re:", "[x] ", "x.png ", "http://", "Forwarded message", "\u202e", "> a\n\n", "> a\nb\n", "x:\n> a\n\n",
    "On 1 Jan 2025 10:10, a <a@b.c> wrote:\n> a\n\nb\n", "<td>a", "<tr><td>", "<s>", "<a href='http://x'>y</a>", "<pre>\n",
    "<img alt='x'>", "<blockquote type=cite>", "<div id=Signature>", "<p class=", "--\n", "-- \nA\n", "Regards\nA\n",
    "Name: x\n", "Message:\n", "-----Original Message-----\n", "__________\n", "- - ", "confidential intended error ",
    "From: a@b.c\nSent: 1\nTo: x\n", "wrote:", "12/12/2025 10:10 ", "(", "PS:\n", "Forwarded message:\n> a\n", "\r",
    "12345 A", "str ", "A | ", "a.", "agréer ", "line-through",
    "*A*: b\n", "A | b\n", "Name\n", "<b>A</b>: x<br>", "<b>A</b>", "<tr><th>A</th><td>b c.</td></tr>", "What happened?\n",
    "<span style='color:red'>", "in red <font color=#f00>a</font><br>", "Sportivement,\nA\n\n", "Mr. A\n\n", "Quoting a@b.c:\n",
    "A, 1 May 2025, 10:10 GMT:\n", "On 1 a@b.c:   x\n", "S wrote a@b.c:\n\nA.\nRegards\nB\n\n", "i forgot\n\n", "[image: x]",
    "Mr Mr ", "A. ", "Kind regards / ", "IP: 1\n", "---\nA: b\n", "please type your reply above ",
]  # fmt: skip
BEFORE = ["", "<p>", "Hi\n\nOn 1 Jan 2025 10:10, a <a@b.c> wrote:\n"]


@pytest.mark.parametrize("before", BEFORE)
def test_no_text_makes_reading_slow(before):
    def work(text):
        reading = read(text, text)
        is_answerable(reading.body), says_something(reading.subject, reading.body), written(reading.body)
        assert "".join(segment.text for segment in reading.segments) == text

    for unit in UNITS:
        assert_linear(work, unit, before)


@settings(max_examples=300, deadline=None)
@given(
    st.text(st.characters(codec=None), max_size=200)
    | st.text("<>/!-&#x;=\"' pdivbrs\n\x00:|", max_size=200)
    | st.lists(
        st.sampled_from([*UNITS, "<div>", "</div>", "</td>", "</pre>", "</s>", "text ", "\r\n"]), max_size=30
    ).map("".join)
)
def test_any_text_is_read_and_its_segments_are_the_text(text):
    for body in (text, f"<p>{text}", f"Hello\n\n{text}"):
        reading = read(text, body)
        assert "".join(segment.text for segment in reading.segments) == body
        assert "\x00" not in reading.body
        reading.body.encode("utf-8")
        reading.subject.encode("utf-8")
        is_answerable(reading.body)


@pytest.mark.parametrize("subject", ["Re: my trip", "AW: Umbuchung", "RE : billet", "RV: viaje"])
@pytest.mark.parametrize(
    "route", ["Von: Hamburg\nAn: Lyon\nDatum: 12.11.2025 10:30", "From: Oslo\nTo: Rome\nDate: 12 Nov 2025, 10:30"]
)
def test_a_route_is_no_mail_in_an_answer_either(subject, route):
    assert new_words(f"{route}\n\nplease move it", subject) == f"{route}\n\nplease move it"


@pytest.mark.parametrize(
    "headers",
    [
        "From: K <k@z.example>\nSent: 12 Nov 2025 10:30\nTo: a\nSubject: Broken",
        "Von: k@z.example\nGesendet: 12.11.2025 10:30\nAn: a\nBetreff: Defekt",
        "De : K\nEnvoyé : 12/11/2025 10:30\nÀ : a\nObjet : RE: Panne",
    ],
)
def test_whole_headers_are_a_mails_under_any_subject(headers):
    assert kinds(f"Can you help her?\n\n{headers}\n\nIt stops.", "x") == [Kind.NEW, Kind.FORWARDED]
