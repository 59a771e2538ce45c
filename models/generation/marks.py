"""This module knows the marks that a model reads as commands: what begins and ends turns and sequences, images, tools.

A tokenizer takes such a text for one control token, wherever it stands. So in what a customer wrote each gets a space after its
first sign: nobody ends a sequence, or writes a turn of the system, from within a ticket. The families of marks that are usual are
known for every base, and those of a tokenizer or of a chat template are added where one can be read.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

# <|im_start|>, <start_of_turn>, [INST], <</SYS>> and the ends of sequences, as the usual families of models write them
_FAMILIES = re.compile(
    r"(<(?=[|\N{FULLWIDTH VERTICAL LINE}]|<?/?(?:(?:start|end)_of_turn|bos|eos|pad|unk|s|SYS)>)|\[(?=/?(?:INST|SYSTEM_PROMPT)\]))"
)
_SHAPE = re.compile(r"[^\w\s]\S*[^\W\d_]\S*[^\w\s]")  # <unused12>, [multimodal]: no word, and no sign alone
_IN_TEMPLATE = re.compile(r"<[^\s<>'\"{}%]{2,40}>|\[/?[A-Z][A-Z_]+\]")
_HEAD = 2_000_000  # signs, of which each added token has some 200
_ADDED = re.compile(r'"added_tokens"\s*:\s*')
_TAG = re.compile(  # tokenizers have tokens of their own for HTML, which tell a model nothing but HTML
    r"</?(?:a|b|i|u|s|p|q|em|br|hr|h[1-6]|li|ol|ul|dl|dt|dd|td|th|tr|img|div|sub|sup|pre|del|ins|kbd|code|span|html|head|body|bbox"
    r"|table|thead|tbody|tfoot|title|style|small|strong|center|iframe|footer|header|caption|blockquote|section|article)/?>"
)


@dataclass(frozen=True)
class Marks:
    """These are the marks of a base, beside those of the usual families."""

    own: frozenset[str] = frozenset()

    def harmless(self, text: str) -> str:
        """Return a text in which no mark stands any more. What is no mark stays as it is."""
        text = _FAMILIES.sub(r"\1 ", text)
        if not self.own:
            return text

        def broken(found: re.Match[str]) -> str:
            start = found.start()
            lengths = self._lengths.get(text[start : start + 2], ())
            is_mark = any(text[start : start + length] in self.own for length in lengths)
            return f"{found[0]} " if is_mark else found[0]

        return self._first.sub(broken, text)

    @cached_property
    def _first(self) -> re.Pattern[str]:
        return re.compile(f"[{re.escape(''.join({mark[0] for mark in self.own}))}]")

    @cached_property
    def _lengths(self) -> Mapping[str, set[int]]:
        """Return how long the marks are that begin with two signs: few lengths, where a base has thousands of such marks."""
        found: dict[str, set[int]] = defaultdict(set)
        for mark in self.own:
            found[mark[:2]].add(len(mark))
        return dict(found)

    def __or__(self, other: "Marks") -> "Marks":
        return Marks(self.own | other.own)


USUAL = Marks()
_KNOWN: "WeakKeyDictionary[Any, tuple[int, Marks]]" = WeakKeyDictionary()


def of(tokenizer: Any) -> Marks:
    """Return the marks of a tokenizer that is loaded."""
    size, known = _KNOWN.get(tokenizer, (-1, USUAL))
    if size != len(tokenizer):  # tokens may be added to it later
        added = tokenizer.added_tokens_decoder.values()
        template = getattr(tokenizer, "chat_template", None)
        known = _marks(((token.content, token.special) for token in added), template)
        _KNOWN[tokenizer] = len(tokenizer), known
    return known


def of_folder(folder: Path) -> Marks | None:
    """Return the marks of the tokenizer in a model's folder, without loading it; None where there is none to read."""
    try:
        rows = _added(folder / "tokenizer.json")
        return _marks([(str(row["content"]), bool(row["special"])) for row in rows], _template(folder))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _added(path: Path) -> Any:
    """Return the tokens that were added. They stand before the vocabulary, of which 30 MB would take seconds."""
    with path.open(encoding="utf-8") as file:
        head = file.read(_HEAD)
        found = _ADDED.search(head)
        try:
            return json.JSONDecoder().raw_decode(head, found.end())[0] if found else []
        except ValueError:
            return json.loads(head + file.read())["added_tokens"]


def _template(folder: Path) -> Any:
    beside = folder / "chat_template.jinja"
    if beside.exists():
        return beside.read_text(encoding="utf-8")
    settings = folder / "tokenizer_config.json"
    return json.loads(settings.read_text(encoding="utf-8")).get("chat_template") if settings.exists() else None


def told(body: Mapping[str, Any]) -> Marks:
    """Return the marks in what a server tells of its tokenizer: llama.cpp by `GET /props`, vLLM by `GET /tokenizer_info`."""
    tokens = [(value, True) for name, value in body.items() if name.endswith("_token") and isinstance(value, str)]
    listed = body.get("added_tokens_decoder")
    for value in listed.values() if isinstance(listed, dict) else ():
        content, special = (value.get("content"), value.get("special")) if isinstance(value, dict) else (value, False)
        tokens += [(content, special is True)] if isinstance(content, str) else []
    return _marks(tokens, body.get("chat_template"))


def _marks(tokens: Iterable[tuple[str, bool]], template: Any) -> Marks:
    """Return those that control a model, of (token, whether the tokenizer calls it special) and of a chat template. A sign alone
    and blanks cannot be divided, and words that were added to a vocabulary control nothing."""
    written = _IN_TEMPLATE.findall(template) if isinstance(template, str) else []
    found = [text for text, special in (*tokens, *((text, False) for text in written)) if special or _is_shaped(text)]
    return Marks(frozenset(text for text in found if len(text) > 1 and text.strip() and USUAL.harmless(text) == text))


def _is_shaped(text: str) -> bool:
    return _SHAPE.fullmatch(text) is not None and _TAG.fullmatch(text) is None
