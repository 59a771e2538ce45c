"""This module is the engine over HTTP, for any OpenAI-compatible server; vLLM is the intended one. How adapters get there:
`models.generation.server_adapters`.

The model name in a request chooses the adapter, so one batch of the server may hold several skills.

An adapter is asked as it was trained: one that learned on raw prompts by `/v1/completions`, one that learned in turns by
`/v1/chat/completions`, whose template would wrap the prompt in words that the other has never seen. The base is asked by chat
where the server has a chat template for it, unless a setting says otherwise.

A server that refuses the schema (transformers serve) is used without it; then an answer by completions ends at the end of its
line, and only the skill's parser decides whether it is valid.
"""

import json
import logging
import threading
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from models.errors import EngineError, EngineUnavailable
from models.generation.completions import context_of, parse_chat, parse_completion
from models.generation.engine import Generation, Schema, per_prompt
from models.generation.marks import USUAL, Marks
from models.generation.server_connection import Connection
from models.generation.server_form import is_doubtful, may_be_form, probe, probed
from models.generation.server_requests import Api, Form, Request, payload
from models.generation.server_tokenizer import TokenizerOf

LOG = logging.getLogger(__name__)


class ServerEngine:
    """This engine is thread-safe. It asks nothing of the server before the first `generate` or `check`."""

    def __init__(
        self,
        url: str,
        model: str,
        *,
        key: str | None = None,
        adapters: Mapping[str, str] | None = None,  # skill -> the server's name for its adapter
        turns: Collection[str] = (),  # the skills whose adapters were trained in turns
        api: Api | None = None,  # by which the base is asked; None: by chat if the server can
        timeout: float = 60.0,  # seconds for one request; below the lease, so that a hung server costs one attempt
        concurrency: int = 16,
        marks: Marks | None = None,  # of the base that adapters were trained on; None: not known
    ) -> None:
        self._connection = Connection(url, key=key, timeout=timeout, concurrency=concurrency)
        self._model = model
        self._adapters = dict(adapters or {})
        self._apis = {name: Api.CHAT if skill in turns else Api.COMPLETIONS for skill, name in self._adapters.items()}
        if api is not None:
            self._apis[model] = api
        self._concurrency = concurrency
        self._marks, self._told = marks, TokenizerOf(self._connection)
        self._forms = {one: Form() for one in Api}
        self._taken: set[tuple[str, Api, Form]] = set()  # in which the server took a question of ours
        self._chatless: set[str] = set()  # models for which the server answered a chat of ours as one that has none
        self._learning = threading.Lock()

    @property
    def base_id(self) -> str:
        """Return the server's name for the base model: no server tells the hash of its weights."""
        return f"server:{self._model}"

    @property
    def connection(self) -> Connection:
        return self._connection

    def use(self, skill: str, model: str, *, turns: bool) -> None:
        """Ask `model` for a skill from now on."""
        self._adapters[skill] = model
        self._apis[model] = Api.CHAT if turns else Api.COMPLETIONS

    def forget(self, skill: str) -> None:
        """Ask the base for a skill from now on."""
        self._adapters.pop(skill, None)

    @property
    def apis(self) -> Mapping[str, Api]:
        """Return by which way each model is asked, as far as it is known."""
        return dict(self._apis)

    @property
    def context(self) -> int | None:
        """Return how many tokens a prompt and its answer may have together; None where the server does not say."""
        with suppress(EngineError):
            status, content = self._connection.get("models")
            return context_of(content, self._model) if status == 200 else None
        return None

    def adapter_id(self, skill: str) -> str | None:
        name = self._adapters.get(skill)
        return f"server:{name}" if name else None

    def generate(
        self, prompts: Sequence[str], *, skill: str, schema: Schema | Sequence[Schema], max_tokens: int
    ) -> list[Generation]:
        if not prompts:
            return []
        model = self._adapters.get(skill, self._model)
        schemas = per_prompt(schema, prompts)
        asked = [Request(prompt, model, own, max_tokens) for prompt, own in zip(prompts, schemas, strict=True)]
        # Nobody knows yet how this base is asked: the first answer tells it for the others.
        first = [] if model in self._apis else [self._complete(asked.pop(0))]
        if not asked:
            return first
        # One request per prompt, all at once: the server batches them itself, and starts the next when one ends early.
        with ThreadPoolExecutor(min(self._concurrency, len(asked)), thread_name_prefix="model-server") as pool:
            running = [pool.submit(self._complete, one) for one in asked]
            try:
                return first + [future.result() for future in running]
            except EngineError:
                # The rest of a batch must not wait out its timeouts one after the other behind a dead server.
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    def likelihoods(self, prompt: str, texts: Sequence[str], *, skill: str, begun: str = "") -> None:
        """Return None: a server that reads a text only to score it is asked once per text, each time with the prompt."""
        del prompt, texts, skill, begun

    def check(self, models: Sequence[str] | None = None) -> list[str]:
        """Return what is wrong with this server, in words for `deskhand doctor`; empty if nothing is.

        It asks the base, and `models` (without them each adapter), for one short answer, because `GET /v1/models` may list what
        is downloaded, not what is served.
        """
        found: list[str] = []
        address = self._connection.address
        asked = self._adapters.values() if models is None else models
        for model in dict.fromkeys([self._model, *asked]):
            try:
                answer = self._complete(probe(model))
            except EngineUnavailable as error:
                return [*found, str(error)]
            except EngineError as error:
                found.append(str(error))
                continue
            if not _is_probe_answer(answer.text):
                by = self._apis.get(model, Api.CHAT)
                hint = " (llama.cpp holds only chats to one: DESKHAND_ENGINE_API=chat)" if by is Api.COMPLETIONS else ""
                found.append(
                    f"{address} does not hold {model} to a JSON schema by {by}{hint}: answers that are not valid go to a person"
                )
            if not answer.tokens:
                found.append(
                    f"{address} gives no token probabilities for {model}: there is no confidence, so every "
                    "triage counts as unsure"
                )
        return found

    def close(self) -> None:
        self._connection.close()

    def _complete(self, request: Request) -> Generation:
        known = self._apis.get(request.model)
        chosen = known or Api.CHAT
        status, content = self._post(request, chosen)
        if known is None and status != 200 and request.model in self._chatless:
            chosen = Api.COMPLETIONS
            status, content = self._post(request, chosen)
        made = self._asked(request, chosen, status, content)
        self._apis.setdefault(request.model, chosen)
        return made

    def _asked(self, request: Request, api: Api, status: int, content: bytes) -> Generation:
        if status != 200:
            raise self._connection.failure(status, content, prompt=request.prompt, model=request.model, path=api.path)
        made = parse_chat(content) if api is Api.CHAT else parse_completion(content)
        if made is None:
            raise EngineError(f"{self._connection.address} answered with something that is not a completion")
        return made

    def _post(self, request: Request, api: Api) -> tuple[int, bytes]:
        """Ask in the form that the server takes."""
        while True:
            form = self._forms[api]
            status, content = self._connection.post(
                api.path, payload(request, api, form, self._marks_of(request.model))
            )
            if status == 200 or not self._learns(request.model, api, form, status, content):
                return status, content

    def _marks_of(self, model: str) -> Marks:
        """Return what may stand in no prompt. An adapter reads what it read in training, where that is known."""
        if self._marks is not None and model != self._model:
            return self._marks
        return self._told.marks | (self._marks or USUAL)

    def _learns(self, model: str, api: Api, form: Form, status: int, content: bytes) -> bool:
        """Return whether a ticket that was refused in a form is to be asked in another one."""
        with self._learning:  # the requests of a batch learn it once
            if self._forms[api] != form:
                return True
            is_new = may_be_form(status) and (model, api, form) not in self._taken
            if not is_new and not is_doubtful(status, content):
                return False
            found = probed(self._connection.post, model, api, form)
            if not found.has_chat:
                self._chatless.add(model)
            if found.form is None:
                return False
            self._taken.add((model, api, found.form))
            self._forms[api] = found.form
            if left := found.form.lacks(form):
                LOG.warning("model server %s does not take %s", self._connection.address, ", ".join(left))
            return found.form != form


def _is_probe_answer(text: str) -> bool:
    try:
        known: Any = json.loads(text)
    except ValueError:
        return False
    return bool(known == {"deskhand_probe": True})
