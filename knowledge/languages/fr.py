"""This module defines what we know about French."""

from knowledge.languages.base import Abbreviations, Code, Language, MailMarks, Questions, words
from knowledge.languages.layout import Headers, Layout

_ABBREVIATIONS = Abbreviations(
    before_anything=("mme", "dr", "st", r"p\. ?ex"),
    before_numbers=("n°", "réf", "art", "fig", "tél", "max", "min", "p"),
    before_small_letters=("etc", "env", "max", "min", "p"),
)

_QUESTIONS = Questions(
    ourselves=("avons", "sommes", "allons", "ferons", "j'ai"),
    asking=words("""
        adresse affiche affichée apparaît appareil application bouton capture compte écran envoyer essayez essayé étape
        fonctionne joindre mobile moment montant navigateur nom numéro période personnes préciser problème quantité
        téléphone utilisateur utilisez valeur voyez
    """),
    secrets=("mots? de passe", "cryptogramme", "num[eé]ro de (?:la |votre |ta )?carte", "clés? api"),
    code=Code(noun="codes?", harmless_after=(), harmless_before=(" d'(?:erreur|état)", " de statut", " qr", " postal")),
    articles=("une?",),
    changing=(r"réinitialis\w*", r"chang\w*", r"oubli\w*"),
    determiners=("votre", "le", "la"),
    changed=("oublié",),
    handing_over=(r"envoy\w*", r"donn\w*", r"communiqu\w*", r"indiqu\w*", r"confirm\w*", r"transm\w*"),
    us=("nous", "moi", "me"),
)

_MAIL = MailMarks(
    placeholders=("pièce jointe",),
    remarks=words("""
        voir ci joint jointe joints pièce pièces fichier fichiers capture photo bonjour merci la le les en de du mon ma
    """),
    no_subject=("(?:sans|aucun|pas d.) ?objet", "objet"),
    automatic_subjects=("réponse automatique", "absence du bureau"),
)

_LAYOUT = Layout(
    headers=Headers(
        sender=("De",),
        date=("Envoyé(?: le)?", "Date"),
        receiver=("À", "A"),
        copy=("Cc", "Cci"),
        subject=("Objet", "Sujet"),
    ),
    on=("Le",),
    wrote=("a écrit",),
    original=("Message (?:d.origine|original|initial)",),
    forwarded=("Message transféré", "Début du message (?:transféré|réexpédié)", "Message transmis"),
    replies=("re", "réf?", "rép"),
    forwards=("tr", "transf(?:éré)?"),
    pointers=(r"(?:voir|cf)\.? (?:ci-dessous|plus bas|dessous)", "ci-dessous", "pour (?:info(?:rmation)?|suite)"),
    devices=("Envoyé (?:de mon|de ma|depuis|à partir d|avec|via) ?", "Télécharger Outlook pour "),
    closings=(
        "(?:bien |très )?cordialement",
        "bien à (?:vous|toi)",
        "(?:sincères |meilleures )?salutations(?: distinguées)?",
        "cdt",
        "cdlt",
        "(?:veuillez )?(?:agréer|recevoir).{1,100}salutations.{0,20}",
    ),
    thanks=(
        "bonne (?:journée|soirée|fin de journée|réception)",
        "amicalement",
        "merci(?: (?:beaucoup|d.avance|bien|par avance))?",
        "bises",
        "bien amicalement",
    ),
    notice_starts=(
        "Ce (?:message|courriel|mail|courrier)",
        "Les informations contenues",
        "L.information contenue",
        "Si vous n.êtes pas",
    ),
    notice_marks=(
        "confidentiel",
        "exclusive",
        "destinataires?",
        "par erreur",
        "(?:détruire|supprimer)",
        "informer l.expéditeur",
        "non autorisée?",
    ),
    footers=(
        r"avant d.imprimer",
        r"pensez à l.environnement",
        r"(?:garanti )?sans virus\b",
        r"(?:pour )?(?:se |vous )?(?:désabonner|désinscrire)\b.{0,80}(?:://|\|)",
    ),
    banners=("vous n.obtenez pas souvent", "attention", "avertissement", "prudence"),
    outside=("extern", "extérieur", "pas souvent"),
    form_fields=("(?:votre )?(?:nom|prénom)", "e-?mail|courriel", "téléphone", "sujet|objet"),
    form_messages=("(?:votre )?(?:message|demande|question)", "description", "commentaires?"),
    form_frames=(
        "formulaire",
        r"envoyé le\b.{0,5}\d",
        "adresse ip",
        "politique de confidentialité",
        "généré automatiquement",
    ),
    contacts=("téléphone", "portable", "mobile", "port", "standard"),
)

LANGUAGE = Language(
    code="fr",
    small_words=words("""
        le la les l un une des du de d et ou mais si que qu qui quoi dont où au aux à en dans sur sous par
        pour avec sans chez entre vers est sont était étaient être suis es êtes sommes ai as a avons avez ont
        avait avoir été fait faire je j tu il elle on nous vous ils elles me m te se s lui leur leurs mon ma
        mes ton ta tes son sa ses notre nos votre vos ce c cet cette ces ça ca cela ne n pas plus jamais rien
        aucun aucune tout tous toute toutes très bien encore déjà toujours aussi comment pourquoi quand
        combien quel quelle quels quelles peut peux pouvez pouvons faut dois doit bonjour merci salut svp
        madame monsieur depuis hier demain aujourd'hui après avant parce donc alors même marche vient jai
        quand y mot passe oublié facture erreur problème mdp
    """),
    letters="àâæçéèêëîïôœùûüÿ",
    telling_characters="éèêàçùâîôœëï",
    negations=words("pas jamais aucun aucune sans ni"),
    contractions=(),
    number_words=words("deux trois quatre cinq six sept huit neuf dix onze douze vingt trente cent mille"),
    abbreviations=_ABBREVIATIONS,
    questions=_QUESTIONS,
    mail=_MAIL,
    layout=_LAYOUT,
)
