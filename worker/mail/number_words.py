"""This module reads numbers that are written in words: "twelve hundred", "zweitausendfünfhundert", "mil quinientos"."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from worker.mail.lexicon import fold

_UNITS = {
    "en": "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen",
    "de": "eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn "
    "achtzehn neunzehn",
    "fr": "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize",
    "es": "uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete "
    "dieciocho diecinueve",
}
_TENS = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "de": "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "fr": "vingt trente quarante cinquante soixante septante huitante nonante",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
}
_HUNDREDS = "doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos"
_MORE = {
    "ein": 1, "eine": 1, "vingts": 20,
    **dict.fromkeys("hundred hundreds hundert cent cents cien ciento".split(), 100),
    **dict.fromkeys("thousand thousands tausend mille mil".split(), 1_000),
    **dict.fromkeys("million millions Millionen millón millones".split(), 1_000_000),
}  # fmt: skip
_TIMES: Mapping[str, int] = {fold(word): value for word, value in _MORE.items() if value >= 100}
_VALUES: Mapping[str, int] = {
    **{fold(word): n for words in _UNITS.values() for n, word in enumerate(words.split(), 1)},
    **{fold(word): 10 * n for words in _TENS.values() for n, word in enumerate(words.split(), 2)},
    **{fold(word): 100 * n for n, word in enumerate(_HUNDREDS.split(), 2)},
    **{fold(word): value for word, value in _MORE.items()},
}
JOINING = {"and", "und", "et", "y"}
_LONGEST = 60  # characters of a word


def value_of(words: Sequence[str]) -> Decimal | None:
    """Return the number that folded words make together; None if one of them is no number."""
    total = current = 0
    for word in words:
        value = _of_word(word)
        if value is None:
            return None
        if value >= 1_000:
            total, current = total + max(current, 1) * value, 0
        elif value == 100:
            current = max(current, 1) * 100
        elif value == 20 and current % 100 == 4:  # quatre-vingts
            current += 76
        else:
            current += value
    return Decimal(total + current)


def is_number(word: str) -> bool:
    """Return whether a folded word is a number by itself."""
    return _of_word(word) is not None


def times_of(word: str) -> int | None:
    """Return by how much a folded word multiplies the number before it: "2 thousand"."""
    return _TIMES.get(word)


def _of_word(word: str) -> int | None:
    """Return the number of one word, which in German may be as long as it likes."""
    if word in _VALUES:
        return _VALUES[word]
    if len(word) > _LONGEST:
        return None
    for mark, factor in (("tausend", 1_000), ("hundert", 100)):
        before, found, after = word.partition(mark)
        if found:
            times = _of_word(before) if before else 1
            rest = _of_word(after.removeprefix("und")) if after else 0
            return None if times is None or rest is None else times * factor + rest
    unit, found, tens = word.partition("und")
    known = _VALUES.get(unit), _VALUES.get(tens)
    return known[0] + known[1] if found and known[0] and known[1] else None
