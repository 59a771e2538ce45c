"""This module guesses the language of a text: one of ours, or another one.

A ticket is judged by our small words and by a library that knows some hundred languages (`likeness.py`); a document by
small words alone, of our languages and of five neighbours (Dutch, Italian, Portuguese, Swedish, Polish), so that a Dutch
page is not called German. An index keeps the guessed language of a document until the document is read again.

The guess is deterministic, because the check compares a reply's language with the ticket's, and a guess that changed
between two runs would hold back a good reply. An unsure guess is None, because a wrong guess costs more than none.
Another language is not unsure: there is enough text, and it is in none of our languages, so a person must read it.
"""

import re
from collections import Counter
from itertools import groupby
from typing import NamedTuple

from knowledge.languages.likeness import likeness
from knowledge.languages.registry import LANGUAGES

OTHER = "other"
_MOST = 4000  # characters; the rest of a pasted log adds nothing
_MARGIN = 1.35  # the score of the best must exceed that of the second by this factor
_LEAD = 1.5  # natural logarithm: the likelier language is so 4.5 times as likely as the other (docs/decisions/0019)
_FEWEST_WORDS = 2  # a single word is a name, a product or a word of several languages
_ENOUGH_WORDS = 12  # of a text that has hardly any of our small words
_SURE_SCORE, _SURE_SHARE = 3, 0.25  # of small words: no quote and no signature in another language outweighs these
_ENOUGH_LETTERS = 2  # that none of our languages uses; a single one may be part of a name or a unit
_LOG_LINE = re.compile(r"^\s*(?:>|\d{4}-\d\d-\d\d|HTTP/|at |\{|<)")
_TOKEN = re.compile(r"\S+")
_SEPARATOR = re.compile(r"[_/\\]")
_CODE = re.compile(r"\b[A-Z]{1,20}-[\w-]{0,60}\d")
_PARAGRAPHS = re.compile(r"\n[ \t\r]*\n")
_LATIN = re.compile(r"[A-Za-zªº\u00c0-\u024f\u1e00-\u1eff]+")
_NOT_LATIN = re.compile(r"[^\W\d_A-Za-zªº\u00c0-\u024f\u1e00-\u1eff]+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")  # noqa: RUF001 - the apostrophe phones type

NEIGHBOURS = {
    "nl": """
        de het een en of maar als dat die deze dit van voor met zonder naar bij op in uit aan over onder is
        zijn was waren ben bent heb hebt heeft hebben had wordt worden kan kunnen moet moeten wil willen mag
        zal zou ik jij je u hij zij ze wij we jullie ons onze mijn uw hun haar hem niet geen niets nog al ook
        wel zeer meer altijd weer nu vandaag gisteren morgen hier daar dan zo hoe wat wie waar wanneer waarom
        graag bedankt hallo goedemorgen beste groeten er om te door
    """,
    "it": """
        il lo la i gli le un uno una e o ma se che chi cui di a da in con su per tra fra del dello della dei
        degli delle al allo alla ai agli alle dal dalla nel nella nei sul sulla è sono era erano essere ho hai
        ha abbiamo avete hanno io tu lui lei noi voi loro mi ti si ci vi mio mia nostro nostra vostro non più
        anche ancora già sempre mai ora oggi ieri domani qui come quando dove perché quanto quale posso può
        possiamo grazie buongiorno ciao salve questo questa quello funziona
    """,
    "pt": """
        o a os as um uma uns umas e ou mas se que quem de do da dos das em no na nos nas ao à aos às por pelo
        pela para com sem é são era foi ser estar está estão estou tenho tem têm temos posso pode podemos eu
        você vocês ele ela nós eles me te lhe meu minha nosso nossa seu sua não sim nada tudo muito mais já
        ainda também sempre nunca agora hoje ontem amanhã aqui como quando onde obrigado obrigada olá bom dia
        boa tarde isso esta este
    """,
    "sv": """
        och eller men om att som den det de en ett är var vara har hade kan kunde ska skulle vill måste jag du
        han hon vi ni dem mig dig sig min din vår våra er inte ingen inget på i av för med från till utan över
        under efter när var vad vem hur varför här där nu idag igår hej tack mycket mer också alltid igen
    """,
    "pl": """
        nie jest się że ale czy jak proszę dziękuję dzień dobry witam cześć mogę można możecie moje moja mój nasz nasze
        hasło hasła dlaczego kiedy gdzie już tylko został została mam mamy chcę chcemy tego ten tej przez oraz lub bardzo
        działa działają kto jestem są być był była było dla pozdrawiam pomoc zmienić zalogować konta
    """,
}
_NEIGHBOUR_CHARACTERS = {
    "it": "àèìòù",
    "pt": "ãõçáéâê",
    "sv": "åäö",
    "pl": "ąćęłńśźż",
}
_FOREIGN_LETTER = re.compile(rf"[^\W\d_a-z{''.join(language.letters for language in LANGUAGES.values())}]")
_WORDS = {language.code: language.small_words for language in LANGUAGES.values()} | {
    code: frozenset(words.split()) for code, words in NEIGHBOURS.items()
}
_CHARACTERS = {language.code: language.telling_characters for language in LANGUAGES.values()} | _NEIGHBOUR_CHARACTERS
_SHARED = Counter(word for words in _WORDS.values() for word in words)


class _Found(NamedTuple):
    """A language was found by its small words."""

    language: str
    score: float
    is_known: bool  # whether it fits at all
    is_clear: bool  # whether it fits better than any other


def guess(text: str) -> str | None:
    """Return the language of a ticket: a code of `LANGUAGES`, `OTHER` for a text that is in none of them, or None for one
    that is too short or not clear enough."""
    found = _guess(text)
    if found not in {None, "en"}:
        return found
    # Customers paste logs and messages of programs below their own words; those are mostly in English.
    own = _introduction(text[:_MOST])
    introduced = _guess(own) if own else None
    return introduced if introduced in LANGUAGES else found


def _guess(text: str) -> str | None:
    prose, words = _read(text)
    found = _best(prose, words)
    ours = found.language if found.language in LANGUAGES and found.is_clear else None
    if ours and found.score >= _SURE_SCORE and found.score >= _SURE_SHARE * len(words):
        return ours
    if len(words) < _FEWEST_WORDS:
        return ours or (OTHER if len(_FOREIGN_LETTER.findall(prose.lower())) >= _ENOUGH_LETTERS else None)
    like = likeness(_telling(prose))
    if like.foreign > _LEAD:
        return OTHER
    if ours or like.ours_ahead > _LEAD:
        return ours or like.ours
    return OTHER if like.foreign > 0 and not found.is_known and len(words) >= _ENOUGH_WORDS else None


def guess_document(text: str) -> str | None:
    """Return the language of a document, as `guess` does. A text with hardly any of our small words is a table or a
    list of codes and gives None, unless our languages do not use most of its letters."""
    prose, words = _read(text)
    found = _best(prose, words)
    if found.is_clear:
        return found.language if found.language in LANGUAGES else OTHER
    letters = sum(map(str.isalpha, prose))
    return OTHER if len(_FOREIGN_LETTER.findall(prose.lower())) > letters / 2 else None


def _read(text: str) -> tuple[str, list[str]]:
    """Return the prose of a text, and its words."""
    prose = "\n".join(line for line in text[:_MOST].splitlines() if not _LOG_LINE.match(line)) or text[:_MOST]
    prose = _TOKEN.sub(lambda token: " " if _is_noise(token[0]) else token[0], prose).replace(
        "\N{RIGHT SINGLE QUOTATION MARK}", "'"
    )
    return prose, _WORD.findall(prose.lower())


def _is_noise(token: str) -> bool:
    """Return whether this is an address, a path, a name of a program's parts, or a number with letters."""
    return bool(_SEPARATOR.search(token)) or "@" in token[1:-1] or _CODE.match(token.strip("(\"'[")) is not None


def _introduction(text: str) -> str:
    """Return what stands above something pasted: the paragraphs up to one that ends with a colon or a question mark."""
    paragraphs = _PARAGRAPHS.split(text)
    ends = (number for number, part in enumerate(paragraphs[:-1], 1) if part.rstrip().endswith((":", "?")))
    return "\n\n".join(paragraphs[: next(ends, 0)])


def _telling(prose: str) -> str:
    """Return what of a text tells its language. A name or a quote in Chinese or in Cyrillic is no reason to take a text for
    one in Chinese or in Russian, so the script that it has less of is left out, and so are full names with foreign letters."""
    if sum(map(len, _LATIN.findall(prose))) <= sum(map(str.isalpha, prose)) / 2:
        return _LATIN.sub(" ", prose)
    kept: list[str] = []
    for is_capital, found in groupby(_NOT_LATIN.sub(" ", prose).split(), key=lambda word: word.istitle()):
        run = list(found)
        if not (is_capital and len(run) > 1 and _FOREIGN_LETTER.search("".join(run).lower())):
            kept += run
    return " ".join(kept) or prose


def _best(prose: str, words: list[str]) -> _Found:
    """Return the language whose small words fit best."""
    scores = {language: _score(words, prose, language) for language in _WORDS}
    best, second = sorted(scores, key=lambda language: scores[language], reverse=True)[:2]
    score = scores[best]
    is_known = score >= 1 and score >= 0.15 * len(words)  # a page of names and part numbers is in no language
    return _Found(best, score, is_known, is_known and score >= _MARGIN * scores[second])


def _score(words: list[str], prose: str, language: str) -> float:
    """Return the score of a language. A word counts more, the fewer languages share it; a telling character counts 0.25."""
    total = 0.0
    for word in words:
        part = next((part for part in (word, *word.split("'")) if part in _WORDS[language]), None)
        total += 1 / _SHARED[part] if part else 0
    lowered = prose.lower()
    return total + 0.25 * sum(lowered.count(mark) for mark in _CHARACTERS.get(language, ""))
