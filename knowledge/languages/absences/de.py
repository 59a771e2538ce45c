"""This module defines notes of absence in German."""

from knowledge.languages.absences.base import Absence

_AM = (
    r"(?:ich bin|wir sind|ich befinde mich|ich werde|unser büro ist|bin)(?: (?:derzeit|zurzeit|zur zeit"
    r"|momentan|aktuell|leider))?"
)
_AWAY = (
    r"(?:abwesend|nicht im (?:büro|hause?|dienst)|au(?:ß|ss)er haus|(?:im|in) (?:\w{1,12} )?(?:urlaub"
    r"|elternzeit|mutterschutz)"
    r"|auf (?:geschäftsreise|dienstreise|reisen)|unterwegs|nicht (?:erreichbar|verfügbar|am platz|zu erreichen)"
    r"|nur (?:eingeschränkt|schwer|bedingt|sporadisch|unregelmäßig) (?:erreichbar|verfügbar|zu erreichen)|geschlossen)"
)
_THERE = r"wieder (?:für sie )?(?:da|erreichbar|verfügbar|im büro|im hause?|zurück)"

ABSENCE = Absence(
    greetings=(
        r"(?:hallo|guten (?:tag|morgen|abend)|liebe[rs]? \w{1,20}|sehr geehrte damen und herren|moin|servus)(?: zusammen)?",
    ),
    absent=(
        rf" {_AM}<days> {_AWAY}<days>(?: und (?:daher |deshalb )?{_AWAY})?(?: und<days> {_THERE}<days>"
        rf"| ich bin<days> {_THERE})?",
        rf"<days> (?:bin ich|sind wir|ist unser büro)(?: leider)? {_AWAY}(?: und (?:daher "
        rf"|deshalb )?{_AWAY})?(?: und<days> {_THERE})?",
        rf" (?:derzeit |zurzeit |momentan |aktuell )?{_AWAY}<days>",
        r" ich habe<days> urlaub",
    ),
    back=(
        rf"<days> (?:bin ich|sind wir)(?: auch)? {_THERE}",
        rf" (?:ich bin|wir sind)<days> {_THERE}<days>",
        rf" {_THERE}<days>",
        r" ich kehre<days> zurück",
    ),
    stated=(
        r" (?:dies|das) ist eine automatische? ?(?:erzeugte |generierte |erstellte |versendete )?(?:antwort"
        r"|nachricht|e-?mail|mail|abwesenheitsnotiz|benachrichtigung)",
        r" (?:dies|das) ist eine automatisch (?:erzeugte|generierte|erstellte|versendete"
        r"|versandte) (?:antwort|nachricht|e-?mail|mail|abwesenheitsnotiz)",
        r" diese (?:antwort|nachricht|e-?mail|mail) (?:wurde|wird|ist) automatisch (?:erzeugt|generiert"
        r"|erstellt|versendet|versandt|verschickt)",
        r" automatische (?:antwort|nachricht|abwesenheitsnotiz)",
    ),
    beside=(
        r" (?:vielen |herzlichen |besten )?dank(?: für (?:ihre|deine|die|eure) (?:nachricht|e-?mail|mail|anfrage|geduld))?",
        r" (?:ich|wir) (?:werde|werden|melde|melden|beantworte|beantworten|bearbeite|bearbeiten|lese|lesen"
        r"|antworte|antworten)\b.{0,60}"
        r"\b(?:nach meiner rückkehr|sobald ich (?:wieder )?(?:zurück|da|im büro) bin|danach|dann"
        r"|schnellstmöglich|so (?:bald|schnell) wie möglich)(?: (?:beantworten|bearbeiten|lesen|melden"
        r"|antworten|bei ihnen|zurück))?",
        r" (?:in|bei) (?:sehr )?(?:dringenden|eiligen|wichtigen|unaufschiebbaren|dringlichen)(?: \w{4,16})? (?:bitte )?"
        r"(?:wenden sie sich|kontaktieren sie|erreichen sie|rufen sie|schreiben sie|hilft ihnen|helfen ihnen"
        r"|steht ihnen|stehen ihnen)\b.{1,80}",
        r" (?:ihre|deine|eingehende) (?:e-?mails?|nachrichten?|mails?) (?:wird|werden)(?: nicht"
        r"| in dieser zeit| währenddessen| automatisch)* (?:weitergeleitet|gelesen|bearbeitet|beantwortet)",
        r" meine vertretung (?:ist|übernimmt|hat)\b.{1,60}",
        r" bitte (?:antworten sie )?nicht (?:auf diese (?:e-?mail|mail|nachricht) )?(?:antworten)?",
        r" (?:mit )?(?:freundlichen|besten|herzlichen|viele|liebe|beste|schöne) grü(?:ß|ss)en?(?: \w{1,20}){0,8}",
    ),
    days=(
        r"montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|mo|di|mi|do|fr|sa|so",
        r"januar|jänner|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember",
        r"jan|feb|mär|apr|jun|jul|aug|sept?|okt|nov|dez|heute|morgen|tage?n?|wochen?|monate?s?|jahre?s?|kw"
        r"|uhr|ende|anfang|mitte",
        r"zum|zur|vom|von|ab|dem|den|der|die|am|im|in|seit|und|einschlie(?:ß|ss)lich|inklusive|nächste[nrms]?"
        r"|kommende[nrms]?|diese[rnms]?|voraussichtlich|erst",
    ),
    until=(r"bis|wieder|zurück",),
)
