"""This module holds the German words that tell what a ticket asks for."""

from knowledge.languages.base import AskingWords, words

ASKING = AskingWords(
    interrogatives=words("""
        wie wo warum wieso weshalb was wer wen wem welche welcher welches welchen welchem woran wohin woher womit
        wofür wozu wieviel wie_viel wie_viele ob wann
    """),
    inverted=words("""
        kann_ich kann_man kann_es kann_sie kann_er kann_die kann_der kann_das kann_mir kann_uns kann_jemand können_sie
        können_wir könnt_ihr könnten_sie könnte_man könnten_wir könntet_ihr könnte_ich darf_ich darf_man dürfen_wir
        gibt_es gibts gibt's ist_es ist_das ist_die ist_der ist_eine ist_ein sind_die sind_das haben_sie habt_ihr
        haben_wir muss_ich müssen_wir muss_man muss_die soll_ich sollen_wir wird_das wird_die wird_der werden_die
        geht_das geht_es lässt_sich lassen_sich bekomme_ich bekommen_wir liegt_das liegt_es hat_das funktioniert_das
        funktioniert_die würden_sie habe_ich stimmt_das hilft_es kostet_das bin_ich mache_ich wäre_es weiß_jemand
        zählt_das zählen_die
    """),
    requests=words("""
        bitte bitten wir_brauchen ich_brauche wir_bräuchten ich_bräuchte bräuchte braucht brauchen benötigen benötige
        benötigt möchte möchten ich_will wir_wollen hätte_gern hätten_gern hätte_gerne hätten_gerne hätt_ich wünschen
        wünsche würde_gern würden_gern würde_gerne können_sie könnten_sie könnt_ihr könntet_ihr wüsste_gern
        wüssten_gern frage_mich fragen_uns fragt_ob fragt_wie will_wissen sagen_sie teilen_sie schicken_sie senden_sie
        erklären_sie suche_ich suchen_wir interessiert verlange verlangen ersuche ersuchen
    """),
    imperatives=words("""
        schicken senden sagen erklären zeigen geben stornieren erstatten löschen entfernen ändern prüfen korrigieren
        kündigen sperren entsperren verschieben verlängern hinzufügen schick schickt send sendet sag erklär erklärt
        lösch ändert ändere prüft storniert erstattet stellen setzen machen mach macht zieh ziehen
    """),
    problems=words("""
        nicht nix nichts kein keine keinen keiner keinem keins nie niemand niemals nirgends fehler fehlt fehlen
        fehlend leer leere leeres falsch falsche falscher falsches falschen kaputt hängt hängen abgestürzt stürzt
        absturz verschwunden weg verloren gesperrt abgelehnt blockiert doppelt zweimal zwei_mal langsam spät ungültig
        abgelaufen unvollständig schwarz ohne statt verweigert scheitert gescheitert schlägt_fehl fehlgeschlagen
        fehlermeldung überfällig offline friert spinnt streikt klappt funktionieren funktioniert verschwindet
        kryptisch verrutscht bricht
    """),
    adding=words("""
        außerdem zudem ferner weiters weiterhin des_weiteren überdies zusätzlich darüber_hinaus noch_was noch_etwas
        noch_eine noch_eins noch_ein nebenbei übrigens zweitens drittens viertens zum_zweiten zum_anderen nächstes
        nächste_frage andere_frage anderes_thema andere_sache anderer_punkt ganz_anderes weitere_frage weiteren_punkt
        weiterer_punkt ps p_s und_bitte und_wie und_wo und_was und_wann und_warum und_welche und_kann und_können
        und_könnten und_könnt und_gibt und_ist und_ob und_darf und_müssen und_muss und_wer und_noch und_dann
        und_wir_brauchen und_ich_brauche und_unser und_unsere und_die und_der und_das dann_noch dann_bräuchte
        auch_noch ebenso ebenfalls gleich_noch einmal_dabei bei_der_gelegenheit wo_ich_gerade wenn_wir_schon noch_dazu
    """),
    several=words("""
        zwei_fragen drei_fragen zwei_dinge drei_dinge zwei_sachen drei_sachen zwei_punkte drei_punkte mehrere_fragen
        mehrere_punkte einige_fragen ein_paar_fragen paar_fragen paar_sachen paar_punkte paar_dinge zwei_kurze
        zwei_anliegen mehrere_dinge mehrere_probleme zwei_probleme verschiedenes diverses einiges erstens zum_einen
        zunächst zuerst
    """),
    referring=words("""
        es das dies diese dieser dieses diesen davon damit dafür darauf dazu daran dort falls sonst wenn_nicht wenn_ja
        wenn_es
    """),
    vague=words("""
        hilfe helfen hilf helft hilft geholfen unterstützung support frage fragen problem probleme problemen
        problemchen schwierigkeit schwierigkeiten fehler fehlermeldung störung anliegen sache ding dinge thema
        funktioniert funktionieren funktionierte funktioniern geht gehen ging klappt klappen läuft laufen tut spinnt
        streikt kaputt defekt falsch komisch komisches seltsam merkwürdig verrückt dringend dringendst eilig eilt
        schnell schnellstmöglich sofort bald asap notfall app anwendung software programm tool plattform system
        website webseite seite dienst produkt konto account computer rechner laptop pc ferrowick danke dank vielen
        besten gruß grüße grüßen freundliche freundlichen freundlichem liebe lieben herzliche schöne hallo hi hey moin
        servus grüezi griaß grüß gott guten tag morgen abend mahlzeit sehr geehrte geehrter geehrtes damen herren team
        leute zusammen jemand niemand irgendwas irgendwie irgendetwas etwas nichts nix alles gar ganz gestern heute
        jetzt woche wochen tage tagen stunde stunden früh kurz lange länger ewig ständig dauernd nochmal nochmals
        einmal neuem kommen komme komm rein weiter weiterhelfen weiß wissen verstehe versteh ahnung los passiert
        passieren machen mache macht tun versucht versuche probiert brauche brauchen bräuchte bräuchten benötige
        benötigen wäre nett melden meldet melde antwort antworten rückmeldung bescheid nachricht mail email ticket
        lösen lösung beheben reparieren kümmern schauen schaut anschauen nachschauen prüfen siehe bild screenshot
        anhang unten oben bezüglich betreff wg aw re fwd schlecht schlimm furchtbar nervt nervig ärgerlich mist
        quatsch echt wirklich leider eigentlich überhaupt hab habe sagen sagt warten warte wartet kunde nutzer
        benutzer ok okay ja na also ach seit bitt büdde pls komische sachen stimmt ordnung hier steht stehe stehen an
        bei ihnen euch eurem eure euer gegeben gleiche gleichen gleiches dasselbe dieselbe selbe erneut immernoch
        hängt hängen hakt haken hackt zickt telefon handy smartphone tablet gerät geräte browser technisches
        technische technischen anfrage auskunft rat ratlos verzweifelt blöd blöde scheiße verdammt schnelle schnellen
        schneller rasche rasch rasches umgehend umgehende zeitnah unbedingt endlich plötzlich richtig korrekt
        ordentlich mehrere mehrfach bekomme bekommen stecke fest nutzen benutzen verwenden arbeiten arbeite möglich
        unmöglich schwierig wichtig wichtige wichtiges kollegen frau herr montag dienstag mittwoch donnerstag freitag
        samstag sonntag wochenende nacht mittag mittags abends zeug information informationen info infos unterstützen
        erklären verstehen erreichbar erreichen hören höre kontakt kontaktieren bedanke dankeschön vorab voraus
        mitteilen verzweiflung tue getan gemacht herzlichen nem ner son sone kaputte kaputtes defekte hilfreich grund
    """),
    telling=words("passwort rechnung"),
)
