"""This benchmark counts, word by word, what reading a message loses of a customer's words and leaves of others'.

    python -m benchmarks.mail                    all sets of labelled messages, all groups
    python -m benchmarks.mail --set dev --errors   with the words that were lost or left, message by message
    python -m benchmarks.mail --set test --json

The sets (benchmarks/sets/mail_*.jsonl) have messages whose parts were labelled by somebody who had not read the rules:
new, quoted, forwarded, signature, form, notice. "missing" is the share of the new words that are not in the new-words
view, "others" the share of all other words that are. Words of one message are not independent, so that the intervals are
too narrow; the number of messages that miss any word stands beside them. mail-parser-reply, email-reply-parser, inscriptis
and html2text are measured too where they are installed.
"""

import argparse
import json
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape
from importlib import import_module
from pathlib import Path
from typing import Any

from knowledge.json_lines import read_lines
from models.evaluation.scores import Share
from worker.mail.reading import read
from worker.mail.segments import Kind

SETS = Path(__file__).parent / "sets"
SET_NAMES = ("dev", "seen", "test")  # "seen" was a test until its misses were read
GROUPS = ("client", "language", "format")
_WORD = re.compile(r"\w+")
_UNSEEN = re.compile(r"<(style|script|head|title)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
_ALT = re.compile(r"<img\b[^>]*?\balt=\"([^\"]*)\"[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")

View = Callable[["Message"], str]


@dataclass(frozen=True)
class Message:
    """A message has labelled parts, which are its text when they are joined."""

    id: str
    subject: str
    groups: tuple[str, ...]
    parts: tuple[tuple[str, str], ...]  # kind and text
    is_html: bool

    @property
    def body(self) -> str:
        return "".join(text for _, text in self.parts)

    @property
    def words(self) -> list[tuple[str, bool]]:
        """Return each word and whether it is new, by the labels."""
        shown = (_plain(text) if self.is_html else text for _, text in self.parts)
        kinds = (kind for kind, _ in self.parts)
        return [(word, kind == Kind.NEW) for text, kind in zip(shown, kinds, strict=True) for word in words_of(text)]


@dataclass(frozen=True)
class Outcome:
    """An outcome is what one view makes of one message."""

    message: Message
    missing: list[str]
    left: list[str]
    new: int
    others: int


def words_of(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def load(path: Path) -> list[Message]:
    """Return the messages of a set. Raises `DataError`."""

    def message(_: int, row: Any) -> Message:
        parts = tuple((str(part["kind"]), str(part["text"])) for part in row["segments"])
        groups = tuple(f"{group} {row[group]}" for group in GROUPS)
        return Message(str(row["id"]), row["subject"], groups, parts, row["format"] == "html")

    return list(read_lines(path, message))


def compare(message: Message, view: str) -> Outcome:
    """Compare the words of a view with those of the message, in their order. A view may move a form's fields below the new
    words: no new word is missing that the view has in the order of the new words."""
    words = message.words
    matcher = SequenceMatcher(None, [word for word, _ in words], words_of(view), autojunk=False)
    kept = {i for block in matcher.get_matching_blocks() for i in range(block.a, block.a + block.size)}
    own = [i for i, (_, new) in enumerate(words) if new]
    if any(i not in kept for i in own):
        alone = SequenceMatcher(None, [words[i][0] for i in own], words_of(view), autojunk=False)
        blocks = alone.get_matching_blocks()
        own_kept = {own[i] for block in blocks for i in range(block.a, block.a + block.size)}
        missing = [words[i][0] for i in own if i not in kept and i not in own_kept]
    else:
        missing = []
    left = [word for i, (word, new) in enumerate(words) if not new and i in kept]
    new = sum(new for _, new in words)
    return Outcome(message, missing, left, new, len(words) - new)


def new_words(message: Message) -> str:
    blocks = read(message.subject, message.body).blocks
    return "\n".join(block.text for block in blocks if block.kind is Kind.NEW).strip()


def body(message: Message) -> str:
    return read(message.subject, message.body).body


def views() -> dict[str, View]:
    """Return the views to compare: ours, and those of the libraries that are installed."""
    found: dict[str, View] = {"new words": new_words, "what the model sees": body}
    to_text = {"inscriptis": "get_text", "html2text": "html2text"}
    parsers = {"mail-parser-reply": _mail_parser_reply, "email-reply-parser": _email_reply_parser}
    for library, function in to_text.items():
        convert = _imported(library, function)
        for name, make in parsers.items():
            parse = make()
            if convert and parse:
                found[f"{name} + {library}"] = _beside(parse, convert)
    return found


def shares(outcomes: Iterable[Outcome]) -> dict[str, Share]:
    """Return the shares of words that are missing and left, and of messages that miss any."""
    known = list(outcomes)
    return {
        "missing": Share(sum(len(one.missing) for one in known), sum(one.new for one in known)),
        "others": Share(sum(len(one.left) for one in known), sum(one.others for one in known)),
        "messages that miss words": Share.of(bool(one.missing) for one in known),
    }


def by_group(outcomes: Iterable[Outcome]) -> dict[str, dict[str, Share]]:
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for one in outcomes:
        for group in ("all", *one.message.groups):
            groups[group].append(one)
    return {group: shares(inside) for group, inside in sorted(groups.items())}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", choices=SET_NAMES, help="default: all that are there")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--errors", action="store_true", help="show the words of each message that were lost or left")
    options = parser.parse_args()
    names = [options.set] if options.set else [n for n in SET_NAMES if _path(n).exists()]
    result = {name: _measure(load(_path(name)), errors=options.errors) for name in names}
    if options.json:
        print(json.dumps(result, default=_to_json))
        return
    for name, found in result.items():
        for view, (milliseconds, groups) in found.items():
            print(f"\n{name}: {view}, {milliseconds:.2f} ms a message")
            for group, known in groups.items():
                print(f"  {group:24} " + ", ".join(f"{what} {share}" for what, share in known.items()))


def _measure(messages: list[Message], *, errors: bool) -> dict[str, tuple[float, dict[str, dict[str, Share]]]]:
    measured = {}
    for name, view in views().items():
        start = time.process_time()
        seen = [view(message) for message in messages]
        milliseconds = (time.process_time() - start) * 1000 / max(1, len(messages))
        outcomes = [compare(message, text) for message, text in zip(messages, seen, strict=True)]
        measured[name] = (milliseconds, by_group(outcomes))
        for one in outcomes if errors and name == "new words" else []:
            if one.missing or one.left:
                print(f"{one.message.id}: missing {' '.join(one.missing) or '-'} | left {' '.join(one.left) or '-'}")
    return measured


def _path(name: str) -> Path:
    return SETS / f"mail_{name}.jsonl"


def _plain(html: str) -> str:
    return unescape(_TAG.sub(" ", _ALT.sub(r" \1 ", _UNSEEN.sub(" ", html))))


def _imported(library: str, name: str) -> Any:
    try:
        return getattr(import_module(library), name)
    except ImportError:
        return None


def _mail_parser_reply() -> Any:
    parser = _imported("mailparser_reply", "EmailReplyParser")
    languages = ["en", "de", "fr", "es", "nl", "it"]
    return parser and (lambda text: parser(languages=languages).parse_reply(text=text) or "")


def _email_reply_parser() -> Any:
    parser = _imported("email_reply_parser", "EmailReplyParser")
    return parser and parser.parse_reply


def _beside(parse: Callable[[str], str], convert: Callable[[str], str]) -> View:
    return lambda message: parse(convert(message.body) if message.is_html else message.body)


def _to_json(share: Share) -> dict[str, Any]:
    return {"hits": share.hits, "total": share.total, "interval": share.interval}


if __name__ == "__main__":
    main()
