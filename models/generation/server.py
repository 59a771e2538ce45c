"""This module is the engine over HTTP, for any OpenAI-compatible server that has `POST /v1/completions`. vLLM is the
intended one:

    vllm serve BASE --enable-lora --lora-modules deskhand-triage=demo/adapters/triage deskhand-reply=demo/adapters/reply \
        deskhand-translation=demo/adapters/translation

The model name in a request chooses the adapter, so one batch of the server may hold several skills.

`/v1/chat/completions` is not used: a chat template would wrap the prompt in words that no adapter has seen in training.

The schema travels as `response_format`, which vLLM documents for completions and other servers read as well. vLLM
dropped its own `guided_json` in 0.12 and did not know `structured_outputs` before, and a vLLM that does not know a
field ignores it silently. A server that refuses the field (transformers serve) is used without it; then an answer ends
at the end of its line, and only the skill's parser decides whether it is valid.
"""

import json
import logging
import re
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import httpx

from models.errors import EngineError, EngineUnavailable
from models.generation.closed import without_unique_items
from models.generation.completions import Completion, parse_completion, said, token_logprobs
from models.generation.engine import Generation, Schema, per_prompt

LOG = logging.getLogger(__name__)
MAX_RESPONSE_BYTES = 4_000_000  # a broken server must not fill the worker's memory
OPTIONAL_FIELDS = ("response_format", "logprobs")
REFUSAL = re.compile(
    r"unexpected|unsupported|not support|unknown|unrecogni[sz]ed|not permitted|not allowed", re.IGNORECASE
)
PROBE_PROMPT = "Is the light green? JSON: "
PROBE_SCHEMA = {
    "type": "object",
    "properties": {"deskhand_probe": {"const": True}},
    "required": ["deskhand_probe"],
    "additionalProperties": False,
}


class ServerEngine:
    """This engine is thread-safe. It asks nothing of the server before the first `generate` or `check`."""

    def __init__(
        self,
        url: str,
        model: str,
        *,
        key: str | None = None,
        adapters: Mapping[str, str] | None = None,  # skill -> the server's name for its adapter
        timeout: float = 60.0,  # seconds for one request; below the lease, so that a hung server costs one attempt
        concurrency: int = 16,
    ) -> None:
        self._address = _address(url)
        self._model = model
        self._adapters = dict(adapters or {})
        self._timeout = timeout
        self._concurrency = concurrency
        self._refused: set[str] = set()  # optional fields that this server does not accept
        base = url.rstrip("/")
        self._client = httpx.Client(
            base_url=base if base.endswith("/v1") else f"{base}/v1",
            headers={"Authorization": f"Bearer {key}"} if key else {},
            timeout=httpx.Timeout(timeout, connect=min(timeout, 5.0)),
            # uvicorn drops a connection after five idle seconds; a request that reuses it at that moment fails needlessly.
            limits=httpx.Limits(max_connections=concurrency, keepalive_expiry=2.0),
        )

    @property
    def base_id(self) -> str:
        """Return the server's name for the base model: no server tells the hash of its weights."""
        return f"server:{self._model}"

    def adapter_id(self, skill: str) -> str | None:
        name = self._adapters.get(skill)
        return f"server:{name}" if name else None

    def generate(
        self, prompts: Sequence[str], *, skill: str, schema: Schema | Sequence[Schema], max_tokens: int
    ) -> list[Generation]:
        if not prompts:
            return []
        model = self._adapters.get(skill, self._model)
        # One request per prompt, all at once: the server batches them itself, and starts the next when one ends early.
        with ThreadPoolExecutor(min(self._concurrency, len(prompts)), thread_name_prefix="model-server") as pool:
            asked = zip(prompts, per_prompt(schema, prompts), strict=True)
            running = [pool.submit(self._complete, prompt, model, own, max_tokens) for prompt, own in asked]
            try:
                return [future.result() for future in running]
            except EngineError:
                # The rest of a batch must not wait out its timeouts one after the other behind a dead server.
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    def likelihoods(self, prompt: str, texts: Sequence[str], *, skill: str, begun: str = "") -> None:
        """Return None: a server that reads a text only to score it is asked once per text, each time with the prompt."""
        del prompt, texts, skill, begun

    def check(self) -> list[str]:
        """Return what is wrong with this server, in words for `deskhand doctor`; empty if nothing is.

        It asks every model for one short answer, because `GET /v1/models` may list what is downloaded, not what is
        served.
        """
        found: list[str] = []
        for model in dict.fromkeys([self._model, *self._adapters.values()]):
            try:
                answer = self._complete(PROBE_PROMPT, model, PROBE_SCHEMA, 24)
            except EngineUnavailable as error:
                return [*found, str(error)]
            except EngineError as error:
                found.append(str(error))
                continue
            if not _is_probe_answer(answer.text):
                found.append(
                    f"{self._address} does not hold {model} to a JSON schema: answers that are not valid go to a person"
                )
            if not answer.tokens:
                found.append(
                    f"{self._address} gives no token probabilities for {model}: there is no confidence, so every "
                    "triage counts as unsure"
                )
        return found

    def close(self) -> None:
        self._client.close()

    def _complete(self, prompt: str, model: str, schema: Schema, max_tokens: int) -> Generation:
        while True:
            payload = self._payload(prompt, model, schema, max_tokens)
            response, content = self._post(payload)
            refused = _refused_fields(response.status_code, content) & payload.keys()
            if not refused:
                break
            if not refused <= self._refused:  # once, not for every request of a batch
                LOG.warning("model server %s does not take %s", self._address, ", ".join(sorted(refused)))
            self._refused.update(refused)
        self._require_success(response, content, prompt, model)
        completion = parse_completion(content)
        if completion is None:
            raise EngineError(f"{self._address} answered with something that is not a completion")
        return _generation(completion)

    def _payload(self, prompt: str, model: str, schema: Schema, max_tokens: int) -> dict[str, Any]:
        payload: dict[str, Any] = {"model": model, "prompt": prompt, "max_tokens": max_tokens, "temperature": 0}
        if "logprobs" not in self._refused:
            payload["logprobs"] = 1  # 0 is enough for vLLM, but others read it as "none"
        if "response_format" in self._refused:
            # The skills answer on one line; an unconstrained model would go on and invent the next ticket.
            return {**payload, "stop": ["\n"]}
        form = {
            "type": "json_schema",
            "json_schema": {"name": "answer", "schema": without_unique_items(schema), "strict": True},
        }
        return {**payload, "response_format": form}

    def _post(self, payload: Mapping[str, Any]) -> tuple[httpx.Response, bytes]:
        # ASCII escapes: httpx would write UTF-8 and fail on a lone surrogate in a ticket.
        body, started, content = json.dumps(payload).encode(), monotonic(), bytearray()
        headers = {"Content-Type": "application/json"}
        try:
            with self._client.stream("POST", "completions", content=body, headers=headers) as response:
                for chunk in response.iter_bytes():
                    content += chunk
                    if len(content) > MAX_RESPONSE_BYTES:
                        raise EngineError(f"{self._address} answered with more than {MAX_RESPONSE_BYTES} bytes")
                    if monotonic() - started > self._timeout:  # httpx only limits the time between chunks
                        raise EngineUnavailable(f"{self._address} did not finish within {self._timeout:g} seconds")
                return response, bytes(content)
        except httpx.TimeoutException as error:
            raise EngineUnavailable(f"{self._address} did not answer within {self._timeout:g} seconds") from error
        except httpx.RequestError as error:
            raise EngineUnavailable(f"{self._address} cannot be reached: {type(error).__name__}: {error}") from error

    def _require_success(self, response: httpx.Response, content: bytes, prompt: str, model: str) -> None:
        status = response.status_code
        if status == 200:
            return
        reason = f"{self._address} answered {status} for {model}"
        if detail := _without_ticket(said(content), prompt):
            reason = f"{reason}: {detail}"
        if status == 429 or status >= 500:
            raise EngineUnavailable(reason)
        if status in (401, 403):
            raise EngineError(f"{reason}: set DESKHAND_ENGINE_KEY to the server's key")
        if status == 404:
            raise EngineError(f"{reason}: it does not serve this model, or has no /v1/completions")
        raise EngineError(reason)


def _address(url: str) -> str:
    """Return host and port for messages, because a URL may hold a password. Raises `EngineError`."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        parts, port = urlsplit(""), ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise EngineError("the model server's URL must look like http://host:8000/v1: set DESKHAND_ENGINE_URL")
    return parts.hostname + port


def _generation(completion: Completion) -> Generation:
    choice = completion.choices[0]
    return Generation(
        text=choice.text,
        tokens=token_logprobs(choice.text, choice.logprobs),
        prompt_tokens=completion.usage.prompt_tokens if completion.usage else 0,
        finished=choice.finish_reason == "stop",
    )


def _refused_fields(status: int, content: bytes) -> set[str]:
    """Return the optional fields that the server does not accept, as opposed to a value that it does not accept."""
    if status not in (400, 422):
        return set()
    message = said(content)
    return {field for field in OPTIONAL_FIELDS if field in message} if REFUSAL.search(message) else set()


def _without_ticket(message: str, prompt: str) -> str:
    """Return the server's own words for a log, withheld when they repeat any twelve characters of the prompt."""
    message = message[:200]
    if any(message[start : start + 12] in prompt for start in range(max(1, len(message) - 11))):
        return "(its message repeats the ticket and is not shown)" if message else ""
    return message


def _is_probe_answer(text: str) -> bool:
    try:
        return bool(json.loads(text) == {"deskhand_probe": True})
    except ValueError:
        return False
