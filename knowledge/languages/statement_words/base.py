"""This module defines the words by which a sentence of a passage leans on what stands before it (`knowledge.statements`)."""

from dataclasses import dataclass, field

from knowledge.languages.layout import Patterns


@dataclass(frozen=True, kw_only=True)
class StatementWords:
    """Each pattern stands for the first words of a sentence, in any case of letters, up to the end of a word."""

    leaning: Patterns  # "It", "Otherwise", "If so": means nothing without the sentence before
    within: Patterns  # the same anywhere in a sentence: "then", "this check"; ends with the noun
    steps: Patterns  # "Click", "Enter": goes on with what the sentence before began, unless it names a place itself
    topical: Patterns  # "The list", "In addition", "Any other": is understood with its heading
    standing: Patterns  # the same words where they refer to nothing: "It is possible", "There are"
    of_the_page: Patterns  # "This page explains", anywhere: is true, and tells a customer nothing
    remarks: Patterns  # "Only for new customers.", without a verb: limits what stands before it
    denying: Patterns  # "Not included", "What it cannot do": of a heading without which its sentences say the opposite
    speakers: Patterns  # "Q", "Answer": before a colon, in a list of questions and answers
    scopes: Patterns  # "on", "with": a name that follows in a heading is a condition of the sentences below it
    ordinals: Patterns = field(
        metadata={"may_be_empty": True}
    )  # "am": a number with a point behind it ends no sentence
