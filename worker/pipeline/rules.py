"""This module finds which of the company's rules apply to a ticket, and why. Its functions are pure.

What the customer wrote is read once for all rules: the subject, the turn, and what a question of ours was about. A
cautious rule (never send, always escalate) looks at the account that the sender names, verified or not.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property

from knowledge.languages.guess import guess
from knowledge.sources.money import plain
from worker.company import Company, Effect, Rule
from worker.company.rules import NO_LANGUAGE
from worker.domain import Ticket, Triage
from worker.mail.amounts import Amount, amounts
from worker.mail.lexicon import Lexicon, phrases_of, tokens
from worker.mail.view import written

_SENTENCE_END = re.compile(r"(?<=[.!?…;])\s|\n")
_MOST_GUESSED = 50  # sentences of a ticket whose language is told apart; a stranger chooses how many there are


@dataclass(frozen=True)
class Judged:
    """A judged rule has what was found for each of its conditions, until one did not hold."""

    rule: Rule
    met: tuple[str, ...]
    unmet: str | None  # the condition that does not hold; None: the rule applies

    @property
    def because(self) -> str:
        return ", ".join(self.met)


def judge(company: Company, ticket: Ticket, fields: Mapping[str, str] = {}) -> list[Judged]:
    """Return each rule with what speaks for it. `fields`: the values of the declared select fields that are known."""
    said = _Said(ticket)
    return [_judged(rule, company, said, fields) for rule in company.rules]


def applying(company: Company, ticket: Ticket, fields: Mapping[str, str] = {}) -> tuple[Judged, ...]:
    """Return the rules that apply, in the order of the file."""
    return tuple(judged for judged in judge(company, ticket, fields) if judged.unmet is None)


def first(rules: Sequence[Judged], effect: Effect) -> Judged | None:
    """Return the rule that counts of those with one effect: the first one."""
    return next((judged for judged in rules if judged.rule.effect is effect), None)


def ruled(triage: Triage, rules: Sequence[Judged]) -> Triage:
    """Return what triage says with the queue of the rules, which is sure."""
    chosen = first(rules, Effect.QUEUE)
    if chosen is None or chosen.rule.queue is None:
        return triage
    return replace(triage, queue=chosen.rule.queue, probabilities={**triage.probabilities, "queue": 1.0})


@dataclass
class _Said:
    """This is what is known of a ticket, read when a rule asks for it, and once for all rules."""

    ticket: Ticket
    _languages: dict[str, str | None] = field(default_factory=dict)

    @cached_property
    def texts(self) -> tuple[str, str]:
        return self.ticket.subject, f"{self.ticket.thread.asked_back}\n\n{written(self.ticket.body)}".strip()

    @cached_property
    def words(self) -> tuple[tuple[list[str], list[str]], ...]:
        """Return, of the subject and of the body, the folded words and the sentence of each."""
        return tuple(map(_with_sentences, self.texts))

    @cached_property
    def amounts(self) -> list[Amount]:
        return [amount for text in self.texts for amount in amounts(text)]

    def is_in(self, language: str, sentence: str) -> bool:
        """Return whether phrases of a language count in a sentence: the ticket is in it, or this sentence is, or neither
        can be told. "die" is an article in a German sentence, and no threat."""
        if language == self.ticket.language:
            return True
        if sentence not in self._languages and len(self._languages) < _MOST_GUESSED:
            self._languages[sentence] = guess(sentence)
        found = self._languages.get(sentence) or self.ticket.language
        return found is None or found == language


def _with_sentences(text: str) -> tuple[list[str], list[str]]:
    words: list[str] = []
    sentences: list[str] = []
    for sentence in _SENTENCE_END.split(text):
        own = tokens(sentence)
        words += own
        sentences += [sentence] * len(own)
    return words, sentences


def _judged(rule: Rule, company: Company, said: _Said, fields: Mapping[str, str]) -> Judged:
    met: list[str] = []
    for holds, words in _conditions(rule, company, said, fields):
        if not holds:
            return Judged(rule, tuple(met), words)
        met.append(words)
    return Judged(rule, tuple(met), None)


def _conditions(rule: Rule, company: Company, said: _Said, fields: Mapping[str, str]) -> Iterator[tuple[bool, str]]:
    """Yield whether each condition of a rule holds, in words, the cheapest first."""
    ticket = said.ticket
    if rule.tier or rule.plan:
        is_known = ticket.verified or rule.effect.is_cautious
        yield from _is_one("tier", ticket.tier if is_known else None, rule.tier)
        yield from _is_one("plan", ticket.plan if is_known else None, rule.plan)
    yield from _is_one("channel", ticket.channel, rule.channel)
    yield from _is_one("language", ticket.language or NO_LANGUAGE, rule.language)
    brand = company.brand(ticket.brand)
    yield from _is_one("brand", brand.name if brand else None, rule.brand)
    for name, values in rule.fields:
        yield from _is_one(f"field {name}", fields.get(name), values)
    if rule.phrases:
        phrase = _phrase(rule.phrases, said)
        yield phrase is not None, f'the phrase "{phrase}"' if phrase else "none of its phrases was written"
    if rule.amount_over is not None:
        over = f"over {plain(rule.amount_over)}{f' {rule.currency}' if rule.currency else ''}"
        found = next((one for one in said.amounts if _is_over(one, rule)), None)
        yield found is not None, f"{found} is {over}" if found else f"no amount {over} was written"


def _is_one(name: str, value: str | None, wanted: Sequence[str]) -> Iterator[tuple[bool, str]]:
    """Yield whether a value is one of those wanted, without regard to case; nothing if none is."""
    if not wanted:
        return
    found = next((one for one in wanted if value and one.casefold() == value.casefold()), None)
    yield (
        found is not None,
        f"{name} {found}" if found else f"{name} is {value or 'not known'}, not {' or '.join(wanted)}",
    )


def _is_over(amount: Amount, rule: Rule) -> bool:
    is_in = rule.currency is None or rule.currency in amount.currencies
    return is_in and rule.amount_over is not None and amount.value > rule.amount_over


def _phrase(phrases: tuple[tuple[str, tuple[str, ...]], ...], said: _Said) -> str | None:
    """Return the first phrase that the customer wrote, as the company wrote it."""
    lexicon = _lexicon(phrases)
    for words, sentences in said.words:
        for start in range(len(words)):
            for group in sorted(lexicon.starting(words, start)):
                language, _, phrase = group.partition(":")
                if said.is_in(language, sentences[start]):
                    return phrase
    return None


@cache
def _lexicon(phrases: tuple[tuple[str, tuple[str, ...]], ...]) -> Lexicon:
    return phrases_of({f"{language}:{phrase}": [phrase] for language, several in phrases for phrase in several})
