"""This module finds out in which form a server takes what it is asked: by chat or by completions, without which optional fields,
and with or without a system's turn.

A server's words of refusal may repeat the ticket, and nobody outside decides how it is asked. So a refused ticket only raises a
doubt. Then the server is asked a question of ours in the same form, and what it answers to that decides.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from models.generation.completions import said
from models.generation.server_requests import NEWER_FORM, OPTIONAL_FIELDS, Api, Form, Request, payload

PROBE_PROMPT = "Answer in JSON.\nIs the light green? JSON: "
PROBE_SCHEMA = {
    "type": "object",
    "properties": {"deskhand_probe": {"const": True}},
    "required": ["deskhand_probe"],
    "additionalProperties": False,
}
_PROBE_TOKENS = 24
_REFUSED = (400, 422)
_NO_SUCH_PATH = (404, 405, 501)
_REFUSAL = re.compile(
    r"unexpected|unsupported|n[o']t support|unknown|unrecogni[sz]ed|not permitted|not allowed|unavailable|not available"
    r"|not enabled|not implemented|greater than max allowed",
    re.IGNORECASE,
)
_OLDER_FORM = re.compile(r"response_format.*'type'.*json_object")  # what a server expects that knows only the older one
_TEMPLATE = re.compile(r"template|\brole", re.IGNORECASE)
Post = Callable[[str, Mapping[str, Any]], tuple[int, bytes]]
"""It sends a body to a path of the server, and returns the status and the content of the answer."""


@dataclass(frozen=True)
class Probed:
    """This is what became of a question of ours."""

    form: Form | None  # in which the server takes it; None: in none
    has_chat: bool  # False where the server may have no chat for this model


def probe(model: str) -> Request:
    """Return a question of ours."""
    return Request(PROBE_PROMPT, model, PROBE_SCHEMA, _PROBE_TOKENS)


def probed(post: Post, model: str, api: Api, form: Form) -> Probed:
    """Ask a question of ours, first in a form, then without what the server refuses of it. Raises what `post` raises."""
    while True:
        body = payload(probe(model), api, form)
        status, content = post(api.path, body)
        if status == 200:
            return Probed(form, has_chat=True)
        lesser = _lesser(form, api, status, said(content), body)
        if lesser == form:
            return Probed(None, not _has_no_chat(status, said(content)))
        form = lesser


def is_doubtful(status: int, content: bytes) -> bool:
    """Return whether the answer to a ticket may refuse the form of the request, not the ticket. It may be the ticket's words."""
    if status in _NO_SUCH_PATH:
        return True
    words = said(content)
    return status in (*_REFUSED, 500) and bool(any(map(words.__contains__, OPTIONAL_FIELDS)) or _TEMPLATE.search(words))


def may_be_form(status: int) -> bool:
    """Return whether a server that never took the form of a request may refuse that form."""
    return status in _REFUSED


def _lesser(form: Form, api: Api, status: int, words: str, body: Mapping[str, Any]) -> Form:
    """Return the form without what the server refuses of it; the same one if it refuses something else."""
    refused = _refused_fields(status, words, body)
    if refused:
        return replace(form, refused=form.refused | refused)
    # Templates without a system's turn say so in many ways, such as "roles must alternate": the question decides.
    is_refused = status in _REFUSED or (status == 500 and _TEMPLATE.search(words))
    if api is Api.CHAT and is_refused and not _has_no_chat(status, words):
        return replace(form, folded=True)
    return form


def _refused_fields(status: int, words: str, body: Mapping[str, Any]) -> set[str]:
    """Return the optional fields of a request that the server does not accept, as opposed to a value that it does not accept."""
    named = {field for field in OPTIONAL_FIELDS if field in words and field in body}
    is_newer = body.get("response_format", {}).get("type") == "json_schema"
    if status in (*_REFUSED, 500) and is_newer and _OLDER_FORM.search(words):
        return {NEWER_FORM} if "response_format" in named else set()
    return named if status in _REFUSED and _REFUSAL.search(words) else set()


def _has_no_chat(status: int, words: str) -> bool:
    """Return whether this may be the answer of a server that has no chat, or no chat template for this model."""
    return status in _NO_SUCH_PATH or (status in (*_REFUSED, 500) and "chat template" in words.lower())
