"""This module defines what programs write around a customer's words in Dutch."""

from knowledge.languages.layout import Headers, Layout

LAYOUT = Layout(
    headers=Headers(
        sender=("Van",), date=("Verzonden", "Datum"), receiver=("Aan",), copy=("Cc",), subject=("Onderwerp",)
    ),
    on=("Op",),
    wrote=("schreef", "geschreven"),
    original=("Oorspronkelijk bericht", "Origineel bericht"),
    forwarded=("Doorgestuurd bericht", "Begin doorgestuurd bericht"),
    replies=("antw", "re"),
    forwards=("doorst", "fw"),
    pointers=(r"zie (?:hieronder|onder|onderstaand)", "ter info(?:rmatie)?", "t[.]?k[.]?n"),
    devices=(r"(?:Verstuurd|Verzonden) (?:vanaf|vanuit|met|via) ",),
    closings=(
        r"(?:met )?(?:vriendelijke|hartelijke|beste|veel|warme) groet(?:en|jes)?",
        "hoogachtend",
        "mvg",
    ),
    thanks=(
        "gr",
        r"vr\. ?gr",
        "groet(?:en|jes)?",
        "(?:alvast )?bedankt",
        "dank(?: u| je)?(?: wel)?",
        "dankjewel",
        "m[.]?v[.]?g",
    ),
    notice_starts=(r"(?:Dit|Deze) (?:e-?mail|bericht)", "De informatie (?:in|die)", "Aan dit bericht"),
    notice_marks=(
        "vertrouwelijk",
        "bestemd",
        "geadresseerde",
        "verwijderen",
        "geen rechten",
        "ontleend",
        "abusievelijk",
    ),
    footers=("denk aan het milieu", r"virusvrij\b", "aan (?:dit bericht|deze e-?mail) kunnen geen rechten"),
    banners=("u ontvangt niet vaak", "let op", "waarschuwing"),
    outside=("extern", "buiten", "niet vaak"),
    form_fields=("naam", "e-?mail", "telefoon", "onderwerp"),
    form_messages=(
        "(?:uw |je )?bericht",
        "opmerking(?:en)?",
        "(?:uw |je )?vraag",
        "omschrijving",
        "probleem",
        "klacht",
    ),
    form_frames=(r"(?:contact)?formulier", "verzonden op", "privacy"),
)
