"""This module defines what mail programs, web forms and gateways write around a customer's words.

Every language that we answer in has a `Layout`. `FURTHER` has those of other languages: our customers' mail programs speak
more languages than we do.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

Patterns = tuple[str, ...]  # regular expressions without capturing groups, matched without regard to case
_MAY_BE_EMPTY = {"may_be_empty": True}


@dataclass(frozen=True, kw_only=True)
class Headers:
    """These are the names of a mail's headers, as programs write them above a quoted mail."""

    sender: Patterns
    date: Patterns
    receiver: Patterns
    copy: Patterns
    subject: Patterns


@dataclass(frozen=True, kw_only=True)
class Layout:
    """A layout is what programs, and people who end a mail, write in one language."""

    headers: Headers
    on: Patterns  # begins the line above a quote: "On Tuesday, 18 November, Support wrote:"
    wrote: Patterns  # its verb
    original: Patterns  # between dashes, above a whole quoted mail
    forwarded: Patterns  # above a forwarded mail
    replies: Patterns  # mark of an answer in a subject: "Re"
    forwards: Patterns  # mark of a forwarded mail in a subject: "Fwd"
    pointers: Patterns  # words that lead to what stands below: "FYI", "see below"
    devices: Patterns  # how the line begins that a phone or a mail program adds
    closings: Patterns  # "Kind regards"; such a line ends a mail by itself
    thanks: Patterns  # "Thanks", "Best": ends a mail only where a name follows
    notice_starts: Patterns  # how the sentence of a disclaimer begins
    notice_marks: Patterns  # a disclaimer has two of them
    footers: Patterns  # how a line begins that a program adds below: "Virus-free"
    banners: Patterns  # how a gateway's warning at the top begins
    outside: Patterns  # what that warning is about
    form_fields: Patterns  # names of fields that nearly every web form has
    form_messages: Patterns  # name of the field with the customer's words
    form_frames: Patterns  # a line with one is written by the form
    contacts: Patterns = field(
        default=(), metadata=_MAY_BE_EMPTY
    )  # beside a telephone number; `Tel` and `Fax` are known


_NL = Layout(
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
    form_messages=("(?:uw |je )?bericht", "opmerking(?:en)?", "(?:uw |je )?vraag", "omschrijving"),
    form_frames=(r"(?:contact)?formulier", "verzonden op", "privacy"),
)
_IT = Layout(
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
    form_messages=("(?:il tuo |il suo )?messaggio", "richiesta", "descrizione"),
    form_frames=("modulo", "inviato il", "privacy"),
)
_PT = Layout(
    headers=Headers(
        sender=("De",), date=("Enviad[ao](?: em)?", "Data"), receiver=("Para",), copy=("Cc",), subject=("Assunto",)
    ),
    on=("Em", "A"),
    wrote=("escreveu",),
    original=("Mensagem original",),
    forwarded=("Mensagem (?:encaminhada|reencaminhada)", "Início da mensagem (?:encaminhada|reencaminhada)"),
    replies=("res",),
    forwards=("enc",),
    pointers=("(?:ver|veja) (?:abaixo|em baixo)",),
    devices=(r"Enviad[ao] (?:do|da|a partir d[eoa]) ",),
    closings=("(?:com os melhores |melhores )cumprimentos", "atenciosamente"),
    thanks=("cumprimentos", "obrigad[oa]", "abraços?"),
    notice_starts=("Esta mensagem", "Este e-?mail"),
    notice_marks=("confidencia[li]s?", "destinatári[oa]s?", "por engano", "elimin[ae]"),
    footers=("antes de imprimir", r"sem vírus\b"),
    banners=("atenção",),
    outside=("extern[oa]",),
    form_fields=("nome", "e-?mail", "telefone", "assunto"),
    form_messages=("(?:sua )?mensagem", "descrição"),
    form_frames=("formulário", "enviado em", "privacidade"),
)
FURTHER: Mapping[str, Layout] = {"nl": _NL, "it": _IT, "pt": _PT}
