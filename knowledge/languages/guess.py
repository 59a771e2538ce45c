"""This module guesses the language of a text by its small words: one of ours, or another one.

The guess is deterministic, because the check compares a reply's language with the ticket's, and a guess that changed
between two runs would hold back a good reply. An index keeps the guessed language of a document until the document is
read again. An unsure guess is None, because a wrong guess costs more than none: words of neighbouring languages (Dutch,
Italian, Portuguese, Swedish, Polish) count too, so that a Dutch ticket is not called German. Another language is not
unsure: there is enough text, and it is in none of our languages, so a person must read it.
"""

import re
from collections import Counter

from knowledge.languages.registry import LANGUAGES

OTHER = "other"
_MOST = 4000  # characters; the rest of a pasted log adds nothing
_MARGIN = 1.35  # the score of the best must exceed that of the second by this factor
_ENOUGH_WORDS = 12  # of a text that has hardly any of our small words
_ENOUGH_LETTERS = 2  # that none of our languages uses; a single one may be part of a name or a unit
_LOG_LINE = re.compile(r"^\s*(?:>|\d{4}-\d\d-\d\d|HTTP/|at |\{|<)")
_NOISE = re.compile(r"https?://\S+|\S+@\S+|[A-Z]+-[\w-]*\d+|\S*[_/\\]\S*")
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


def guess(text: str) -> str | None:
    """Return the language of a ticket: a code of `LANGUAGES`, `OTHER` for a text that is in none of them, or None for one
    that is too short or not clear enough."""
    prose, words = _read(text)
    best, is_known, is_clear = _best(prose, words)
    if best in LANGUAGES and is_known:
        return best if is_clear else None
    strange = len(_FOREIGN_LETTER.findall(prose.lower())) >= _ENOUGH_LETTERS or len(words) >= _ENOUGH_WORDS
    return OTHER if is_clear or strange else None


def guess_document(text: str) -> str | None:
    """Return the language of a document, as `guess` does. A text with hardly any of our small words is a table or a
    list of codes and gives None, unless our languages do not use most of its letters."""
    prose, words = _read(text)
    best, _, is_clear = _best(prose, words)
    if is_clear:
        return best if best in LANGUAGES else OTHER
    letters = sum(map(str.isalpha, prose))
    return OTHER if len(_FOREIGN_LETTER.findall(prose.lower())) > letters / 2 else None


def _read(text: str) -> tuple[str, list[str]]:
    """Return the prose of a text, and its words."""
    prose = "\n".join(line for line in text[:_MOST].splitlines() if not _LOG_LINE.match(line)) or text[:_MOST]
    prose = _NOISE.sub(" ", prose).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return prose, _WORD.findall(prose.lower())


def _best(prose: str, words: list[str]) -> tuple[str, bool, bool]:
    """Return the language that fits best, whether it fits at all, and whether it fits better than any other."""
    scores = {language: _score(words, prose, language) for language in _WORDS}
    best, second = sorted(scores, key=lambda language: scores[language], reverse=True)[:2]
    is_known = scores[best] >= 1 and scores[best] >= 0.15 * len(
        words
    )  # a page of names and part numbers is in no language
    return best, is_known, is_known and scores[best] >= _MARGIN * scores[second]


def _score(words: list[str], prose: str, language: str) -> float:
    """Return the score of a language. A word counts more, the fewer languages share it; a telling character counts 0.25."""
    total = 0.0
    for word in words:
        part = next((part for part in (word, *word.split("'")) if part in _WORDS[language]), None)
        total += 1 / _SHARED[part] if part else 0
    lowered = prose.lower()
    return total + 0.25 * sum(lowered.count(mark) for mark in _CHARACTERS.get(language, ""))
