"""This module defines what we know about French."""

from knowledge.languages.base import Abbreviations, Code, Language, MailMarks, Questions, words
from knowledge.languages.leaning.fr import LEANING

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
    attribution=("Le", "a écrit"),
    original=("Message d'origine",),
    forwarded=("Message transféré",),
    first_header=("De",),
    other_headers=("Envoyé", "À", "Cc", "Objet", "Date"),
    header_particle=("le",),  # "Envoyé le :"
    devices=("Envoyé (?:de mon|depuis) ",),
    closings=("cordialement", "bien (?:cordialement|à vous)", "salutations(?: distinguées)?"),
    disclaimers=(r"Ce (?:message|courriel|mail)\b.{0,120}\bconfidentiel",),
    placeholders=("pièce jointe",),
    remarks=words("""
        voir ci joint jointe joints pièce pièces fichier fichiers capture photo bonjour merci la le les en de du mon ma
    """),
    prefixes=("re", "tr", "réf?", "rép", "transf(?:éré)?"),
    no_subject=("(?:sans|aucun|pas d.) ?objet", "objet"),
    automatic_subjects=("réponse automatique", "absence du bureau"),
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
    leaning=LEANING,
)
