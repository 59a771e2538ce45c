"""This module holds the French words in which a sentence and its passage can differ."""

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
    open=words("ouvert ouverte ouverts ouvertes en_attente_de_paiement"),
    unpaid=words("impayé impayée impayées impayés pas_payée pas_payé pas_encore_payée pas_encore_payé pas_réglée"),
    paid=words("payé payée payés payées réglé réglée réglés réglées acquittée"),
    overdue=words("en_retard échue arriérée"),
    refunded=words("remboursé remboursée remboursés remboursées"),
    cancelled=words("annulé annulée annulés annulées résilié résiliée résiliés résiliées"),
    active=words("actif active actifs actives"),
    paused=words("suspendu suspendue en_pause interrompu"),
    locked=words("bloqué bloquée bloqués verrouillé verrouillée"),
    read_only=words("lecture_seule"),
    trial=words("essai essais"),
    fixed=words("corrigé corrigée corrigés résolu résolue"),
    unfixed=words(
        "pas_corrigé pas_encore_corrigé pas_encore_corrigée pas_résolu pas_encore_résolu non_corrigé non_résolu"
    ),
    included=words("inclus incluse incluses inclut incluent compris comprise comprend comprennent"),
    available=words("disponible disponibles proposé proposée pris_en_charge"),
    unavailable=words("indisponible indisponibles pas_disponible pas_disponibles pas_proposé pas_proposée"),
    deprecated=words("obsolète obsolètes abandonné retiré retirée"),
    required=words("obligatoire obligatoires requis requise requises nécessaire nécessaires exigé"),
    optional=words("facultatif facultative facultatifs facultatives optionnel optionnelle"),
    valid=words("valable valables valide valides"),
    expired=words("expiré expirée expirés expirées périmé invalide"),
    free=words("gratuit gratuite gratuits gratuites gratuitement"),
    declined=words("refusé refusée refusés refusées rejeté rejetée"),
    accepted=words("accepté acceptée acceptés acceptées"),
    approved=words("approuvé approuvée validé validée"),
    on=words("activer activez active_l activé activée activés activées activation"),
    off=words("désactiver désactivez désactivé désactivée désactivés désactivées désactivation"),
    online=words("en_ligne"),
    offline=words("hors_ligne hors_connexion"),
)

_MODALS = ModalWords(
    can=words("peut peuvent pouvez pouvons peux pourra pourrez pourront possible permet permettent"),
    must=words("doit doivent devez devons devra devrez devront faut obligé"),
    need_not=words("""
        pas_besoin pas_nécessaire pas_obligatoire pas_obligé pas_requis inutile pas_à
    """),
    should=words("devrait devriez devraient recommandons recommandé recommandée conseillons conseillé"),
    only=words("seulement uniquement seul seule seuls seules exclusivement"),
)

_BOUNDS = BoundWords(
    at_least=words("au_moins minimum au_minimum min"),
    at_most=words("au_plus au_maximum maximum jusqu_à max pas_plus_de"),
    more=words("plus_de plus_d plus_que supérieur supérieure supérieurs supérieures dépasse dépassant"),
    less=words("moins_de moins_d moins_que inférieur inférieure inférieurs inférieures"),
    about=words("environ presque autour_de près_de"),
)

_ORDER = OrderWords(
    before=words("avant"),
    after=words("après"),
    until=words("jusqu"),
    since=words("depuis à_partir dès"),
    within=words("sous_un_délai_de dans_un_délai_de"),
    instead=words("plutôt au_lieu à_la_place"),
    from_date=words("du de"),
    to_date=words("au"),
)

_EXTENTS = ExtentWords(
    all=words("tout toute tous toutes chaque entier entière n_importe_quel n_importe_quelle"),
    some=words("certains certaines quelques plusieurs"),
    most=words("plupart généralement"),
    both=words("les_deux"),
    always=words("toujours"),
    also=words("aussi également"),
    automatic=words("automatique automatiques automatiquement d_elle_même de_lui_même"),
    manual=words("manuel manuelle manuellement à_la_main"),
)

_UNITS = UnitWords(
    second=words("seconde secondes sec"),
    minute=words("minute minutes min"),
    hour=words("heure heures h"),
    day=words("jour jours"),
    working_day=words("jour_ouvré jours_ouvrés jour_ouvrable jours_ouvrables"),
    week=words("semaine semaines"),
    month=words("mois"),
    quarter=words("trimestre trimestres trimestriel trimestrielle"),
    year=words("an ans année années"),
    daily=words("quotidien quotidienne quotidiennement"),
    weekly=words("hebdomadaire hebdomadaires"),
    monthly=words("mensuel mensuelle mensuels mensuelles mensuellement"),
    yearly=words("annuel annuelle annuels annuelles annuellement"),
    percent=words("% pourcent pour_cent"),
    euro=words("€ eur euro euros"),
    dollar=words("$ usd dollar dollars"),
    per=words("par"),
)

_ROWS = RowWords(
    invoice=words("facture factures"),
    due=words("échéance échéances exigible due payable"),
    billed=words("facturé facturée facturation"),
    costs=words("coûte coûtent coût prix tarif"),
    plan=words("forfait forfaits offre formule abonnement"),
    seats=words("licence licences place places siège sièges licences_payantes licence_payante places_payantes"),
    renews=words("renouvelle renouvellement renouvelé"),
    addon=words("module modules option options complément compléments"),
    status=words("statut état"),
    workspace=words("espace compte espaces"),
    issue=words("problème_connu problèmes_connus anomalie_connue"),
    affects=words("concerne concernent affecte touche"),
)

_SAME = SameWords(
    click=words("cliquez cliquer clique appuyez appuyer touchez"),
    choose=words("choisissez choisir choisit sélectionnez sélectionner"),
    mail=words("e_mail e_mails mail courriel courriels"),
    sign_in=words("connecter connectez connexion connecte se_connecter"),
    edit=words("modifier modifiez modifie modifié modifiée changer changez change"),
    begin=words("commencer commence démarrer démarrez démarre débute"),
    finish=words("terminer terminez terminé terminée finir"),
    get=words("recevoir reçoit recevez reçu reçue obtenir obtient"),
    picture=words("photo photos image images"),
    show=words("affiche affiché affichée afficher apparaît apparaissent voir voit"),
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
    denying=words("pas jamais aucun aucune ni rien personne non nulle"),
    lacking=words("sans"),
    denied_before=False,
    joining=words("et mais tandis alors car qui"),
    endings=("ements", "ement", "ées", "és", "ée", "ent", "ez", "er", "es", "é", "e", "s", "x"),
    ones=words("un une"),
    neutral=words("""
        ainsi donc alors cependant ensuite puis oui veuillez merci celui celle ceux celles dont afin lors
        votre vos vous notre montant actuellement lorsque lorsqu cela ne n mais car
    """),
    telling=words("mot passe oublié facture erreur problème encore déjà hier demain aujourd"),
    months=(
        words("janvier janv"), words("février févr"), words("mars"), words("avril"), words("mai"), words("juin"),
        words("juillet"), words("août"), words("septembre sept"), words("octobre oct"), words("novembre nov"),
        words("décembre déc"),
    ),
)  # fmt: skip
