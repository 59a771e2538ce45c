"""What a reply may not ask for, and what a question may not state.

A question needs no passage, so it is the way round the check: "have we refunded your subscription?" tells, and "what is
your password?" must never come from us. It may use the words of the ticket, of the passages, and those one asks with.
"""

import re
from collections.abc import Collection

from knowledge.language import SMALL_WORDS

MIN_KNOWN = 0.6  # share of the content words; benchmarks/check.py prints what it lets through
_WORD = re.compile(r"[^\W_]+")

# What we did, do or shall do is a statement, whatever mark it ends with: a question is about the customer.
_OURSELVES = re.compile(
    r"\b(?:we|i|wir|ich|avons|sommes|allons|ferons|j'ai|hemos|somos|vamos|haremos|nosotros)\b",
    re.IGNORECASE,
)
_ASKING = frozenset(
    """
    account address affected appear appears arrive attach attempt browser button change choose chose code colleagues date
    describe details device email exact exactly expect expected expecting figure happen happened happens instead kind
    laptop last link list mean message method model name number often once only page part people period person phone
    picture possible problem product quantity question report screen screenshot send shown show shows sign since somebody
    someone start started status step steps stop stopped system tablet time times tried trying type user using value version
    whole window word words workspace
    angezeigt anhang app ausgewählt bedeutet beschreiben betrifft bildschirm dabei erscheint erwartet fehlercode
    fehlermeldung gemeint genau gerät geschieht geschickt handy konto kollegen meldung nummer personen problem rechner
    schicken schritt sehen seite senden uhrzeit versuch verwenden welchem welchen welches wert zeigt zeitpunkt
    zeitraum
    adresse affiche affichée apparaît appareil application bouton capture compte écran envoyer essayez essayé étape
    fonctionne joindre mobile moment montant navigateur nom numéro période personnes préciser problème quantité téléphone
    utilisateur utilisez valeur voyez
    adjuntar adjunto aparece aplicación botón captura correo cuántas cuántos cuenta dirección dispositivo enviar error
    esperaba exactamente fecha indicar mensaje momento muestra móvil navegador nombre número ocurre página pantalla paso
    período personas problema prueba teléfono usa usuario utiliza valor versión
    """.split()
)

_NOUNS = (
    r"(?:passwords?|passcodes?|pass ?phrase|pins?|cvvs?|cvcs?|card (?:number|details)|api (?:keys?|tokens?)|"
    r"passw[oö]rte?r?|kennw[oö]rte?r?|kartennummer|prüfziffern?|prüfnummer|tans?|einmalpasswort|"
    r"(?:sicherheits|bestätigungs|zugangs|einmal|prüf)codes?|"
    r"mots? de passe|cryptogramme|num[eé]ro de (?:la |votre |ta )?carte|clés? api|"
    r"contraseñas?|claves?|número de (?:la |su |tu )?tarjeta|códigos?(?! de (?:error|estado)| qr| postal)|"
    r"(?<!status )(?<!error )(?<!qr[ -])codes?(?! d'(?:erreur|état)| de statut| qr| postal))"
)
_MENTIONS = re.compile(rf"\b{_NOUNS}\b", re.IGNORECASE)
# "a password or a magic link", "reset your password", "Mot de passe oublié ?": nothing is asked to be told.
_HARMLESS = re.compile(
    rf"\b(?:an?|ein|eine[mnrs]?|une?|una?)\s+{_NOUNS}\b|"
    rf"\b(?:reset|change|forgot|forget|réinitialis\w*|chang\w*|oubli\w*|restabl\w*|cambi\w*|olvid\w*)\s+(?:your|the|votre|"
    rf"le|su|la|tu)?\s*{_NOUNS}\b|"
    rf"\b{_NOUNS}\s+(?:reset|oublié|vergessen|zurücksetzen|olvidad[oa])\b",
    re.IGNORECASE,
)
_HAND_IT_TO_US = re.compile(
    r"\b(?:send|give|tell|share|e-?mail|provide|submit|confirm|reply with|schick\w*|send\w*|gib|geben|nennen?|teilen|"
    r"verrat\w*|mitteilen|bestätig\w*|envoy\w*|donn\w*|communiqu\w*|indiqu\w*|confirm\w*|transm\w*|env[ií]\w*|d[aeé]\w{0,3}nos|"
    r"dar\w*|diga\w*|indi\w*|facilit\w*|compart\w*)\b",
    re.IGNORECASE,
)
_US = re.compile(r"\b(?:us|me|uns|mir|nous|moi|nos|\w+nos)\b", re.IGNORECASE)


def is_about_us(sentence: str) -> bool:
    return _OURSELVES.search(_plain(sentence)) is not None


def states_something(question: str, known: Collection[str]) -> str | None:
    """Why this is not just a question; None: it is. `known`: the words of ticket and passages, in small letters."""
    if is_about_us(question):
        return "a question about ourselves states something"
    content = [w for w in _WORD.findall(question.lower()) if (len(w) > 3 or w[0].isdigit()) and w not in SMALL_WORDS]
    strange = [word for word in content if word not in known and word not in _ASKING]
    if len(strange) > (1 - MIN_KNOWN) * len(content):
        return f"a question with words of neither ticket nor passages: {', '.join(strange)}"
    return None


def asks_for_a_secret(sentence: str) -> bool:
    """A password, a card number, a code: whoever wrote the ticket may be the one who wants it asked. "Do you use a
    password or a magic link?" is fine; "which password do you use?" is not."""
    sentence = _plain(sentence)
    if not _MENTIONS.search(sentence):
        return False
    to_us = bool(_HAND_IT_TO_US.search(sentence) and _US.search(sentence))
    if not sentence.rstrip().endswith("?"):
        return to_us
    return to_us or _MENTIONS.search(_HARMLESS.sub(" ", sentence)) is not None


def _plain(sentence: str) -> str:
    return sentence.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
