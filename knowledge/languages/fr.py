"""This module defines what we know about French."""

from knowledge.languages.absences.fr import ABSENCE
from knowledge.languages.addresses.fr import ADDRESSES
from knowledge.languages.asking_words.fr import ASKING
from knowledge.languages.base import Abbreviations, Code, Language, MachineMarks, MailMarks, Questions, words
from knowledge.languages.claim_words.fr import CLAIMS
from knowledge.languages.contact_words.fr import CONTACTS
from knowledge.languages.courtesies.fr import COURTESIES
from knowledge.languages.layouts.fr import LAYOUT
from knowledge.languages.leaning.fr import LEANING
from knowledge.languages.leaning_words.fr import LEANING as LEANING_WORDS
from knowledge.languages.macro_words.fr import MACRO_WORDS
from knowledge.languages.person_words.fr import PERSON
from knowledge.languages.private_words.fr import PRIVATE
from knowledge.languages.row_words.fr import ROWS
from knowledge.languages.secrets.fr import WORDS
from knowledge.languages.signs.fr import SIGNS
from knowledge.languages.small_talk.fr import SMALL_TALK
from knowledge.languages.statement_words.fr import STATEMENT
from knowledge.languages.thread_words.fr import THREAD

_ABBREVIATIONS = Abbreviations(
    before_anything=("mme", "dr", "st", r"p\. ?ex"),
    before_numbers=("n°", "réf", "art", "fig", "tél", "max", "min", "p"),
    before_small_letters=("etc", "env", "incl", "excl", "max", "min", "p"),
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
)

_MAIL = MailMarks(
    placeholders=("pièce jointe",),
    remarks=words("""
        voir ci joint jointe joints pièce pièces fichier fichiers capture photo bonjour merci la le les en de du mon ma
    """),
    no_subject=("(?:sans|aucun|pas d.) ?objet", "objet"),
)

_MACHINES = MachineMarks(
    subjects=(
        "(?:réponse|message|notification|accusé de réception) automatique",
        "(?:message|notification|avis|notice) d[' ]absence(?: du bureau)?",
        "(?:je suis )?(?:actuellement )?(?:absent(?:e)?|absence)(?: du bureau)?",
        "(?:je suis )?(?:actuellement )?(?:hors du bureau|en déplacement)|(?:je suis |actuellement )en (?:congés?|vacances)",
        "répondeur(?: automatique)?|auto-?répondeur",
        "(?:automatique : )?accusé de (?:réception|lecture)(?: de votre .{0,40})?",
        "(?:message |courriel |mail )?(?:non remis|non distribué|non délivré|non distribuable|retourné)",
        "(?:échec|retard|notification d'échec) (?:de |d')(?:la )?(?:remise|distribution|livraison|envoi|"
        "acheminement).{0,30}",
        "(?:lu|non lu|supprimé sans être lu|confirmation de lecture)",
        "(?:acceptée?|refusée?|provisoire|annulée?|invitation|événement annulé)",
        "(?:nous avons bien reçu|bonne réception de) votre (?:message|demande|courriel|e-?mail|mail)",
        "(?:merci pour )?votre (?:message|demande|courriel|e-?mail)(?: .{0,40})? (?:a été|a bien été|est bien) .{0,20}",
    ),
    senders=("ne-?pas-?rep(?:o|ou)ndre", "(?:svp-?)?pas-?de-?reponse", "sans-?reponse", "nepasrepondre"),
    generated=(
        "(?:ceci est un |il s'agit d'un )?(?:message|courriel|e-?mail|mail|courrier)(?: électronique)? "
        "(?:a été |est )?(?:généré |envoyé |émis )?automatique",
        "ce(?:t|tte)? (?:message|courriel|e-?mail|mail|réponse|notification).{0,20} (?:généré|envoyé|"
        "émis)e? automatiquement",
        "(?:généré|envoyé)e? automatiquement",
        "réponse automatique\\b",
        "vous recevez ce (?:message|courriel|mail|e-?mail) (?:car|parce)",
    ),
    unanswered=(
        "(?:merci de |veuillez |prière de )?ne pas (?:y )?répondre",
        "ne répondez pas",
        "(?:cette adresse|cette boîte).{0,40} (?:n'est pas (?:lue|consultée|surveillée)|ne (?:permet|reçoit) pas)",
    ),
    replies=(
        r"\b(?:je suis|je serai|nous sommes|nous serons|actuellement)\b.{0,40}\b(?:absente?s?|en (?:congés?|"
        r"vacances|déplacement|formation|arrêt)|hors du bureau|injoignables?|indisponibles?)\b",
        r"\b(?:de|mon) retour (?:le|au|à|lundi|mardi|mercredi|jeudi|vendredi)\b",
        r"\ben cas d'urgence\b",
        r"\babsente? (?:jusqu|du|le|ce|cette)|\bje (?:vous )?répondrai\b",
        r"\b(?:toute|pour les) (?:demandes? |questions? )?urgen",
        r"\b(?:en|pendant|durant) mon absence\b",
        r"\bbien reçu votre\b",
        r"\b(?:votre|vos) (?:message|demande|courriel|e-?mail)s? .{0,60}\b(?:reçue?|enregistrée?|"
        r"prise? en compte|lue?|transférée?)\b",
        r"\b(?:bureaux?|magasin|cabinet|service|accueil|étude)\b.{0,40}\b(?:ferm|permanence)",
        r"\ba (?:accepté|refusé|annulé) cette invitation\b",
        r"\b(?:numéro|n°) de (?:ticket|dossier|demande)\b",
    ),
    undelivered=(
        r"n'a (?:pas )?(?:pu |été )?(?:être )?(?:pas )?(?:remis|distribué|délivré|livré|acheminé)",
        "(?:adresse|destinataire|boîte).{0,30} (?:introuvable|inconnue?|pleine|inexistante?)",
        "(?:échec|impossible) .{0,30}(?:remise|remettre|distribution|distribuer|livraison|livrer)",
    ),
    unsubscribing=(
        r"pour (?:vous |se )?(?:ne plus recevoir|désabonner|désinscrire)\b",
        "(?:se |me |vous )?(?:désabonner|désinscrire)",
        r"cliquez\b.{0,60}\b(?:désabonner|désinscrire|désinscription)\b",
        "(?:voir|afficher|consulter) .{0,30}(?:navigateur|version en ligne)",
    ),
    asking=(
        "comment|pourquoi|où|quelle?s?",
        "(?:puis|peut|peux|pouvez|pourriez|pourrait|faut|est)-(?:je|on|tu|vous|il|ce|elle)",
        "est-ce que|qu'est-ce",
        "(?:avez|savez)-vous",
    ),
    personal=(r"[Jj]e", r"[Jj]'\w{1,12}", r"moi", r"mon", r"mes", r"[Mm]ais"),
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
    addresses=ADDRESSES,
    number_words=words("deux trois quatre cinq six sept huit neuf dix onze douze vingt trente cent mille"),
    abbreviations=_ABBREVIATIONS,
    questions=_QUESTIONS,
    secrets=WORDS,
    signs=SIGNS,
    mail=_MAIL,
    layout=LAYOUT,
    machines=_MACHINES,
    absence=ABSENCE,
    courtesies=COURTESIES,
    person=PERSON,
    asking=ASKING,
    thread=THREAD,
    leaning=LEANING,
    contacts=CONTACTS,
    claims=CLAIMS,
    leaning_words=LEANING_WORDS,
    small_talk=SMALL_TALK,
    reader=("[Vv]o(?:tre|s)", "[Vv]ous (?:avez|êtes|aviez|étiez)", "[Tt](?:on|a|es)", "[Tt]u (?:as|es)"),
    statement=STATEMENT,
    rows=ROWS,
    private=PRIVATE,
    macros=MACRO_WORDS,
)
