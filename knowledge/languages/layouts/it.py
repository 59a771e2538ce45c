"""This module defines what programs write around a customer's words in Italian."""

from knowledge.languages.layout import Headers, Layout

LAYOUT = Layout(
    headers=Headers(
        sender=("Da",), date=("Inviato(?: il)?", "Data"), receiver=("A",), copy=("Cc",), subject=("Oggetto",)
    ),
    on=("Il",),
    wrote=("ha scritto",),
    original=("Messaggio originale",),
    forwarded=("Messaggio inoltrato", "Inizio messaggio inoltrato"),
    replies=("r", "rif"),
    forwards=("i", "inoltro"),
    pointers=(r"(?:vedi|vedere) (?:sotto|in calce)", "p[.]?c[.]?", "per conoscenza"),
    devices=("Inviato da(?:l)? ",),
    closings=(r"(?:cordiali|distinti|un cordiale) salut[io]", "cordialmente"),
    thanks=(
        "saluti",
        "(?:molte )?grazie(?: mille| e (?:cordiali |distinti )?saluti| in anticipo)?",
        "un (?:caro )?saluto",
        "buona giornata",
        "a presto",
    ),
    notice_starts=(r"(?:Questo|Il presente) (?:messaggio|e-?mail)", "Le informazioni contenute", "Ai sensi"),
    notice_marks=(
        "riservat[eoi]",
        "confidenzial[ei]",
        "destinatari[oi]?",
        "cancellar",
        "per errore",
        "Reg. UE",
        "GDPR",
    ),
    footers=("prima di stampare", r"(?:privo di|esente da) virus\b"),
    banners=("non si ricevono spesso", "attenzione", "avviso"),
    outside=("estern[oai]", "non si ricevono spesso"),
    form_fields=("nome(?: e cognome)?", "cognome", "e-?mail", "telefono", "oggetto"),
    form_messages=(
        "(?:il tuo |il suo )?messaggio",
        "richiesta",
        "descrizione(?: del problema)?",
        "problema",
        "domanda",
    ),
    form_frames=("modulo", "inviato il", "privacy"),
)
