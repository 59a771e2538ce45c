"""Notes of absence without a header or a subject that says so, and customers who mention an absence."""

import time

import pytest

from worker.mail.absence import is_absence_note
from worker.mail.automatic import is_automatic

NOTES = [
    "I am out of the office until Monday. This is an automatic reply.",
    "Hello,\n\nI am out of the office until\nMonday, 5 January. For urgent matters contact my colleague Bob.\n\nRegards\nAnna",
    "I'm currently on annual leave and will be back on 12 August. Thank you for your message.",
    "Out of office until 5/1/2027. I will answer your e-mail when I am back.",
    "I am away from my desk until Thursday with limited access to email.",
    "I am out of the office from 3 to 14 August and will return on Monday. In urgent cases call 0131 496 0020.",
    "I will be out of the office until 5 January. I will reply to your message as soon as I am back.",
    "Ich bin bis zum 12. August nicht im Büro.",
    "Ich bin vom 1. bis 19. September abwesend. Diese Nachricht wurde automatisch erzeugt.",
    "Guten Tag,\n\nich bin bis 5. Januar im Urlaub und ab dem 6. Januar wieder da. Ich melde mich danach.\n\nViele Grüße\nUwe",
    "Ab Montag bin ich wieder im Büro. Derzeit nicht im Büro.",
    "Ich bin derzeit nicht im Büro. Dies ist eine automatische Antwort.",
    "Bis Montag bin ich nicht im Büro. Ihre E-Mail wird nicht weitergeleitet.",
    "Je suis absente jusqu'au 18 août inclus. En cas d'urgence, merci de contacter l'étude au standard.",
    "Bonjour, je suis en congés jusqu'à lundi. Ceci est un message automatique.",
    "Je suis actuellement en déplacement et de retour le 4 mai. Je vous répondrai à mon retour.",
    "Je suis en vacances du 3 au 14 août. De retour le 17 août.",
    "Estoy de vacaciones hasta el lunes. Este es un mensaje automático.",
    "Estaré fuera de la oficina del 3 al 14 de agosto y volveré el 17 de agosto. Para asuntos urgentes, llame al 900 100 200.",
    "No estaré disponible hasta el lunes 5 de enero. Gracias por su mensaje.",
    "Estoy fuera de la oficina. Respuesta automática.",
    "I am out of office until Monday. / Ich bin bis Montag nicht im Büro.",
]
PEOPLE = [
    "I am out of office next week, so please answer before Friday: the export is empty",
    "I am out of the office until Monday. The export is empty.",
    "I am out of the office until Monday, please call me then.",
    "I am on vacation until Monday. Please refund me before that.",
    "I am out of office until Monday. Can you move the appointment?",
    "I am away next week.",
    "This is an automatic reply.",
    "I got this again: This is an automatic reply. The export is empty.",
    'The auto-reply says "I am out of the office until Monday", but I am here.',
    "My colleague is out of office until Monday. Please give me her access.",
    "Ich bin bis Montag nicht im Büro, bitte antworten Sie vorher.",
    "Ich bin bis Montag im Urlaub. Der Export ist leer.",
    "Ich bin ab Montag im Urlaub und brauche die Rechnung vorher.",
    "Je suis absent jusqu'à lundi, merci de corriger l'export avant.",
    "Je suis en vacances jusqu'à lundi. L'export est vide.",
    "Estoy de vacaciones hasta el lunes. La exportación está vacía.",
    'How do I set "I am out of office until Monday. This is an automatic reply."?',
    "I am back on Monday.",
    "We are closed until Monday and the booking page still shows open slots.",
    "In urgent cases nobody answers. I am out of office until Monday.",
    "I am out of office until Monday. It is urgent, the export is empty.",
    "I am out of office until Monday. For urgent orders the form does not work, please contact me.",
    "Ich bin bis Montag nicht im Büro. In dringenden Fällen geht die App nicht, bitte helfen.",
    "Je suis absent jusqu'à lundi. Pendant mon absence l'export doit marcher, contactez-moi.",
]


@pytest.mark.parametrize("words", NOTES)
def test_a_whole_message_that_is_a_note_of_absence_is_automatic(words):
    """By a trigger of a helpdesk it comes without headers, under the title of the ticket."""
    assert is_automatic({}, "The export is empty", "x@y.example", words)


@pytest.mark.parametrize("words", PEOPLE)
def test_who_says_anything_else_beside_an_absence_is_a_person(words):
    assert not is_automatic({}, "The export is empty", "x@y.example", words)


@pytest.mark.parametrize(
    "word", ["a ", "in ", "until ", "1. ", "urgent\n", "bis zum ", "contact my team urgent ", "in urgent cases call "]
)
def test_the_time_does_not_grow_with_what_a_sender_repeats(word):
    start = time.thread_time()
    is_absence_note((word * 800)[:800])
    is_absence_note(word * 80_000)
    assert time.thread_time() - start < 2.0
