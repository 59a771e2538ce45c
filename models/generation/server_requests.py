"""This module writes what is asked of an OpenAI-compatible server, in either of its two ways.

    completions   the prompt as it is: for a base without a chat template, and for adapters that were trained on it raw
    chat          the prompt in turns (`models.generation.turns`), which the server puts into its chat template: for instruct
                  bases, and for adapters that were trained in turns

The schema travels as `response_format`, which vLLM documents for both and other servers read as well; in its older form, a
`json_object` with a schema, where a server knows only that (llama-cpp-python). vLLM dropped its own `guided_json` in 0.12 and
did not know `structured_outputs` before, and a vLLM that does not know a field ignores it silently.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from models.generation.closed import without_unique_items
from models.generation.engine import Schema
from models.generation.marks import USUAL, Marks
from models.generation.turns import TEMPLATE_OPTIONS, messages, without_system

NEWER_FORM = "response_format.type json_schema"
MAX_TOKENS, NEWER_MAX_TOKENS = "max_tokens", "max_completion_tokens"
LAYOUT_TOKENS = 64  # a server's grammar allows line breaks and spaces in JSON, and instruct models write them
OPTIONAL_FIELDS = ("response_format", "logprobs", "chat_template_kwargs", MAX_TOKENS)


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


@dataclass(frozen=True)
class Form:
    """A form is how a server takes its requests."""

    refused: frozenset[str] = frozenset()  # optional fields that it does not accept
    folded: bool = False  # its chat template has no system's turn

    def lacks(self, other: "Form") -> list[str]:
        """Return what another form has and this one has not."""
        return [*sorted(self.refused - other.refused), *(["a system's turn"] if self.folded > other.folded else [])]


def payload(request: Request, api: Api, form: Form, marks: Marks = USUAL) -> dict[str, Any]:
    """Return the body of a request in the form that a server takes. `marks`: those of its model."""
    refused = form.refused
    limit = NEWER_MAX_TOKENS if MAX_TOKENS in refused else MAX_TOKENS
    made: dict[str, Any] = {"model": request.model, limit: request.max_tokens + LAYOUT_TOKENS, "temperature": 0}
    if api is Api.CHAT:
        turns = messages(request.prompt, marks)
        made["messages"] = without_system(turns) if form.folded else turns
        if "logprobs" not in refused:
            made |= {"logprobs": True, "top_logprobs": 1}  # without a number llama.cpp sends twenty for each token
        if "chat_template_kwargs" not in refused:
            made["chat_template_kwargs"] = dict(TEMPLATE_OPTIONS)
    else:
        made["prompt"] = marks.harmless(request.prompt)
        if "logprobs" not in refused:
            made["logprobs"] = 1  # 0 is enough for vLLM, but others read it as "none"
        if "response_format" in refused:
            # The skills answer on one line; an unconstrained model would go on and invent the next ticket.
            made["stop"] = ["\n"]
    if "response_format" not in refused:
        schema = without_unique_items(request.schema)
        newer = {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema, "strict": True}}
        made["response_format"] = {"type": "json_object", "schema": schema} if NEWER_FORM in refused else newer
    return made
