"""This module holds the words that tell a request for a person in German."""

from knowledge.languages.base import PersonWords, words

PERSON = PersonWords(
    humans=words("""
        menschlichen_bearbeiter menschliche_antwort menschlicher_kontakt menschlichen_kontakt echten_support
        echter_support echten_supporter richtigen_berater echten_berater richtigen_ansprechpartner
        echter_ansprechpartner echten_techniker echter_techniker echte_stimme menschliches jemanden_echten
        jemanden_richtigen jemand_lebendigen was_lebendiges normalen_menschen normaler_mensch vernuenftigen_menschen
        echter_mitarbeiter echte_mitarbeiter echte_mitarbeiterin echter_mitarbeiterin richtiger_mitarbeiter
        richtigen_kollegen echter_mensch irgendein_mensch lebenden_menschen echten_mitarbeiter richtigen_mitarbeiter
        real_existierend einen_menschen mensch menschen menschliche* echten_person echte_person reale_person
        realen_person richtige_person richtigen_person echten_menschen aus_fleisch_und_blut fleisch_und_blut
        menschenseele richtigen_menschen lebende* lebendigen lebendige lebendiger leibhaftig* echte_leute richtige_leute
        echten_leuten jemand_echtes jemand_echten jemand_richtigen jemand_richtiges richtigen_supporter
        natuerliche_person
    """),
    staff=words("""
        wer_zustaendig der_buchhaltung dem_vertrieb euer_team ihr_team ihrem_team eurem_team dem_support euren_support
        ihren_support jemand_vom_support vom_support menschlicher_support team_leitung wer_von_euch einer_von_euch
        jemand_von_euch jemand_von_ihnen bearbeiter* fachpersonal zustaendig servicekraft kundenbetreuung
        hotline_mitarbeiter kundenhotline fachberater* supportteam account_manager mitarbeiter* kolleg* techniker*
        berater* ingenieur* sachbearbeiter* ansprechpartner* supporter* entwickler* agent agenten agentin kundenberater*
        kundendienst kundenservice servicemitarbeiter* personal leute leuten euren_leuten ihrer_leute experte* expertin
        spezialist* fachmann fachfrau fachkraft operator bediener* angestellte* innendienst aussendienst support_team
        fachabteilung second_level supportmitarbeiter* zustaendige* betreuer* kundenbetreuer* vertreter* vermittlung
        telefonist* service_kraft
    """),
    chiefs=words("""
        chef chefin chefs vorgesetzte* supervisor* manager* teamleit* abteilungsleit* geschaeftsfuehr* geschaeftsleit*
        leitung verantwortliche* entscheider* entscheidungen_treffen entscheiden_darf entscheiden_kann das_sagen boss
        direktor* fuehrungskraft hoehere_stelle naechsthoehere* leiter leiterin zu_entscheiden was_zu_sagen
        etwas_zu_sagen vorgesetzter obersten hoeheren
    """),
    someone=words("""
        jemand jemanden jemandem wer wem wen einer eine_person einen_von einer_von eine_von irgendwer irgendjemand*
        person personen dame herr niemand keiner euch irgendwen irgendwem oana
    """),
    machines=words("""
        ki_antwort ki_antworten bot_antwort bot_antworten ihr_assistent euer_assistent diesem_assistenten
        dem_assistenten digitaler_assistent digitalen_assistenten ki_assistent maschinenantwort* roboterantwort* bot
        bots roboter* chatbot* ki k_i maschine* maschinell* automat automaten automatisch* automatisiert* computer*
        kuenstliche* virtuelle* chatprogramm textbaustein* standardantwort* algorithm* sprachmodell* ai chatgpt
        blechkiste blechdose bandansage tonband anrufbeantworter_wie vorgefertigt* copy_paste hilfe_bot skript vorlagen
        vorlage rechner siri standardtext* standardfloskel* telefoncomputer
    """),
    talking=words("""
        persoenlich_erklaeren muendlich_erklaeren klaeren_mit mit_jemandem mit_jemand zu_sprechen zu_reden
        sprechen_koennen ratschen kommunizieren zusammentelefonieren kontakt_zu kontakt_mit telefonieren quatschen
        labern babbeln sprechen spreche reden rede redet gespraech gespraeche besprechen unterhalten unterhalte
        diskutieren diskutiere chatten reden_mit beschweren sprich schwaetzen schnacken erreiche erreichen erreich
        austauschen plaudern rueckspreche ruecksprache verhandeln verhandle chat
    """),
    about=words("ueber wegen bezueglich"),
    addressing=words("mit_ihnen mit_euch mit_dir zu_ihnen"),
    connecting=words("""
        schickt_mir_nen schick_mir_nen vermitteln_sie_mich zu_jemandem_durch zu_einem_durch weiterleitung_an leite_mich
        leitet_mich leiten_sie_mich leitet_das gebt_das geben_sie_das geben_sie_es gib_das reichen_sie verbinden
        verbinde verbindet verbunden durchstellen stellen_sie_mich stell_mich stellt_mich weiterleiten leiten_sie
        weiterverbinden weitergeben gib_mich gebt_mir geben_sie_mir gib_mir hol holt holen_sie schicken_sie_mir
        schick_mir schickt_mir eskalieren eskaliere eskaliert lassen_sie_mich lass_mich lasst_mich uebergeben
        uebergeben_sie uebergebt ticket_an an_einen an_eine an_euren an_ihren anliegen_an vermitteln vermittelt zuweisen
        weiterreichen durchgestellt ans_telefon an_den_apparat an_die_strippe heranholen einschalten hinzuziehen
        benennung nennen_sie_mir vorbei_zu
    """),
    asking=words("""
        um_einen_kurzen_anruf hoffe_auf_einen_anruf wuensche_einen_anruf erwarte_einen_anruf moechte_einen_anruf
        brauche_einen_anruf will_einen_anruf holen_sie_jemand holen_sie_jemanden hol_jemanden holt_jemanden
        her_mit_einem her_mit_einer auf_einen_rueckruf warte_auf_einen_anruf mi_anrufen mi_bitte_anrufn anrufn anruafn
        rufn reden_wir_doch reden_wir_kurz sprechen_wir_kurz telefonieren_wir lass_uns_telefonieren
        lassen_sie_uns_telefonieren gibts_bei_euch_noch_menschen mit_ihrem_anruf auf_ihren_anruf auf_euren_anruf
        auf_einen_anruf irgendwo_anrufen wo_kann_ich_anrufen wen_kann_ich_anrufen bei_wem_kann_ich wer_ruft_mich
        wann_ruft_mich wann_rufen_sie wann_ruft_ihr wann_meldet_sich_jemand liest_das_ein_mensch liest_das_hier
        liest_das_jemand liest_hier_jemand antwortet_hier_ein_mensch unter_der_jemand_rangeht jemand_rangeht
        jemand_abnimmt jemand_abhebt gibt_es_eine_telefonnummer gibt_es_eine_hotline gibts_eine_hotline gibts_ne_nummer
        gibts_eine_nummer telefonnummer_wo telefonnummer_unter telefonnummer_zum an_die_strippe
        kurz_zusammentelefonieren anfunken anpiepen durchtelefonieren meldet_euch_telefonisch
        meldet_euch_bitte_telefonisch melde_dich_telefonisch bei_mir_melden bei_uns_melden bei_mir_meldet bei_uns_meldet
        bei_mir_zu_melden telefonische_beratung telefonische_unterstuetzung telefonische_hilfe telefonischer_kontakt
        telefonischer_rueckruf um_rueckrufe bitte_um_direkten_kontakt rufen_sie_unter ruft_unter ruf_unter ruft_mal
        ruf_mal rufe_mich rufen_sie_gern rufen_sie_gerne wuerden_sie_mich_anrufen koennen_sie_mich_anrufen
        koennten_sie_anrufen koennt_ihr_anrufen koennen_sie_anrufen kann_jemand_anrufen anruf_genuegt anruf_waere
        warte_auf_einen_rueckruf warte_auf_rueckruf warte_auf_ihren_rueckruf zurueck_rufen wieder_anrufen
        termin_am_telefon telefonat_vereinbaren gespraech_vereinbaren gespraechstermin telefonkontakt
        persoenlichen_kontakt persoenlichen_termin vor_ort_termin bist_du_ein_bot bist_du_ein_roboter bist_du_ne_ki
        bist_du_eine_ki bist_du_ein_mensch sind_sie_ein_bot sind_sie_ein_mensch sind_sie_ein_roboter sind_sie_eine_ki
        sitzt_da_wer sitzt_da_jemand ist_da_wer ist_da_jemand ist_da_eigentlich ist_dort_jemand ist_hier_jemand
        da_noch_jemand da_ein_mensch schreibe_ich_mit_einer_maschine rede_ich_mit_einem spreche_ich_mit_einem
        jemand_bei_mir_melden jemand_bei_uns_melden jemand_meldet_sich telefonische_kontaktaufnahme
        telefonischen_kontakt telefonischen_rueckruf kurzen_videocall kurzen_call videocall_machen kurzen_anruf
        kurzes_telefonat kurz_anrufen anruf_machen_lassen freue_mich_ueber_einen_anruf ueber_einen_anruf
        ueber_einen_rueckruf telefonnummer_von_ihnen haben_sie_eine_telefonnummer habt_ihr_eine_telefonnummer
        habt_ihr_ein_telefon eine_hotline unter_welcher_nummer welche_nummer_kann_ich zum_telefonieren rufen_sie_durch
        rufen_sie_mal rufts_an melden_sie_sich_telefonisch melden_sie_sich_bitte_telefonisch wann_kann_ich_anrufen
        meine_durchwahl dringend_rueckruf rueckruf_auf rueckruf_unter rueckruf_an rueckruf_durch rueckruf_von_einem
        um_rueckmeldung_per_telefon erreichbar_unter_der_nummer rueckruf_wuenschen rufnummer_fuer_den_rueckruf
        bin_telefonisch_erreichbar rueckruf_bitte bitte_rueckruf bitte_um_rueckruf bitte_um_einen_rueckruf um_rueckruf
        um_einen_rueckruf rueckruf_erbeten rueckruf_erwuenscht rueckruf_gewuenscht erbitte_rueckruf anruf_erbeten
        ruf_mich rufen_sie_mich ruft_mich rufen_sie_uns ruft_uns ruf_uns mich_anrufen uns_anrufen mich_anruft uns_anruft
        mich_zurueckrufen uns_zurueckrufen mich_zurueckruft bei_mir_anrufen bei_uns_anrufen bei_mir_anruft bei_mir_anruf
        mich_anklingeln durchklingeln anklingeln anlaeuten anzulaeuten anbimmeln durchrufen anzurufen durchzurufen
        mich_zurueckzurufen zurueckrufen telefontermin telefonischen_termin telefonische_ruecksprache
        telefonisches_gespraech telefonat_mit termin_fuer_ein_telefonat rufen_sie_bitte bitte_rufen rufen_sie_an ruf_an
        ruft_an ruf_durch telefonisch_bei_mir telefonisch_bei_uns telefonisch_melden telefonisch_meldet
        telefonisch_kontaktieren telefonisch_in_verbindung telefonisch_besprechen telefonisch_erreichen
        telefonisch_klaeren telefonieren_koennten miteinander_telefonieren kurz_telefonieren call_machen rufen_sie_doch
        anruf_von_ihnen anruf_von_euch um_anruf um_einen_anruf bitte_anrufen bitte_um_anruf bitte_anruf anrufen_bitte
        wuerden_sie_sie_bitte_anrufen klingeln_sie klingel_mich klingelt klingel_durch laeuten_sie ans_telefon
        am_telefon_durch brauche_einen_rueckruf zurueckgerufen_werden angerufen_werden kontaktieren_sie_mich_telefonisch
        ein_telefonat videocall_mit videotermin_mit bildschirmfreigabe_mit call_mit einen_call persoenliches_gespraech
        bimmeln bimmel rueckrufbitte rueckrufwunsch durchbimmeln telefonate_mit rufts_mich rufens_mich anrufen_wuerden
        anrufen_koennten telefonisch_durchgehen
    """),
    calls=words("""
        telefonat telefongespraech telefonieren telefoniere anruf anrufen ruf rufen ruft rufe rueckruf* anrufst anruft
        zurueckruf* telefonisch fernmuendlich muendlich persoenlich am_apparat call videocall video_call leitung_hoeren
        klingeln anklingel* laeuten
    """),
    phones=words("""
        telefon telefone apparat hoerer durchwahl hotline handy strippe nummer_unter stimme festnetz
    """),
    voice=words("""
        per_anruf am_hoerer ueber_das_telefon fernmuendliche dran_haben dran_kriegen ans_rohr am_telefon telefonisch
        fernmuendlich muendlich am_apparat per_telefon uebers_telefon ueber_telefon von_angesicht per_videocall
        per_video an_der_strippe in_einem_gespraech stimme_hoeren in_einem_telefonat persoenlich_sprechen live_am
    """),
    answering=words("""
        antworten antwortet antwort beantwort* melden meldet liest lesen kontaktieren kontaktiert kuemmern kuemmert
        ansehen anschauen hilft helfen bearbeit* uebernehm* uebernimmt zuhoeren zuhoert versteht verstehen schreibt
        schreiben pruefen prueft
    """),
    me=words("mich mir uns ich wir mein meine meinen meinem meiner unser unsere unseren"),
    yours=words("ihr ihre ihren ihrem ihrer euer eure euren eurem dein deine deinen deinem"),
    wanting=words("""
        her_mit lege_wert hab_keinen_bock wuensch moechts darf_ich kriege_ich krieg_ich bekomme_ich sooft bestehen_auf
        hab_ich ich_haett haett haetten schneller einfacher leichter dringend_bitte veranlassen nen koenntens koennens
        kunnst magst hoffe wunsch will moechte moecht moechten wollen wuensche wuenschen bitte bidde brauche brauchen
        benoetige verlange verlangen fordere hatte_gern haette_gern haette_gerne haetten_gern wuerde_gern wuerde_gerne
        wuerden_gern gern gerne lieber koennten koennte koennen kann kannst koenntest koenntet darf duerfte soll sollen
        muss bestehe erwarte ersuche bitten gibt_es gibts gibt_es_bei waere waer mag haben_sie habt_ihr wie_komme_ich
        wie_erreiche_ich mit_wem mit_welchem sofort dringend wuerden wuerdest wuerde umgehend lassen_sie lass lasst gebt
        gib holt hol dass_ein dass_mich einfach_mal moeglich moechte_ich
    """),
    refusing=words("""
        nicht kein keine keinen keinem keiner nie niemals nix nein weigere ablehne lehne ohne statt anstatt anstelle
        vorbei schluss genug satt leid nervt ungern nimmer weg verweigere nee garnix nur
    """),
    declining=words("""
        kein_interesse telefonieren_kann_ich_nicht nicht_telefonisch_erreichbar kann_nicht_telefonieren
        per_mail_antworten antworten_sie_per_mail antworten_sie_bitte_per bitte_per_mail bitte_schriftlich
        keinen_menschen keine_person_noetig kann_kein_mensch doch_kein_mensch kein_mensch_braucht versteht_kein_mensch
        kein_mensch_kann nicht_anrufen nicht_anzurufen nicht_zurueckrufen nicht_zurueckzurufen kein_rueckruf
        keinen_rueckruf kein_anruf keinen_anruf keine_anrufe keine_werbeanrufe nicht_mehr_noetig nicht_noetig unnoetig
        nicht_notwendig nicht_erforderlich nicht_mehr_anrufen brauchen_nicht brauchst_nicht braucht_nicht
        muessen_nicht muss_nicht schriftlich nur_per_mail ausschliesslich_per per_e_mail_reicht mail_reicht
        mail_genuegt email_reicht erledigt_sich eruebrigt rufen_sie_mich_nicht ruf_mich_nicht bitte_nicht_anrufen
        nicht_telefonieren ungern_telefonieren keine_telefonate nicht_telefonisch nicht_am_telefon
        nicht_mehr_angerufen ohne_anruf statt_anzurufen nicht_angerufen keinen_call kein_telefonat niemand_anrufen
        niemand_anzurufen keinen_telefontermin keine_rueckrufe nicht_extra_anrufen kein_gespraech_noetig
        von_anrufen_abzusehen rufen_sie_die_api rufen_sie_die_funktion rufen_sie_die_methode rufen_sie_diese_funktion
        rufen_sie_den_endpunkt rufen_sie_das_skript ruf_die_api ruf_die_funktion ruf_die_methode ruf_diese_funktion
        ruf_den_endpunkt ruf_das_skript rufe_die_api rufe_die_funktion rufe_die_methode rufe_diese_funktion
        rufe_den_endpunkt rufe_das_skript
    """),
    topics=words("""
        automatische_e automatischen_e automatische_mails automatischen_mails automatische_verlaengerung
        automatische_benachrichtigungen anlegen hinterlegen im_kommentar erwaehnen alarm einladen zuweisen_lassen
        assistent_beim importassistent* api_aufruf rolle rollen button knopf schaltflaeche feld felder objekt spalte
        seite webseite website formular rueckrufformular widget plugin berechtigung* api schnittstelle url endpunkt
        webhook dashboard freigabe freigeben freigegeben genehmig* warteschlange tarif lizenz* plan bericht berichte
        einstellung* captcha user_agent passwortmanager taskmanager dateimanager geraetemanager praxismanager*
        projektmanager* personalabteilung callcenter notruf* bedienerpanel anrufbeantworter* mailbox ansage
        hotline_ansage eingehende* ausgehende* anruferliste anrufliste anruferkennung weiterleitung rufumleitung
        tischtelefon sprachassistent* transkript* protokoll* bildschirm version maehroboter saugroboter
        schweissroboter sip trunk rueckruf_url callback menue dokumentation app kontaktformular rufbereitschaft
        zuweisung pro_agent pro_mitarbeiter benachrichtigung* synchronis* kontakt kontakte kundenkarte zwei_faktor
        produktrueckruf rueckrufaktion telefonnummer_fuer telefonfeld telefonanlage_einstellen filter tastatur
        anruferwarteschlange unsere_kunden unserer_kunden hinzufuegen hinzufuege hinzugefuegt hinzuzufuegen aktivieren
        aktiviere deaktivieren konfigurieren funktion parameter oeffnungszeiten servicezeiten geschaeftszeiten
        sprechzeiten aufzeichnung sprachaufnahme sprachnachricht* fuettern trainieren aufzeichnen tickets_zuweisen
    """),
    reporting=words("""
        anruf_von_ihrem_vertrieb einen_anruf_bekommen habe_einen_anruf anruf_erhalten dank_an danke_an gruss_an
        ich_bin_teamleiter ich_bin_teamleiterin ich_bin_abteilungsleiter ich_bin_der_chef ich_bin_die_chefin
        ich_bin_manager ich_bin_techniker ich_bin_geschaeftsfuehrer ihrem_kollegen_gesprochen
        ihrer_kollegin_gesprochen unsere_kunden_wollen unsere_mitarbeiterin unser_mitarbeiter unserem_mitarbeiter
        meinen_leuten meine_leute von_meinen unsere_leute kunden_wollen unterschied meine_techniker unsere_techniker
        chef_will chef_fragt chefin_will als_chef als_manager gestern vorhin letzte_woche letzten_monat letztes_jahr
        danke_fuer_den vielen_dank_fuer hat_angerufen angerufen telefoniert gesprochen zugesagt_hatte wie_besprochen
        wie_vereinbart mein_chef meine_chefin mein_vorgesetzter unser_chef unsere_chefin mein_kollege meine_kollegin
        unser_kollege unsere_kollegin unsere_kollegen meine_mitarbeiter unsere_mitarbeiter unser_team mein_team
        ich_leite ausgab ausgibt im_namen ich_bin_die_neue ich_bin_der_neue fragt_ob unser_techniker unsere_agenten
        einem_mitarbeiter rufen_staendig rufen_dauernd ruft_staendig ruft_dauernd ihr_berater_hatte
        ihr_mitarbeiter_hat ein_mitarbeiter_hat ihre_kollegin_hat ihr_kollege_hat geholfen leute_die_anrufen
        kunden_anrufen wenn_ich_anrufe wenn_kunden_anrufen kunden_rufen unser_ingenieur unsere_personalabteilung
        meinem_chef unserem_chef unserer_chefin meinem_team unserem_team meinem_kollegen meiner_kollegin
        meinen_kollegen unseren_kollegen
    """),
    fillers=words("""
        den bitte danke jetzt sofort ein eine einen einem der die das ich will moechte brauche mit kein keinen bot
        roboter automat hallo hi gruezi moin servus guten tag mal sprechen reden mir mich uns mann ja nein nur endlich
        dringend schnell an echten echter
    """),
    joining=words("dass ob um damit der die das den dem weil und oder wer mit_dem mit_der"),
)
