"""This module holds the German words by which a sentence leans on what stands before it.

"Sie" is "you" before a verb in the plural, and points back before one in the singular, which ends with t.
"""

from knowledge.languages.statement_words.base import StatementWords

_VERB = r"(?-i:[a-zäöüß]{1,18}t|kann|muss|darf|soll|will|war|wird|ist|hat|wäre)"  # third person singular
_THIS = r"(?:dies(?:e[rsnm]?)?|jene[rsnm]?|solche[rsnm]?)"

STATEMENT = StatementWords(
    leaning=(
        rf"es|er|ihn|{_THIS}|seine?[rsnm]?|deren|dessen|beide[snmr]?",
        rf"(?:sie|der|die|das|den|dem|denen) {_VERB}",
        r"(?:die|das) (?-i:sind|können|müssen|werden|haben|dürfen|gelten|waren)",
        r"(?:der|die|das|den|dem|des)selben?|(?:das|der|die) gleichen?|gleiches|ebenso|genauso",
        r"(?:die|der|das|den|dem) (?:letztere[nrs]?|erstere[nrs]?)",
        r"danach|damit(?! (?:die|der|das|den|dem|sie|ihre?|eine?|wir|alle|jede[rsn]?|keine?|unsere?)\b)|dafür|dabei|dazu|davon|"
        r"dadurch|darauf|daran|darin|daraus|darüber|dagegen|davor|daraufhin|daneben|dazwischen|daher|dahin|dann",
        r"sonst|ansonsten|andernfalls|anderenfalls|(?:wenn|falls) (?:ja|nein|nicht|so|dem so|nötig|erforderlich|"
        r"möglich|gewünscht)",
        rf"(?:wenn|falls|sobald|solange|bevor|nachdem|während|weil|da|ob|bis|als|sofern|auch wenn|um) "
        rf"(?:es|er|ihn|das(?= (?-i:[a-zäöü]))|{_THIS}|sie {_VERB}|sie(?= [^,.]{{1,60}}{_VERB},)|sie zu)",
        rf"(?:in|an|auf|bei|mit|nach|vor|für|zu|von|aus|über|unter|durch|ohne|wegen|während|trotz|seit|bis|ab|um|gegen|statt|"
        rf"als|wie|nur|auch|erst|alle|all|innerhalb|außerhalb|neben|zwischen) (?:{_THIS}|dann|da|dahin|dem fall|ihm|ihn)",
        r"in (?:beiden|allen|anderen|solchen) fällen|im (?:ersten|zweiten|anderen|gegenteil|anschluss|gegenzug)",
        r"und|oder|aber|jedoch|doch|denn|allerdings|trotzdem|dennoch|stattdessen|deshalb|"
        r"deswegen|darum|folglich|somit|also|anschließend|zuletzt|schließlich|später|vorher|zuvor|inzwischen|währenddessen|"
        r"seitdem|hier|dort|dorthin|hierfür|hierzu|hierbei|hiermit|beispielsweise|zum beispiel|das heißt|alternativ|"
        r"erstens|zweitens|drittens|so|nun|jetzt|hingegen|demnach|gegebenenfalls|bei bedarf|nur so",
        r"ja(?=[,.:;])|nein(?=[,.:;])|z\. ?b\.|d\. ?h\.|siehe (?:auch|oben|unten)",
    ),
    within=(
        r"(?:dies(?:e[rsnm]?)?|jene[rsnm]?) (?!gerät|browser)(?:\w{1,20}(?:e|en) )?(?-i:[A-ZÄÖÜ][a-zäöüß]{2,})",
        r"^(?!wenn|falls|sobald|nachdem|sind?\b|ist\b)(?:[\w-]+ ){1,8}(?:dann|danach|daraufhin|dadurch|anschließend|"
        r"dafür|dazu)(?!,? dass|,? ob|,? wie)",
    ),
    steps=(
        r"(?:bitte )?(?:klicken|wählen|geben|laden|tippen|speichern|bestätigen|kopieren|füllen|fügen|markieren|ziehen|scannen|"
        r"drücken|setzen|korrigieren|schalten|wiederholen|tragen|vergeben|ordnen) sie",
    ),
    topical=(
        r"(?:(?:über|für|bei|zu|in) )?(?:alle|alles|jede[rsnm]?|die|der|das|den) (?:anderen?|übrigen?|anderes|weitere[nr]?)",
        r"zusätzlich|außerdem|zudem|ebenfalls|auch|ferner|weiterhin|darüber hinaus",
        r"(?:die|der|das|den) (?:liste|seite|ansicht|gebühr|antwort|zahl|änderung|schaltfläche|meldung|frist|grenze|"
        r"wert|werte|datei|code|"
        r"link|betrag|voreinstellung|standardwert|sperre|kopie|auswahl|zähler|bestätigung|prüfung|vorschau|eintrag|"
        r"zeile) (?-i:[a-zäöüß]{1,18}t|kann|muss|darf|soll|sind|werden|können|müssen)",
        r"(?:die|der|das) (?:aktuelle|neueste|erlaubte|zulässige|verfügbare|maximale|minimale|übliche)[nrs]? \w{1,30}",
        r"(?:in|auf) (?:der|dem) [\w -]{1,30} (?:öffnen|tippen|klicken|wählen) sie",
    ),
    standing=(
        r"es (?:gibt|gelten|können|dürfen|müssen|werden|empfiehlt|lohnt|genügt|reicht|handelt|bestehen|wird empfohlen|stehen)",
        r"es ist (?:\w{1,20} )?(?:möglich|nötig|notwendig|wichtig|ratsam|erforderlich|sinnvoll|empfehlenswert|üblich|erlaubt|"
        r"besser)",
        r"sowohl|so dass|so lange|so kündigen",
    ),
    of_the_page=(
        r"(?:diese|dieser|dieses|die folgende|der folgende) (?:seite|artikel|anleitung|abschnitt|dokument|kapitel|übersicht|"
        r"leitfaden|handbuch) (?:erklärt|beschreibt|beantwortet|zeigt|enthält|listet|fasst|gibt|ist|behandelt|hilft|erläutert)",
        r"(?:auf|in) (?:dieser|diesem) (?:seite|artikel|anleitung|abschnitt|dokument|kapitel|übersicht|leitfaden|handbuch)",
        r"hier (?:finden|erfahren|lesen) sie",
    ),
    remarks=(
        r"(?:nur|nicht|außer) (?:für|auf|im|in|mit|bei|bis|ab|als|zusammen|gültig|verfügbar)(?= [^,.]{1,80}[.!]?$)",
        r"(?:zzgl\.|zuzüglich|exkl\.|ohne) (?:mwst|mehrwertsteuer|umsatzsteuer|ust)",
    ),
    denying=(r"nicht|nie|niemals|(?:was|welche[rsnm]?|wann|wo|wer|wofür)(?: [\w-]+){0,6} (?:nicht|keine?[rnms]?|nie)",),
    speakers=(r"f|a|frage|antwort",),
    scopes=(r"auf|für|unter|im tarif|im plan|bis",),
    ordinals=(
        r"am|zum|vom|bis|ab|der|die|das|den|dem|des|zur|im|seit|und|jede[rnms]?|ein(?:e[rnms]?)?|ihre[rnms]?|nach|vor|"
        r"januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember",
    ),
)
