"""This module defines the sentences of which a note of absence is made, where nothing else says that a program sent it.

Each pattern is a whole sentence, without the mark at its end and with one space before it. `<days>` stands for any number
of the words in `days` and `until`, which may be none.
"""

from dataclasses import dataclass

from knowledge.languages.layout import Patterns


@dataclass(frozen=True, kw_only=True)
class Absence:
    """These sentences are those of people who are not there, and of the program that says so."""

    greetings: Patterns  # begin the note
    absent: Patterns  # "I am out of the office until Monday"
    back: Patterns  # "I will be back on Monday"
    stated: Patterns  # "This is an automatic reply"
    beside: Patterns  # what such notes say too, which asks nothing
    days: Patterns  # "Monday", "5", "of"
    until: Patterns  # say that the absence ends: "until", "back"
