"""The skills share this module: it parses JSON, and computes the probability of a field from its tokens."""

import json
import re
from dataclasses import dataclass
from math import exp, prod
from typing import Any

from models.errors import InvalidOutput


@dataclass(frozen=True)
class TokenLogprob:
    text: str
    logprob: float  # under the constrained decoder, natural logarithm


def load_object(text: str) -> dict[str, Any]:
    """Return the JSON object in `text`. Raises `InvalidOutput` with the reason."""
    try:
        value = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise InvalidOutput(f"not JSON: {error}") from error
    if not isinstance(value, dict):
        raise InvalidOutput("not a JSON object")
    return value


def compact(value: object) -> str:
    """Return `value` as JSON in the form that the grammar writes: no spaces, no escapes for non-ASCII characters."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def typical_probability(tokens: tuple[TokenLogprob, ...]) -> float | None:
    """Return the geometric mean of the tokens' probabilities without the forced ones: how sure a free text was,
    whatever its length. None when the engine gives no probabilities, or chose no token."""
    chosen = [token.logprob for token in tokens if token.logprob < 0.0]
    return exp(sum(chosen) / len(chosen)) if chosen else None


def field_probabilities(text: str, tokens: tuple[TokenLogprob, ...], fields: tuple[str, ...]) -> dict[str, float]:
    """Return the probability of each scalar field: the product over the tokens that overlap its value.

    An engine that gives no token probabilities yields an empty mapping, because a missing probability is not certainty.
    """
    if not tokens:
        return {}
    starts, position = [], 0
    for token in tokens:
        starts.append(position)
        position += len(token.text)
    found = {}
    for field in fields:
        match = re.search(rf'"{field}":\s*("(?:[^"\\]|\\.)*"|[^,}}\]]+)', text)
        if match is None:
            continue
        low, high = match.span(1)
        inside = [t.logprob for t, s in zip(tokens, starts, strict=True) if s < high and s + len(t.text) > low]
        found[field] = prod(exp(value) for value in inside)
    return found
