"""This module defines what programs write around a customer's words in French."""

from knowledge.languages.layout import Headers, Layout

LAYOUT = Layout(
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
