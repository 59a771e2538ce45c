"""This module defines what agents write around an answer: it says nothing of the matter, so nothing is learned from it.

`greetings` begin an answer, a name may follow them. Each other pattern is a whole sentence without the mark at its end, in one
line. No repetition is without a bound.
"""

from dataclasses import dataclass

from knowledge.languages.layout import Patterns


@dataclass(frozen=True, kw_only=True)
class Courtesies:
    """These words are of courtesy alone."""

    greetings: Patterns  # "Hello", "Dear Ms"
    thanks: Patterns  # "Thank you for contacting us"
    wishes: Patterns  # "I hope you are well", "Have a nice day"
    apologies: Patterns  # "We apologise for the inconvenience"
    offers: Patterns  # "Let me know if you have further questions"
    introductions: Patterns  # "My name is Ann and I will help you"
    holding: Patterns  # "We received your request", "I pass this on to a colleague": the answer comes later
    merges: Patterns  # what a helpdesk writes where it joins two tickets
