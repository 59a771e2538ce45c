"""This module holds the words that stand beside addresses and numbers in French."""

from knowledge.languages.base import ContactWords

CONTACTS = ContactWords(
    at=(
        r"arobase",
        r"arobas",
        r"a commercial",
    ),
    dot=(r"point",),
    texting=(
        r"sms",
        r"texto",
        r"whats ?app",
    ),
    accounts=(
        r"compte(?: (?:n[°o]\.?|numéro))?",
        r"code (?:banque|guichet)",
        r"rib",
    ),
    files=(
        r"fichiers?",
        r"archives?",
        r"pièces? jointes?",
        r"décompress\w{0,4}",
        r"export\w{0,6}",
        r"dossier",
        r"vidéo",
        r"film",
    ),
)
