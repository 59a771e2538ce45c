"""These are the German phrases of messages that lean on a file."""

from knowledge.languages.base import Leaning

_OWN = (
    r"(?:screen ?shots?|screen ?recordings?|bildschirm ?(?:fotos?|abzuge?|kopien?|aufnahmen?|videos?)|printscreens?|"
    r"anhang|anhange|anhangen|anlagen?|beilagen?|anhangsel)"
)
_SHOT = r"(?:screen ?shots?|bildschirm ?(?:fotos?|abzuge?|kopien?|videos?))"
_BARE = r"(?:handy)?(?:bild|foto|video|clip|aufnahme|screen ?shot|bildschirm ?foto|mitschnitt)"
_SEEN = (
    r"(?:(?:handy|beispiel|fehler|test)?(?:bild(?:er|ern|chen)?|fotos?|videos?|clips?|aufnahmen?|scans?|mitschnitte?|"
    r"fotografien?)|pics?|gifs?)"
)
_FILE = (
    r"(?:(?:log|text|pdf|word|excel|csv|zip)?datei(?:en)?|dokumente?|pdfs?|logs?|logfiles?|protokolle?|zips?|tabellen?|"
    r"liste|csvs?|traces?|dumps?|schreiben|briefe?|bericht|rechnung(?:en)?|belege?|word|excel|mail|e mail|formular|"
    r"kontoauszug|vertrag|angebot)"
)
# "Bilder Upload", "Anhang Größe": the noun only describes another one.
_ALONE = (
    r"(?! (?:uploads?|exports?|imports?|galerie|funktion|vorschau|editor|größe|format|formate|ordner|feld|modul|api|"
    r"player|bereich))"
)
_PICTURE, _ANY = rf"(?:{_OWN}|{_SEEN}){_ALONE}", rf"(?:{_OWN}|{_SEEN}|{_FILE}){_ALONE}"
_THE = (
    r"(?:dem|den|der|das|die|diesem|diesen|dieser|dieses|meinem|meinen|meiner|beiden|beigefügten|angehängten|obigen|"
    r"unteren|ersten|zweiten)"
)
_HERE = r"(?:diese[rmn]?|der|meiner|dem) (?:e ?mail|mail|nachricht|ticket|schreiben|anfrage)"
_DOING = (
    r"(?:anhängen|anzuhängen|angehängt|häng\w*|hochlad\w*|hochzuladen|hochgeladen\w*|lad\w*|einfüg\w*|einzufügen|"
    r"beifüg\w*|füg\w*|schick\w*|send\w*|zusend\w*|mitschick\w*|übermitt\w*|lösch\w*|öffne\w*|aufmach\w*|druck\w*|"
    r"export\w*|teil\w*|zeig\w*|ansehen|anzusehen|hinzufüg\w*|speicher\w*|dreh\w*|mach\w*|aufnehm\w*)"
)

LEANING = Leaning(
    pointing=(
        r"(?:anbei|anliegend|beiliegend|beigefügt|beigelegt|angefügt|mitgeschickt|mitgesendet|mitgesandt|beigepackt|"
        r"dazugepackt|reingepackt|drangepackt|drangehängt|rangehängt|drangehangen|mitgegeben|mitgeliefert|dazugelegt|"
        r"reingehängt)(?:e[nmrs]?)?",
        r"(?:im|als|in dem|mit|s|siehe|vgl|laut|gemäß|lt|beachten sie den) (?:e ?mail |mail )?anhang(?:e|en)?"
        r"(?! (?:von|des|einer|eines|jeder|an|öffnen|nicht|fehlt|hinzu|speichern|geht|lässt|kann|ist (?:leer|weg|zu)|"
        r"wird|verschwindet|kommt))",
        r"(?:in der|als|in den|siehe|s|vgl|laut|gemäß|mit|lt|mittels) (?:anlagen?|beilage)"
        r"(?! (?:von|des|einer|eines|jeder|zu))",
        r"(?:angehängt|angehängte|angehängten|angehängtes|angehangen|angehangene[nrs]?)"
        r"(?! (?:werden|wird|wurde|haben sie|habt))",
        r"(?:hänge?|hängen|füge?|fügen|lege?|legen|packe?|packen) (?:ich |wir )?(?:\w+ ){0,6}"
        r"(?:an|dran|bei|mit|dazu|rein|ran)$",
        r"(?:hängt|hängen|liegt|liegen|ist|sind) (?:\w+ ){0,3}(?:dran|bei|dabei|mit drin|anbei|mit dran)",
        rf"(?:siehe|sieh|seht|sehen sie|schau|schaut|schauen sie|schauts|guck|guckt|gucken sie|kuck|kuckt|vgl|"
        rf"vergleiche?|vergleicht|vergleichen sie|beachte|beachten sie|lies|lest|lesen sie|öffnen sie|prüfen sie|"
        rf"werfen sie|entnehmt|entnehmen sie|entnehme) (?:\w+ ){{0,5}}{_PICTURE}",
        rf"(?:wie|was|so|fehler|fehlermeldung|meldung|problem|alles|stehen|steht|sieht|sehen|seht|erkennt|erkennen|"
        rf"markiert|sichtbar|gezeigt|ersichtlich|genau|gleiche|dasselbe|selbe|details|angaben|es|das|näheres|"
        rf"einzelheiten|rest|liste|infos|informationen|erklärung|fragen|beschrieben|beschreibung|mehr|zu sehen) "
        rf"(?:\w+ ){{0,5}}(?:auf|im|in|aus|beim|anhand|unter) (?:{_THE} )?(?:\w+ )?{_PICTURE}",
        rf"(?:^|wie |so |genau )(?:auf|im|in|aus|anhand|wie auf|wie im) (?:{_THE} )?(?:\w+ )?{_PICTURE} (?:zu sehen|"
        rf"sieht|sehen|seht|ist|sind|kann|können|könnt|habe|hab|steht|zeige|erkennt|erkennen|gezeigt|markiert|"
        rf"ersichtlich|ersieht|dargestellt|beschrieben)",
        rf"(?:auf|im|in) (?:{_THE} )?(?:\w+ )?{_PICTURE} (?:zu sehen|sieht man|sehen sie|seht ihr|erkennt man|markiert|"
        rf"ersichtlich|siehst du|eingekreist|rot)",
        rf"(?:auf|im|in|aus|mit|anhand|zu) (?:dem |diesem |meinem |beiden |ihm )?(?:\w+ )?(?:{_BARE}){_ALONE}"
        r"(?! (?:aus|ein|von|der))",
        rf"(?:mein|meine|meinem|der|den|dem|beide|diese|beiden|zwei) {_SHOT}{_ALONE}",
        rf"(?:siehe|s|sehen sie|seht|vgl|schaut|lies) (?:\w+ ){{0,2}}{_FILE}$",
        rf"(?:deshalb|darum|daher|drum|also|hier|noch|einfach) (?:\w+ )?(?:ein|das|mein|zwei) (?:\w+ )?(?:{_BARE})$",
        r"s (?:bild|foto|screen ?shot|anhang|anlage|datei|video|abbildung)",
        rf"(?:das|dies) (?:ist|sind) (?:\w+ )?(?:{_BARE})",
        rf"^(?:wie|so wie|genau wie|genauso wie|gleich wie) (?:auf|im|in) (?:{_THE} )?(?:\w+ )?{_PICTURE}",
        rf"{_PICTURE} (?:sagt|sagen|zeigt|zeigen|spricht|sprechen|erklärt|erklären|beweist|beweisen|verdeutlicht|"
        rf"belegt|"
        rf"dürfte|sollte|sollten|macht)",
        rf"{_PICTURE} (?:\w+ ){{0,2}}(?:anschauen|ansehen|angucken|anschaun|beachten|vergleichen|anzusehen)",
        rf"(?:schicke|schick|sende|send(?= ich| dir| euch| ihnen)|übersende|übermittle|maile?|leite|reiche|schicken wir|"
        rf"senden wir|übersenden wir|wir (?:schicken|senden|übersenden)) (?:ich )?"
        rf"(?:ihnen |euch |dir |hiermit |mal |ja |noch |gleich |jetzt |mit )*+"
        rf"(?:\w+ ){{0,4}}{_ANY}",
        rf"(?:habe?|hab|haben|hat|hatte|hätte) (?:\w+ ){{0,5}}{_PICTURE} (?:\w+ ){{0,4}}(?:gemacht|geschickt|geknipst|"
        rf"geschossen|aufgenommen|gesendet|gesandt|gezogen|erstellt|abgelegt|eingefügt|dazu|angefertigt)",
        r"(?:habe?|hab|haben|hat) (?:\w+ ){0,6}(?:abfotografiert|geknipst|abgefilmt|mitgefilmt|abgelichtet)",
        rf"(?:hier|folgend|nachfolgend|nachstehend|unten|oben|anbei|noch) (?:(?:ist|sind|"
        rf"kommt|"
        rf"kommen|mal|nun|noch|der|die|das|ein|eine|mein|meine|zwei|2|3|unser|unsere|ein paar|auch) ){{1,3}}"
        rf"(?:\w+ )?{_PICTURE}",
        rf"(?:hier|anbei|folgend|nachfolgend) (?:(?:ist|sind|kommt|kommen|mal|nun|noch|der|die|das|ein|eine|mein|"
        rf"meine|unser|unsere|auch) ){{0,3}}(?:\w+ )?{_ANY}",
        rf"(?:diese[smnr]?) (?:\w+ )?{_PICTURE}",
        rf"{_ANY} (?:\w+ ){{0,5}}(?:mit|an|in|zu) {_HERE}",
        rf"(?:trace|log|details?|liste|alles|punkte|fragen|protokoll|daten|ausgabe|rest|angaben) (?:\w+ ){{0,5}}"
        rf"(?:im|in der|in den) (?:\w+ )?(?:{_FILE}|txt|archiv)(?! (?:export|speichern|herunterladen))\b",
        rf"^(?:(?:mein|das|der|die|ein|mit|neues?|noch|und|hier|hallo|moin|danke|2|zwei) ){{0,2}}(?:{_OWN}|{_SEEN})"
        rf"(?: (?:\w+ )?(?:auch|folgt|kommt|dazu|danke|bitte|dabei|dazu|unten|oben))?$",
        rf"{_PICTURE} (?:unten|oben|folgt|folgen|dabei|beigefügt|hängt|liegt bei|dazu|im anhang|anbei|eingefügt)\b",
    ),
    topics=(
        rf"(?:wie|wo|womit|wohin|welchem weg|warum|wieso|weshalb) (?:\w+ ){{0,6}}{_DOING}",
        rf"(?:wenn|sobald|falls|immer|jedes mal|jedesmal|nachdem|bevor|beim|seit|ob|damit) (?:\w+ ){{0,8}}{_DOING}",
        rf"(?:jede[rmns]?|alle|aller|allen|keine?|keinen|ohne) (?:\w+ )?(?:{_OWN}|{_SEEN}|{_FILE})",
        r"(?:jede[rmns]?|alle|allen) (?:benachrichtigung|mail|e mail|nachricht|ticket|auftrag)\w*",
        r"(?:würde|würden|möchte|möchten|will|wollen|kann|können|könnt|könnte|könnten|darf|dürfen|soll|sollen|lassen|"
        r"lässt|lasst|muss|müssen|mag|versuche|versuchen|versucht) (?:\w+ ){0,9}(?:schicken|senden|zusenden|anhängen|"
        r"hochladen|mitschicken|beifügen|einfügen|speichern|löschen|öffnen|hinzufügen|anzuhängen|hochzuladen|zu \w+|"
        r"drehen|drucken|exportieren|teilen|aufnehmen|herunterladen|bekommen|erhalten|empfangen)",
        rf"(?:euer|eure[mnrs]?|ihre?[mnrs]?|kunden) (?:\w+ )?(?:{_OWN}|{_SEEN}|{_FILE})",
        r"(?:klick\w*|tipp\w*|drück\w*) (?:\w+ )?(?:auf|an)",
        rf"(?:falsche[ns]?|schwarze[ns]?|alte[ns]?|leere[ns]?) (?:{_SEEN}|{_FILE})",
        r"(?:in|mit|aus) (?:der|eurer|ihrer) (?:app|kamera)",
        r"(?:mails?|nachrichten|tickets?|aufträge|aufträgen|kommentare|kommentaren) mit (?:\w+ )?"
        r"(?:anhang|anhängen|bildern|fotos|dateien)",
        rf"{_ANY} (?:\w+ ){{0,2}}(?:verschwind\w*|fehlt|fehlen|geht nicht|gehen nicht|lässt sich|lassen sich|"
        rf"kommt nicht|kommen nicht|öffnet|lädt|laden|werden|wird)",
        rf"(?:unterstützt|akzeptiert|erlaubt|speichert|druckt|verarbeitet) (?:\w+ ){{0,3}}(?:{_OWN}|{_SEEN}|{_FILE})",
    ),
    showing=(
        r"(?:schau|schaut|schauen sie|guck|guckt|gucken sie|seht|sehen sie|kuckt|lies|lest) (?:\w+ ){0,3}"
        r"(?:das|dies|hier|mal)(?: (?:an|mal|hier|bitte|rein))*+",
        r"(?:das|dies|folgendes|so etwas|sowas|so was) (?:hier )?(?:bekomme|kriege|sehe|erhalte|bekommen|sehen) "
        r"(?:ich|wir)(?: \w+){0,3}",
        r"(?:folgendes|das hier) (?:erscheint|kommt|steht|passiert)(?: \w+){0,3}",
        r"(?:das|dies) kommt (?:bei mir|bei uns|dann|dabei)(?: raus| heraus)?",
        r"(?:bekomme|kriege|sehe|erhalte|erscheint|kommt|steht|zeigt|passiert) (?:\w+ ){0,4}"
        r"(?:das|dies|folgendes|das hier|sowas)",
        r"(?:sieht|sehen|schaut) (?:\w+ ){0,4}so aus",
        r"so (?:sieht|schaut) (?:\w+ ){0,4}aus",
        r"was (?:ist|soll|bedeutet|heißt|sagt) (?:\w+ )?(?:das|dies)(?: hier| sein| bedeuten| heißen){0,2}",
        r"ist (?:das|dies) (?:so )?(?:normal|richtig|ok|okay|echt|von euch|von ihnen|ein fehler)",
    ),
    pointing_back=(
        r"(?:nein|nee|ne)",
        r"(?:nein |ne |aber |und |leider )*(?:das|dies) (?:hat|hilft|geht|ging|funktioniert|klappt|bringt"
        r"|löst) (?:\w+ ){0,3}?(?:nicht|nichts|kein\w{0,3})"
        r"(?: (?:funktioniert|geholfen|geklappt|gebracht|gelöst|weiter|mehr|richtig|wirklich|das problem))*",
        r"(?:falls|wenn|sofern) (?:das|dies|es) (?:\w+ ){0,2}(?:hilft|weiterhilft|wichtig ist|relevant ist"
        r"|eine rolle spielt|interessiert)",
        r"(?:das|dies) habe ich (?:schon|bereits|auch schon)(?: \w+){1,2}",
    ),
)
