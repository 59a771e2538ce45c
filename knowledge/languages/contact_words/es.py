"""This module holds the words that stand beside addresses and numbers in Spanish."""

from knowledge.languages.base import ContactWords

CONTACTS = ContactWords(
    at=(r"arroba",),
    dot=(r"punto",),
    texting=(
        r"sms",
        r"whats ?app",
    ),
    accounts=(
        r"cuenta(?: (?:n\.?[°ºo]|número))?",
        r"clabe",
        r"código (?:bancario|de banco)",
    ),
    files=(
        r"archivos?",
        r"ficheros?",
        r"adjunt\w{1,3}",
        r"descompri\w{1,5}",
        r"exporta\w{0,6}",
        r"carpeta",
        r"vídeo",
        r"película",
    ),
)
