"""This module holds the words that stand beside addresses and numbers in German."""

from knowledge.languages.base import ContactWords

CONTACTS = ContactWords(
    at=(
        r"ät",
        r"aet",
        r"at-zeichen",
        r"klammeraffe",
    ),
    dot=(r"punkt",),
    texting=(
        r"sms",
        r"textnachricht",
        r"whats ?app",
    ),
    accounts=(
        r"konto(?:nummer|nr\.?)?",
        r"kto\.?",
        r"bankleitzahl",
        r"blz",
    ),
    files=(
        r"datei(?:en)?",
        r"archiv\w{0,2}",
        r"anhang",
        r"anhänge",
        r"entpack\w{0,3}",
        r"export\w{0,4}",
        r"ordner",
        r"film",
        r"video",
    ),
)
