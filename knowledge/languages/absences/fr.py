"""This module defines notes of absence in French."""

from knowledge.languages.absences.base import Absence

_BACK = (
    r"(?:(?: je)?(?: serai| suis)? de retour(?: au bureau)?<days>|(?: je)? (?:reviens|reviendrai|reprends"
    r"|reprendrai)(?: (?:au bureau|le travail))?<days>)"
)
_CONTACT = (
    r"(?:merci de |veuillez |vous pouvez |n'hésitez pas à |il faut )?(?:contacte[rz]|adresse[rz]"
    r"|appele[rz]|écri(?:re|vez)|joind(?:re|rez)|joignez|vous tourner)(?! moi|-moi)"
)

ABSENCE = Absence(
    greetings=(r"(?:bonjour|bonsoir|salut|chère? \w{1,20}|madame,? monsieur)(?: à tous)?",),
    absent=(
        r" (?:je suis|je serai|nous sommes|nous serons|nos bureaux sont|notre bureau est)(?: actuellement)?<days>"
        r" (?:absente?s?(?: du bureau)?|en (?:congés?|vacances|déplacement|formation|arrêt(?: maladie)?"
        r"|rtt)(?: (?:maladie|maternité|parental|annuels?))?"
        rf"|hors du bureau|injoignables?|indisponibles?|fermée?s?)<days>(?: et{_BACK})?",
        r" (?:actuellement )?(?:absente?|en (?:congés?|vacances|déplacement)|hors du bureau)<days>",
    ),
    back=(rf"{_BACK}", r" (?:mon )?retour (?:est )?(?:prévu )?<days>"),
    stated=(
        r" (?:ceci est (?:un|une) |c'est (?:un|une) |il s'agit d'une? )?(?:message|réponse|courriel|e-?mail"
        r"|mail)(?: d'absence)? (?:automatique|(?:générée?|envoyée?) automatiquement)",
        r" (?:ce message|cette réponse|ce courriel|cet e-?mail|ce mail) (?:est|a été) (?:générée?|envoyée?"
        r"|émise?) automatiquement",
        r" (?:ce message|cette réponse|ce courriel) est automatique",
    ),
    beside=(
        r" merci(?: beaucoup)?(?: (?:de|pour) (?:votre|ton) (?:message|courriel|e-?mail|mail|compréhension|patience))?",
        r" je (?:vous |te )?(?:répondrai|reviendrai vers vous|traiterai|lirai|recontacterai)\b.{0,60}"
        r"\b(?:(?:à|dès) mon retour|dès que possible|dans les meilleurs délais|ensuite)(?:<days>)",
        rf" (?:en cas d'urgence|pour toute (?:demande |question )?urgen\w{{1,4}}|si c'est urgent"
        rf"|pour les urgences|(?:en|pendant|durant) mon absence) {_CONTACT}\b.{{1,80}}",
        r" (?:je n'ai pas|j'ai un|j'aurai un) accès (?:limité )?à (?:mes|ma) (?:messages?|courriels?"
        r"|e-?mails?|mails?|messagerie)",
        r" (?:merci de |veuillez |prière de )ne pas (?:y )?répondre(?: à ce (?:message|courriel|mail))?",
        r" (?:bien )?cordialement(?: \w{1,20}){0,8}",
    ),
    days=(
        r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|demain|matin|soir|jours?|semaines?|mois|fin|début",
        r"janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
        r"au|à|la|le|les|l'|du|de|des|à partir|dès|depuis|inclus|en|et|ce|cette|prochaine?|pour|une?|deux|trois|prévu",
    ),
    until=(r"jusqu'(?:au|à|en)|retour|reviens|reviendrai|reprends|reprendrai",),
)
