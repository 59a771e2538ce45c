"""This module holds the German words of messages that lean on a file."""

from knowledge.languages.leaning_words.base import LeaningWords, words

LEANING = LeaningWords(
    shots=words("""
        screenshot* screen_shot screen_shots bildschirmfoto* bildschirmaufnahme* bildschirmabzug bildschirmkopie
        bildschirmvideo screenvideo printscreen* druckbildschirm screencast* screen screens bildschirmabdruck
        bildschirmausdruck bildschirmausschnitt bildausschnitt hardcopy bildschirmmitschnitt
    """),
    pictures=words("""
        bild bilder bildern bildchen foto fotos photo photos video videos clip clips gif aufnahme aufnahmen scan scans
        mitschnitt mitschnitte zeichnung zeichnungen skizze skizzen grafik grafiken graphik diagramm diagramme kurve
        karte landkarte plan plane schnappschuss handyfoto handyvideo handybild fotografie fotografien abbildung
        abbildungen abb pic pics filmchen film schema schaubild lageplan beispielbild fehlerbild beweisfoto nahaufnahme
        collage tonaufnahme sprachnachricht audio schadensfoto schadenfoto kritzelei gekritzel illustration
    """),
    files=words("""
        datei dateien dokument dokumente dokuments dokumenten pdf pdfs log logs logdatei logdateien logfile logfiles
        protokoll protokolle fehlerprotokoll ereignisprotokoll zip archiv tabelle tabellen excel exceldatei word csv
        liste auflistung aufstellung trace traces stacktrace dump dumps speicherabbild har pcap json xml export ausgabe
        tabellenblatt reiter blatt blattes arbeitsmappe prasentation folie folien auszug ausdruck exceltabelle textdatei
        excelliste wordatei worddatei wireshark
    """),
    papers=words("""
        brief briefe schreiben rechnung rechnungen beleg belege quittung vertrag vertrage formular formulare bescheid
        bescheinigung vollmacht kopie kopien kontoauszug kontoauszuge bericht angebot bestellung lieferschein mahnung
        mail email e_mail nachricht nachrichten verlauf mailverlauf tickethistorie gesprach schriftwechsel etikett
        typenschild ausweis zeugnis urkunde nachweis unterlagen attest lizenzschein abrechnung gutschrift urteil
        einladung prospekt anleitung broschure ruckschein zettel ausweiskopie
    """),
    attached=words("""
        anbei anliegend anliegende anliegenden anliegender beiliegend beiliegende beiliegenden beiliegender beigefugt*
        angehangt* angefugt* mitgeschickt* mitgesendet* mitgesandt* beigelegt* mitgeliefert* liegt_bei liegen_bei
        bei_liegt hangt_dran hangt_an hangen_dran hangt_unten ist_dran ist_dabei sind_dabei drangehangt* rangehangt*
        drangepackt* reingehangt* eingefugt* reinkopiert* reingestellt* dazugelegt* beigepackt* mitgegeben* im_anhang
        in_der_anlage als_anhang als_anlage im_attachment siehe_anhang siehe_anlage anlagen_1 dran angeheftet*
        hinzugefugt* dieser_mail dieser_e_mail dieser_nachricht diesem_schreiben diesem_ticket hier_angehangt
    """),
    attachments=words("""
        anhang anhange anhangen anhangs anlage anlagen anl beilage beilagen attachment attachments
    """),
    sending=words("""
        ich_sende wir_senden ich_schicke wir_schicken schick schicke sende sende_ich schicke_ich ubersende ubersenden
        fuge_ich fugen_wir ich_fuge fug fuge_bei hange_ich ich_hange hang lege_ich ich_lege lade_ich reiche_ich
        leite_ich leite_weiter ich_leite stelle_ich mitschicke mitsende habe_ich_ihnen hab_euch hab_dir hab_ihnen
        habe_ihnen habe_euch gemacht gemachtes eingescannt abfotografiert fotografiert aufgenommen gefilmt
        mitgeschnitten geknipst gescannt reingeschrieben eingezeichnet hier_ist hier_sind hier_das hier_der hier_die
        hier_ein hier_eine hier_mal hier_noch sind_hier ist_hier geschickt gesendet zugeschickt hochgeladen_hier
        weitergeleitet ubermittle ubermitteln erhalten_sie finden_sie findet_ihr findest_du bekommen_sie anbei_die
        wie_gewunscht wie_besprochen wie_versprochen haben_wollte haben_wollten angefordert* lasse_ich zukommen
        reingepackt kopiere kopiert poste teile_ich schick_ich schicken_mit sende_mit schicke_mit schicke_euch
        schicke_ihnen schick_euch sende_ihnen zeige soeben_erhalten gerade_erhalten kam_raus kommt_raus das_ergebnis
        das_kam das_bekam kam_heute heute_bekommen gefaxt faxe eingesandt ausgefullt zuruckgeschickt fotografiere
        scannte filmte eingeschickt sende_zuruck gefaxt_habe hoffe_es_kommt bei_ihnen_dabei ist_angekommen filmte_ich
        habs_gefilmt hab_es_gefilmt eingescannt_es
    """),
    pointing=words("""
        siehe s sieh seht sehen_sie vgl vergleiche vergleichen vergleicht schau schaut schauen anschauen ansehen
        draufschauen anhoren horen_sie laut gemass lt anhand beachten entnehmen guck guckt gucken kuckt lesen durchlesen
        offnen_sie prufen auswerten begutachten betrachten werfen_sie cf zoomen zoomt nachlesen erkennt nachsehen
        ersichtlich hinweis beziehe_mich bezug bezugnehmend schaun kuck besonders vor_allem
    """),
    showing=words("""
        zeigt zeigen sieht sieht_man sehen_kann zu_sehen zu_erkennen erkennt_man erkennen sichtbar steht stehen_die
        abgebildet gezeigt dargestellt hort_man zu_horen lesbar beschrieben ersichtlich sehen_sie seht_ihr siehst_du
        wird_deutlich sagt erklart veranschaulicht beweist dokumentiert demonstriert sieht_es sieht_so da_sieht da_hort
        erscheint angezeigt
    """),
    within=words("""
        auf_dem auf_der in_der in_dem im auf_den in_den aus_dem aus_der vom am in_meiner auf_meinem in_diesem auf_diesem
        in_dieser mit_dem mit_der laut_der laut_dem gemass_der von_dem von_der auf_beiden unter in_beiden
    """),
    this=words("""
        das dies diese dieser dieses diesen diesem das_hier dieses_hier der_hier die_hier den_hier so genau_so folgendes
        folgende folgenden folgender solche solcher solches sowas so_was so_etwas dasselbe das_gleiche gleiche derselbe
        dieselbe das_da der_da die_da das_ding das_kommt das_kam das_passiert das_steht so_sieht da damit davon hier
        hier_raus sowas_hier jener steht_da das_kommt_jetzt das_kommt_immer dieses_zeichen dieses_symbol dieses_licht
        dieses_lampchen diese_lampe hier_so solche_streifen solche_schatten immer_wenn_ich_auf
    """),
    places=words("""
        unten oben links rechts unterhalb oberhalb mitte ecke rand neben daneben darunter daruber nachfolgend
        nachstehend untenstehend obig* untere* obere* linke* rechte* weiter_unten weiter_oben siehe_unten siehe_oben
        ganz_rechts ganz_links ganz_unten ganz_oben ruckseite umseitig unter_meiner_signatur
    """),
    marks=words("""
        markiert* eingekreist* umkreist* angekreuzt* unterstrichen* hervorgehoben* pfeil pfeile pfeilen kreis kringel
        kreuz kreuze kreuzchen haken durchgestrichen* umrandet* eingerahmt* angestrichen* hinterlegt* textmarker
        filzstift kugelschreiber bleistift stift sternchen fett_gedruckt eingezeichnet* beschriftet* nummeriert*
        geschwarzt* kommentar_am schraffiert* angemalt* handschriftlich* gekennzeichnet* angezeichnet* habe_markiert
        habe_eingekreist rot_eingekreist ausrufezeichen fragezeichen dreieck am_rand anmerkungen meine_anmerkungen
        kommentare meine_kommentare notizen meine_notizen sprechblasen randnotiz* hervorhebung kringelte umringelt*
        schwarz_umrandet
    """),
    colours=words("""
        rot rote roten roter rotes gelb gelbe gelben gelber grun grune grunen gruner blau blaue blauen orange lila
        farbig* farblich* bunt*
    """),
    parts=words("""
        zeile zeilen seite seiten spalte spalten zelle zellen eintrag eintrage position positionen pos absatz abschnitt
        punkt punkte feld felder paket pakete minute minuten sekunde sekunden blatt tabelle1 tabelle2 tabelle3 reiter
        stelle stellen nummer nr ff wert werte kastchen kasten
    """),
    ordinals=words("""
        erste ersten erster erstes zweite zweiten zweiter zweites dritte dritten drittes vierte vierten letzte letzten
        beide beiden zwei drei 1 2 3 4 5 der_eine der_andere andere das_eine letzteres jeweils
    """),
    meaning=words("""
        was_ist_denn_das was_soll_das was_soll_dies was_bedeutet_das was_bedeutet_dies was_heisst_das was_ist_damit
        damit_gemeint ist_das_normal ist_das_richtig ist_das_so ist_das_echt ist_das_von ist_das_ok das_so_gehort
        gehort_das was_sagt_mir was_sagen_sie_dazu was_mache_ich_damit echt wieso_macht warum_macht fallt_ihnen was_auf
        sagt_euch was_wollen_die welche_davon welches_von welcher_davon was_zum was_soll_ich_hier was_muss_ich_hier
        wo_muss_ich_hier welches_soll_ich welchen_soll_ich guck_selbst seht_selbst sehen_sie_selbst schau_selbst
        muss_ich_mir_sorgen betrug echt_von_ihnen fake warum_ist_das_anders
    """),
    asking=words("""
        wie_kann wie_konnen wie_lange wie_gross wie_viele wie_viel wie_oft wie_bekomme wie_mache wie_lade wie_fuge
        wie_stelle wie_lasst wie_geht wie_lautet wo_kann wo_finde wo_sehe wo_stelle wo_liegt wo_ist kann_ich kann_man
        konnen_wir kann_ein konnen_sie_das geht_das geht_es gibt_es besteht_die moglich moglichkeit weg_um wir_suchen
        ich_mochte wir_mochten mochte wurde_gern hatte_gern ich_will wir_wollen ich_brauche wir_brauchen darf_ich
        durfen_wir muss_ich mussen_wir welche_rolle welches_format welche_formate welche_grosse wer_kann unterstutzt
        erlaubt bietet kostet reicht bitte_loschen soll_ich wie_andere wie_erstelle wann_kommt zeigen_sie_mir wie_man
    """),
    coming=words("""
        kann_ich_ihnen kann_ich_euch schicken_darf darf_ich soll_ich_ihnen soll_ich_euch bei_bedarf falls_notig
        falls_sie wenn_sie_wollen falls_gewunscht gerne_schicken nachreichen nachsenden morgen spater nachste_woche
        heute_abend heute_nachmittag per_post brauchen_sie braucht_ihr benotigen_sie reicht_ihnen wollen_sie
        genugt_ihnen werde_ich werde_schicken schicke_ich_morgen bringe_ich vorbei an_welche_adresse wohin_kann
        wohin_soll wohin_mit kann_gern konnte_ich liefere_ich folgt_morgen nicht_hochladen nachher_schicken auf_wunsch
    """),
    yours=words("""
        ihre ihrer ihren ihrem ihr eure eurer euren eurem hilfeseite anleitung handbuch hilfe_seite von_ihnen von_euch
        ihre_webseite webseite dokumentation faq wissensdatenbank tutorial sie_mir_geschickt uns_geschickt
    """),
    topics=words("""
        hochladen hochzuladen hochgeladen hochlade upload uploads herunterladen herunterzuladen download downloads
        exportieren exportiert exporte import importe importieren importiert importiere app apps schaltflache knopf
        button buttons menu limit grenze grosse maximal mb gb format formate funktion funktionen option optionen
        einstellung einstellungen vorschau vorschaubild vorschaubilder galerie mediathek editor player kamera webcam
        turkamera scanner drucker belegscanner schnittstelle api modul integration plugin erweiterung portal ordner
        bibliothek speicher speicherplatz cloud backup sicherung tarif lizenz vorlage vorlagen avatar logo logos
        vereinslogo banner profilbild kopfzeile fusszeile signatur auflosung pixel komprimieren zuschneiden drehen
        wasserzeichen ocr texterkennung live livebild stream synchronisation automatisch monatlich taglich
        wiederherstellen wiederhergestellt geloscht loschen versionsverlauf berechtigung berechtigungen rolle
        protokollierung anderungsprotokoll* aufbewahrung dsgvo freigegeben* freigeben teilen umbenennen sortieren sftp
        ftp codec assistent filter spamfilter postausgang postfach videoanruf videokonferenz besprechung besprechungen
        hintergrund ton mikrofon benachrichtigung kontrollkastchen suche ziehen zwischenablage tastenkombination strg
        tastatur anhangen anzuhangen lernplattform papierstau einzug firmware scannen drucken seite_lasst
        bildschirmsperre dunkelmodus startseite newsletter laden ladt langsam speichern gespeichert speichere druckt
        qualitat gespiegelt verzerrt gedreht umwandeln konvertieren konvertierung stapel einbetten eingebettet
        serienbrief vorschaufunktion anzeigen darstellen scant scanne aufzeichnen aufzeichnung aufnehmen erstellen
        erstellt erzeugen automatisiert katalog produkt produkte produktbilder produktfotos shop onlineshop exportierte
        mailanhange einfugen hintergrundbild titelbild
    """),
    failing=words("""
        fehler bricht abgebrochen stoppt hangt_sich sturzt absturz friert geht_nicht lasst_sich_nicht lassen_sich_nicht
        nicht kein keine keinen leer fehlt fehlen falsch kaputt verschwunden verschwindet weigert abgelehnt langsam
        ruckeln ruckelt blockiert grau schwarz
    """),
    every=words("""
        jede jeder jedes jeden alle allen einige manche mehrere viele ohne wenn_ich wenn_wir wenn_man immer_wenn sobald
        beim immer neue neuen kunden nutzer benutzer sobald_ich
    """),
    joining=words("dass der welche weil und oder wenn ob sodass obwohl"),
)
