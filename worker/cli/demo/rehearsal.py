"""This module starts the processes for the demo and the benchmarks, out of reach of any real ticket, and posts signed
webhooks to them."""

import base64
import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from worker.errors import NotReady, Refused
from worker.helpdesks.standard.webhook import sign
from worker.settings import Settings

_LOCAL = "http://127.0.0.1:"
START_SECONDS = 120  # for web and worker together; the model loads within it on two slow cores


@dataclass(frozen=True)
class Posted:
    id: str
    status: int
    ticket_id: int | None


def require_harmless(settings: Settings) -> None:
    """Raise `Refused` if real tickets could be reached: the demo posts invented ones, syncs its knowledge and sends."""
    real = [
        f"DESKHAND_{name.upper()}"
        for name in ("database_url", "admin_database_url", "broker_url")
        if getattr(settings, name)
    ]
    if settings.helpdesk != "memory":
        real.append("DESKHAND_HELPDESK")
    if real:
        raise Refused(
            "this runs on the embedded servers and the memory helpdesk only, so that it can never answer a real ticket: "
            f"unset {', '.join(real)}, in the environment and in .env"
        )


@contextmanager
def processes(
    settings: Settings, secret: str, commands: Sequence[str] = ("web", "worker"), more: Mapping[str, str] | None = None
) -> Iterator[str]:
    """Start `deskhand web` and the other `commands` as children, yield the web process's address, and stop them at the
    end. `more`: other settings of theirs. Raises `Refused` if they could reach a real helpdesk."""
    require_harmless(settings)
    port = _free_port()
    told = {**variables(settings, secret, port), **(more or {})}
    if told["DESKHAND_HELPDESK"] != "memory" and not told.get("DESKHAND_ZENDESK_URL", "").startswith(_LOCAL):
        raise Refused("a rehearsal writes to the memory helpdesk or to a local Zendesk only")
    environment = {**os.environ, **told}
    logs = settings.home_path / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    children = []
    try:
        for name in commands:
            with (logs / f"{name}.log").open("ab") as log:
                # They end when we end, however that happens. A Ctrl-C at the terminal reaches only us; we tell them once.
                command = [sys.executable, "-m", "worker.cli.main", name, "--follow", str(os.getpid())]
                outputs: dict[str, Any] = {"stdout": log, "stderr": log, "stdin": subprocess.DEVNULL}
                children.append(subprocess.Popen(command, env=environment, start_new_session=True, **outputs))
        url = f"http://127.0.0.1:{port}"
        _wait_until_ready(url, children, logs)
        yield url
    finally:
        for child in reversed(children):
            child.terminate()
        for child in children:
            try:
                child.wait(60)
            except subprocess.TimeoutExpired:
                child.kill()


def variables(settings: Settings, secret: str, port: int) -> dict[str, str]:
    """Return the settings of the children, which override our own environment and `.env`."""
    chosen = "reply_mode" in settings.model_fields_set  # by the user; else the demo shows what sending looks like
    return {
        "DESKHAND_HOME": str(settings.home_path),
        "DESKHAND_COMPANY": str(settings.company_path),
        "DESKHAND_KNOWLEDGE": str(settings.knowledge_path),
        "DESKHAND_ADAPTERS": str(settings.adapters_path),
        "DESKHAND_HELPDESK": "memory",
        "DESKHAND_REPLY_MODE": settings.reply_mode if chosen else "send",
        "DESKHAND_BATCH": str(settings.batch),
        "DESKHAND_BURST_SECONDS": "0",  # each of its tickets is one message
        "DESKHAND_STANDARD_SECRETS": json.dumps([secret]),
        "DESKHAND_PORT": str(port),
    }


def new_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def external_id(row: Mapping[str, Any], run: str) -> str:
    """Return the ticket's id at the helpdesk that the demo plays."""
    return f"{row['id']}-{run}"


def post(url: str, secret: str, row: Mapping[str, Any], run: str, client: httpx.Client | None = None) -> Posted:
    """Post one inbound ticket as a signed Standard Webhooks request, over `client` or a connection of its own. The same
    ticket of the same run is the same call, as when a helpdesk repeats one after an unclear answer."""
    known = row.get("account") is not None
    data = {
        "id": external_id(row, run),
        "version": "1",
        "subject": row["subject"],
        "body": row["body"],
        "requester": {"email": row["requester"], "name": None, "verified": known},
        "channel": "email",
    }
    body = json.dumps({"type": "ticket.created", "data": data}, ensure_ascii=False).encode()
    message_id, timestamp = f"msg_{external_id(row, run)}", str(int(time.time()))
    headers = {
        "content-type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": "v1," + sign(secret, message_id, timestamp, body),
    }
    send = client.post if client else httpx.post
    answer = send(f"{url}/webhooks/standard", content=body, headers=headers, timeout=30)
    ticket = answer.json().get("ticket_id") if answer.status_code == 202 else None
    return Posted(row["id"], answer.status_code, ticket)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(url: str, children: Sequence[subprocess.Popen[bytes]], logs: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if any(child.poll() is not None for child in children):
            raise NotReady(f"a process ended while starting: see {logs}")
        try:
            if httpx.get(f"{url}/readyz", timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    raise NotReady(f"the web process was not ready within {START_SECONDS} s: see {logs}")
