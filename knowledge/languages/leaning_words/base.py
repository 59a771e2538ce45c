"""This module defines the groups of words that tell a message which leans on a file from one that is about files.

None of them decides by itself: weights that are learned from examples tell what they mean together in a clause
(worker/mail/leaning). They are written without accents; `_` stands between the words of a phrase, and `*` ends the
beginning of a word.
"""

from dataclasses import dataclass

Words = frozenset[str]


def words(text: str) -> Words:
    """Return the words of a list that is written as one text."""
    return frozenset(text.split())


@dataclass(frozen=True, kw_only=True)
class LeaningWords:
    shots: Words  # a picture of a screen: few people write of one unless they have sent it
    pictures: Words  # photo, video, drawing, map
    files: Words  # file, log, spreadsheet
    papers: Words  # letter, invoice, certificate: a thing that may also lie on a desk
    attached: Words  # "attached", "enclosed": it is there
    attachments: Words  # "attachment": it may be there, or be a topic
    sending: Words  # "I enclose", "here is", "I took a photo"
    pointing: Words  # "see", "cf.", "have a look"
    showing: Words  # "shows", "you can see", "is readable"
    within: Words  # "on the", "according to the"
    this: Words  # "this one", "like that": with nothing that it could refer to
    places: Words  # "below", "on the left"
    marks: Words  # "circled", "arrow", "my notes in the margin"
    colours: Words
    parts: Words  # "row", "page", "minute"
    ordinals: Words  # "second", "both"
    meaning: Words  # "what does this mean", "is that normal"
    asking: Words  # "how do I", "is there a way"
    coming: Words  # "I can send", "tomorrow", "do you need a photo": nothing has come yet
    yours: Words  # what we have sent or published
    topics: Words  # of a product: upload, app, button, limit
    failing: Words  # "does not open", "stops"
    every: Words  # "all photos", "some files": not one that came with the message
    joining: Words  # a clause that begins with one belongs to the clause before
