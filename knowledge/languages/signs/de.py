"""This module has the signs of German."""

from knowledge.languages.signs.base import SecretSigns, listed

SIGNS = SecretSigns(
    keys=listed("""
        nummer_daraus zahlencode* schlüsselpaar* .key-datei geheime_teil pfx-datei sms zahl_daraus display sprachcode*
        seed-wörter wiederherstellungswörter ersatzcodes gespeicherte_zugangsdaten einrichtungscode* zahl_die_ihnen
        nummer_aus_der zahl_vom wlan-schlüssel* schlüssel zertifikat_mit zertifikat_samt wörter_ihrer
        öffentlichen_schlüssel_unseres *passwort* *passwörter* *kennwort* *kennwörter* *kennworte* passphrase* pin pins *-pin
        *-pins *pin-code* erst-pin geräte-pin puk geheimzahl* geheimnummer* tan tans *-tan *tan-liste otp otps cvv cvc code
        codes *code *codes *-code *-codes einmalpass* token* *token *tokens *-token *-tokens api-key* api-schlüssel* *schlüssel
        *schlüssels geheimer_schlüssel geheimen_* client-secret* *-secret secret* zugangsdaten anmeldedaten logindaten
        login-daten *-zugangsdaten zugangscode private_key privaten_schlüssel privater_schlüssel private_teil pem .pem .pfx .p12
        .key pfx p12 id__rsa id__ed25519 ssh-key* ssh-schlüssel* seed* seed-phrase* *phrase *wörter mnemonic* 24_wörter
        12_wörter zwölf_wörter cookie* *cookie *cookies sitzungs* session* sechs_ziffern ziffern sechsstellig* dreistellig*
        vierstellig* achtstellig* zahl_aus zahl_auf zahlen_aus zahl_in_der ziffernfolge zahlenfolge buchstabenfolge
        kartennummer* kreditkarten* ablaufdatum prüfziffer* prüfnummer kartenprüf* bankzugang onlinebanking* online-banking*
        banking-* kartendaten kontozugang magic-link* anmeldelink* login-link* reset-link* rücksetzlink* aktivierungslink*
        einrichtungslink* einrichtungsschlüssel* otpauth verbindungszeichenfolge* connection-string* dienstkonto* servicekonto*
        root-* entsperrmuster fingerabdruck* hauptkennwort masterpasswort benutzername_und zugriffstoken zugangstoken
        bearer-token* sim-pin handscan login bitlocker* wlan-* anmeldename* logins
    """),
    papers=listed("""
        personalausweis* ausweis* reisepass* pass_als führerschein* heilberufsausweis* ausweiskopie* aufenthaltstitel*
        geburtsurkunde* kontoauszug* lohnabrechnung* gehaltsabrechnung* selfie* ec-karte* bankkarte* girokarte* kreditkarte*
        kartenrückseite* kartenvorderseite* vorder-_und_rückseite vorne_und_hinten vorder-und beidseitig* beiden_seiten
        pin-brief* aktivierungsbrief* sozialversicherung* steuer-id krankenkassenkarte* gesundheitskarte* signaturkarte*
        tan-liste* hba smc-b chipkarte* praxisausweis
    """),
    files=listed("""
        .env env-datei* har har-* har-mitschnitt* schlüsselbund* keychain* keystore* schlüsseldatei* wallet* tresor*
        tresordatei* kdbx kennwortdatei* passwortdatei* passwortdatenbank* zertifikatsdatei* config.php credentials.json
        browserprofil* gespeicherte_kennwörter gespeicherten_passwörter kubeconfig datenbankauszug* datenbank-dump* *dump
        netzwerkmitschnitt* json-datei_des konfigurationsdatei_mit elster* passwort-export*
    """),
    answers=listed("""
        sicherheitsfrage* geheimfrage* mädchenname* geburtsname* erstes_haustier merkwort haustier* sicherheitsantwort*
        geburtsdatum
    """),
    harmless=listed("""
        rechnungsnummer* kundennummer* bestellnummer* vorgangsnummer* auftragsnummer* ticketnummer* versionsnummer* version
        seriennummer* protokolldatei* logdatei* fehlermeldung* fehlercode* musterdatei* beispieldatei* erfundenen buchungsdatum
        betriebssystem* bildschirmfoto_der screenshot_der uhrzeit sendungsnummer* modell* testdaten vertragsnummer*
        lizenznummer*
    """),
    handing=listed("""
        verfügung_zu_stellen zur_verfügung zusendung nachreichen nenn eintippen kommt steht stehen hört hören vorab verschick*
        umleit* anzusagen auszuhändigen anzuhängen einzusenden vorzulegen abzulesen durchzugeben herausgibst verraten_sie
        reicht_uns gebt teilt schick hinterlegt übermittelt bereitzustellen bereitstell* überlassung* angesagt send* *senden
        *schick* *schicken mail* *mailen fax* simsen *leiten weiterleit* leiten übermitt* übergeb* überlass* geb* gib gibt
        durchgeb* *geben *zugeben mitteil* *teilen teilen nenn* genannt sag* *sagen ansag* durchsag* durchgesagt *lesen lies
        liest vorgelesen diktier* buchstabier* flüster* verrat* verraten aufsag* schreib* *schreiben notier* vermerk* trag*
        *tragen eintrag* eingetragen eingeben tipp* *tippen kopier* *kopieren einfüg* *fügen stell* *stellen gestellt häng*
        *hängen *hängt leg* *legen *legt hinterleg* hinterlass* lad* *laden *zuladen hochlad* pack* *packen zeig* *zeigen
        vorzeig* halt* fotografier* abfotografier* scann* einscann* einreich* *reichen nachreich* nachzureichen aushändig*
        aushändigung* herausgabe* herausgeb* übermittlung* weitergabe* zusendung* mitteilung* versand* nennung* angabe* auszug*
        export* exportier* bekanntgabe* offenleg* anvertrau* kipp* schieb* rüberschieb* posten post* veröffentlich* antwort*
        wiederhol* bestätig* zukommen bring* mitbring* abgeb* kommen gehen anzugeben einzutragen zu_nennen mitzuteilen füllen
        ausgefüllt ausfüll* foto* handyfoto* screenshot* bild* kopie* sprachnachricht* abzulegen ablage übersend* überreich*
        deponier* liefern petz* steck* pinn* klebt kleb* hängt
    """),
    needing=listed("""
        werden_gebraucht wird_gebraucht wird_abgefragt muss_vorliegen vorliegen müsste müssten dürfen_wir sei_so brauch*
        bräucht* benötig* müss* muss verlang* frag* abfrag* abgefragt erfrag* fehlt fehlen fehlte erforderlich* nötig notwendig*
        voraussetzung* bedingung* gehör* reicht genügt gebeten erbeten bitte bitten um_* erwart* will wollen möcht* hilft hilfe
        helfen würden_sie könnten_sie können_sie wissen unverzichtbar* nur_gültig ohne sonst soll* zwingend ist_*_zu sind_*_zu
        unerlässlich* wünsch* fordert* anforder* nachzureichen
    """),
    ready=listed("""
        bereit bereithalt* bereitleg* bereitzuhalten parat griffbereit zur_hand neben_dem_telefon halten_sie dranbleib*
        in_der_leitung
    """),
    us=listed("uns wir unser* mir ich mich unsererseits bei_uns von_uns"),
    people=listed("""
        freie_mitarbeiter freien_mitarbeiter freiberufler* unbekannten_gerät wallet-team anwalt* mitarbeiter* kolleg* techniker*
        berater* agent* support* servicestelle* kundendienst* hotline buchhaltung* anrufer* anruf* person jemand* jemandem frau
        herr herrn dame team* abteilung* entwickl* fachmann experte* spezialist* sprachcomputer* roboter* bot chatbot*
        dienstleister* partner* außendienst* außendienstler* werkstatt* bearbeiter* sachbearbeiter* betreuer* administrator*
        prüfer* kurier* fahrer* bote* empfang* zentrale* ihm ihn vermittlung* nachtschicht* fremd* unbekannt* leitung* monteur*
        ingenieur* installateur* praktikant* beauftragt* assistent* leute* helfer* gutachter* er_* wer_*
    """),
    channels=listed("""
        spalte* onlinetabelle supportformular* rückmeldeformular* handy_unseres fußzeile e-mail* mail *mail mailtext* antwort*
        antwortmail* rückmail* ticket* chat* kommentar* nachricht* dm pn betreff* betreffzeile* formular* *formular
        kontaktmaske* *maske bemerkung* feld_* antwortbogen* rückantwort* *bogen anrufbeantworter* mailbox telefon* telefonisch*
        anruf* rückruf* whatsapp messenger* telegram sms fax* brief* post umschlag* karte_an tabelle* *liste excel* ordner*
        drive dropbox cloud* freigabe* zettel* klebezettel* auftragszettel* *schein reparaturschein* lieferschein* foto*
        handyfoto* screenshot* bildschirmfoto* scan* scanner forum* umfrage* fragebogen* repository archiv* usb-stick* vorgang*
        fall hotline upload* hochladen sprachnachricht* postfach* anhang mobilnummer* handynummer* videoanruf* mündlich*
        schriftlich* formlos* paket* direktnachricht* teams-* webformular* onlineformular* ftp*
    """),
    whole=listed("""
        nicht_bereinigt darf_nicht_bereinigt unverändert* nebst alles_zwischen vollständig* komplett* ganz ganze* ungekürzt*
        ungeschwärzt* nicht_geschwärzt unverschlüsselt* im_klartext klartext* sämtlich* alle echte* echten werte inklusive samt
        mitsamt einschließlich aktuell* langsam der_reihe_nach ziffer_für zeichen_für zusammen dazugehörig* produktiv* live-*
        beides ohne_.pub nicht_nur
    """),
    calming=listed("""
        tippen_sie_ruhig damit_wir_uns_einloggen gerade_auslöst keine_sorge getrost bedenkenlos ruhig das_sind_wir sind_wir
        nur_wir einfach schnell* am_schnellsten kurz unbesorgt ganz_normal normal harmlos fremden_stadt stört nur stören
        storniert fertig machen_lassen lassen_ihn_machen ohne_rückfrage gleich unaufgefordert reine_formsache formsache gern
        gerne am_besten völlig_aus völlig sicherheitshalber nicht_ausgelöst nicht_wundern wundern_sie nicht_gestartet den_rest
        von_hier_aus in_ruhe
    """),
    guards=listed("""
        prüfung_der_zertifikate zertifikatsfehler* virenscanners zweiten_faktor zwei-faktor* zweifaktor* zweistufig*
        zweite_faktor 2fa mfa multifaktor* virenschutz* virenscanner* antivir* defender firewall* zertifikatsprüfung*
        zertifikatswarnung* ssl-* tls-* sicherheitswarnung* sicherheitshinweis* warnung* warnmeldung* browserwarnung* schutz*
        echtzeitschutz* makroschutz* makro* bildschirmsperre* kennwortschutz* passwortschutz* verschlüsselung* spamfilter*
        quarantäne* smartscreen benutzerkontensteuerung laufenden_schutz endpoint* port_* rdp ip-* protokollierung*
        gerätesperre* jugendschutz* richtlinie* virenmeldung*
    """),
    lowering=listed("""
        ausnahmeliste verzichten_sie ignorieren schalten_sie_die aus *schalten ausschalt* abschalt* ausgeschaltet* abgeschaltet*
        schalt* deaktivier* deinstallier* entfern* abwähl* abzuwählen abgewählt ausnahme* ignorier* umgeh* überspring* pausier*
        beend* stopp* wegklick* wegzuklicken lockern aufheb* abstell* außer_betrieb außer_kraft öffn* freischalt* freigeb*
        ohne_kennwort ohne_passwort aussetz* lösch* abmeld* dauerhaft häkchen_entfernen haken_entfernen übergeh*
        bestätigen_sie_trotzdem trotzdem fortfahren_trotz zulassen abschaff* verzicht* herunterfahr*
    """),
    approving=listed("""
        bestätig* freigeb* frei freizugeben erlaub* zulass* akzeptier* genehmig* annehm* zustimm* tippen_sie_auf_ja auf_ja
        absegn* unterschreib* quittier* autorisier* bewillig*
    """),
    prompts=listed("""
        anfrage* anfrage_von anmeldung,_die auslöst anmeldeanfrage* anmeldung* loginanfrage* login-anfrage* push* push-*
        benachrichtigung* anmeldeversuch* testüberweisung* testzahlung* probeüberweisung* abfrage* freigabeanfrage*
        meldet_sich_ihre erscheint auftaucht aufpopp* einblend* meldung* fremden_stadt kopplungsanfrage* bestätigungsanfrage*
        bestätigungsfenster banking-app*
    """),
    installing=listed("""
        installier* installation start* *starten ausführ* öffn* lad* herunterlad* runterlad* hinzufüg* zieh* doppelklick*
        einbind* importier* aufspiel* einricht* führ* aufnehm* nehmen_sie aktivier* entpack* ausroll*
    """),
    carriers=listed("""
        root-zertifikat* plugin erweiterung stammzertifikat* wurzelzertifikat* zertifikat_aus erweiterung* browsererweiterung*
        add-on* addon* plugin* plug-in* programm* hilfsprogramm* tool* werkzeug* skript* makro* exe datei_aus anhang profil*
        konfigurationsprofil* app_aus fernwartung* fernsteuer* fernzugriff* schnellhilfe anydesk teamviewer befehl* powershell*
        treiber* stammzertifizierung* ca-zertifikat* apk proxy* dns-*
    """),
    enclosed=listed("""
        beigefügt* angehängt* mailanhang* anhang beiliegend* in_dieser_mail in_dieser_nachricht dieser_mail aus_dieser_mail
        aus_dem_anhang mitgeschickt* zugemailt* gemailt* zugeschickt* geschickt_hat dessen_adresse buchstabiert genannte*
        gesendet_hat
    """),
    rights=listed("""
        adminrecht* adminrechten erlauben_sie_alles postfachzugriff vertrauenswürdige_stelle administrator* admin admins
        administratorrecht* allen_rechten vollzugriff* alle_rechte root authorized__keys eigentümer* inhaber* berechtigung*
        alle_websites vollmacht* stellvertret* zugriff zugriffsrecht* fernzugriff* superuser* hauptbenutzer* global*
        uneingeschränkt* unbeaufsichtigt* jedem
    """),
    granting=listed("""
        gewähr* einräum* ernenn* aufnehm* nehmen erlaub* hinzufüg* füg* geben gib erteil* einlad* laden_sie anleg* leg*
        machen_sie mach* zulass* frei freigeb* eintrag* berechtig* bevollmächtig* lassen lass gestatt*
    """),
    lines=listed("""
        leiten_sie_ihre_anrufe anrufe_auf rufumleitung* anrufweiterleitung* weiterleitung* sim sim-karte* zweite_sim esim puk
        wiederherstellungsnummer* rückrufnummer* ersatznummer* handynummer_unseres mobilnummer_unseres posteingangsregel*
        weiterleitungsregel* rufnummernmitnahme* portierung* wiederherstellungsadresse* sicherheitsnummer*
        vertrauenswürdiges_gerät umleit* hinterlegte_nummer ersatzadresse
    """),
    moved=listed("""
        konto_in_der_fußzeile konto_in konto_am_ende konto_unten neue_bankverbindung neue_konto neues_konto neuen_konto
        anderes_konto geänderte_bankverbindung bankverbindung treuhandkonto* sicherheitskonto sicheres_konto sicherungskonto
        privatkonto* unseres_partners konto_in_dieser konto_lautet folgendes_konto neue_iban *-iban guthabenkarte*
        geschenkkarte* gutscheincode* prepaid* bitcoin* krypto* paysafe* western_union bargeld* zahlungsempfänger* begünstigt*
        empfängerkonto
    """),
    transferring=listed("""
        zahlungen überweis* überwiesen zahl* bezahl* einzahl* begleich* beglichen kauf* rubbel* gebühr* betrag* rechnung*
        ab_sofort entricht* lastschrift* erstattung* anweis* guthaben testüberweisung*
    """),
    places=listed("""
        einstellung* einstellungen anmeldeseite* anmeldefenster* anmeldemaske* loginseite* login-seite* startseite bezahlseite*
        kasse kassenseite* shop kundenportal* konto_* bereich menü* rubrik* reiter* registerkarte* seite unter_* fenster
        hauptfenster* dialog* authenticator-app kennwortmanager* passwortmanager* im_programm app schaltfläche* schalter*
        schnittstellen symbol* papierkorbsymbol* umgebungsvariable* header zahlungsart* profil eingabefeld* bestätigungscode_ein
        oberfläche verfahren assistent* server_bleibt
    """),
    making=listed("""
        erzeug* erstell* anleg* vergeb* widerruf* sperr* gesperrt* lösch* gelöscht* erneuer* tausch* austausch* zurücksetz*
        zurückgesetzt* änder* änderung* neu_setzen neues neuen festleg* wähl* generier* rotier* wechs* ersetz* klick* drück*
        vergessen verlänger* entzieh* einsehen
    """),
    keeping=listed("""
        bewahr* aufbewahr* sicheren_ort sicherer_ort im_tresor ausgedruckt gespeichert speicher* nicht_speichern verlässt bleibt
        bleiben prüfsumme verschlüsselt hash einmal nur_einmal ein_einziges_mal abgelegt niemandem_zugänglich
    """),
    describing=listed("""
        sie_erhalten sie_bekommen bekommen_ein erhalten_ein unterwegs erhalten gültig gilt gelten läuft_ab laufen ablauf*
        zeichen mindestens höchstens minuten stunden tage sekunden automatisch von_selbst besteht bestehen enthält enthalten
        darf dürfen zulässig angezeigt zeigt erscheint_im gesperrt falsch* abgelehnt* kann_geändert lässt_sich sieht sehen liegt
        steht vorgeschrieben wie_gewohnt ausschließlich regelmäßig* ungültig pro_benutzer jeder jedes verfügbar unterstützt
        wird_nur werden_dabei letzten_vier gehört_zu wenn_der läuft
    """),
    hanging_up=listed("""
        beenden_sie_das_gespräch legen_sie_auf auflegen legen_sie_sofort melden_sie_es melden_sie_das melden_sie_den ablehnen
        lehnen_sie löschen_sie_die ist_betrug stammen_nicht stammt_nicht informieren_sie_uns benachrichtigen_sie_uns
    """),
    strangers=listed("""
        falls_jemand wer_nach im_namen_unseres will_an wenn_jemand sollte_jemand wenn_sie_jemand wer_sie fordert_sie_jemand
        verlangt_jemand wenn_ein_anrufer sollte_ein_anrufer falls_ein wenn_sie_aufgefordert in_denen_jemand anrufe*
        bittet_sie_jemand
    """),
    hiding=listed("""
        entfernen_sie_passwörter entfernen_sie_kennwörter entfernen_sie_alle bevor_sie_sie_anhängen ohne_schlüssel
        löschen_sie_passwörter löschen_sie_kennwörter bevor_sie_sie_hochladen ehe_sie heraus,_ehe bevor_sie_sie schwärz*
        entfernen_sie unkenntlich* maskier* vor_dem_hochladen ohne_kennwörter keine_anmeldedaten keine_personenbezogen*
        erfunden* anonymisier* abdeck* herauslösch* enthält_keine vorher_löschen weglassen bereinig* nicht_aber schließen_sie
        testwert* platzhalter*
    """),
    refusing=listed("""
        nie niemals nicht kein keine keinen keiner keinem keinerlei niemand* auf_keinen_fall unter_keinen legen_sie_auf auflegen
        ablehnen lehnen_sie angeblich* misstrau* vorsicht* betrug* betrüger* phishing stammen_nicht stammt_nicht weder
        melden_sie_uns melden_sie_den vermeid* verdächtig* unerwartet* unaufgefordert* hüten brechen_sie fallen_sie
        rufen_sie_uns gefälscht* warnen vorgib* nur_per_brief
    """),
    own=listed("""
        selbst selber sie_selbst eigenhändig jederzeit eigen* vereinbart* mit_ihrer_zustimmung nur_sie wenn_sie_möchten allein
        nach_ihrer_freigabe
    """),
)  # fmt: skip
