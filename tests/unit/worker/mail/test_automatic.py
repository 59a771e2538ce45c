"""Machines and people, by headers, sender, subject and words."""

import pytest

from worker.mail.automatic import is_automatic
from worker.mail.headers import read_headers

PERSON = "lena@z.example"
ASKED = "The export is empty since Monday. What can I do?"


def automatic(headers=None, *, subject="Export", sender=PERSON, body=ASKED):
    return is_automatic(read_headers(headers), subject, sender, body)


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto-Submitted": "auto-replied"},
        {"AUTO-SUBMITTED": ["no", "auto-generated (rule 7); owner=x"]},
        "auto-submitted:\r\n auto-notified; owner-email=\"a@b.example\"\r\n",
        [["auto-submitted", "(vacation) auto-replied"]],
        [{"name": "X-Auto-Response-Suppress", "value": "All"}],
        {"X-Auto-Response-Suppress": "OOF, AutoReply"},
        {"X-Auto-Response-Suppress": "AutoReply"},
        {"Precedence": "bulk"},
        {"Precedence": "Junk"},
        {"Precedence": "auto_reply"},
        {"X-Precedence": "auto-reply"},
        {"Return-Path": "<>"},
        {"Return-Path": ["<MAILER-DAEMON>"]},
        {"X-Envelope-From": "<>"},
        {"Content-Type": 'multipart/report; report-type="delivery-status"; boundary=x'},
        {"Content-Type": "multipart/report; report-type=disposition-notification"},
        {"content-type": "multipart/report"},
        {"Content-Type": "message/disposition-notification"},
        {"Content-Type": "message/delivery-status"},
        {"Content-Type": "TEXT/CALENDAR; charset=UTF-8; METHOD=REPLY"},
        {"Content-Type": 'text/calendar; method="REQUEST"'},
        {"Content-Type": {"value": "text/calendar", "params": {"method": "CANCEL"}}},
        {"Content-Type": "text/calendar"},
        {"Content-Type": "Text/Calendar; charset=utf-8"},
        ["Auto-Submitted", "auto-replied"],
        ["From", "a@b.example", "Precedence", "junk"],
        [{"key": "Auto-Submitted", "val": "auto-replied"}],
        [{"k": "Precedence", "v": "auto_reply"}],
        [{"header_name": "X-Autoreply", "header_value": "yes"}],
        {"Content-Class": "urn:content-classes:calendarmessage", "Content-Type": "multipart/alternative; boundary=x"},
        {"X-Failed-Recipients": "a@b.example"},
        {"X-Loop": "desk@b.example"},
        {"X-Loop": "true", "In-Reply-To": "<1@us.example>"},
        {"X-Autoreply": "yes"},
        {"X-AutoReply-From": "a@b.example"},
        {"X-Autorespond": "Re: VAT"},
        {"X-Auto-Reply": True},
        {"X-FC-MachineGenerated": "true"},
        {"X-Cron-Env": "<SHELL=/bin/sh>"},
        {"Delivered-To": "Autoresponder"},
        {"X-MS-Exchange-Generated-Message-Source": "Mailbox Rules Agent"},
        {"List-Id": "<news.shop.example>", "List-Unsubscribe": "<mailto:leave@shop.example>"},
        {"List-Unsubscribe": "<https://a.example/u>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        {"List-Unsubscribe": "<https://a.example/u>", "Feedback-ID": "1:news:a"},
        {"Return-Path": "<bounce-77@a.example>", "List-Unsubscribe": "<https://a.example/u>"},
        {"Feedback-ID": "1:news:a", "X-Campaign-ID": "7", "Precedence": "list"},
    ],
)  # fmt: skip
def test_headers_of_machines(headers):
    assert automatic(headers)


@pytest.mark.parametrize(
    "headers",
    [
        None,
        {"Auto-Submitted": "no"},
        {"Auto-Submitted": " No ; owner-email=x@y.example"},
        {"Auto-Submitted": "no (sent by hand)"},
        {"Auto-Submitted": ""},
        {"X-Auto-Response-Suppress": "None"},
        {"X-Auto-Response-Suppress": ""},
        {"X-Auto-Response-Suppress": "DR, RN, NRN"},
        {"X-Auto-Response-Suppress": "DR, OOF, AutoReply"},  # sent to a distribution group
        {"Precedence": "list"},
        {"Precedence": "first-class"},
        {"Precedence": "normal"},
        {"Return-Path": "<lena@z.example>"},
        {"Return-Path": ""},
        {"X-Autoreply": "no"},
        {"X-Loop": "no"},
        {"X-Failed-Recipients": ""},
        {"Content-Type": 'multipart/mixed; boundary="multipart/report"'},
        {"Content-Type": "multipart/related; boundary=x; type=\"text/html\""},
        {"Content-Type": "text/calendar; charset=utf-8; name=dates.ics"},  # a file, not an invitation
        {"Content-Type": "text/calendar; filename=\"dates.ics\""},
        ["Auto-Submitted", "no"],
        ["Auto-Submitted: no", "Precedence: list"],
        [{"key": "Auto-Submitted", "val": "no"}],
        {"Disposition-Notification-To": "lena@z.example", "Return-Receipt-To": "lena@z.example"},
        {"List-Unsubscribe": "<mailto:leave@gateway.z.example>", "X-Disclaimer-Added": "yes"},
        {"Feedback-ID": "::1.eu-west-1.x:Relay"},
        {"Precedence": "list", "List-Id": "<users.z.example>", "List-Unsubscribe": "<mailto:x@z.example>"},
        {"List-Id": "<users.z.example>", "List-Post": "<mailto:users@z.example>", "List-Unsubscribe": "<mailto:x@z.example>"},
        {"List-Id": "<users.z.example>", "List-Unsubscribe": "<mailto:x@z.example>", "References": "<1@z.example>"},
        {"Precedence": "bulk", "Sender": "owner-users@lists.z.example"},
        {"Precedence": "Bulk", "Mailing-List": "list users@z.example; contact users+owner@z.example",
         "List-Unsubscribe": "<https://z.example/u>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        {"X-Loop": "users@lists.z.example", "Precedence": "list", "List-Id": "<users.lists.z.example>"},
    ],
)  # fmt: skip
def test_headers_of_people(headers):
    assert not automatic(headers)


@pytest.mark.parametrize(
    "sender",
    [
        "noreply@shop.example",
        "no-reply@shop.example",
        "no.reply+4@shop.example",
        "shop-noreply@shop.example",
        "noreply-orders@shop.example",
        "NO_REPLY@shop.example",
        "do-not-reply@shop.example",
        "please.donotreply@shop.example",
        "nicht-antworten@laden.example",
        "bitte.nicht.antworten@laden.example",
        "keine-antwort@laden.example",
        "ne-pas-repondre@boutique.example",
        "nepasrepondre@boutique.example",
        "no-responder@tienda.example",
        "no_contestar@tienda.example",
        "nao-responda@loja.example",
        "niet-beantwoorden@winkel.example",
        "non-rispondere@negozio.example",
        "bounces+77@mail.example",
        "bounce-55-a=b.example@mail.example",
        "bounces.mail@mail.example",
        "bounces.77@mail.example",
        "bounce_johnson@mail.example",
        "MAILER-DAEMON@mx.example",
        "postmaster@mx.example",
        "majordomo@lists.example",
        "auto-reply@shop.example",
        "7+x@users.noreply.code.example",
    ],
)
def test_addresses_of_machines(sender):
    assert automatic(sender=sender)
    assert automatic({"From": f"Shop <{sender}>"}, sender=None)


@pytest.mark.parametrize(
    "sender",
    [
        "robota@z.example",
        "noreen.play@z.example",
        "nora.reply@z.example",
        "robot.ha@z.example",
        "root@z.example",
        "daemon.smith@z.example",
        "lista.dolores@z.example",
        "boris.bounce@z.example",
        "bounces.johnson@z.example",
        "Bounce.Miller@z.example",
        "bounces.de-vries@z.example",
        "postmaster.hans@z.example",
        "anna.postmaster@z.example",
        "antworten@z.example",
        "lena+noreply@z.example",
        "news@z.example",
        "newsletter@z.example",
        "alert@z.example",
        "norepson@z.example",
        None,
    ],
)
def test_addresses_of_people(sender):
    assert not automatic(sender=sender)


@pytest.mark.parametrize(
    ("reply_to", "machine"),
    [
        ("Lily <lily@fern.example>", False),
        ("info@bakery.example", False),
        ("jana.beck@shop.example", False),
        ("support@shop.example", True),
        ("service@mail.shop.example", True),
        ("noreply@shop.example", True),
        ("", True),
    ],
)
def test_a_web_form_writes_for_the_person_in_its_reply_to(reply_to, machine):
    headers = {"From": "noreply@shop.example", "Reply-To": reply_to}
    assert automatic(headers, sender="noreply@shop.example") is machine
    assert automatic(headers, sender=None) is machine
    assert automatic({**headers, "Auto-Submitted": "auto-generated"}, sender=None)


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Automatic reply: [T-48402] We received your message", "A member of our team will reply within a day."),
        ("Out of Office: VAT", "I am away."),
        ("Out of office until 12 May", "I'm on annual leave with limited access to e-mail."),
        ("Auto: Your invoice", "I am travelling and will respond on Monday."),
        ("Caroline Fisk is out of the office", "I will be out of the office starting 08/18."),
        (
            "Abwesenheitsnotiz: Rechnung",
            "Ich bin vom 1. bis 19. September nicht im Büro. Ihre E-Mail wird nicht weitergeleitet.",
        ),
        ("Abwesend", "In dringenden Fällen wenden Sie sich bitte an meine Kollegin."),
        ("Automatische Antwort: Rechnung", "Ich befinde mich in Elternzeit."),
        ("Eingangsbestätigung", "Dies ist eine automatische Nachricht. Bitte antworten Sie nicht auf diese E-Mail."),
        ("Réponse automatique : facture", "Je suis absente jusqu'au 18 août. En cas d'urgence, contactez le standard."),
        ("Absence du bureau", "Je suis en congés, de retour le 3 juin."),
        ("Respuesta automática: factura", "Estoy de vacaciones y vuelvo el día 20."),
        ("Fuera de la oficina", "Estaré fuera hasta el lunes. En caso de urgencia llame a Raúl."),
        ("Acuse de recibo automático - registro 17", "Este es un mensaje automático. No conteste a este correo."),
        ("Risposta automatica: Ordine", "Sono fuori sede fino al 26 agosto. Per urgenze contattare la segreteria."),
        ("Automatisch antwoord: Bestelling", "Ik ben tot en met vrijdag niet aanwezig."),
        ("[Auto-Reply] Re: VAT", "I am on parental leave until May."),
        ("Undelivered Mail Returned to Sender", "<a@b.example>: host mx.b.example said: 550 5.1.1 User unknown"),
        (
            "Undeliverable: your ticket",
            "Delivery has failed to a@b.example: the address couldn't be found.",
        ),
        ("Unzustellbar: Rechnung", "Ihre Nachricht konnte nicht zugestellt werden."),
        ("Non remis : facture", "Le message n'a pas pu être remis au destinataire."),
        ("No entregado: factura", "No se ha podido entregar el mensaje."),
        ("Read: Planned maintenance", "Your message was read on Tuesday."),
        ("Accepted: Server call", "Lena Ott has accepted this invitation."),
        ("OOO: Re: Invoice", "I\u2019m OOO until Thursday."),
        ("Away from my desk", "I am in training today and will respond tomorrow."),
        ("Ich bin derzeit nicht im Büro", "Ich bin ab dem 12.8. wieder für Sie da."),
        ("Message d\u2019absence", "Bonjour, je suis actuellement en arrêt. Contactez l\u2019accueil."),
        ("Ausente hasta el lunes", "Estaré de viaje; contestaré a la vuelta."),
        ("Delivery Status Notification (Delay)", "There was a temporary problem delivering your message."),
        ("Zugesagt: Termin", "Lena Ott hat diese Einladung angenommen."),
        ("Leído: ticket", "Su mensaje fue leído el martes."),
        ("Ihre Bestellung", "Dies ist eine automatisch generierte E-Mail, bitte antworten Sie nicht darauf."),
        ("Su pedido", "Este mensaje se ha generado automáticamente. Por favor, no responda a este correo."),
        ("Order shipped", "*** This is a system generated message. DO NOT REPLY TO THIS EMAIL ***"),
        ("Your parcel", "This is an automatically generated e-mail. Please do not reply to this message."),
        ("Ihr Paket", "<p>Diese E-Mail wurde automatisch erstellt.</p><p>Bitte nicht auf diese E-Mail antworten.</p>"),
        ("Votre colis", "Ceci est un message automatique. Merci de ne pas répondre."),
    ],
)
def test_words_of_machines_without_any_header(subject, body):
    assert automatic(subject=subject, body=body)


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Undeliverable mails from your app: how to fix?", "All mails of the app come back as undeliverable."),
        ("Undeliverable", "Our customers get this for every invoice. Can you look at the DNS?"),
        ("Out of office", "Hi, how do I set an out of office for a shared mailbox?"),
        ("Out of office replies do not stop", "I am out of the office no longer, but the reply still goes out."),
        ("Vacation responder language", "Can it answer in German to .de senders?"),
        ("Automatic reply", "The automatic reply has our old address. Please change it."),
        ("Re: Automatic reply: VAT", "Thanks, I will be back on Monday and send the number then."),
        ("AW: Eingangsbestätigung Ihrer Anfrage 5519", "Bitte ergänzen: Seriennummer ist ZD-0071."),
        ("Abwesenheitsnotiz lässt sich nicht ausschalten", "Ich bin wieder da, die Notiz schickt weiter."),
        ("Abwesenheitsnotiz", "Wie schalte ich die Abwesenheitsnotiz ab, wenn ich wieder erreichbar bin?"),
        ("Urlaub - Lieferung verschieben", "Bitte das Sofa erst nach dem 19. liefern."),
        ("Message d'absence ne part pas", "Le message d'absence est activé, rien ne part."),
        ("Respuesta automática en inglés", "La respuesta automática sale en inglés aunque la puse en español."),
        ("Delivery Status Notification (Failure) explained?", "Action: failed, Status: 4.4.7. Is that your queue?"),
        ("Do not reply?", "All your letters say DO NOT REPLY. Where am I supposed to reply?"),
        (
            "Your mails",
            'They end with "This is an automatically generated message". Please write something friendlier.',
        ),
        (
            "Help",
            "I got this:\n\nThis is an automatic message. Please do not reply to this e-mail.\n\nWhat does it mean?",
        ),
        ("Newsletter", "Please unsubscribe me from the newsletter."),
        ("Export", "I am away from Thursday. In urgent cases contact Bob. The export is empty."),
        ("Vacation", "We go on vacation in July. Please pause the delivery."),
        ("Urlaub", "Ich bin ab Montag im Urlaub, bitte pausieren Sie mein Abo bis 30. Juli."),
        ("Congés", "Je suis en congés du 3 au 10, merci de décaler la livraison."),
        ("Vacaciones", "Me voy de vacaciones, quiero pausar el envío hasta agosto."),
        ("Zustellung fehlgeschlagen", "Mein Paket: Zustellung fehlgeschlagen, obwohl ich zu Hause war."),
        ("Delivery failed", "My parcel could not be delivered, the driver never rang."),
        ("Accusé de réception", "Je n'ai pas reçu d'accusé de réception pour mon dossier."),
        ("Bounce", "Mails to anna@x.example bounce with 550 5.1.1. Please check the suppression list."),
        ("Vielen Dank für Ihre Nachricht", "Leider habe ich die Rechnung immer noch nicht."),
        ("Ticket closed", "My ticket was closed but nothing is fixed."),
        ("Accepted: new terms", "We accepted the new terms but the banner stays."),
        ("Automation of work orders", "How do they work?"),
        (
            "Your mail",
            "I got this mail. It says: This is an automatically generated email, please do not reply. "
            "But the invoice in it is wrong.",
        ),
        ("Your mail", "This is an automatic email they say. Unsubscribe me. Do not reply."),
        (
            "Invoice",
            "This is an automatically generated e-mail. Please do not reply to this. That is in my invoice.",
        ),
        (
            "Rechnung",
            "Dies ist eine automatisch erstellte E-Mail. Bitte antworten Sie nicht. Aber die Rechnung ist falsch.",
        ),
        (
            "Rechnung",
            "Ich bekam das: Dies ist eine automatische Nachricht. Bitte antworten Sie nicht auf diese E-Mail.",
        ),
        ("Facture", "Ceci est un message automatique. Merci de ne pas répondre. Mais la facture est fausse."),
        ("Factura", "Este es un mensaje automático. Por favor, no responda a este correo. Pero la factura está mal."),
        ("Factuur", "Dit is een automatisch bericht. Niet beantwoorden. Maar de factuur klopt niet."),
    ],
)
def test_words_of_people(subject, body):
    assert not automatic(subject=subject, body=body)


@pytest.mark.parametrize("name", ["In-Reply-To", "References"])
@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Delivery failed: order 4411", "The parcel came back to you."),
        ("Delivery failed: order 4411", "My parcel came back to you."),
        ("Invitation: not received", "I never received the invitation."),
        ("Accepted: the new terms", "The banner stays."),
        ("Cancelled: subscription 12", "Please confirm it."),
        ("Ticket closed", "Nothing is fixed."),
        ("Zustellung fehlgeschlagen: Paket 12", "Das Paket ging zurück."),
        ("Automatic reply: wrong address", "I changed it, but the old one is still sent."),
    ],
)
def test_a_person_who_answers_in_a_thread_may_write_such_a_subject(subject, body, name):
    assert not automatic({name: "<1@us.example>"}, subject=subject, body=body)


def test_a_reply_of_a_program_may_say_i_as_well():
    words = (
        "I am out of the office until Monday. This is an automatically generated message. Please do not reply to this."
    )
    assert automatic(subject="VAT", body=words)
    assert automatic(subject="Out of office", body="I will be back on Monday, but my colleague can help.")


def test_a_quoted_message_of_ours_is_not_the_customers():
    quoted = "On Tue, 18 Nov 2025 at 10:12, Desk <d@us.example> wrote:\n> This is an automatic message.\n> Do not reply to this."
    assert not automatic(subject="Automatic reply", body=f"Thank you.\n\n{quoted}")


def test_a_subject_or_an_address_needs_one_more_mark():
    assert not automatic(subject="Automatic reply: VAT", body="Gone fishing.")
    assert automatic({"In-Reply-To": "<1@us.example>"}, subject="Automatic reply: VAT", body="Gone fishing.")
    assert automatic(subject="Wine of the week", sender="newsletter@wine.example", body="Click here to unsubscribe.")
    assert automatic({"List-Unsubscribe": "<https://z.example/u>"}, sender="newsletter@wine.example")


@pytest.mark.parametrize(
    "piece", ["please do not ", "this is an automatic ", "wenn sie keine ", "how do ", "ich bin ", "[", "(", ">", "said 550 ",
              "votre message ", "begin:", "=", "no-", "a-", "-- ", "<p>", "su mensaje ", "\n", "is out of "]
)  # fmt: skip
def test_hostile_text_ends(piece):
    text = piece * (200_000 // len(piece))
    names = ("from", "reply-to", "return-path", "sender", "content-type", "auto-submitted", "list-id", "precedence")
    is_automatic({name: [text[:2000]] * 50 for name in names}, text, text, text)
    is_automatic({}, f"Automatic reply: {text}", f"noreply{text}@x.example", text)
