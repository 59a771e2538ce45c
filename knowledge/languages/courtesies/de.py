"""This module defines what agents write around an answer in German."""

from knowledge.languages.courtesies.base import Courtesies

_WE = r"(?:wir|ich)"
_YOU = r"(?:sie|du|ihr|ihnen|dir|euch)"
_TURNS = (
    r"(?: (?:sie|du|uns|mich|sich|dich|euch|bitte|einfach|gerne?|jederzeit|wieder|es|wissen|bescheid|kurz|zur|verfügung|da|ihnen"
    r"|dir|wir|ich|für|weiter|auf|diese|e-?mail|nachricht|nicht|zu|melden|schreiben|kontaktieren|antworten|den|das|unser(?:en)?|team"
    r"|support|kundendienst|selbstverständlich|natürlich|und|weiterhin|auch)){1,10}"
)
_YOUR = r"(?:ihre?[nmrs]?|deine?[nmrs]?|eure?[nmrs]?|die|das|den|der)"

COURTESIES = Courtesies(
    greetings=(
        r"(?:hallo|hi|hey|guten (?:tag|morgen|abend)|liebe[rs]?|sehr geehrte[rs]?|werte[rs]?|moin(?: moin)?|servus|grüß gott|grüezi)(?: (?:zusammen|nochmals?|damen und herren))?",
    ),
    thanks=(
        rf"(?:vielen |herzlichen |besten |lieben |schönen )?dank(?: (?:nochmals?|noch einmal))?(?: für {_YOUR} (?:\w{{1,20}} ){{0,2}}\w{{3,30}}(?: und (?:{_YOUR} )?\w{{3,20}})?)?(?: im voraus)?",
        rf"(?:{_WE} )?danken? (?:{_WE} )?{_YOU}(?: (?:herzlich|vielmals|sehr))? für {_YOUR} (?:\w{{1,20}} ){{0,2}}\w{{3,30}}(?: und (?:{_YOUR} )?\w{{3,20}})?",
        r"danke(?: (?:schön|sehr|vielmals))?(?:,? (?:dass|für) (?:\w{1,20} ){0,6}\w{1,20})?",
        rf"(?:schön|gut),? dass (?:{_YOU} )?(?:sich |dich |euch )?(?:\w{{1,12}} )?(?:melden|gemeldet haben|meldest|gemeldet hast)",
    ),
    wishes=(
        rf"{_WE} hoffen?,? (?:dass )?(?:es geht {_YOU} gut|(?:diese |die |das |dies |ihnen |dir )*(?:\w{{1,15}} )?(?:hilft|helfen|weiterhilft|geholfen|weitergeholfen)(?: (?:ihnen|dir|euch))?(?: (?:weiter|haben|zu haben|hat))?)",
        rf"(?:{_WE} (?:wünschen?|wünsche) )?(?:{_YOU} )?(?:noch )?(?:eine?n? )(?:\w{{2,12}} )?(?:schöne[nrs]?|gute[nrs]?|angenehme[nrs]?|erfolgreiche[nrs]?|tolle[nrs]?) (?:tag|abend|woche|wochenende|wochenstart|feierabend|start in die woche|nachmittag|vormittag|zeit)(?: noch)?",
        r"(?:schöne[nrs]?|gute[nrs]?) (?:tag|abend|woche|wochenende|feierabend)(?: noch)?",
        r"alles gute",
    ),
    apologies=(
        rf"(?:{_WE} )?(?:bitte[nt]?|entschuldigen?|entschuldigung)(?: (?:{_WE}|uns|mich|{_YOU}))*(?: (?:vielmals|herzlich|aufrichtig))?(?: um (?:entschuldigung|verzeihung))?(?: (?:für|wegen)) (?:{_YOUR}|etwaige|die entstandenen?) (?:\w{{1,20}} ){{0,2}}\w{{3,30}}(?: zu entschuldigen)?",
        r"bitte (?:entschuldigen|verzeihen) sie (?:\w{1,20} ){0,3}\w{3,30}",
        r"(?:das |dies )?(?:tut|tun) (?:uns|mir) (?:sehr |wirklich |aufrichtig )?leid(?:,? (?:das zu (?:hören|lesen)|für \w{1,12} \w{3,30}|dass (?:\w{1,15} ){0,5}(?:unannehmlichkeiten|probleme|schwierigkeiten|ärger)(?: \w{1,10}){0,2}))?",
        r"(?:wir|ich) verstehen? ihren? (?:ärger|unmut|frust|anliegen)(?: (?:sehr )?gut)?",
    ),
    offers=(
        rf"(?:bei|für) (?:(?:weiteren?|weitere|allen?|sonstigen?|anderen?) )?(?:fragen|rückfragen|anliegen|problemen|unklarheiten)(?: (?:oder|und) (?:\w{{1,15}} ){{0,2}}\w{{3,20}})?,? (?:stehen?|melden?|sind|bin|helfen?|kontaktieren|schreiben|wenden){_TURNS}",
        rf"(?:wenn|falls|sollten|solltest|haben|hast) (?:sie|du|ihr) (?:noch |weitere |weiteren |andere |irgendwelche |sonstige )*(?:fragen|hilfe|rückfragen|unterstützung|anliegen|etwas|probleme|schwierigkeiten)(?: (?:haben|hast|habt|benötigen|benötigst|brauchen|brauchst|auftreten))?,? (?:so |dann |bitte |einfach |gerne? |jederzeit )*(?:melden?|schreiben?|antworten?|kontaktieren?|stehen?|sind|bin|helfen?|wenden|lassen|geben|sagen|zögern){_TURNS}",
        rf"(?:bitte )?(?:melden sie sich|melde? dich|meldet euch|zögern sie nicht|lassen sie (?:es )?(?:uns|mich)(?: es)? wissen|lass (?:es )?(?:uns|mich)(?: es)? wissen|kontaktieren sie uns|schreiben sie uns)(?:{_TURNS})?(?:,? (?:wenn|wenn's|falls|falls's|sollten|bei)(?: \S{{1,20}}){{1,7}})?",
        r"(?:wir|ich) (?:helfen?|stehen?|sind|bin) (?:ihnen|dir|euch|für sie|für dich)?(?: (?:gerne?|jederzeit|weiter|auch|wieder|zur|verfügung|da|selbstverständlich|natürlich|bei|weiteren|fragen|rückfragen))+",
        r"kann ich (?:ihnen|dir) (?:sonst |noch )+(?:\w{1,10} ){0,2}(?:helfen|weiterhelfen|behilflich sein)",
        r"(?:wir|ich) freuen? (?:uns|mich) (?:auf|über) (?:ihre?|deine?|eure?) (?:rückmeldung|antwort|nachricht)",
    ),
    introductions=(
        r"mein name ist \w{1,20}(?: \w{1,20}){0,2}(?:,? und ich (?:werde|helfe|kümmere|unterstütze|bin)(?: \w{1,20}){0,8})?",
        r"gerne? helfen? (?:wir|ich) (?:ihnen|dir|euch)(?: (?:weiter|dabei|damit|heute))*",
        r"(?:wir|ich) helfen? (?:ihnen|dir|euch) gerne?(?: (?:weiter|dabei|damit|heute))*",
    ),
    holding=(
        r"(?:wir|ich) haben? (?:ihre|deine|eure|die) (?:\w{1,15} )?(?:anfrage|nachricht|e-?mail|mail|frage|ticket|meldung)(?: (?:erfolgreich|gerade|soeben))? erhalten(?: und (?:\w{1,15} ){1,10}\w{1,15})?",
        r"(?:ihre|deine) (?:anfrage|nachricht|e-?mail|mail|meldung) (?:ist (?:bei uns )?eingegangen|wurde (?:\w{1,15} ){0,3}weitergeleitet)",
        r"(?:wir|ich) (?:(?:habe|haben|werde|werden) )?(?:leiten?|geben?|(?:ihr|das|es|dies|den|die|ihre|dein|deine|ihren)(?: \w{1,20})?) (?:\w{1,20} ){0,3}(?:an|zu|zur|zum) (?:\w{1,20} ){1,4}(?:weiter|weitergeleitet|weitergegeben|weiterleiten|weitergeben|übergeben)",
        r"(?:wir|ich|unser team|(?:mein|ein|unser)e? koll?eg(?:e|in|en)) (?:meldet?|melden|kümmere?t?|kümmern|werde?n?|wird|komme?n?|schauen?|schaue|prüfen?|prüfe) (?:uns |mich |sich )?(?:das |es |den fall |die sache |ihr anliegen )?(?:(?:so ?bald|schnellst\w{0,8}|in kürze|umgehend|zeitnah|heute|morgen|darum|wie möglich|bei ihnen|bei dir|auf sie|auf dich|mit|zurück|zu|an|wieder|gern|und|uns|mich|sich|dann|dazu|noch|kommen|melden|kümmern|prüfen|ansehen|damit)(?:[ ,]{1,2}|$)){1,12}",
        r"(?:einen )?(?:kleinen )?moment(?: geduld)?(?:,? bitte)?|bitte (?:haben sie|habt|hab) (?:noch )?(?:etwas|ein wenig) geduld",
    ),
    merges=(
        r"(?:anfrage|ticket) (?:#\s?\d{1,12} |\"[^\"]{1,200}\" ){0,3}wurde (?:geschlossen und )?(?:mit|in) .{1,200}zusammengeführt",
        r"(?:anfrage|ticket) .{0,200}wurde geschlossen und in dieser? (?:anfrage|ticket) zusammengeführt",
    ),
)
