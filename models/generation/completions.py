"""This module reads what an OpenAI-compatible server writes back: the completion, its token probabilities, its
errors."""

import json
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from models.skills.fields import TokenLogprob


class Logprobs(BaseModel):
    model_config = ConfigDict(allow_inf_nan=False)
    tokens: list[str]
    token_logprobs: list[float | None]


class Choice(BaseModel):
    text: str
    finish_reason: str | None = None
    logprobs: Logprobs | None = None


class Usage(BaseModel):
    prompt_tokens: int = 0


class Completion(BaseModel):
    choices: Annotated[list[Choice], Field(min_length=1)]
    usage: Usage | None = None


def parse_completion(content: bytes) -> Completion | None:
    """Return the completion, or None for anything else: HTML of a proxy, half a body, another API's answer."""
    try:
        return Completion.model_validate_json(content)
    except ValidationError:
        return None


def token_logprobs(text: str, logprobs: Logprobs | None) -> tuple[TokenLogprob, ...]:
    """Return the tokens of `text`, in order, so that joined they are the text; empty when the server gave none that fit
    it.

    Servers do two things that must be allowed for: they report the end-of-text token although the text does not hold
    it, and they write a token that is part of a character as U+FFFD. From such a token on, the rest of the text becomes
    one piece with the summed log probability, so a field there can only look less certain than it is.
    """
    if logprobs is None or len(logprobs.tokens) != len(logprobs.token_logprobs):
        return ()
    if any(value is None for value in logprobs.token_logprobs):
        return ()
    pairs = [(t, min(v, 0.0)) for t, v in zip(logprobs.tokens, logprobs.token_logprobs, strict=True) if v is not None]
    pieces: list[TokenLogprob] = []
    position = 0
    for index, (token, value) in enumerate(pairs):
        if position == len(text):
            break
        if not text.startswith(token, position):
            pieces.append(TokenLogprob(text[position:], sum(v for _, v in pairs[index:])))
            position = len(text)
            break
        pieces.append(TokenLogprob(token, value))
        position += len(token)
    return tuple(pieces) if position == len(text) else ()


def said(content: bytes) -> str:
    """Return the message of an error body on one line, without the parts in which FastAPI repeats the request, which
    holds a ticket."""
    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(body, dict):
        return ""
    error = body.get("error", body)
    if isinstance(error, dict):
        error = error.get("message") or error.get("detail") or ""
    if isinstance(error, list):
        error = "; ".join(f"{e.get('msg', '')} {e.get('loc', '')}" for e in error if isinstance(e, dict))
    return " ".join(str(error).split())
