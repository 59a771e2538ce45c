"""This module holds the German words in which a sentence and its passage can differ."""

from knowledge.languages.claim_words.base import (
    BoundWords,
    ClaimWords,
    ExtentWords,
    ModalWords,
    OrderWords,
    RowWords,
    SameWords,
    StateWords,
    UnitWords,
    words,
)

_STATES = StateWords(
    open=words("offen offene offenen offener offenes ausstehend ausstehende ausstehenden"),
    unpaid=words(
        "unbezahlt unbezahlte unbezahlten nicht_bezahlt noch_nicht_bezahlt nicht_beglichen noch_nicht_beglichen"
    ),
    paid=words("bezahlt bezahlte bezahlten beglichen beglichene"),
    overdue=words("überfällig überfällige überfälligen überfälliger"),
    refunded=words("erstattet rückerstattet zurückerstattet gutgeschrieben"),
    cancelled=words("storniert gekündigt gekündigte gekündigten gekündigter abgebrochen annulliert"),
    active=words("aktiv aktive aktiven aktiver"),
    paused=words("pausiert ausgesetzt angehalten"),
    locked=words("gesperrt gesperrte gesperrten"),
    read_only=words("schreibgeschützt schreibgeschützte schreibgeschützten read_only nur_lesbar"),
    trial=words("testphase testzeitraum testversion probezeit"),
    fixed=words("behoben gelöst korrigiert"),
    unfixed=words("nicht_behoben noch_nicht_behoben ungelöst nicht_gelöst noch_nicht_gelöst"),
    included=words("enthalten enthält inbegriffen inklusive eingeschlossen umfasst beinhaltet"),
    available=words("verfügbar verfügbare angeboten unterstützt"),
    unavailable=words("nicht_verfügbar nicht_angeboten nicht_unterstützt"),
    deprecated=words("veraltet veraltete eingestellt abgekündigt abgeschaltet"),
    required=words("erforderlich erforderliche notwendig nötig pflicht pflichtfeld vorgeschrieben verpflichtend"),
    optional=words("optional optionale freiwillig wahlfrei"),
    valid=words("gültig gültige gültigen gilt gelten"),
    expired=words("abgelaufen ungültig ungültige"),
    free=words("kostenlos kostenlose kostenfrei gratis"),
    declined=words("abgelehnt abgelehnte abgelehnten zurückgewiesen"),
    accepted=words("angenommen angenommene akzeptiert"),
    approved=words("genehmigt freigegeben"),
    on=words("aktivieren aktiviert aktivierte aktivieren_sie einschalten eingeschaltet"),
    off=words("deaktivieren deaktiviert deaktivierte ausschalten ausgeschaltet abschalten"),
    online=words("online"),
    offline=words("offline"),
)

_MODALS = ModalWords(
    can=words("kann können könnte könnten darf dürfen möglich lässt_sich lassen_sich"),
    must=words("muss müssen musste mussten"),
    need_not=words("""
        muss_nicht müssen_nicht muss_nicht_mehr braucht_nicht brauchen_nicht nicht_erforderlich nicht_nötig nicht_notwendig
    """),
    should=words("soll sollen sollte sollten empfehlen empfiehlt empfohlen"),
    only=words("nur ausschließlich lediglich"),
)

_BOUNDS = BoundWords(
    at_least=words("mindestens minimal wenigstens mind"),
    at_most=words("höchstens maximal bis_zu max nicht_mehr_als"),
    more=words("mehr_als über größer_als länger_als höher_als"),
    less=words("weniger_als unter kleiner_als kürzer_als"),
    about=words("etwa ungefähr circa ca rund fast beinahe"),
)

_ORDER = OrderWords(
    before=words("vor bevor vorher"),
    after=words("nach nachdem"),
    until=words("bis spätestens"),
    since=words("seit"),
    within=words("innerhalb binnen"),
    instead=words("statt anstatt anstelle stattdessen"),
    from_date=words("ab vom von"),
    to_date=words("bis zum"),
)

_EXTENTS = ExtentWords(
    all=words("alle allen aller alles jede jeder jedes jeden jedem ganze ganzen gesamte gesamten sämtliche"),
    some=words("einige einigen manche bestimmte bestimmten mehrere mehreren"),
    most=words("meisten meistens meist"),
    both=words("beide beiden beides"),
    always=words("immer stets"),
    also=words("auch ebenso"),
    automatic=words("automatisch automatische automatischen selbsttätig von_selbst"),
    manual=words("manuell manuelle von_hand"),
)

_UNITS = UnitWords(
    second=words("sekunde sekunden sek"),
    minute=words("minute minuten min"),
    hour=words("stunde stunden std"),
    day=words("tag tage tagen tages"),
    working_day=words("arbeitstag arbeitstage arbeitstagen werktag werktage werktagen"),
    week=words("woche wochen"),
    month=words("monat monate monaten monats"),
    quarter=words("quartal quartale vierteljahr vierteljährlich"),
    year=words("jahr jahre jahren jahres"),
    daily=words("täglich tägliche täglichen"),
    weekly=words("wöchentlich wöchentliche wöchentlichen"),
    monthly=words("monatlich monatliche monatlicher monatlichen monatsabonnement monatszahlung"),
    yearly=words("jährlich jährliche jährlicher jährlichen jahresabonnement jahreszahlung"),
    percent=words("% prozent"),
    euro=words("€ eur euro"),
    dollar=words("$ usd dollar"),
    per=words("pro je"),
)

_ROWS = RowWords(
    invoice=words("rechnung rechnungen"),
    due=words("fällig fälligkeit zahlbar"),
    billed=words("abgerechnet abrechnung berechnet zahlung zahlungsweise zahlweise abrechnungsweise"),
    costs=words("kostet kosten preis"),
    plan=words("tarif tarife tarifs plan plans abo abonnement"),
    seats=words("""
        lizenz lizenzen platz plätze plätzen sitz sitze bezahlte_lizenzen bezahlten_lizenzen bezahlte_plätze
        bezahlten_plätzen nutzerplätze nutzerlizenzen bezahlte_nutzerplätze seats
    """),
    renews=words("verlängert verlängerung verlängert_sich erneuert"),
    addon=words("zusatz zusatzpaket zusatzpakete add_on add_ons zusatzmodul erweiterung erweiterungen"),
    status=words("status zustand"),
    workspace=words("workspace arbeitsbereich konto arbeitsbereichs"),
    issue=words("bekannte_problem bekanntes_problem bekannter_fehler bekannte_fehler"),
    affects=words("betrifft betroffen betreffen"),
)

_SAME = SameWords(
    click=words("klicken klickt klicke tippen tippt drücken"),
    choose=words("wählen wählt auswählen ausgewählt gewählt"),
    mail=words("e_mail e_mails mail mails"),
    sign_in=words("anmelden anmeldung angemeldet einloggen login melden_sie_sich_an"),
    edit=words("ändern ändert geändert bearbeiten bearbeitet geänderte"),
    begin=words("starten startet beginnt beginnen gestartet"),
    finish=words("abschließen abgeschlossen beenden beendet endet"),
    get=words("erhalten erhält bekommen bekommt"),
    picture=words("foto fotos bild bilder"),
    show=words("zeigt angezeigt anzeigen erscheint erscheinen sehen sieht steht stehen"),
)

CLAIMS = ClaimWords(
    states=_STATES,
    modals=_MODALS,
    bounds=_BOUNDS,
    order=_ORDER,
    extents=_EXTENTS,
    units=_UNITS,
    rows=_ROWS,
    same=_SAME,
    denying=words("nicht kein keine keinen keiner keinem keines nie niemals weder niemand nichts"),
    lacking=words("ohne"),
    denied_before=True,
    joining=words("und aber während sondern denn weil"),
    endings=("ungen", "enen", "ten", "tet", "te", "en", "em", "er", "es", "e", "n", "s", "t"),
    ones=words("ein eine einen einem einer eines"),
    neutral=words("""
        ebenfalls zudem außerdem dazu dafür damit daher deshalb dabei dieser diese dieses diesem diesen dass ja
        selbst sowie dort anschließend bitte ihr ihre ihres ihren ihrem ihnen sie derzeit aktuell betrag höhe lautet
        hierfür darüber danach somit weiterhin zum zur
    """),
    telling=words("rechnung passwort falsch kaputt fehler frage hilfe jetzt heute gestern morgen noch schon wieder mehr"),
    months=(
        words("januar jänner jan"), words("februar feb"), words("märz"), words("april apr"), words("mai"),
        words("juni jun"), words("juli jul"), words("august aug"), words("september sept sep"), words("oktober okt"),
        words("november nov"), words("dezember dez"),
    ),
)  # fmt: skip
