"""This module defines what we know about German."""

from knowledge.languages.base import Abbreviations, Code, Language, MailMarks, Questions, words
from knowledge.languages.layout import Headers, Layout

_ABBREVIATIONS = Abbreviations(
    before_anything=(
        "dr",
        "st",
        "z",
        r"z\. ?b",
        "d",
        r"d\. ?h",
        "u",
        r"u\. ?a",
        "bzw",
        "ca",
        "inkl",
        "exkl",
        "evtl",
        "ggf",
        "vgl",
        "zzgl",
        "mind",
        "bspw",
        "sog",
    ),
    before_numbers=("nr", "art", "abs", "tel", "max", "min"),
    before_small_letters=("usw", "max", "min"),
)

_QUESTIONS = Questions(
    ourselves=("wir", "ich"),
    asking=words("""
        angezeigt anhang app ausgewählt bedeutet beschreiben betrifft bildschirm dabei erscheint erwartet fehlercode
        fehlermeldung gemeint genau gerät geschieht geschickt handy konto kollegen meldung nummer personen problem rechner
        schicken schritt sehen seite senden uhrzeit versuch verwenden welchem welchen welches wert zeigt zeitpunkt
        zeitraum
    """),
    secrets=(
        "passw[oö]rte?r?",
        "kennw[oö]rte?r?",
        "kartennummer",
        "prüfziffern?",
        "prüfnummer",
        "tans?",
        "einmalpasswort",
        "(?:sicherheits|bestätigungs|zugangs|einmal|prüf)codes?",
    ),
    code=Code(noun="codes?", harmless_after=(), harmless_before=()),
    articles=("ein", "eine[mnrs]?"),
    changing=(),  # the verb comes last: "Passwort zurücksetzen"
    determiners=(),
    changed=("vergessen", "zurücksetzen"),
    handing_over=(
        r"schick\w*",
        r"send\w*",
        "gib",
        "geben",
        "nennen?",
        "teilen",
        r"verrat\w*",
        "mitteilen",
        r"bestätig\w*",
    ),
    us=("uns", "mir"),
)

_MAIL = MailMarks(
    placeholders=("bild", "anhang", "anlage"),
    remarks=words("""
        siehe bitte anhang anlage anbei im der die das datei dateien bild bilder foto fotos hallo moin danke von mein meine
    """),
    no_subject=("kein(?:en)? betreff", "ohne betreff", "betreff"),
    automatic_subjects=(
        "auto(?:matic|mated|matische)?[ -]?(?:reply|response|antwort)",  # German programs mix the two languages
        "abwesenheits(?:notiz|nachricht|assistent)",
        "unzustellbar",
    ),
)

_LAYOUT = Layout(
    headers=Headers(
        sender=("Von",),
        date=("Gesendet(?: am)?", "Datum"),
        receiver=("An",),
        copy=("Cc", "Bcc", "Kopie", "Antwort an"),
        subject=("Betreff",),
    ),
    on=("Am",),
    wrote=("schrieb", "geschrieben"),
    original=("Ursprüngliche (?:Nachricht|E-?Mail)", "Original-?Nachricht"),
    forwarded=("Weitergeleitete (?:Nachricht|E-?Mail)", "Anfang der weitergeleiteten (?:Nachricht|E-?Mail)"),
    replies=("aw", "antw(?:ort)?"),
    forwards=("wg", "weitergeleitet", "wtrlt"),
    pointers=(
        "siehe (?:unten|unter|nachfolgend)",
        "zur (?:info|kenntnis)(?:rmation)?",
        r"z\.? ?k\.?",
        r"s\. ?u\.",
        "unten(?:stehend)",
        "(?:antwort(?:en)?) (?:im text|unten)",
        "zur weiteren (?:bearbeitung|veranlassung)",
        "weiter unten",
    ),
    devices=(r"Von meinem .{1,40} gesendet", "Gesendet (?:von|mit|über) ", "Diese Nachricht wurde von meinem "),
    closings=(
        "(?:mit )?(?:freundlich(?:en?|st)|besten?|viele[nr]?|liebe[nr]?|herzlich(?:en?|st)|schönen?|sonnigen?) "
        r"gr(?:ü|ue)(?:ß|ss)(?:en?)?(?: (?:aus|vom?) (?:de[rmn] )?\w{1,20})?",
        "mfg",
        "hochachtungsvoll",
        "gr(?:ü|ue)(?:ß|ss)e?",
    ),
    thanks=(
        "(?:lg|vg|bg|gruß|gruss|herzlichst|ciao|tschüss|ihr|ihre|euer|eure)",
        "(?:besten |vielen |herzlichen |schon mal |schonmal )?(?:lieben )?danke?(?: im voraus| vorab| schon mal)?"
        "(?:,? (?:und|&) (?:(?:viele|liebe|beste|freundliche|schöne)[n]? )?(?:gr(?:ü|ue)(?:ß|ss)e?n?|vg|lg|mfg))?",
    ),
    notice_starts=(
        "Diese (?:E-?Mail|Nachricht|Mitteilung)",
        "Der Inhalt dieser",
        "Die(?: in dieser)? Information(?:en)?",
        "Sollten Sie (?:nicht|diese)",
        "Wenn Sie nicht der",
        "Vertraulichkeitshinweis",
    ),
    notice_marks=(
        "vertraulich",
        "rechtlich geschützt",
        "bestimmt",
        "(?:richtige|vorgesehene|beabsichtigte)[nr]? (?:adressat|empfänger)",
        "irrtümlich",
        "(?:vernichten|löschen) sie",
        "informieren sie",
        "unbefugt",
        "nicht gestattet",
    ),
    footers=(
        r"(?:bitte )?(?:denken|prüfen|überlegen) sie.{0,60}(?:umwelt|ausdruck|drucken)",
        r"diese (?:e-?mail|nachricht) wurde (?:von .{1,40} )?auf viren",
        r"virenfrei\b",
        r"(?:hier )?(?:abmelden|abbestellen)\b.{0,80}(?:://|\|)",
    ),
    banners=("sie erhalten nicht (?:oft|häufig)", "achtung", "vorsicht", "warnung", "hinweis", "externe? e-?mail"),
    outside=("extern", "außerhalb", "nicht (?:oft|häufig)"),
    form_fields=(
        "(?:ihr |vor|nach)?name",
        "e-?mail(?:-?adresse)?",
        "telefon(?:nummer)?",
        "betreff",
        "anrede",
        "kategorie",
        "priorität",
    ),
    form_messages=(
        "(?:ihre )?(?:nachricht|mitteilung|anfrage|frage)",
        "(?:problem)?beschreibung",
        "anliegen",
        "kommentar",
    ),
    form_frames=(
        "kontaktformular",
        "(?:web|online)-?formular",
        "serviceportal|kundenportal",
        "datenschutz",
        "gesendet am:",
        "ip-?adresse",
        "automatisch (?:erstellt|erzeugt|generiert)",
        "neue (?:service)?anfrage",
    ),
    contacts=("durchwahl", "mobil", "handy", "telefon", "telefax", "festnetz"),
)

LANGUAGE = Language(
    code="de",
    small_words=words("""
        der die das den dem des ein eine einen einem einer eines und oder aber wenn als ob dass daß weil denn
        von zu zum zur im am beim vom an auf aus bei bis durch für fuer gegen mit nach ohne über ueber um
        unter vor ist sind war waren sein bin bist habe hab hat hatte haben hast wird werden wurde worden kann
        können koennen könnte muss müssen soll sollen will wollen darf dürfen möchte moechte ich du er sie es
        wir ihr ihre ihren ihrem ihrer ihnen uns unser unsere unseren unserem mein meine meinen mich mir dich
        dir sich man nicht kein keine keinen nichts nur noch schon auch sehr mehr immer wieder jetzt heute
        gestern morgen hier dort da dann so wie was wer wo wann warum welche welcher weshalb bitte danke hallo
        guten tag servus moin grüezi geehrte geht gibt funktioniert seit alle alles etwas jemand niemand mal
        doch eben einfach hilfe lg mfg komm kommt ma rechnung passwort falsch kaputt fehler frage
    """),
    letters="äöüß",
    telling_characters="äöüß",
    negations=words("nicht kein keine keinen keiner keinem nie niemals ohne"),
    contractions=(),
    number_words=words("zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig hundert tausend"),
    abbreviations=_ABBREVIATIONS,
    questions=_QUESTIONS,
    mail=_MAIL,
    layout=_LAYOUT,
)
