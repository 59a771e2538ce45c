"""This module writes what is asked of an OpenAI-compatible server, in either of its two ways.

    completions   the prompt as it is: for a base without a chat template, and for adapters that were trained on it raw
    chat          the prompt in turns (`models.generation.turns`), which the server puts into its chat template: for instruct
                  bases, and for adapters that were trained in turns

The schema travels as `response_format`, which vLLM documents for both and other servers read as well; in its older form, a
`json_object` with a schema, where a server knows only that (llama-cpp-python). vLLM dropped its own `guided_json` in 0.12 and
did not know `structured_outputs` before, and a vLLM that does not know a field ignores it silently.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from models.generation.closed import without_unique_items
from models.generation.completions import said
from models.generation.engine import Schema
from models.generation.turns import harmless, messages, without_system

NEWER_FORM = "response_format.type json_schema"
MAX_TOKENS, NEWER_MAX_TOKENS = "max_tokens", "max_completion_tokens"
LAYOUT_TOKENS = 64  # a server's grammar allows line breaks and spaces in JSON, and instruct models write them
OPTIONAL_FIELDS = ("response_format", "logprobs", "chat_template_kwargs", MAX_TOKENS)
_REFUSAL = re.compile(
    r"unexpected|unsupported|n[o']t support|unknown|unrecogni[sz]ed|not permitted|not allowed|unavailable|not available"
    r"|not enabled|not implemented|greater than max allowed",
    re.IGNORECASE,
)
_OLDER_FORM = re.compile(r"response_format.*'type'.*json_object")  # what a server expects that knows only the older one


class Api(StrEnum):
    COMPLETIONS = "completions"
    CHAT = "chat"

    @property
    def path(self) -> str:
        return "completions" if self is Api.COMPLETIONS else "chat/completions"


@dataclass(frozen=True)
class Request:
    """A request is what one answer is asked with."""

    prompt: str
    model: str
    schema: Schema
    max_tokens: int


def payload(request: Request, api: Api, refused: Collection[str], *, folded: bool = False) -> dict[str, Any]:
    """Return the body of a request without the optional fields that a server `refused`. `folded`: without a system's turn,
    which not every chat template has."""
    limit = NEWER_MAX_TOKENS if MAX_TOKENS in refused else MAX_TOKENS
    made: dict[str, Any] = {"model": request.model, limit: request.max_tokens + LAYOUT_TOKENS, "temperature": 0}
    if api is Api.CHAT:
        turns = messages(request.prompt)
        made["messages"] = without_system(turns) if folded else turns
        if "logprobs" not in refused:
            made |= {"logprobs": True, "top_logprobs": 1}  # without a number llama.cpp sends twenty for each token
        if "chat_template_kwargs" not in refused:
            made["chat_template_kwargs"] = {"enable_thinking": False}  # an answer is JSON and nothing else
    else:
        made["prompt"] = harmless(request.prompt)
        if "logprobs" not in refused:
            made["logprobs"] = 1  # 0 is enough for vLLM, but others read it as "none"
        if "response_format" in refused:
            # The skills answer on one line; an unconstrained model would go on and invent the next ticket.
            made["stop"] = ["\n"]
    if "response_format" not in refused:
        schema = without_unique_items(request.schema)
        form = {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema, "strict": True}}
        made["response_format"] = {"type": "json_object", "schema": schema} if NEWER_FORM in refused else form
    return made


def refused_fields(status: int, content: bytes, body: Mapping[str, Any]) -> set[str]:
    """Return the optional fields of a request that the server does not accept, as opposed to a value that it does not accept. A
    field that the ticket names says nothing: a server may repeat the ticket, and nobody outside decides what is asked."""
    message, asked = said(content), _words(body)
    form = body.get("response_format", {})
    named = {field for field in OPTIONAL_FIELDS if field in message and field in body and field not in asked}
    if status in (400, 422, 500) and form.get("type") == "json_schema" and _OLDER_FORM.search(message):
        return {NEWER_FORM} if "response_format" in named else set()
    return named if status in (400, 422) and _REFUSAL.search(message) else set()


def _words(body: Mapping[str, Any]) -> str:
    """Return what a request asks the model."""
    return str(body.get("prompt") or "\n".join(turn["content"] for turn in body.get("messages", ())))


def refuses_system(status: int, content: bytes) -> bool:
    """Return whether the server's chat template has no system's turn."""
    message = said(content).lower()
    return status in (400, 422, 500) and "system" in message and "role" in message


def has_no_chat(status: int, content: bytes) -> bool:
    """Return whether this may be the answer of a server that has no chat, or no chat template for this model."""
    return status in (404, 405, 501) or (status in (400, 422, 500) and "chat template" in said(content).lower())
