"""This module tells what of a German saved reply only its agent may say."""

from knowledge.languages.macro_words.base import MacroWords

MACRO_WORDS = MacroWords(
    acting=(
        r"ich",
        r"(?:wir|haben wir) (?:haben|hatten|werden|melden|kümmern|prüfen|leiten|veranlassen|erstatten|schicken|senden)",
        r"(?:haben|hatten|werden|melden|kümmern|prüfen|leiten|erstatten|schicken|senden) wir",
        r"wurden?",
        r"worden",
        r"mein(?:e|en|em|er)? (?:kolleg\w{2,4}|team|vorgesetzt\w{1,3})",
        r"unser(?:e|en|em|er)? (?:kolleg\w{2,4}|technik\w{0,8}) (?:wird|werden|hat|haben|prüft|prüfen|meldet|melden)",
    ),
    internal=(
        r"intern(?:e|er|es)?(?: notiz| hinweis| bemerkung| anmerkung)?",
        r"(?:hinweis|notiz|info) (?:für|an) (?:die |den )?(?:agenten|mitarbeiter\w{0,5}|kolleg\w{2,4}|team|support|uns)",
        r"(?:agenten?|mitarbeiter|team) ?:",
        r"nicht (?:senden|versenden|verschicken|weiterleiten)",
        r"to-?do",
        r"nicht für (?:den |die )?kunden?",
    ),
)
