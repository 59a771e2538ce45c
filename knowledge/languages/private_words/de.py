"""This module holds the words beside which somebody's data stand in German."""

from knowledge.languages.private_words.base import PrivateWords

_MY = r"(?:(?:mein|unser|ihr|dein|eu(?:e)?r|sein)(?:e|em|en|er|es)?)"

PRIVATE = PrivateWords(
    titles=(r"herrn?", r"frau", r"hr\.", r"fr\.", r"fräulein", r"familie", r"eheleute"),
    greetings=(
        r"hallo", r"hi", r"hey", r"halli ?hallo", r"guten (?:tag|morgen|abend)", r"liebe[rs]?", r"sehr geehrte[rs]?", r"geehrte[rs]?", r"moin(?: moin)?",
        r"servus", r"gr(?:ü|ue)(?:ß|ss) (?:gott|dich|euch)", r"gr(?:ü|ue)ezi", r"werte[rs]?", r"tag", r"danke(?: dir| ihnen)?", r"vielen dank",
    ),
    introducing=(
        r"ich hei(?:ß|ss)e", r"mein(?:e)? (?:vor|nach|voller )?name(?:n)? (?:ist|lautet|w(?:ä|ae)re)", r"hier (?:spricht|schreibt)",
        r"(?:er|sie) hei(?:ß|ss)t",     ),
    presenting=(r"ich bin(?: der| die)?", r"hier ist(?: der| die)?", r"(?:gez|i\. ?a|i\. ?v)\.", r"gezeichnet"),
    people=(
        r"auf den namen(?: von)?", r"unter dem namen", r"namens",
        rf"{_MY} (?:neue[nrms]? |ehemalige[nrms]? |frühere[nrms]? )?(?:kolleg(?:e|in|en)|chef(?:in)?|vorgesetzte[rn]?|mann|frau|partner(?:in)?|sohn|tochter|bruder|schwester|vater|mutter"
        r"|freund(?:in)?|assistent(?:in)?|steuerberater(?:in)?|buchhalter(?:in)?|anw(?:a|ä)lt(?:in)?|mitarbeiter(?:s|in|n)?|gesch(?:ä|ae)ftsf(?:ü|ue)hrer(?:in)?"
        r"|administrator(?:in)?|admin|vertreter(?:in)?|nachfolger(?:in)?|vorg(?:ä|ae)nger(?:in)?|nachbar(?:in)?|berater(?:in)?|techniker(?:in)?|praktikant(?:in)?|azubi|agent(?:in)?)",
        r"(?:der|die|den|dem) (?:kolleg(?:e|in|en)|mitarbeiter(?:s|in)?|techniker(?:in)?|kund(?:e|in|en)|patient(?:in)?)",
    ),
    dealing=(
        r"gesprochen mit", r"telefoniert mit", r"telefonat mit", r"gespräch mit", r"chat mit", r"(?:wende|wenden|melden) (?:dich|sie|sich) (?:bitte )?(?:an|bei)",
        r"gr(?:ü|ue)(?:ß|ss)e an", r"dank an", r"ansprechpartner(?:in)? ist", r"zust(?:ä|ae)ndig ist", r"(?:schrieb|sagte|meinte|schreibt)(?: mir| uns)?",
        r"(?:mail|nachricht|anruf|antwort|schreiben) von",
        r"mit(?= [^\s]{2,30}(?: [^\s]{2,30})? (?:gesprochen|telefoniert|geschrieben|gechattet|vereinbart|besprochen))",
    ),
    labels=(
        r"(?:ihr |vollst(?:ä|ae)ndiger |voller |vor- und (?:nach|zu))?name", r"vorname", r"nachname", r"familienname", r"ansprechpartner(?:in)?", r"kontakt(?:person)?", r"kunde",
        r"kundin", r"kontoinhaber(?:in)?", r"karteninhaber(?:in)?", r"inhaber(?:in)?", r"empf(?:ä|ae)nger(?:in)?", r"absender(?:in)?", r"rechnungsempf(?:ä|ae)nger",
        r"gesch(?:ä|ae)ftsf(?:ü|ue)hrer(?:in)?", r"benutzer", r"von", r"an", r"hausmeister(?:in)?", r"zeichnungsberechtigt", r"techniker(?:in)?", r"chef(?:in)?", r"auftraggeber(?:in)?", r"besteller(?:in)?", r"mitarbeiter(?:in)?",
    ),
    nobody=frozenset("""
        team support kundenservice kundendienst service zusammen leute alle damen herren und dame herr frau kollegen kolleginnen allerseits hotline ihr
        ihnen sie euch dir du mal nochmal erstmal noch auch schon nur hier ich wir es das der die den dem ein eine einen kein keine mit vom von zum zur
        dank danke hilfe grüße gruß tag morgen abend guten gott kunde kundin kunden mitarbeiter mitarbeiterin technik buchhaltung vertrieb redaktion welt
        firma rechnung bestellung konto frage problem fehler betreff anhang seit nach bei bitte leider heute gestern montag dienstag mittwoch donnerstag
        freitag samstag sonntag januar februar märz april mai juni juli august september oktober november dezember gmbh ag geehrte liebe lieber beste viele
        freundlichen herzliche name vorname nachname admin administrator inhaber chef kollege kollegin unbekannt fehlt falsch verzweifelt sauer enttäuscht
        neu nicht geschäftsführung geschäftsleitung programm verwaltung büro einkauf personalabteilung zentrale datenschutzbeauftragte plan tarif vertrag jemand niemand wer was wie
        im am in an auf aus für so sehr total kurz dringend
    """.split()),
    phones=(
        r"tel(?:efon)?(?:-?nummer|-?nr)?\.?", r"handy(?:-?nummer|-?nr)?\.?", r"mobil(?:telefon|-?nummer|-?nr)?\.?", r"rufnummer", r"durchwahl", r"festnetz(?:nummer)?", r"(?:tele)?fax(?:nummer)?",
        r"(?:ruf(?:en)?|rufst|anrufen|erreichbar|erreichen|erreichst|zur(?:ü|ue)ckrufen|melden) .{0,40}?(?:unter|auf)(?: der(?: nummer)?| folgender nummer)?", r"unter der (?:nummer|rufnummer)",
        r"whats ?app", r"sms an", r"meine nummer(?: ist| lautet)?", r"r(?:ü|ue)ckruf(?:nummer)?",
    ),
    numbers=(
        r"bestell(?:ung|ungen|nummer|-?nr\.?|-?id)?s?", r"rechnungs?(?:nummer|-?nr\.?)?", r"auftrags?(?:nummer|-?nr\.?)?", r"kunden-?(?:nummer|nr\.?|konto)", r"vorgangs?(?:nummer|-?nr\.?)?",
        r"ticket(?:nummer|-?nr\.?|-?id)?", r"artikel(?:nummer|-?nr\.?)?", r"serien-?(?:nummer|nr\.?)", r"vertrags?-?(?:nummer|nr\.?)", r"sendungs?(?:nummer|-?nr\.?)?", r"tracking(?:-?nummer|-?id)?",
        r"liefer(?:schein|nummer)\w{0,8}", r"referenz(?:nummer)?", r"gutschrift(?:s-?nummer)?", r"fehler(?:code|nummer)?", r"version", r"seriennummer", r"modell", r"angebot(?:s-?nummer)?", r"beleg(?:nummer)?",
        r"fall(?:nummer)?", r"teile-?(?:nummer|nr\.?)", r"ean", r"transaktions?(?:nummer|-?id)?",
    ),
    cards=(r"(?:kredit|bank|ec-?|debit|giro)?karten?(?:nummer|-?nr\.?)?", r"visa", r"mastercard", r"amex"),
    accounts=(r"iban", r"konto(?:nummer|-?nr\.?)?", r"kto\.?(?:-?nr\.?)?", r"bankverbindung", r"bankleitzahl", r"blz"),
    ids=(
        r"steuer-?(?:id|identifikationsnummer|nummer|nr\.?)", r"(?:personal)?ausweis(?:nummer|-?nr\.?)?", r"reisepass(?:nummer|-?nr\.?)?", r"passnummer",
        r"(?:sozial|renten)versicherungs-?(?:nummer|nr\.?)", r"versicherten-?(?:nummer|nr\.?)", r"f(?:ü|ue)hrerschein(?:nummer)?", r"ahv-?nummer", r"geburtsdatum", r"geboren(?: am)?", r"geb\.(?: am)?",
    ),
    plates=(r"kennzeichen", r"nummernschild", r"kfz"),
    secrets=(
        r"(?:wlan|wifi|wi-fi|netzwerk)-?schl(?:ü|ue)ssel", r"(?:login-?|e-?mail-?|wlan-?|start-?|einmal-?|benutzer-?|admin-?|altes |neues )?pass?w(?:ort|örter|d)", r"kennwort", r"zugangs(?:code|wort|daten)", r"pin(?:-?code)?", r"puk", r"tan", r"pw",
        r"geheimzahl", r"sicherheits(?:code|wort|antwort)", r"best(?:ä|ae)tigungscode", r"einmalcode", r"freischaltcode", r"pr(?:ü|ue)f(?:ziffer|nummer)", r"cvc", r"cvv", r"passphrase", r"codewort",
    ),
    being=(r"ist(?: jetzt| n(?:ä|ae)mlich| noch)?", r"lautet", r"war", r"hei(?:ß|ss)t", r"w(?:ä|ae)re"),
    no_secrets=frozenset("""
        ist war nicht falsch richtig abgelaufen vergessen gesperrt weg korrekt ungültig gültig zu kurz lang unsicher sicher immer noch schon wieder neu alt das die der den mein meine
        unser kein keine ein eine wurde wird habe hat haben geändert zurückgesetzt unbekannt bekannt wohl leider angeblich inkorrekt da hier per nur auch aber und oder kompromittiert
        geleakt bei an für mit verloren erforderlich nötig notwendig leer dort gleich dasselbe identisch anders geknackt sehr zurücksetzen ändern vergeben verschlüsselt mindestens
        ja nein s.u. siehe unten oben wie was so im in auf
    """.split()),
    tokens=(r"(?:api|zugriffs|zugangs|lizenz|geheim)-?(?:schlüssel|key|token)", r"(?:ersatz)?token", r"geheimnis(?: der \w{1,12})?", r"schl(?:ü|ue)ssel", r"lizenzschl(?:ü|ue)ssel"),
    roads=(
        r"(?:[A-ZÄÖÜ][\w.-]{0,30} ){0,3}[A-ZÄÖÜ][\w-]{1,30}(?i:str\.|straße|strasse|str|gasse|weg|platz|allee|ring|damm|ufer|chaussee|steig|stieg|hof|berg|wall|markt|graben|park|pfad|feld) ?\d{1,4}(?: ?[a-z](?!\w))?(?: ?[-/] ?\d{1,4})?",
        r"(?:[A-ZÄÖÜ][\w.-]{1,30}[- ]){1,3}(?i:str\.|straße|strasse|gasse|weg|platz|allee|ring|damm|ufer|chaussee|steig|hof) \d{1,4}(?: ?[a-z](?!\w))?(?: ?[-/] ?\d{1,4})?",
        r"(?:Am|An der|An den|Auf dem|Auf der|Im|In der|In den|Zum|Zur|Unter den|Hinter der|Vor dem|Beim) (?:[A-ZÄÖÜ][\wäöüß-]{2,30} ){0,1}[A-ZÄÖÜ][\wäöüß-]{2,30} \d{1,4}(?: ?[a-z](?!\w))?",
        r"(?i:[a-zäöü][\w-]{2,30}(?:straße|strasse|str\.|gasse|allee)) \d{1,4}(?: ?[a-z](?!\w))?",
        r"Postfach \d[\d ]{1,8}\d",
    ),
    living=(r"(?:wohne|wohnen|wohnt|wohnhaft) (?:jetzt )?in", r"(?:liefer|rechnungs|post|privat|neue |meine |unsere )?-?(?:adresse|anschrift)(?: ist| lautet)?", r"umgezogen nach", r"plz", r"postleitzahl", r"wohnort"),
)  # fmt: skip
