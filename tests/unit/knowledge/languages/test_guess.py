import json

import pytest

from knowledge.languages.guess import OTHER, guess, guess_document
from tests.support.paths import DEMO

TICKETS = DEMO / "tickets"


@pytest.mark.parametrize("name", ["train", "test", "inbound"])
def test_on_the_handled_tickets_it_answers_nearly_always_and_is_nearly_always_right(name):
    rows = [json.loads(line) for line in (TICKETS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    guesses = [(row["language"], guess(f"{row['subject']}\n{row['body']}")) for row in rows]
    answered = [(said, guessed) for said, guessed in guesses if guessed]
    assert len(answered) >= 0.9 * len(rows)
    assert sum(said == guessed for said, guessed in answered) >= 0.98 * len(answered)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I cannot log in", "en"),
        ("how much", "en"),
        ("Wie ändere ich das Passwort?", "de"),
        ("geht nicht, bitte um hilfe", "de"),
        ("mot de passe oublié", "fr"),
        ("ca marche pas depuis hier", "fr"),
        ("no me deja entrar, ayuda por favor", "es"),
        ("¿Cuánto cuesta?", "es"),
    ],
)
def test_few_words_are_enough(text, language):
    assert guess(text) == language


@pytest.mark.parametrize(
    "text",
    ["", "👍", "1234 5678", "ERROR NullPointerException foo.bar:12", "F-2026-04417", "Hallo", "app crash 5 µm", "VPN?"],
)
def test_what_says_no_language_is_not_guessed(text):
    assert guess(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "hoe kan ik mijn wachtwoord veranderen? het werkt niet meer",
        "Buongiorno, come posso cambiare la password? Non funziona più",
        "Olá, não consigo entrar na conta, podem ajudar?",
        "Hej, jag kan inte logga in på kontot och vet inte varför",
        "Nie mogę się zalogować",
        "Jeg kan ikke logge ind på min konto",
        "Şifremi değiştiremiyorum",
        "Kuinka vaihdan salasanan ja miksi sovellus ei toimi enää tänään toivottavasti joku auttaa minua pian",
        "كيف يمكنني تغيير كلمة المرور؟",
        "Как изменить пароль?",
        "שלום",
        "日本語のメールです",
        "Kde je moja objednávka?",
        "drukarka nie drukuje",
        "Onde está o meu pedido?",
        "não quero mais o plano, como cancelo?",
        "Waar is mijn pakket gebleven?",
        "Hvor er min pakke",
        "Kus on minu pakk?",
        "Missä tilaukseni on",
        "Hol van a csomagom?",
        "siparişim nerede kaldı",
        "Unde este comanda mea?",
        "Kje je moja pošiljka",
        "gde je moj paket",
        "kur ir mans sutijums",
        "kada gausiu savo siunta",
        "di mana pesanan saya",
        "đơn hàng của tôi đâu rồi",
        "on es el meu paquet",
        "non atopo o meu pedido",
        "ez dut nire eskaera aurkitzen",
        "nem tudok belepni a fiokomba",
        "nu merge aplicatia pe telefon",
        "NEMOHU SE PRIHLASIT DO UCTU",
        "SALASANA EI TOIMI ENÄÄ",
        "gdje mogu naći račun",
        "Πού είναι η παραγγελία μου;",
        "где мой заказ",
        "kak mne smenit parol",
        "หาใบแจ้งหนี้ไม่เจอ",
        "the dashboard não carrega desde a atualização de ontem",
        "Sinds de laatste update geeft de webhook een timeout op onze server",
        "Dopo l'aggiornamento il login con Azure AD non va più",
        "Bon dia, fa tres dies que no puc entrar al meu compte. Ja he canviat la contrasenya dues vegades. Em podeu ajudar?",
        "Hei, jeg har ikke kommet inn på kontoen min på tre dager. Jeg har byttet passord to ganger. Kan dere hjelpe meg?",
        "New message from the contact form:\n\nDzień dobry, od wczoraj nie mogę się zalogować. Proszę o pomoc.",
    ],
)
def test_another_language_is_neither_taken_for_one_of_ours_nor_for_too_little_to_tell(text):
    assert guess(text) == OTHER


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Łukasz Świątek and Zoë Ångström cannot log in", "en"),
        ("Please add Nguyễn Thị Hương and Jiří Dvořák", "en"),
        ("What does this mean: Не удалось подключиться к серверу? It comes up when I start the app.", "en"),
        (
            "Hi team, our export is empty. Can you have a look please? Kind regards, Li Wei 李伟 北京星河科技有限公司",
            "en",
        ),
        ("Guten Tag, der Export ist leer. Können Sie nachsehen? Grüße, Алексей Иванов, ООО Ромашка, Москва", "de"),
        ('Ich bekomme die Meldung "Impossibile stabilire la connessione al server", was heißt das?', "de"),
        (
            "Bonjour, l'export est vide. Pouvez-vous regarder ? Cordialement, Joost van der Meer, Vriendelijke groet",
            "fr",
        ),
        ("Hola, no puedo entrar. Saúde, Iago Castiñeiras, Concello de Boiro, Servizo de Atención á Cidadanía", "es"),
    ],
)
def test_names_quotes_and_signatures_of_other_languages_do_not_make_a_ticket_another(text, language):
    assert guess(text) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Kann das Dashboard nach dem Update nicht mehr exporten", "de"),
        ("Backup Job failed seit dem Release", "de"),
        ("Der Release Candidate crasht beim Deployment auf Staging", "de"),
        ("Drucker druckt nicht", "de"),
        ("koennen sie das zuruecksetzen", "de"),
        ("Kann mi nimma einloggen", "de"),
        ("grüezi, chönd sie mir hälfe?", "de"),
        ("KEIN INTERNET SEIT GESTERN", "de"),
        ("j'arrive pas a me connecter au dashboard", "fr"),
        ("PLUS DE CONNEXION DEPUIS HIER", "fr"),
        ("slt vs pouvez me dire pk mon appli se ferme", "fr"),
        ("le webhook renvoie une erreur 401 depuis le update", "fr"),
        ("no puedo iniciar sesion en el dashboard", "es"),
        ("NO ME LLEGA EL CORREO", "es"),
        ("wont let me in to the portal", "en"),
        ("PLEASE CALL ME BACK TODAY", "en"),
        ("forgot my password again", "en"),
    ],
)
def test_short_texts_with_product_words_or_without_accents_or_in_capitals_stay_ours(text, language):
    assert guess(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "refund",
        "price per text message",
        "me cobraron dos veces este mes",
        "SSO setup Azure AD",
        "revoke API token",
        "printer offline",
        "Connector offline",
        "Export leer",
        "écran noir",
        "pantalla negra",
        "thx",
        "VPN Client",
        "SAML setup ACS URL entity ID",
        "asdf jkl;",
        "Ferrowick Connector 4.2.1 build 77",
        "Acme Corp, Jane Roe",
    ],
)
def test_a_word_or_two_of_everybody_are_not_taken_for_another_language(text):
    assert guess(text) != OTHER


@pytest.mark.parametrize(
    ("own", "language"), [("geht nicht:", "de"), ("marche pas :", "fr"), ("qué significa esto?", "es")]
)
@pytest.mark.parametrize(
    "pasted",
    [
        "Windows could not start because the following file is missing or corrupt:\n\\system32\\hal.dll\nPlease re-install it.",
        'Traceback (most recent call last):\n  File "a.py", line 41, in <module>\nConnectionRefusedError: Connection refused',
        "npm ERR! code ERESOLVE\nnpm ERR! Fix the upstream dependency conflict, or retry this command with --force",
    ],
)
def test_an_english_message_below_ones_own_line_does_not_hide_the_language_of_the_line(own, language, pasted):
    assert guess(f"{own}\n\n{pasted}") == language


@pytest.mark.parametrize(
    "reply", ["Danke.", "De rien !", "Gracias.", "You're welcome.", "Merci, c'est réglé.", "Ja, gern."]
)
def test_a_short_reply_in_one_of_our_languages_is_not_another(reply):
    assert guess(reply) != OTHER


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "A",
        "A-",
        "A1-",
        "a@",
        "a_",
        "/",
        "\n",
        "\n \n",
        "?\n\n",
        "'",
        "a'",
        "ö",
        "漢",
        "e\u0301",
        "\ud800",
        "\0",
        "İ ",
    ],
)
def test_a_hostile_text_is_guessed_at_once(piece):
    assert guess(piece * 200_000) in {None, OTHER}


@pytest.mark.parametrize("name", ["train", "test", "inbound"])
def test_none_of_the_handled_tickets_is_taken_for_another_language(name):
    rows = [json.loads(line) for line in (TICKETS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    assert OTHER not in {guess(f"{row['subject']}\n{row['body']}") for row in rows}


def test_a_pasted_english_log_does_not_make_a_german_ticket_english():
    log = "\n".join("2026-11-19T23:14:02Z the connection to the server was not established" for _ in range(20))
    assert guess(f"Der Connector läuft nicht mehr, was kann ich tun?\n{log}") == "de"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wie ändere ich das Passwort? Man kann es hier nicht mehr sehen, wenn es einmal gespeichert ist.", "de"),
        ("Als je het wachtwoord niet meer weet, kan je het hier niet zien maar wel een nieuw vragen.", OTHER),
        ("Если вы забыли пароль, запросите новый на странице входа.", OTHER),
        ("Plan: Team; Price: 49 EUR; Billing period: monthly; Seats: 25; Storage: 100 GB; Support: e-mail", None),
        (
            "E1001 Overheat\nE1002 Undervoltage\nE1003 Overcurrent\nE1004 Motor stall\nE1005 Sensor fault\nE1006 Leak",
            None,
        ),
        ("Nominal flow 40 m³/h, head 32 m, impeller Ø 210 mm, seal SiC/SiC, IP55, 400 V 50 Hz, weight 118 kg", None),
        ("", None),
    ],
)
def test_a_document_without_prose_is_in_no_language(text, language):
    assert guess_document(text) == language


def test_the_documents_of_the_demo_are_in_the_languages_their_names_say():
    for path in (TICKETS.parent / "docs").rglob("*.md"):
        said = path.name[:2] if path.name[2:3] == "-" else "en"
        assert guess_document(path.read_text(encoding="utf-8")) == said
