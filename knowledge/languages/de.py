"""This module defines what we know about German."""

from knowledge.languages.absences.de import ABSENCE
from knowledge.languages.addresses.de import ADDRESSES
from knowledge.languages.asking_words.de import ASKING
from knowledge.languages.base import Abbreviations, Code, Language, MachineMarks, MailMarks, Questions, words
from knowledge.languages.claim_words.de import CLAIMS
from knowledge.languages.contact_words.de import CONTACTS
from knowledge.languages.courtesies.de import COURTESIES
from knowledge.languages.layouts.de import LAYOUT
from knowledge.languages.leaning.de import LEANING
from knowledge.languages.leaning_words.de import LEANING as LEANING_WORDS
from knowledge.languages.macro_words.de import MACRO_WORDS
from knowledge.languages.person_words.de import PERSON
from knowledge.languages.private_words.de import PRIVATE
from knowledge.languages.row_words.de import ROWS
from knowledge.languages.secrets.de import WORDS
from knowledge.languages.signs.de import SIGNS
from knowledge.languages.small_talk.de import SMALL_TALK
from knowledge.languages.statement_words.de import STATEMENT
from knowledge.languages.thread_words.de import THREAD

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
    before_small_letters=("usw", "max", "min", "std", "mio", "mrd", "gem", "lt"),
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
)

_MAIL = MailMarks(
    placeholders=("bild", "anhang", "anlage"),
    remarks=words("""
        siehe bitte anhang anlage anbei im der die das datei dateien bild bilder foto fotos hallo moin danke von mein meine
    """),
    no_subject=("kein(?:en)? betreff", "ohne betreff", "betreff"),
)

_MACHINES = MachineMarks(
    subjects=(
        "auto(?:matic|mated|matische?)?[ -]?(?:reply|response|(?:rück)?antwort|nachricht|benachrichtigung|"
        "(?:eingangs|empfangs)bestätigung)",
        "abwesenheit(?:s(?:notiz|nachricht|assistent|meldung|info|information|benachrichtigung|agent|hinweis))?",
        "(?:ich bin )?(?:derzeit |zur ?zeit |momentan )?(?:abwesend|nicht im büro|nicht im hause?|außer haus)",
        "(?:ich bin )?(?:derzeit|zur ?zeit|momentan) im urlaub",
        "(?:betriebs|weihnachts|sommer)urlaub|betriebsferien",
        "(?:mail |nachricht |e-?mail )?(?:unzustellbar|nicht zustellbar|nicht zugestellt)",
        "unzustellbare (?:mail|e-?mail|nachricht)",
        "(?:mail-?|nachrichten)?(?:zustellung|übermittlung) (?:fehlgeschlagen|verzögert|nicht möglich|"
        "unmöglich|gescheitert)",
        "(?:mail-?)?zustell(?:ungs)?(?:fehler|benachrichtigung|bericht|status)",
        "verzögerte zustellung",
        "(?:gelesen|ungelesen gelöscht|nicht gelesen|lesebestätigung)",
        "(?:zugesagt|abgesagt|abgelehnt|mit vorbehalt|zusage|absage|einladung|aktualisierte einladung)",
        "(?:automatische )?(?:eingangs|empfangs)bestätigung(?: .{0,60})?",
        "(?:wir haben )?(?:ihre|deine) (?:anfrage|nachricht|e-?mail|mail|meldung).{0,40} (?:eingegangen|"
        "erhalten|empfangen)",
        "(?:vielen )?dank für (?:ihre|deine) (?:anfrage|nachricht|e-?mail|mail|meldung|bewerbung)",
    ),
    senders=(
        "(?:bitte-?)?nicht-?antworten",
        "(?:bitte-?)?keine?-?(?:antwort(?:en)?|rueckantwort|reply)",
        "nicht-?beantworten",
        "automat(?:isch)?-?antwort",
    ),
    generated=(
        "(?:dies ist|das ist|es handelt sich)(?: um)? eine automat\\w{1,12}",
        "diese (?:e-?mail|mail|nachricht|antwort|mitteilung|benachrichtigung) (?:wurde|wird|ist|wurden) .{0,30}"
        "(?:automatisch|maschinell|vom system)\\b",
        "automatisch (?:generiert|erzeugt|erstellt|versendet|versandt)\\w{0,2}\\b",
        "automatische (?:nachricht|benachrichtigung|antwort|e-?mail)\\b",
    ),
    unanswered=(
        "(?:bitte )?(?:antworten sie|antworte) (?:bitte )?nicht\\b",
        "bitte nicht (?:auf diese .{0,20})?antworten",
        "antworten auf diese (?:e-?mail|mail|nachricht|adresse)",
        "(?:auf )?diese (?:e-?mail|mail|nachricht|adresse) (?:kann|können|bitte) (?:sie )?nicht (?:be)?antwort",
    ),
    replies=(
        r"\b(?:bin|sind|befinde)\b.{0,60}\b(?:abwesend|nicht im (?:büro|hause?|dienst)|außer haus|(?:im|"
        r"in) (?:\w{1,12} )?(?:urlaub|elternzeit|mutterschutz)|unterwegs|(?:nicht|wieder|"
        r"nur \w{1,14}) (?:erreichbar|für sie da))",
        r"\bab .{0,40}\bwieder (?:für sie )?(?:da|erreichbar|im büro)\b",
        r"\b(?:e-?mails?|nachrichten?)\b.{0,40}\b(?:weitergeleitet|gelesen|beantworte)",
        r"\bin (?:dringenden|eiligen|wichtigen) (?:fällen|angelegenheiten)\b",
        r"\bbei dringenden\b",
        r"\b(?:wenden sie sich|kontaktieren sie)\b",
        r"\b(?:geschlossen|betriebsferien|betriebsurlaub)\b",
        r"\b(?:anfrage|nachricht|e-?mail|mail|meldung)\b.{0,40}\b(?:eingegangen|erhalten)\b",
        r"\b(?:zugesagt|abgesagt|angenommen|abgelehnt)\b",
        r"\bwurde .{0,80}\b(?:gelesen|gelöscht)\b",
        r"\b(?:ticket|vorgangs|bearbeitungs)-?nummer\b",
    ),
    undelivered=(
        r"(?:konnte|kann) .{0,80}nicht (?:zugestellt|übermittelt|ausgeliefert) werden",
        "nicht (?:zugestellt|zustellbar|gefunden)",
        "(?:fehler bei der|probleme? bei der) .{0,20}zustellung",
        "zustellung verzögert sich",
        "(?:empfänger|postfach|adresse) .{0,30}(?:unbekannt|voll|nicht gefunden|existiert nicht)",
    ),
    unsubscribing=(
        "(?:newsletter )?(?:abmelden|abbestellen)",
        r"(?:hier|klicken)\b.{0,60}\b(?:abmelden|abbestellen|abmeldung|austragen)\b",
        r"wenn sie .{0,60}\bkeine\b.{0,60}\b(?:erhalten|bekommen)\b",
        r"(?:im|in ihrem) browser (?:ansehen|anzeigen|öffnen)",
    ),
    asking=(
        "wie (?:kann|kommt|stelle|schalte|bekomme|lange|viele?|geht|mache?n?|lässt|soll|ist)",
        "(?:kann|könnte|können|könnten|kannst|darf) (?:ich|man|sie|wir|du|ihr|es|das|die|der)",
        "wo|warum|wieso|weshalb|woran|welche[rsnm]?",
        "was (?:muss|soll|kann|ist|bedeutet|mache?n?|habe?n?|heißt)",
        "(?:gibt|ist|geht|liegt) es",
        "(?:haben|habt) (?:sie|ihr)",
    ),
    personal=(r"[Ii]ch", r"mich", r"mir", r"mein(?:e[mnrs]?)?", r"[Aa]ber"),
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
    addresses=ADDRESSES,
    number_words=words("zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig hundert tausend"),
    abbreviations=_ABBREVIATIONS,
    questions=_QUESTIONS,
    secrets=WORDS,
    signs=SIGNS,
    mail=_MAIL,
    layout=LAYOUT,
    machines=_MACHINES,
    absence=ABSENCE,
    courtesies=COURTESIES,
    person=PERSON,
    asking=ASKING,
    thread=THREAD,
    leaning=LEANING,
    contacts=CONTACTS,
    claims=CLAIMS,
    leaning_words=LEANING_WORDS,
    small_talk=SMALL_TALK,
    reader=(
        "(?:Ihr|[Dd]ein|[Ee]uer)(?:e[mnrs]?)?",
        "[Ee]ure[mnrs]?",
        "(?:Sie|[Dd]u|[Ii]hr) (?:haben|hast|habt|sind|bist|seid|hatten|waren)",
        "(?:[Hh]aben|[Ss]ind) Sie",
    ),
    statement=STATEMENT,
    rows=ROWS,
    private=PRIVATE,
    macros=MACRO_WORDS,
)
