"""This module tells what of a French saved reply only its agent may say."""

from knowledge.languages.macro_words.base import MacroWords

MACRO_WORDS = MacroWords(
    acting=(
        r"je",
        r"j['’]\w{1,20}",  # noqa: RUF001 - the apostrophe that editors set
        r"nous (?:avons|allons|venons|étions|sommes en train)",
        r"nous (?:vous )?\w{2,20}(?:erons|irons|drons)",
        r"(?:a|ont|avait|avaient)(?: bien| déjà)? été",
        r"vient d['’]être",  # noqa: RUF001
        r"(?:mon|ma|mes) (?:collègues?|équipe|responsable)",
        r"(?:sera|seront) (?:remboursée?s?|créditée?s?|envoyée?s?|contactée?s?|transmise?s?)",
    ),
    internal=(
        r"(?:note |remarque |commentaire )?internes?",
        r"(?:note|rappel|info) (?:à|pour|aux) (?:l['’])?(?:les )?(?:agents?|équipe|collègues|support|nous)",  # noqa: RUF001
        r"(?:agents?|équipe) ?:",
        r"ne pas (?:envoyer|transmettre|partager)",
        r"à faire",
        r"to-?do",
        r"pas pour (?:le |les )?clients?",
    ),
)
