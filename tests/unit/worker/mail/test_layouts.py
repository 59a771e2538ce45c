"""Answers below a quote, signatures below their mark, notices by their wording, and the lines of more programs."""

import pytest

from tests.support.growth import assert_linear
from worker.mail.colours import is_vivid
from worker.mail.reading import read
from worker.mail.segments import Kind

QUESTION = "How do I change the VAT number of my company, please?"


def new_words(body, subject="Re: x"):
    reading = read(subject, body)
    assert "".join(segment.text for segment in reading.segments) == body
    return "\n".join(block.text for block in reading.blocks if block.kind is Kind.NEW).strip()


@pytest.mark.parametrize(
    "quote",
    [
        "On Tue, 18 Nov 2025 at 10:12, Support <s@x.example> wrote:\n\nDear Ms Lane,\nwhich colour?\nKind regards,\nBen Ford\n\n",
        "Am 18.11.2025 um 10:12 schrieb Support <s@x.example>:\n\nHallo Frau Lang,\nwelche Farbe?\nViele "
        "Grüße\nIhr Serviceteam\n\n",
        "Le mardi 18 novembre 2025 à 10:12, SAV <s@x.example> a écrit :\n\nBonjour,\nquelle couleur ?\nBien "
        "cordialement,\nLe service Clients\n\n",
        "El martes, 18 de noviembre de 2025, 10:12, Tienda <s@x.example> escribió:\n\n¿Qué color?\n\nUn "
        "saludo\nEva\nTel. 900 000 000\n\n",
        "-------- Messaggio originale --------\nDa: Negozio <s@x.example>\nData: 18/11/25 10:12 (GMT+01:00)\nA: me@z.example\n"
        "Oggetto: x\n\nChe colore?\nCordiali saluti\nAssistenza\n\n",
        "Van: Winkel <s@x.example>\nVerzonden: dinsdag 18 november 2025 10:12\nAan: mij\nOnderwerp: "
        "x\n\nWelke kleur?\n\nGroet, Niels\n\n",
        "Von:        Helpdesk <s@x.example>\nAn:        Ada/Werk2/Guss@Guss\nDatum:        18.11.2025 "
        "06:52\nBetreff:        x\n\n\n\n"
        "Welcher Drucker ist es?\nHelpdesk\n\n",
    ],
)
def test_an_answer_below_a_complete_quote_is_new(quote):
    answer = "The green one, number 12. And by Friday, please."
    assert new_words(quote + answer) == answer
    assert new_words(f"{quote}{answer}\n\nIs that possible?") == f"{answer}\n\nIs that possible?"
    above = f"{QUESTION}\n\n{quote}"
    assert new_words(f"{above}Our shop opens at nine.") == QUESTION
    assert new_words(f"{above}Sent from my iPhone") == QUESTION


@pytest.mark.parametrize(
    "mark", ["I forgot:", "Nachtrag:", "J'oubliais :", "Se me olvidaba:", "Dimenticavo:", "Nog vergeten:"]
)
def test_what_somebody_forgot_to_say_above_a_quote_is_heard_below_it(mark):
    quote = "From: S <s@x.example>\nSent: 18 Nov 2025 10:12\nTo: me\nSubject: x\n\nWhich colour?\nRegards\nBen\n\n"
    assert new_words(f"{QUESTION}\n\n{quote}{mark} and the lamp") == f"{QUESTION}\n\n{mark} and the lamp"


@pytest.mark.parametrize(
    "below",
    ["", "\n\nWe open at nine.\n\nRegards\nBen", "\n\nRegards\nBen", "\n\nRegards\nBen\n\nPS: we are closed on Monday"],
)
def test_a_quote_that_cannot_be_divided_is_shown_whole(below):
    mail = f"On 18 Nov 2025 at 10:12, S <s@x.example> wrote:\n\nWhich colour?{below}"
    assert new_words(mail) == ""
    assert read("Re: x", mail).body == "Earlier message:\n" + "\n".join(
        f"> {line}".rstrip() for line in mail.split("\n")
    )


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nMaëlys Quéré\nÉducatrice canine\n06 00 00 00 45 / instagram : @m.example",
        '-- \nAgnes | sysadmin | she/her\n"There is no cloud"',
        "-- \nCafé Rot · Deichstr. 2 · Di–So 9–18 Uhr",
        "-- \nthe oven hall, gate 4",
        "-- \nkd 4411 / lager süd",
        "Kind regards / Mit freundlichen Grüßen\n\nAda Lane\nPurchasing",
        "Met vriendelijke groeten, Best regards,\n\nH. Smulders\nSmulders Verspaning",
        "Cordialement / Regards\nLéa",
        "Groet,\nVvE De Brug\nnamens deze: S. Oudejans",
        "Mit freundlichen Grüßen\ni. A. Sabine Korte",
        "Regards\nLane Ltd\non behalf of: Ada Lane",
        "Mit freundlichem Gruß\nHartmut See",
        "Thanks and best,\nAda Lane\nLane & Sons",
        "Vriendelijke groeten,\nnamens het bestuur,\nJan de Vries\nsecretaris",
        "Bien à vous,\n\nLéa Martin\nResponsable achats\nStd : 01 02 03 04 05",
        "Saludos desde Múnich\nFamilia Reinoso",
        "Groeten uit Kleef\nTruus",
        "Cordiali saluti\n\nAda Bassani\nCeramiche S.r.l.\nVia dell'Esempio 40 - 00000 Borgofinto (XX)\nTel. 06 0000 1122",
        "Un saludo,\n\nAda Lara\nConservas, S.L.\nPol. Ind. El Ejemplo, nave 12\nCalle Mayor, 12",
        "Mrs. E. Pruitt",
        "Dra. Iciar Mendizábal\nClínica Boulevard",
        "Avv. Lidia Bianchi\nForo di Monte",
        "M. et Mme Prigent",
        "W. Aarts, docent wiskunde",
    ],
)
def test_a_signature_below_a_sentence_is_not_new(signature):
    above = "The lift stops between two floors."
    assert new_words(f"{above}\n\n{signature}") == above


@pytest.mark.parametrize("closing", ["Sportivement,", "Hälsningar,", "À bientôt,", "Med venlig hilsen,", "Pozdrawiam,"])
def test_a_closing_of_any_language_is_known_by_its_shape(closing):
    assert new_words(f"There will be five of us.\n\n{closing}\nJoffrey") == "There will be five of us."


def test_a_name_that_the_quote_knows_is_a_signature():
    quote = "From: S <s@x.example>\nSent: 18 Nov 2025 10:12\nTo: Helen Marsh <h@z.example>\nSubject: x\n\nApproved?"
    assert new_words(f"Approved.\n\nHelen Marsh\nHead of Finance\n\n{quote}") == "Approved."
    greeted = "> Dear Mr Achebe,\n> which one?"
    on = "On 18 Nov 2025, at 10:12, S <s@x.example> wrote:"
    assert new_words(f"The blue one.\n\nDesmond Achebe\n\n{on}\n{greeted}") == "The blue one."
    asked = f"{on}\n> Chrome, Firefox or Google Chrome?"
    assert new_words(f"It is in all of them.\n\nGoogle Chrome\n\n{asked}") == "It is in all of them.\n\nGoogle Chrome"


@pytest.mark.parametrize(
    "text",
    [
        "Which one?\n\nMr. Smith",
        "Two names are wrong:\n\nMr. Smith\nMrs. Jones",
        "I tried these.\n\nGoogle Chrome",
        "Please change the name on the booking to this one.\n\nMs. Ada Jones",
        "Bitte ändern Sie den Namen.\n\nFrau A. Lang",
        "Merci de livrer à l'adresse suivante.\n\nM. Durand\n12 rue du Port",
        "Cambien el nombre del titular.\n\nSra. Lola Paz",
        "I tried all of them.\n\nChrome,\nFirefox,\nSafari",
        "Here is the log\n\n-- \n1. open\n2. crash",
        "Two things\n\n-- \nThe export is empty since Monday morning.\nThe import stops.",
        "One thing\n\n-- \nCan you help?",
        "One thing\n\n-- \nI cannot log in",
        "Log:\n-- \nexport empty\nimport stops",
        "Drucker defekt\n\n--\n\nScanner defekt",
        "Log vom 20.02.2025, 09:15:\n\nE-4411 no space",
        "Rechnung, 20.02.2025, 09:15 Uhr:\n\nstimmt nicht",
        "On 3 May 2025 at 10:10 Ben <b@x.example> wrote: you get it back. That was a lie.",
        "The external mail link does not work",
        "Diese externe Mail hat einen Anhang, der nicht aufgeht",
        "Your page says: this email is a service from Acme.\n\nIs that true?",
        "Please answer in red",
        "forgot my password",
        "Vergessen: mein Passwort",
    ],
)
def test_a_customer_who_writes_like_a_program_wrote_it(text):
    assert new_words(text, "") == text.replace("-- \n", "--\n")


@pytest.mark.parametrize(
    "notice",
    [
        "This e-mail is confidential. If you are not the intended recipient, please delete it.",
        "In accordance with data protection law your personal data are kept safe. See our privacy policy.",
        "Der Inhalt dieser E-Mail unterliegt der Schweigepflicht. Sollten Sie nicht der richtige Empfänger "
        "sein, löschen Sie sie.",
        "Gemäß DSGVO werden personenbezogene Daten vertraulich verarbeitet.",
        "Conformément au RGPD, vos données personnelles font l'objet d'un droit d'accès.",
        "En cumplimiento de la normativa de protección de datos, sus datos se tratan con la única finalidad de atenderle.",
        "Si usted no es el destinatario, elimine este mensaje. La información es confidencial.",
        "Ai sensi del Reg. UE 679/2016 (GDPR) i dati personali sono riservati al destinatario.",
        "De informatie in dit bericht is vertrouwelijk en uitsluitend bestemd voor de geadresseerde.",
        "P Rispetta l'ambiente: non stampare questa mail se non è necessario.",
        "Pensez à l'environnement avant d'imprimer.",
        "Spaar het milieu, print deze e-mail niet.",
        "Schonen Sie die Umwelt: nicht jede E-Mail muss gedruckt werden.",
        "Por favor, cuide el medio ambiente: no imprima este correo.",
        "Questa e-mail è stata controllata per individuare virus con ScudoMail.",
        "Diese E-Mail wurde von Antivirus-Software auf Viren geprüft.",
        "Este correo ha sido analizado en busca de virus.",
        "Ce courriel a été vérifié par un antivirus.",
        "Dit bericht is gescand op virussen.",
        "This email is a service from Mobilis Care. Delivered by DeskRoom.",
        "Diese E-Mail ist ein Service von Mobilis.",
        "Cet e-mail est un service de Mobilis.",
        "Este correo electrónico es un servicio de Mobilis.",
        "Questa e-mail è un servizio di Mobilis.",
        "Deze e-mail is een service van Mobilis.",
        "You are receiving this email because you signed up.",
        "Sie erhalten diese E-Mail, weil Sie angemeldet sind.",
        "Hai ricevuto questa email perché sei iscritto.",
    ],
)
def test_what_a_program_adds_below_is_a_notice(notice):
    assert new_words(f"{QUESTION}\n\n{notice}") == QUESTION
    assert new_words(f"{QUESTION}\n\nBest regards\nAda\n\n{notice}") == QUESTION


@pytest.mark.parametrize(
    "banner",
    [
        "EXTERNAL SENDER: do not click links unless you recognise the sender.",
        "EXTERNER ABSENDER: Diese E-Mail kommt von außerhalb. Klicken Sie nicht auf Links.",
        "Diese E-Mail stammt von außerhalb der Firma. Öffnen Sie keine Anhänge.",
        "Ce courriel provient de l'extérieur. Ne cliquez pas sur les liens.",
        "Este correo procede de fuera de la organización. No abra adjuntos.",
        "[MITTENTE ESTERNO] Prestare attenzione a link e allegati.",
        "Deze e-mail komt van buiten de organisatie. Klik niet op links.",
    ],
)
def test_a_warning_in_any_wording_is_a_notice(banner):
    assert new_words(f"{banner}\n\n{QUESTION}") == QUESTION


@pytest.mark.parametrize(
    "quote",
    [
        "  On Tue, Oct 7, 2025 at 9:45, Shop<s@x.example> wrote:   Dear Ms Lane,\nit is on its way.",
        "  Am Di., Okt. 7, 2025 at 9:45 schrieb Verlag Abo<s@x.example>:   Sehr geehrte Frau Lang,\nIhr Abo beginnt.",
        "  Le mar., oct. 7, 2025 at 9:45, SAV<s@x.example> a écrit :   Bonjour,\nil arrive.",
        "  El mar., oct. 7, 2025 a 9:45, Tienda<s@x.example> escribió:   Hola,\nya va.",
        "Quoting Support <s@x.example>:\n\n> which code?",
        "Zitat von Support <s@x.example>:\n\n> welcher Code?",
        "Citando a Soporte <s@x.example>:\n\n> ¿qué código?",
        "Mobilis Care, Feb 20, 2025, 09:15 GMT:\n\nDear Ms Lane, it was sent.",
        "Ben (Mobilis Care), 20 February 2025, 9:15 AM CET:\n\nIt was sent.",
        'Gesendet: Dienstag, 15. April 2025 um 09:36 Uhr\nVon: "S" <s@x.example>\nAn: me@z.example\nBetreff: x\nHallo, alles ok?',
    ],
)
def test_the_lines_of_more_programs_introduce_a_quote(quote):
    assert new_words(f"{QUESTION}\n\n{quote}") == QUESTION


@pytest.mark.parametrize(
    "mark",
    [
        "##- Please type your reply above this line -##",
        "--- Reageer boven deze lijn ---",
        "--- Bitte antworten Sie oberhalb dieser Zeile ---",
        "Répondez au-dessus de cette ligne",
        "Por favor, responda por encima de esta línea",
        "--- Rispondi sopra questa riga ---",
    ],
)
def test_the_mark_above_which_somebody_answers_is_not_new(mark):
    assert new_words(f"{QUESTION}\n\n{mark}\n\nTicket 9 was updated") == QUESTION
    assert new_words(f"{mark}\n\n{QUESTION}") == QUESTION


RED = (
    "<div><p>{above}</p><div><p><b>From:</b> P &lt;p@x.example&gt;<br><b>Sent:</b> 04 September 2025 14:55<br><b>To:</b> O<br>"
    "<b>Subject:</b> x</p></div><p>1. Which one?</p><p><span style='{style}'>The blue one.</span></p><p>2. Since when?</p>"
    "<p>Regards, P</p></div>"
)


@pytest.mark.parametrize(
    "above",
    [
        "See my answers below in red.",
        "Antworten im Text, in rot",
        "Réponses en rouge",
        "Respuestas en rojo",
        "Risposte in rosso",
        "Antwoorden in het rood",
    ],
)
@pytest.mark.parametrize("style", ["color:red", "color:#C00000", "color:rgb(0, 112, 192)"])
def test_coloured_answers_between_the_lines_are_new_where_the_words_above_say_so(above, style):
    assert new_words(RED.format(above=above, style=style)) == f"{above}\n\nThe blue one."
    assert new_words(RED.format(above="It is solved, thank you.", style=style)) == "It is solved, thank you."
    assert new_words(RED.format(above=above, style="color:black")) == above


def test_greys_and_the_colours_of_links_are_not_chosen_by_a_person():
    assert not any(map(is_vivid, ["", "#808080", "black", "windowtext", "#0563c1", "#fff", "rgb(10,10,10)"]))
    assert all(map(is_vivid, ["#f00", "blue", "#00b050", "rgb(255,0,0)"]))


@pytest.mark.parametrize(
    "below",
    [
        "Regards\nLena\n\nERROR\nDISK FULL",
        "Regards\nLena\nDISK FULL",
        "Regards\nLena\n\nWindows Server\nError Access Denied",
        "Regards\nLena\n\nUrgent",
        "Grüße\nLena\n\nDringend",
        "Saludos\nLena\n\nURGENTE",
        "Thanks\nLena\n\nCall Me",
        "Thanks\nUrgent",
        "Danke\nFehler Zugriff Verweigert",
        "Merci\nLéa\n\nWindows Serveur",
        "Groeten\nSanne\n\nSpoed",
        "Cordiali saluti\nAda\n\nErrore Disco Pieno",
        "Regards\nLena\n\nHTTP TIMEOUT",
        "Gruß\nLena\n\nVia Internet Geht Nichts",
        "-- \nOpen Settings\nClick Export\nCrash",
    ],
)
def test_an_error_or_a_demand_is_no_name(below):
    body = f"The app stops at once.\n\n{below}"
    assert new_words(body) == body.replace("-- ", "--")


def test_the_choices_of_a_question_are_no_names():
    body = "Which of your plans can export?\n\nThanks\nBasic\nPro\nEnterprise"
    assert new_words(body) == body
    assert new_words("Can it export?\n\nThanks\nAda\nLane Ltd") == "Can it export?"


def test_steps_below_the_mark_of_a_signature_are_shown():
    assert "> Kiosk" in read("", "It always stops after these.\n\n-- \nMenu\nLevel Two\nKiosk").body


def test_a_mail_typed_into_the_element_of_the_signature_is_new():
    typed = '<div id="AppleMailSignature">The export is empty. Please help.</div>'
    assert new_words(typed) == "The export is empty. Please help."
    french = '<div class="gmail_signature">L\'export est vide depuis lundi, que faire<br><br>Cordialement<br>Léa</div>'
    assert new_words(french) == "L'export est vide depuis lundi, que faire"
    assert new_words(f"<div>Hello there</div>{typed}") == "Hello there"
    assert read("", '<div class="gmail_signature">Mei Lin<br>Coppermoss</div>').segments[0].kind is Kind.SIGNATURE


APPLE = "Begin forwarded message:\n\nFrom: S <s@x.example>\nSubject: x\nDate: 12 Nov 2025 at 10:12\nTo: me\n\n"


@pytest.mark.parametrize(
    "quote",
    [
        "Version 2.8 leaks.\n\n> On 9 Nov 2025, at 10:12, me@z.example wrote:\n> It reboots.\n\n",
        "We must cancel.\nKind regards\nM. Jansen\n\n",
        "Wir müssen absagen.\n\nHerzliche Grüße\nM. Jansen\n\n",
        "Nous annulons.\nCordialement\nLe service Clients\n\n",
        "Cancelamos.\n\nUn saludo\nEva\n\n",
    ],
)
@pytest.mark.parametrize("above", ["", "Look at this, please.\n\n"])
def test_words_below_a_forwarded_mail_are_its_senders(quote, above):
    own = "The deposit was 240 euros, and camera 6 does the same."
    assert new_words(f"{above}{APPLE}{quote}{own}", "Fwd: x") == f"{above}{own}"
    assert own not in new_words(f"{above}{APPLE}{quote}", "Fwd: x")


@pytest.mark.parametrize("subject", ["Fwd: x", "Re: x"])
def test_words_below_the_element_of_a_quote_are_new(subject):
    quote = (
        '<div class="gmail_quote gmail_quote_container"><div class="gmail_attr">---------- Forwarded message ---------<br>'
        "From: S &lt;s@x.example&gt;<br>Date: 12 Nov 2025 at 10:12<br>Subject: x</div><br>It costs more.<br></div>"
    )
    own = "Are they allowed to do that?"
    assert new_words(f"<div>{quote}<div><br></div><div>{own}</div></div>", subject) == own
    assert new_words(f"<div>{quote}</div>", subject) == ""


@pytest.mark.parametrize(
    "pasted",
    [
        "$ curl -v https://x.example\n> GET / HTTP/1.1\n> Host: x\n>\n< HTTP/1.1 403 Forbidden",
        "2026-03-11 02:14:09 ERROR > unexpected token\n> expected Sent\n-- end of batch --",
        "> exportCsv()\n< undefined\n> TypeError: rows",
        "PS C:\\> Get-Service\n> not known",
        "C:\\Users> dir\n> not found",
        ">>> import x\n> fails",
        "root@host:~# make\n> error 2",
    ],
)
def test_marked_lines_beside_a_console_are_pasted(pasted):
    above = "On 12 Nov 2025 at 10:12, S <s@x.example> wrote:\n\n> Which error?\n\nThis is what I get\n\n"
    body = f"{above}{pasted}\n\nsince Monday."
    assert new_words(body) == f"This is what I get\n\n{pasted}\n\nsince Monday."


@pytest.mark.parametrize(
    ("announced", "answer"),
    [
        ("Rispondo nel testo, in grassetto.", "<b>{}</b>"),
        ("Mijn antwoorden staan cursief tussen jouw vragen.", "<i>{}</i>"),
        ("Te contesto debajo de cada una.", "&gt;&gt; {}"),
        ("My answers are in bold below.", "<strong>{}</strong>"),
        ("Meine Antworten stehen kursiv unter jeder Frage.", "<em>{}</em>"),
        ("Mes réponses sont en gras.", "<b>{}</b>"),
    ],
)
def test_announced_answers_between_the_lines_of_a_quote_are_new(announced, answer):
    headers = (
        "<b>From:</b> S &lt;s@x.example&gt;<br><b>Sent:</b> 12 Nov 2025 10:12<br><b>To:</b> me<br><b>Subject:</b> x"
    )
    html = (
        f"<p>{announced}</p><div>{headers}</div><p>How many?</p><p>{answer.format('Five of them')}</p><p>Since when?</p>"
        f"<p>{answer.format('Last May')}</p><p>And where?</p><p>Thanks, S</p>"
    )
    said = new_words(html).replace(">> ", "")
    assert said.startswith(announced)
    assert "Five of them" in said
    assert "Last May" in said
    assert "Since when?" not in said
    assert "Last May" not in new_words(html.replace(announced, "Hello there."))


def test_fields_of_a_log_below_a_rule_are_no_mail():
    rule = "_" * 32
    body = f"The log says\n\nDe: cola\n{rule}\nDe: servicio_envio\nPara: nulo\nAsunto: descartado\n\nWhat now?"
    assert new_words(body) == body


def test_an_answer_below_a_question_of_an_unmarked_quote_is_at_least_shown():
    quote = (
        "-------- Original Message --------\nFrom: S <s@x.example>\nDate: 12/11/25 10:12\nSubject: x\n\nWhich parts?"
    )
    long = (
        "The pictures of the box follow in a moment, and the ones of the cups as soon as my sister has sent them to me."
    )
    assert "The lid and two plates." in read("Re: x", f"{long}\n\n{quote}\n\nThe lid and two plates.").body
    assert read("Re: x", f"{long}\n\n{quote}").body == long


@pytest.mark.parametrize(
    "piece",
    ["On 1 2025 10:12 a <", "wrote to me ", "From: a@b.example\n", "Sent from my ", "Sent from a <", "(", "A <a@", "Urgent\n",
     "Notice:\n", "Regards\nLena\n\n", "> x\n$ y\n", "a?\n\nb\n\n", "-- \nClick\n", "2026-01-01 10:1", "10.1", "my address "],
)  # fmt: skip
def test_no_layout_makes_it_slow(piece):
    def work(text):
        for subject in ("Re: x", "Fwd: x", ""):
            assert "".join(segment.text for segment in read(subject, text).segments) == text

    assert_linear(work, piece, "Hello\n\n")


@pytest.mark.parametrize(
    "answer", ["Version 4.2, on Windows.", "Blue.", "Die zweite, seit Montag.", "En azul, por favor."]
)
def test_an_answer_below_the_question_of_an_unmarked_quote_is_new_where_nothing_stands_above(answer):
    on = "On Tue, 18 Nov 2025 at 10:12, Support <s@x.example> wrote:"
    assert new_words(f"{on}\n\nWhich one?\n\n{answer}") == answer
    assert new_words(f"{on}\n\nWhich one?\n\nWe wait.\n\nRegards\nBen") == ""
