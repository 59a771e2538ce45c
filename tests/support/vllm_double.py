"""This module is an HTTP server that answers `POST /v1/completions`, `POST /v1/chat/completions` and `GET /v1/models` as vLLM
documents them, with a fixed text and no model.

What it copies: unknown request fields are ignored, an unknown model is a 404, a wrong key a 401, token probabilities
come as parallel lists that end with the end-of-text token, in a chat one by one with their bytes, `response_format` decides
whether the text is JSON, and a base without a chat template answers a chat with 400.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

END_OF_TEXT = "<eos>"
Answer = tuple[int, dict[str, str], bytes]


@dataclass
class VllmDouble:
    models: set[str] = field(default_factory=lambda: {"base"})
    key: str | None = None
    text: Callable[[dict[str, Any]], str] = lambda request: '{"deskhand_probe":true}'
    finish_reason: str = "stop"
    logprobs: bool = True
    template: bool = False  # whether the base has a chat template; adapters have what their base has
    context: int = 4096
    delay: Callable[[dict[str, Any]], float] = lambda request: 0.0  # seconds before the answer
    override: Callable[[dict[str, Any]], Answer | None] = lambda request: None  # an answer in place of the usual one
    takes_adapters: bool = False  # VLLM_ALLOW_RUNTIME_LORA_UPDATING
    roots: dict[str, str] = field(
        default_factory=dict
    )  # adapter -> its path; those it was started with, and those it took
    missing: Callable[[str], bool] = lambda path: False  # whether it sees no adapter at a path
    tokenizer: dict[str, Any] | None = None  # what `GET /tokenizer_info` tells
    tokenizer_status: int = 200  # with which it tells it
    drip: float = 0.0  # seconds between the bytes of the body
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)  # the paths of `GET`
    most_at_once: int = 0
    dripped: int = 0  # parts of answers that were written
    url: str = ""
    _running: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, request: dict[str, Any], authorization: str | None, path: str = "/v1/completions") -> Answer:
        if self.key and authorization != f"Bearer {self.key}":
            return _json(401, {"error": "Unauthorized"})
        if special := self.override(request):
            return special
        if path.endswith("_lora_adapter"):
            return self._change(request, path) if self.takes_adapters else _json(404, {"detail": "Not Found"})
        if request["model"] not in self.models:
            message = f"The model `{request['model']}` does not exist."
            return _json(404, {"error": {"message": message, "type": "NotFoundError", "param": "model", "code": 404}})
        chats = path.endswith("/chat/completions")
        if chats and not self.template:
            message = "As of transformers v4.44, default chat template is no longer allowed, so you must provide a chat template"
            return _json(400, {"error": {"message": message, "type": "BadRequestError", "param": None, "code": 400}})
        text = self.text(request)
        make = chat_completion if chats else completion
        return _json(200, make(text, self.finish_reason, with_logprobs=self.logprobs and bool(request["logprobs"])))

    def _change(self, request: dict[str, Any], path: str) -> Answer:
        """Load or unload, with the words of vLLM 0.11."""
        name = request["lora_name"]
        if path.endswith("/unload_lora_adapter"):
            if name not in self.roots:
                return _refusal(404, "NotFoundError", f"The lora adapter '{name}' cannot be found.")
            self.models.discard(name)
            del self.roots[name]
            return 200, {"Content-Type": "application/json"}, b"Success: LoRA adapter removed successfully."
        if not name or not request["lora_path"]:
            return _refusal(400, "InvalidUserInput", "Both 'lora_name' and 'lora_path' must be provided.")
        if name in self.models:
            return _refusal(400, "InvalidUserInput", f"The lora adapter '{name}' has already been loaded.")
        if self.missing(request["lora_path"]):
            message = f"Loading lora {name} failed: No adapter found for {request['lora_path']}"
            return _refusal(404, "NotFoundError", message)
        self.models.add(name)
        self.roots[name] = request["lora_path"]
        return 200, {"Content-Type": "application/json"}, b"Success: LoRA adapter added successfully."

    def restart(self) -> None:
        """Forget what it took."""
        self.models -= self.roots.keys()
        self.roots.clear()

    def list_models(self) -> Answer:
        rows = [
            {"id": name, "object": "model", "max_model_len": self.context, "root": self.roots.get(name)}
            for name in sorted(self.models)
        ]
        return _json(200, {"object": "list", "data": rows})


def completion(text: str, finish_reason: str = "stop", *, with_logprobs: bool = True) -> dict[str, Any]:
    """Return a completion with tokens of three characters, each with probability exp(-0.1)."""
    tokens = [text[i : i + 3] for i in range(0, len(text), 3)] + [END_OF_TEXT]
    logprobs = {
        "tokens": tokens,
        "token_logprobs": [-0.1] * len(tokens),
        "text_offset": [3 * i for i in range(len(tokens))],
        "top_logprobs": [{token: -0.1} for token in tokens],
    }
    choice = {"index": 0, "text": text, "finish_reason": finish_reason, "stop_reason": None, "prompt_logprobs": None}
    return {
        "id": "cmpl-1",
        "object": "text_completion",
        "created": 1,
        "model": "base",
        "choices": [{**choice, "logprobs": logprobs if with_logprobs else None}],
        "usage": {"prompt_tokens": 7, "total_tokens": 7 + len(tokens), "completion_tokens": len(tokens)},
    }


def chat_completion(text: str, finish_reason: str = "stop", *, with_logprobs: bool = True) -> dict[str, Any]:
    """Return an answer of a chat with the same tokens."""
    tokens = [text[i : i + 3] for i in range(0, len(text), 3)] + [END_OF_TEXT]
    content = [{"token": t, "logprob": -0.1, "bytes": list(t.encode()), "top_logprobs": []} for t in tokens]
    choice = {
        "index": 0,
        "message": {"role": "assistant", "content": text, "refusal": None, "tool_calls": [], "reasoning": None},
        "logprobs": {"content": content} if with_logprobs else None,
        "finish_reason": finish_reason,
        "stop_reason": None,
    }
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "base",
        "choices": [choice],
        "usage": {"prompt_tokens": 7, "total_tokens": 7 + len(tokens), "completion_tokens": len(tokens)},
    }


def _refusal(status: int, kind: str, message: str) -> Answer:
    return _json(status, {"error": {"message": message, "type": kind, "param": None, "code": status}})


def _json(status: int, body: object) -> Answer:
    return status, {"Content-Type": "application/json"}, json.dumps(body).encode()


@contextmanager
def running(double: VllmDouble) -> Iterator[VllmDouble]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with double._lock:
                double.requests.append(request)
                double.headers.append({**dict(self.headers), "path": self.path})
                double._running += 1
                double.most_at_once = max(double.most_at_once, double._running)
            try:
                time.sleep(double.delay(request))
                self._send(double.answer(request, self.headers["Authorization"], self.path))
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True  # the client gave up, as some tests want
            finally:
                with double._lock:
                    double._running -= 1

        def do_GET(self) -> None:
            double.asked.append(self.path)
            tells = self.path == "/tokenizer_info" and double.tokenizer is not None
            known = _json(double.tokenizer_status, double.tokenizer) if tells else _json(404, {"detail": "Not Found"})
            self._send(double.list_models() if self.path == "/v1/models" else known)

        def _send(self, answer: Answer) -> None:
            status, headers, body = answer
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            for part in [body] if not double.drip else [body[i : i + 1] for i in range(len(body))]:
                self.wfile.write(part)
                self.wfile.flush()
                double.dripped += 1
                time.sleep(double.drip)
            if int(headers.get("Content-Length", len(body))) != len(body):
                self.close_connection = True  # a body cut short

        def log_message(self, *args: object) -> None:
            """Write nothing: a test's output is not a log."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    double.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield double
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
