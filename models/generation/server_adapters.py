"""This module serves adapters by name on a model server. vLLM takes them while it runs, if it was started so:

    VLLM_ALLOW_RUNTIME_LORA_UPDATING=True vllm serve BASE --enable-lora --max-loras 4 --max-lora-rank 64

`POST /v1/load_lora_adapter {"lora_name", "lora_path"}` then adds one, `POST /v1/unload_lora_adapter {"lora_name"}` removes it.
The names are `deskhand-<company>-<id>`, such as deskhand-acme-reply-20261125-dc654061, so several companies share a server. One
that was started again has forgotten them: the first request for one (404) loads it again and is repeated.

A server without this interface has one adapter per skill under the name `deskhand-<skill>` (`--lora-modules`), and is started
again for another version. Such a one answers only for the version that it is known to have, or for one that it may stand in for.
"""

import json
import logging
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.errors import AdapterError, EngineError, EngineUnavailable, ModelNotServed, ServerMustRestart
from models.generation.completions import said
from models.generation.engine import Generation, Schema
from models.generation.server import ServerEngine
from models.weights.registry import AdapterManifest, load_manifest

LOG = logging.getLogger(__name__)
_LOAD, _UNLOAD = "load_lora_adapter", "unload_lora_adapter"
_NO_SUCH_PATH = frozenset({404, 405, 501})  # the answers of a server that does not know a path of the interface


@dataclass(frozen=True)
class Folders:
    """A server loads adapters of this folder only, which it may see under another path."""

    own: Path
    seen: Path | None = None

    def shown(self, folder: Path) -> str:
        """Return the path of an adapter as the server sees it. Raises `AdapterError` for one that lies elsewhere."""
        try:
            below = folder.resolve().relative_to(self.own.resolve())
        except ValueError as error:
            raise AdapterError(
                f"{folder} is not in {self.own}: a model server loads adapters of that folder only"
            ) from error
        return str((self.seen or self.own.resolve()) / below)


@dataclass
class _Held:
    """A held adapter is one that a server shall have."""

    manifest: AdapterManifest
    folder: Path
    path: str  # as the server sees it
    own: str  # the server's name for it
    static: bool = False  # the server has it from its start, under the name of its skill
    known: bool = False  # the server says that what it has under that name is this version
    sure: bool = False  # the server was asked for it
    stands_in: bool = False  # any version that the server has of the skill may answer for it

    @property
    def name(self) -> str:
        return f"deskhand-{self.manifest.skill}" if self.static else self.own


class AdapterServer:
    """This engine is a server with adapters by name. Like `ServerEngine` it is thread-safe but for `load` and `drop`."""

    def __init__(self, server: ServerEngine, company: str, folders: Folders) -> None:
        self._server, self._company, self._folders = server, company, folders
        self._held: dict[str, _Held] = {}
        self._lock = threading.Lock()
        self._lost: set[str] = set()

    @property
    def lost(self) -> frozenset[str]:
        """Return the names of adapters that the server had, or was to have, and can answer for no more."""
        return frozenset(self._lost)

    @property
    def base_id(self) -> str:
        return self._server.base_id

    @property
    def context(self) -> int | None:
        return self._server.context

    @property
    def apis(self) -> Mapping[str, Any]:
        return self._server.apis

    def adapter_id(self, skill: str) -> str | None:
        """Return the id of the adapter, or the server's name where it has one from its start and does not say which version."""
        held = self._held.get(skill)
        if held is None:
            return None
        return held.manifest.id if held.known or not held.static else f"server:{held.name}"

    def expect(self, name: str, folder: Path, *, stands_in: bool = False) -> None:
        """Take in an adapter without asking the server, which is asked with the first request. `stands_in`: a server that can
        load no adapter may answer with the version of the skill that it has. Raises `AdapterError`."""
        held = self._checked(folder)
        held.stands_in = stands_in
        self._hold(name, held)

    def load(self, name: str, folder: Path) -> None:
        """Let the server load an adapter. Raises `AdapterError` for one that is not fit to serve, `EngineError` with what the
        server says against it, `EngineUnavailable`, and `ServerMustRestart`."""
        held = self._checked(folder)
        if not self._asked_to_load(held):
            self._require_static(held)
        held.sure = True
        self._hold(name, held)

    def drop(self, name: str) -> None:
        """Let go of an adapter. The server's memory of it is its own matter where it does not answer."""
        held = self._held.pop(name, None)
        self._lost.discard(name)
        self._server.forget(name)
        if held is None or held.static or any(other.own == held.own for other in self._held.values()):
            return
        try:
            status, content = self._server.connection.post(_UNLOAD, {"lora_name": held.own})
        except EngineError as error:
            LOG.warning("model server keeps %s: %s", held.own, error)
            return
        if status not in (200, 404):
            LOG.warning("model server keeps %s: %s", held.own, said(content))

    def generate(
        self, prompts: Sequence[str], *, skill: str, schema: Schema | Sequence[Schema], max_tokens: int
    ) -> list[Generation]:
        held = self._held.get(skill)
        if held is not None and not held.sure:  # a server that takes any name would answer for it with something else
            self._bring_back(skill, held)
        try:
            return self._server.generate(prompts, skill=skill, schema=schema, max_tokens=max_tokens)
        except ModelNotServed:
            if held is None:
                raise
        self._bring_back(skill, held)
        return self._server.generate(prompts, skill=skill, schema=schema, max_tokens=max_tokens)

    def likelihoods(self, prompt: str, texts: Sequence[str], *, skill: str, begun: str = "") -> None:
        self._server.likelihoods(prompt, texts, skill=skill, begun=begun)

    def check(self) -> list[str]:
        """Return what is wrong with this server, in words for `deskhand doctor`. Nothing is loaded for it: what a worker has not
        loaded yet is asked only whether it could be."""
        try:
            listed = self._listed()
            takes = self._takes_adapters()
        except EngineError as error:
            return [str(error)]
        there, problems, hints = list[str](), list[str](), dict[str, str]()
        for held in self._held.values():
            static = f"deskhand-{held.manifest.skill}"
            if held.own in listed:
                there.append(held.own)
            elif not takes:  # else a worker loads it
                there.append(static)
                hints[f"404 for {static}"] = _restart(held, static)
                if listed.get(static) and not _is_version(listed[static], held):
                    problems.append(self._other(held, listed[static]))
        found = self._server.check(there)
        return [_with_hint(problem, hints) for problem in found] + problems

    def restart_for(self, folder: Path) -> str | None:
        """Return why a version serves only after the server was started again; None if it takes it while it runs."""
        held = self._checked(folder)
        if self._takes_adapters():
            return None
        root = self._listed().get(f"deskhand-{held.manifest.skill}")
        return None if root and _is_version(root, held) else self._other(held, root)

    def close(self) -> None:
        self._server.close()

    def _checked(self, folder: Path) -> _Held:
        """Return an adapter whose files are what its manifest says, and whose base is that of the others on this server."""
        manifest = load_manifest(folder, base=None)
        for other in self._held.values():
            if (other.manifest.base, other.manifest.base_sha256) != (manifest.base, manifest.base_sha256):
                raise AdapterError(
                    f"{folder} was trained on base {manifest.base}, and {other.manifest.id}, which this server has, on "
                    f"{other.manifest.base}: one server has one base"
                )
        return _Held(manifest, folder, self._folders.shown(folder), _name(self._company, manifest))

    def _hold(self, name: str, held: _Held) -> None:
        self._held[name] = held
        self._lost.discard(name)
        self._server.use(name, held.name, turns=bool(held.manifest.config.get("turns")))

    def _asked_to_load(self, held: _Held) -> bool:
        """Let the server load an adapter; return False if it has no interface for that. One that is there is no error."""
        status, content = self._server.connection.post(_LOAD, {"lora_name": held.own, "lora_path": held.path})
        words = said(content)
        if not _has_interface(status, words):
            return False
        if status == 200 or "already been loaded" in words:
            return True
        address = self._server.connection.address
        if status == 429 or status >= 500:
            raise EngineUnavailable(f"{address} answered {status} to loading {held.path}: {words[:200]}")
        if status in (401, 403):
            raise EngineError(f"{address} answered {status} to loading an adapter: set DESKHAND_ENGINE_KEY to its key")
        raise EngineError(
            f"{address} refuses {held.path}: {words[:200]} (DESKHAND_ENGINE_ADAPTERS names the adapters' folder as it sees it)"
        )

    def _require_static(self, held: _Held) -> None:
        """Use the adapter that the server has under the name of the skill, if it is this version. Raises `ServerMustRestart`."""
        held.static = True
        root = self._listed().get(held.name)
        held.known = bool(root) and _is_version(root or "", held)
        if not held.known:
            raise ServerMustRestart(self._other(held, root))

    def _other(self, held: _Held, root: str | None) -> str:
        static = f"deskhand-{held.manifest.skill}"
        has = f"has {root}" if root else "does not say which version it has"
        return f"{self._server.connection.address} {has} as {static}: {_restart(held, static)}"

    def _bring_back(self, name: str, held: _Held) -> None:
        """Let a server that does not know an adapter load it, whether it was started again or never had it. Raises
        `EngineUnavailable` if it does not: no ticket is to blame."""
        with self._lock:
            try:
                load_manifest(held.folder, base=None)  # its files may have been altered since it was loaded
                held.static = False
                if not self._asked_to_load(held):
                    self._require_static(held)
            except EngineUnavailable:
                raise
            except (AdapterError, EngineError) as error:
                if not (held.stands_in and isinstance(error, ServerMustRestart)):
                    self._lost.add(name)
                    raise EngineUnavailable(str(error)) from error
            held.sure = True
            self._hold(name, held)

    def _listed(self) -> dict[str, str]:
        """Return the path of each model that the server says it has; nothing from a server that does not say it."""
        status, content = self._server.connection.get("models")
        try:
            rows = json.loads(content)["data"] if status == 200 else []
            return {str(row["id"]): str(row.get("root") or "") for row in rows}
        except (ValueError, TypeError, KeyError, AttributeError):
            return {}

    def _takes_adapters(self) -> bool:
        """Return whether the server has the interface, by a request that it must refuse."""
        status, content = self._server.connection.post(_LOAD, {"lora_name": "", "lora_path": ""})
        return _has_interface(status, said(content))


def _has_interface(status: int, words: str) -> bool:
    """Return whether an answer is one of the interface for adapters: vLLM says 404 for an adapter that it does not find. There
    are servers that say 200 to whatever they do not know, with an error."""
    if status == 200:
        return not words
    return status not in _NO_SUCH_PATH or "adapter" in words.lower().replace(_LOAD, "")


def _with_hint(problem: str, hints: Mapping[str, str]) -> str:
    return "; ".join([problem, *(hint for about, hint in hints.items() if about in problem)])


def _name(company: str, manifest: AdapterManifest) -> str:
    own = manifest.id if manifest.id.startswith(f"{manifest.skill}-") else f"{manifest.skill}-{manifest.id}"
    return f"deskhand-{company}-{own}"


def _is_version(root: str, held: _Held) -> bool:
    """Return whether a path on the server is that of an adapter."""
    return root.rstrip("/") == held.path or Path(root).name == held.manifest.id


def _restart(held: _Held, name: str) -> str:
    return (
        f"start it again with --lora-modules {name}={held.path}, or with VLLM_ALLOW_RUNTIME_LORA_UPDATING=True, with which it "
        "takes adapters while it runs"
    )
