"""What is learned from a past ticket: the customer's words, the agents' sentences, and what became of it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from time import thread_time

import pytest

from tests.support.past import AT, agent, answered, company, customer, note, ticket
from tests.support.select_fields import FILE
from worker.company import load_company
from worker.history.example import Example
from worker.history.making import SPAM, make
from worker.history.signatures import learn
from worker.past import PastMessage, PastTicket
from worker.thread import Author

COMPANY = company()


def made(past: PastTicket) -> Example:
    example = make(past, COMPANY.history, COMPANY)
    assert example is not None
    return example


def sentences(past: PastTicket) -> list[str]:
    return [sentence.text for sentence in made(past).sentences]


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        (
            "Hi Ann,\n\nThank you for contacting us. Invoices are under Billing. You can download\nthem as PDF.\n\n"
            "Let me know if you have any further questions.\n\nKind regards,\nTom\nFerrowick Support",
            ["Invoices are under Billing.", "You can download them as PDF."],
        ),
        (
            "Sehr geehrte Frau Dr. Müller, vielen Dank für Ihre Nachricht! Das Passwort ändern Sie so:\n"
            "1. Klicken Sie auf Profil.\n2. Wählen Sie Passwort.\nBei Fragen stehen wir Ihnen gerne zur Verfügung.\n"
            "Mit freundlichen Grüßen\nIhr Ferrowick-Team",
            ["Das Passwort ändern Sie so:", "Klicken Sie auf Profil.", "Wählen Sie Passwort."],
        ),
        (
            "Madame, Monsieur,\n\nNous avons bien reçu votre demande. Les factures sont sous Facturation. Merci de nous envoyer "
            "le numéro.\n\nNous restons à votre disposition.\n\nVeuillez agréer, Madame, Monsieur, nos salutations distinguées."
            "\n\nLe service client",
            ["Les factures sont sous Facturation.", "Merci de nous envoyer le numéro."],
        ),
        (
            "Estimado Sr. García:\n\nMuchas gracias por ponerse en contacto con nosotros. El idioma se cambia en Perfil. "
            "Si necesita algo más, no dude en escribirnos.\n\nAtentamente,\nAna López\nAtención al cliente",
            ["El idioma se cambia en Perfil."],
        ),
        ("Moin Lars, SSO gibt's ab Business. Meld dich, wenn's klemmt! LG Jan", ["SSO gibt's ab Business."]),
        ("Hi Ann - SSO needs the Business plan. Cheers, Tom", ["SSO needs the Business plan."]),
        ("Ann,\n\nSSO needs the Business plan.\n\nT.", ["SSO needs the Business plan."]),
        ("Hola, María:\nPida el rol Editor.\nUn saludo,\nPepe", ["Pida el rol Editor."]),
    ],
    ids=["en", "de", "fr", "es", "one line de", "one line en", "name alone", "name behind a comma"],
)
def test_greeting_courtesies_closing_and_signature_are_no_answer(answer: str, kept: list[str]) -> None:
    assert sentences(answered("How does it work?", answer)) == kept


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        (
            "<p>Dear Ms Lee,</p><p>Here they are:</p><table><tr><td>Plan</td><td>Price</td></tr><tr><td>Team</td><td>34 EUR"
            "</td></tr></table><ul><li>Pay monthly</li><li>Or yearly</li></ul><p>Best,<br>Tom</p>",
            ["Here they are:", "Plan | Price", "Team | 34 EUR", "Pay monthly", "Or yearly"],
        ),
        ("Hello!\n\n1) Open the app\n2) Tap Profile\n\nThanks,\nTom", ["Open the app", "Tap Profile"]),
        (
            "Hallo,\n\nSie finden sie unter Abrechnung.\n\nGruß\nJan\n\n"
            "Am 3. März 2026 um 10:00 schrieb Ann <a@x.example>:\n> Wo?",
            ["Sie finden sie unter Abrechnung."],
        ),
        (
            "> Wo ist die Rechnung?\n\nUnter Abrechnung.\n\n> Und die vom Mai?\n\nSie kommt im Juni.",
            ["Unter Abrechnung.", "Sie kommt im Juni."],
        ),
        (
            "<div>Hi Ann,</div><div>It is under <b>Billing</b>.</div><div>Best regards</div><div>Tom</div><hr>"
            "<div><b>From:</b> Ann &lt;a@x.example&gt;<br>"
            "<b>Sent:</b> Monday<br><b>To:</b> Support<br><b>Subject:</b> Q</div><div>Where?</div>",
            ["It is under Billing."],
        ),
        (
            "Please see this article:\nhttps://help.x.example/api\n\nHope this helps!\nTom",
            ["Please see this article: https://help.x.example/api"],
        ),
        ("It is 5 p.m. in Rome.\n-- \nTom Smith\n+49 30 1234567", ["It is 5 p.m. in Rome."]),
        ("Use Export.\n\nRegards\nTom\n\nP.S. It does not work on the phone, only in the web app.", None),
    ],
    ids=["table and list", "steps", "above a quote", "between quotes", "outlook", "link", "delimiter", "postscript"],
)
def test_what_an_agent_wrote_in_tables_lists_and_between_quotes_is_kept(answer: str, kept: list[str] | None) -> None:
    found = sentences(answered("How does it work?", answer))
    if kept is None:
        assert any("only in the web app" in one for one in found)
    else:
        assert found == kept


def test_the_customers_words_end_at_the_first_answer() -> None:
    past = ticket(
        customer("Hola,\nno puedo exportar."), customer("El error es E-12.\n\nUn saludo,\nMaría"), agent("Pida el rol Editor."),
        customer("Gracias, ¿y mañana?"), agent("También."),
    )  # fmt: skip
    example = made(past)
    assert (example.body, example.language) == ("no puedo exportar.\n\nEl error es E-12.", "es")
    assert [s.text for s in example.sentences] == ["Pida el rol Editor."]


def test_two_messages_before_the_customer_writes_again_are_one_answer() -> None:
    first, second = agent("Use Data > Export."), agent("The limit is 50,000 rows.\n\nBest regards\nTom")
    assert sentences(ticket(customer("How?"), first, second)) == ["Use Data > Export.", "The limit is 50,000 rows."]
    late = agent("We close this ticket now.", at=AT + timedelta(days=9))
    assert sentences(ticket(customer("How?"), first, late)) == ["Use Data > Export."]


@pytest.mark.parametrize(
    "holding",
    [
        "We have received your request and will get back to you soon.",
        "Hi, I'm passing this to my colleague from billing.",
        "Guten Tag, ich leite Ihre Anfrage an die Buchhaltung weiter.",
        "Nous reviendrons vers vous dès que possible.",
        "Hemos recibido su solicitud.",
    ],
)
def test_a_message_that_only_says_that_an_answer_comes_is_none(holding: str) -> None:
    past = ticket(customer("How?"), agent(holding), customer("Any news?"), agent("Use Data > Export.", "Eva"))
    example = made(past)
    assert ([s.text for s in example.sentences], example.body) == (["Use Data > Export."], "How?\n\nAny news?")


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for sending the log file; the error is in line 4.",
        "If you have the Team plan, you can add seats.",
        "Sorry, this is not possible.",
        "Bei Problemen können Sie das Gerät neu starten.",
        "Bitte melden Sie sich ab und wieder an.",
        "Merci de redémarrer l'application.",
        "Si vous avez un compte, connectez-vous.",
        "Gracias a la nueva versión el error ya no aparece.",
        "Please contact us at billing@x.example.",
    ],
)
def test_a_sentence_that_says_something_is_no_courtesy(text: str) -> None:
    assert sentences(answered("How?", f"Hello,\n\n{text}\n\nRegards\nTom")) == [text]


def test_a_note_of_absence_is_not_what_was_asked() -> None:
    absent = customer("I am out of the office until 5 May.")
    assert made(ticket(absent, customer("How do I export?"), agent("Use Data > Export."))).body == "How do I export?"
    assert make(ticket(absent), COMPANY.history, COMPANY) is None


@pytest.mark.parametrize("public", [True, False])
def test_what_an_agent_passed_on_is_what_was_asked(public: bool) -> None:
    mail = (
        "FYI\n\n---------- Forwarded message ---------\nFrom: Ann <ann@x.example>\nDate: Mon, 3 Mar 2026\nSubject: Bill\n"
        "To: support@x.example\n\nHello,\nthe bill is wrong."
    )
    past = ticket(agent(mail, public=public), agent("We corrected it, it is F-12."), subject="Fwd: Bill")
    assert (made(past).body, sentences(past)) == ("the bill is wrong.", ["We corrected it, it is F-12."])


def test_what_an_agent_wrote_first_is_no_answer() -> None:
    past = ticket(agent("Your contract ends on 1 May."), customer("Can I extend it?"), agent("Yes, under Plan."))
    assert (made(past).body, sentences(past)) == ("Can I extend it?", ["Yes, under Plan."])


def test_a_ticket_that_was_merged_teaches_nothing_and_the_other_one_its_answer() -> None:
    asked, told = customer("How do I export?"), agent("Use Data > Export.")
    assert make(ticket(asked, told, tags=("closed_by_merge",)), COMPANY.history, COMPANY) is None
    gone = agent('This request was closed and merged into request #44 "Export".')
    assert make(ticket(asked, gone), COMPANY.history, COMPANY) is None
    came = agent('Request #43 "Export?" was closed and merged into this request. Last comment in request #43:\n\nHow?')
    assert sentences(ticket(asked, came, told)) == ["Use Data > Export."]


@pytest.mark.parametrize(("tags", "status"), [(("spam",), ""), ((), "Spam")])
def test_spam_belongs_where_no_support_request_belongs(tags: tuple[str, ...], status: str) -> None:
    past = answered("Buy links!", "No.", tags=tags, status=status, group_last="billing")
    example = made(past)
    assert (example.queue, example.reasons, example.rules, example.sentences) == (
        "other",
        ("not_support",),
        (SPAM,),
        (),
    )
    assert make(past, COMPANY.history, replace(COMPANY, not_support_queue=None)) is None


def test_an_answer_in_a_note_is_none_and_our_own_is_marked() -> None:
    asked = customer("How do I export?")
    assert made(ticket(asked, note("Called, solved."))).sentences == ()
    ours = PastMessage(Author.OURSELVES, "Use Data > Export.")
    example = made(ticket(asked, ours, agent("In your plan it is Reports > Export.")))
    assert (example.is_ours, [s.text for s in example.sentences]) == (True, ["Use Data > Export."])
    machine = PastMessage(Author.MACHINE, "We have your request.")
    assert not made(ticket(asked, machine, agent("Use Data > Export."))).is_ours


def test_a_ticket_without_a_word_teaches_nothing() -> None:
    for past in (ticket(), ticket(agent("Hello?")), ticket(customer("<img alt='x' src='cid:1'>"), subject="")):
        assert make(past, COMPANY.history, COMPANY) is None
    assert (
        made(ticket(customer(""), agent("Yes."), subject="Does the app work offline?")).body
        == "Does the app work offline?"
    )


def test_labels_are_those_at_the_end_and_the_start_is_kept() -> None:
    past = answered(
        "How?", "So.", group_first="Sales", group_last="Work orders", priority_first="normal", priority_last="P1",
        assignee="Eva", reopened=1, tags=("a",), created_at=AT, passages=("docs/a.md#A",),
    )  # fmt: skip
    example = made(past)
    assert (example.queue, example.queue_first) == ("work-orders", "sales")
    assert (example.priority, example.priority_first) == ("urgent", "normal")
    assert (example.assignee, example.reopened, example.tags, example.at, example.by_hand) == (
        "Eva", 1, ("a",), AT, ("docs/a.md#A",),
    )  # fmt: skip


def test_signatures_are_learned_and_saved_replies_are_not() -> None:
    tail = "\n\nTom from Ferrowick\nMon to Fri, nine to five\nWe are hiring: see our jobs page"
    texts = ["Use Data.", "Ask your admin.", "It is in the Team plan.", "Restart the app.", "Not yet."]
    past = [ticket(customer("How?"), agent(f"Hi Ann,\n{text}{tail}"), number=str(n)) for n, text in enumerate(texts)]
    macro = "Hi {},\nPlease restart the app.\nThen sign in again."
    past += [
        ticket(customer("How?"), agent(macro.format(name), "Eva"), number=name)
        for name in ("Ann", "Bo", "Cy", "Di", "Ed")
    ]
    known = learn(past)
    found = [make(one, COMPANY.history, COMPANY, known) for one in past]
    assert [[s.text for s in one.sentences] for one in found[:5] if one] == [[text] for text in texts]
    assert (
        [s.text for s in found[5].sentences] == ["Please restart the app.", "Then sign in again."]
        if found[5]
        else False
    )


@pytest.mark.parametrize(
    ("values", "tags", "known"),
    [
        ({"Area": "Web", "360012345": "severity_high"}, (), {"area": "web", "severity": "high"}),
        ({"custom_field_360012345": "low"}, ("area_api", "vip"), {"area": "api", "severity": "low"}),
        ({"area": "desktop"}, ("area_app", "area_web"), {}),
    ],
)
def test_select_fields_come_from_columns_and_tags(
    tmp_path: Path, values: dict[str, str], tags: tuple[str, ...], known: dict[str, str]
) -> None:
    file = tmp_path / "company.toml"
    file.write_text(FILE, encoding="utf-8")
    example = make(answered("How?", "So.", fields=values, tags=tags), COMPANY.history, load_company(file))
    assert example is not None
    assert example.fields == known


@pytest.mark.parametrize(
    "piece",
    [
        "Hello ",
        "thank you for ",
        "danke, dass ",
        "n'hésitez pas à ",
        "si necesita algo ",
        "Dr.",
        "- a\n",
        "> ",
        "Best\n",
        "a | b\n",
    ],
)
def test_the_time_grows_with_the_length_of_an_answer(piece: str) -> None:
    def seconds(times: int) -> float:
        past = answered("How?", f"Hello,\n{piece * times}")
        began = thread_time()
        make(past, COMPANY.history, COMPANY)
        return thread_time() - began

    seconds(10)
    few = min(seconds(1_000) for _ in range(3))
    assert min(seconds(8_000) for _ in range(2)) < 30 * max(few, 0.004)
