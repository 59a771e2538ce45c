"""This module tells what of an English saved reply only its agent may say."""

from knowledge.languages.macro_words.base import MacroWords

MACRO_WORDS = MacroWords(
    acting=(
        r"i(?:['’](?:m|ve|ll|d))?",  # noqa: RUF001 - the apostrophe that editors set
        r"we(?:['’](?:ve|ll|re)| have| had| will| shall| are \w{2,20}ing| just| \w{2,20}ed)",  # noqa: RUF001
        r"(?:has|have|had)(?: now| already| just)? been",
        r"was|were",
        r"let me",
        r"my (?:colleagues?|team|manager)",
        r"will be (?:in touch|contacted|refunded|credited|sent|shipped|escalated)",
    ),
    internal=(
        r"internal(?: only| note| remark| comment)?",
        r"private note",
        r"(?:note|hint|info|reminder) (?:to|for) (?:the )?(?:agents?|self|us|staff|team|support|colleagues)",
        r"(?:agents?|staff|team)(?: note| only)? ?:",
        r"do not (?:send|share|forward)",
        r"to-?do",
        r"fixme",
        r"not for (?:the )?customers?",
    ),
)
