"""This module holds the words with which people take or refuse an answer in German."""

from knowledge.languages.base import ThreadWords, words

THREAD = ThreadWords(
    thanks=words("""
        danke dankeschön dankesehr vielen_dank besten_dank herzlichen_dank lieben_dank schönen_dank tausend_dank dank
        merci danke_dir danke_ihnen dankbar bedanke bedanken thx top
    """),
    kindness=words("""
        so sehr vielmals nochmals nochmal noch_einmal für die das der den dem des eine einen einer ihre ihrer ihren
        ihrem ihr ihnen dir euch sie uns mir wir ich mich es ist war sind bin und auch auf in im an am mit von bei zum
        zur als wie schnelle schnellen schneller rasche raschen prompte prompten gute guten gut super klasse prima toll
        perfekt wunderbar großartig ausgezeichnet spitze genial bestens hervorragend freundliche freundlichen liebe
        lieben herzliche herzlichen viele beste besten schöne schönen grüße grüßen gruß gruss grüsse mfg lg vg hilfe
        unterstützung antwort antworten rückmeldung info infos information informationen auskunft erklärung hinweis tipp
        mühe geduld arbeit service bearbeitung ok okay alles klar verstanden ja genau richtig hallo hi guten_tag
        guten_morgen guten_abend moin servus sehr_geehrte sehr_geehrter damen herren team zusammen kollegen kollegin
        kollege tag wochenende woche abend rest feierabend wünsche wünschen wünscht noch weiterhin_viel bis bald dann
        tschüss ade freue freut froh zufrieden erledigt passt geholfen_haben hat_mir das_wars ich_probiere_es
        probiere_ich werde_ich probieren ausprobieren versuche melde_mich jetzt nun wieder schon gerade gleich sofort
        wirklich echt genau_das gesucht habe haben hat brauchte wollte wissen was mehr_als von_meinem iphone gesendet
        rasend fixe fixen
    """),
    approving=words("""
        super klasse prima toll perfekt wunderbar großartig ausgezeichnet spitze genial bestens ok okay alles_klar
        verstanden passt gut sehr_gut
    """),
    solved=words("""
        funktioniert geht klappt läuft gelöst behoben erledigt geholfen hilfreich gefunden geklappt hingehauen tut
        ist_da angekommen war_es wars wunderbar_funktioniert alles_gut alles_bestens in_ordnung eingeloggt funktionierte
        problem_gelöst konnte_mich weitergeholfen
    """),
    closing=words("""
        keine_weiteren_fragen keine_fragen_mehr keine_weitere_frage kein_problem keine_ursache können_schließen
        können_sie_schließen kann_geschlossen ticket_schließen kann_zu geschlossen_werden hat_sich_erledigt
        habe_es_selbst selbst_gelöst nicht_mehr_nötig nicht_nötig keine_antwort_nötig brauche_nichts_mehr das_war_alles
        mehr_brauche_ich_nicht sonst_nichts
    """),
    contrast=words("""
        aber jedoch allerdings leider nur trotzdem dennoch sondern außer bloß obwohl doch oder sonst andererseits
        immer_noch weiterhin außerdem zudem zusätzlich noch_eine noch_etwas noch_was eine_andere ausserdem ferner
        übrigens im_voraus vorab voraus sobald
    """),
    asking=words("""
        wie was_ist was_kostet was_muss was_soll wann wo welche welcher welches welchen wer wem wessen warum wieso
        weshalb wozu ob können könnten könnte kann_ich kann_man kannst könnt würden würde sollte muss müssen bitte
        brauche_ich brauchen möchte möchten will wollen frage fragen gibt_es ist_es haben_sie hätten_sie schicken senden
        prüfen schauen bestätigen sagen_sie erklären zeigen wenn falls
    """),
    outcomes=words("""
        funktionier* geht gehen ging klappt klappte geklappt läuft lief hilft helfen half geholfen hilfreich lös* löst
        gelöst behoben behebt änder* geändert erfolg wirkung ankomm* angekommen kommt kam öffnet erscheint zeigt
        angezeigt antwort beantwort* passt stimmt richtig verständlich klar möglich tut gebracht bringt nützt ergebnis
    """),
    denying=words("""
        nicht nie niemals kein keine keinen keiner keinem nichts ohne weder nein kaum fehl* scheitert gescheitert
        fehlgeschlagen
    """),
    refusing=words("nein nö nee nope falsch quatsch blödsinn no"),
    complaining=words("""
        immer_noch noch_immer nach_wie_vor weiterhin wieder erneut schon_wieder nochmals_das derselbe dieselbe dasselbe
        gleiche gleicher gleichen selbe selben wie_vorher wie_zuvor wie_gehabt unverändert keine_änderung kein_erfolg
        ohne_erfolg erfolglos vergeblich vergebens umsonst bringt_nichts bringt_nix nützt_nichts hilft_nicht half_nicht
        nicht_geholfen nicht_hilfreich bereits_versucht schon_versucht schon_probiert bereits_probiert habe_ich_probiert
        habe_ich_versucht habe_ich_gemacht habe_ich_schon hab_ich_schon schon_gemacht bereits_gemacht wie_beschrieben
        wie_von_ihnen wie_sie wie_angegeben ihre_antwort ihr_vorschlag ihrer_anleitung ihre_anleitung ihre_lösung
        ihrem_vorschlag ihr_tipp falsche_antwort nicht_meine_frage meine_frage keine_antwort nicht_beantwortet
        missverstanden falsch_verstanden nicht_verstanden stimmt_nicht nicht_richtig nicht_korrekt passiert_nichts
        nichts_passiert nichts_geändert tut_sich_nichts nicht_gelöst ungelöst nicht_behoben nicht_erledigt
        besteht_weiter besteht weiter_besteht bleibt schlimmer verschlechtert erneut_aufgetreten trat_wieder
        kommt_wieder hängt ausgegraut fehlt zum_zweiten zum_dritten wie_oft mehrfach ignoriert lesen_sie gelesen ärger*
        frust* enttäuscht lächerlich inakzeptabel frechheit witz textbaustein baustein copy_paste roboter bot
        automatisch warte warten finde_ich_nicht nicht_finden finde_nicht sehe_nicht sehe_ich_nicht gibt_es_nicht
        gibts_nicht nicht_vorhanden nicht_sichtbar nicht_verfügbar da_ist_kein geht_nicht gehts_nicht
    """),
    pointing=words("""
        das dies diese dieser dieses diesen diesem jene jenes ihn ihm er dort dann damit davon dafür dabei darin darauf
        dazu dadurch daran daraus darüber hierfür hierbei hierzu derselbe dasselbe solche solcher schritt schritte oben
        genannt genannte erwähnt erwähnte sie_schrieben sie_sagten der_link den_link der_knopf den_knopf
        die_schaltfläche die_seite das_menü den_menüpunkt die_option die_einstellung das_feld die_mail der_code den_code
        die_datei die_liste ihre_antwort ihre_mail ihre_nachricht in_dem_fall und_was_ist und_wie_ist und_bei und_wenn
        danach vorher
    """),
    vague=words("""
        problem* anfrage* dringend* eilt wichtig* fehler* hilfe hilf* support anliegen nachricht mail email ticket fall
        kontakt fwd wg kunde test betreff störung rückfrage thema unterstützung
    """),
)
