"""The reply as a customer reads it, per language, brand and kind of sentence."""

from dataclasses import replace

import pytest

from knowledge.statements import Statement, StatementKind
from models.skills.reply import Reply
from tests.unit.worker.pipeline.builders import COMPANY, passage, ticket
from tests.unit.worker.pipeline.writing.typical import INTERNAL, INVOICE, SENT, SPEAKING, SSO, answered
from worker.company import Brand
from worker.company.voice import Voice
from worker.domain import Action, Attribution, CheckResult, Decision, Outcome
from worker.pipeline.render import updates
from worker.pipeline.writing import customer
from worker.pipeline.writing.said import Said
from worker.rendering import markdown, markup, plain

SAID = {
    "en": ("Open Settings > Users.", "Choose Reset password.", "The link is valid for 60 minutes."),
    "de": ("Öffnen Sie Einstellungen > Benutzer.", "Wählen Sie Passwort zurücksetzen.", "Der Link gilt 60 Minuten."),
    "fr": ("Ouvrez Paramètres > Utilisateurs.", "Cliquez sur Réinitialiser.", "Le lien est valable 60 minutes."),
    "es": ("Abra Ajustes > Usuarios.", "Pulse Restablecer.", "El enlace es válido durante 60 minutos."),
}
AROUND = {
    "en": ("Hello,", "Read more:", "Kind regards,"),
    "de": ("Guten Tag,", "Mehr dazu:", "Freundliche Grüße"),
    "fr": ("Bonjour,", "En savoir plus :", "Cordialement,"),
    "es": ("Hola:", "Más información:", "Un saludo,"),
}


def said_in(language, *sentences, page=None):
    found = page or passage("\n".join(SAID[language]), title="Login > Reset", language=language)
    reply = Reply(Action.ANSWER, language, sentences or SAID[language], {}, ())
    bare = (one.removeprefix("1. ").removeprefix("2. ") for one in reply.sentences)
    check = CheckResult(tuple(Attribution(one, found, 1.0) for one in bare), ())
    decision = Decision(Outcome.SEND, "grounded", "")
    return replace(
        SENT, ticket=ticket(language=language), reply=reply, check=check, passages=(found,), decision=decision
    )


def text(run, company=COMPANY):
    return plain.text(customer.reply(run, company))


@pytest.mark.parametrize("language", SAID)
def test_a_reply_speaks_the_customers_language_and_numbers_its_steps(language):
    greeting, sources, closing = AROUND[language]
    one, two, three = SAID[language]
    assert text(said_in(language)) == (
        f"{greeting}\n\n1. {one}\n2. {two}\n\n{three}\n\n"
        f"{sources}\nLogin > Reset (https://help.x.example/login)\n\n{closing}\nFerrowick Support"
    )


@pytest.mark.parametrize(("language", "address", "greeting", "closing"), [
    ("de", "du", "Hallo,", "Viele Grüße"), ("de", "Sie", "Guten Tag,", "Freundliche Grüße"),
    ("fr", "tu", "Bonjour,", "À bientôt,"), ("es", "tú", "Hola:", "Un saludo,"),
])  # fmt: skip
def test_our_own_words_follow_the_form_of_address(language, address, greeting, closing):
    said = text(said_in(language), replace(COMPANY, voices={language: Voice(address=address)}))
    assert said.startswith(f"{greeting}\n")
    assert f"\n{closing}\n" in said


def test_a_voice_says_everything_around_a_reply_and_only_in_its_language():
    voice = Voice(greeting="Moin,", closing="Bis bald", sources="Nachlesen:", signature="Dein Team\nBerlin")
    company = replace(COMPANY, voices={"de": voice})
    said = text(said_in("de"), company)
    assert said.startswith("Moin,\n")
    assert "Nachlesen:" in said
    assert said.endswith("Bis bald\nDein Team\nBerlin")
    assert text(said_in("en"), company) == text(said_in("en"))


def test_a_brand_speaks_otherwise_and_what_was_said_for_another_address_is_left_out():
    outlet = Brand("outlet", "302", "Outlet", voices={"de": Voice(address="Sie")})
    other = Brand("other", "303", "Ferrowick Support")
    company = replace(
        COMPANY, brands=(outlet, other), voices={"de": Voice(address="du", greeting="Hi,", signature="Dein Team")}
    )
    run = said_in("de")
    of_outlet = text(replace(run, ticket=ticket(language="de", brand="302")), company)
    assert of_outlet.startswith("Guten Tag,")
    assert of_outlet.endswith("Freundliche Grüße\nOutlet")
    of_other = text(replace(run, ticket=ticket(language="de", brand="303")), company)
    assert of_other.startswith("Hi,")
    assert of_other.endswith("Viele Grüße\nDein Team")


def test_html_and_markdown_have_the_same_steps_and_links():
    document = customer.reply(said_in("en"), COMPANY)
    assert markup.text(document) == (
        "<p>Hello,</p><ol><li>Open Settings &gt; Users.</li><li>Choose Reset password.</li></ol>"
        "<p>The link is valid for 60 minutes.</p>"
        '<p>Read more:<br><a href="https://help.x.example/login">Login &gt; Reset</a></p>'
        "<p>Kind regards,<br>Ferrowick Support</p>"
    )
    assert "1. Open Settings \\> Users.\n2. Choose Reset password." in markdown.text(document)


@pytest.mark.parametrize("sentences", [
    ("The link is valid for 60 minutes.", "Open Settings > Users."),
    ("The link is valid for 60 minutes.", "It is sent at once."),
    ("Open Settings > Users.",),
])  # fmt: skip
def test_what_is_no_sequence_of_steps_is_one_paragraph(sentences):
    assert f"\n\n{' '.join(sentences)}\n\n" in text(said_in("en", *sentences))


def test_steps_are_known_by_their_statements_and_lose_the_numbers_of_the_page():
    kinds = (StatementKind.STEP, StatementKind.STEP, StatementKind.SENTENCE)
    words = ("1. Settings, then Users.", "2. The button Reset.", "It is done.")
    page = passage("\n".join(words), statements=tuple(Statement(w, w, k) for w, k in zip(words, kinds, strict=True)))
    assert "\n\n1. Settings, then Users.\n2. The button Reset.\n\nIt is done.\n\n" in text(
        said_in("en", *words, page=page)
    )


def test_instructions_of_two_procedures_are_not_numbered_as_one():
    other = passage("Choose Export.", id=9, ref="docs/export.md#CSV", url="https://help.x.example/export")
    run = answered(("Open Settings > Users.", passage("Open Settings > Users.")), ("Choose Export.", other))
    assert "\n\nOpen Settings > Users. Choose Export.\n\n" in text(run)


def test_links_lead_only_to_pages_that_a_customer_can_open_each_once():
    run = answered((SSO.text, SSO), (INVOICE.text, INVOICE), (INTERNAL.text, INTERNAL), ("It is kept there.", SSO))
    said = text(run)
    assert said.count("http") == 1
    assert "https://help.x.example/sso" in said
    assert "Read more" not in text(answered((INTERNAL.text, INTERNAL)))
    strange = replace(SSO, url="javascript:alert(1)")
    assert "javascript" not in text(answered((SSO.text, strange)))


def test_nothing_internal_is_said_to_a_customer():
    run = answered((SSO.text, SSO), (INVOICE.text, INVOICE), (INTERNAL.text, INTERNAL))
    [(_, update)] = updates(run, COMPANY)
    assert update.public
    for internal in ("docs/", "accounts/", "wiki", "acc-a", "#", "grounded", "deskhand", "Deskhand"):
        assert internal not in update.comment
    assert "acc-a" not in markup.text(update.document)


def test_the_speaking_company_says_du():
    assert text(replace(SENT, ticket=ticket(language="de")), SPEAKING).endswith("Viele Grüße\nDein Ferrowick-Team")


def body(*said):
    return plain.text(
        tuple(customer._body([Said(text, SSO, lead=lead, is_step=is_step) for text, lead, is_step in said]))
    )


def test_a_lead_is_said_once():
    lead = "To reset a password:"
    one, two = f"{lead} 1. Open Settings.", f"{lead} 2. Choose Reset."
    assert body((one, lead, True), (two, lead, True)) == f"{lead}\n\n1. Open Settings.\n2. Choose Reset."
    assert body((one, lead, False), (two, lead, False)) == f"{lead}\n\n- Open Settings.\n- Choose Reset."
    assert body(("It is easy.", "", False), (one, lead, True), (two, lead, True)) == (
        f"It is easy. {lead}\n\n1. Open Settings.\n2. Choose Reset."
    )
    assert body(("Links expire.", "", False), ("Links expire. Then ask again.", "Links expire.", False)) == (
        "Links expire. Then ask again."
    )
    heading = f"{SSO.title.split(' > ')[-1]}:"
    assert body(("Open it.", "", True), (f"{heading} Close it.", heading, True)) == "1. Open it.\n2. Close it."
    assert (
        body((f"{heading} Open it.", heading, True), ("Close it.", "", True))
        == f"{heading}\n\n1. Open it.\n2. Close it."
    )
    other = "To change it:"
    assert body((one, lead, False), (f"{other} Save.", other, False)) == f"{one} {other} Save."


def test_what_an_introduction_denies_stands_in_its_list_only():
    never = "Never do this:"
    said = [
        (f"{never} Delete the file.", never, True),
        (f"{never} A second copy.", never, False),
        (f"{never} Rename it.", never, True),
    ]
    assert body(*said, ("Open the log.", "", True)) == (
        f"{never}\n\n- Delete the file.\n- A second copy.\n- Rename it.\n\nOpen the log."
    )
    assert body(said[0], ("Open the log.", "", True), said[2]) == (
        f"{never} Delete the file. Open the log. {never} Rename it."
    )


def test_steps_below_two_introductions_are_two_lists():
    reset, undo = "To reset it:", "To undo it:"
    steps = [(f"{lead} {one}.", lead, True) for lead in (reset, undo) for one in ("Open it", "Save it")]
    assert body(*steps) == f"{reset}\n\n1. Open it.\n2. Save it.\n\n{undo}\n\n1. Open it.\n2. Save it."


def test_what_shall_not_be_done_is_no_step():
    said = ("Prüfen Sie die Version.", "Löschen Sie die App nicht.", "Melden Sie sich an.")
    assert f"\n\n{' '.join(said)}\n\n" in text(said_in("de", *said))


def test_two_sentences_of_one_item_keep_the_links_of_both():
    run = answered(
        (SSO.text, SSO),
        ("Choose Export.", passage("Choose Export.", ref="docs/e.md#x", url="https://help.x.example/e")),
    )
    one = (
        replace(run, reply=replace(run.reply, sentences=(f"{SSO.text} Choose Export.",), refs=())) if run.reply else run
    )
    assert text(one) == text(run)
    assert text(one).count("https://") == 2
