"""This module cuts the tokenizer for the tiny base model: to load all 262,144 words of the real one, and to prepare
them for grammars, takes ten seconds per engine."""

import json
from pathlib import Path

from tests.support.paths import DEMO

MOST_FREQUENT = 8_192  # the special ones, bytes and single characters are among them


def cut(source: Path, target: Path) -> int:
    """Keep the most frequent words and those of the demo's tickets, so that these and the answers to them are split
    into the same words as before. Return how many are kept."""
    from tokenizers import Tokenizer

    known = json.loads(source.read_text(encoding="utf-8"))
    places: dict[str, int] = known["model"]["vocab"]
    texts = (DEMO / "tickets" / "train.jsonl").read_text(encoding="utf-8").splitlines()
    used = {word for text in Tokenizer.from_file(str(source)).encode_batch(texts) for word in text.tokens}
    kept = used | {word for word, place in places.items() if place < MOST_FREQUENT}
    merges = known["model"]["merges"]
    for left, right in reversed(merges):  # a word is merged after its parts
        if left + right in kept:
            kept |= {left, right}
    words = {word: place for place, word in enumerate(sorted(kept, key=places.__getitem__))}
    model = {"vocab": words, "merges": [pair for pair in merges if {*pair, "".join(pair)} <= kept]}
    added = [token for token in known["added_tokens"] if token["id"] < MOST_FREQUENT]
    target.write_text(json.dumps(known | {"model": known["model"] | model, "added_tokens": added}), encoding="utf-8")
    return len(words)
