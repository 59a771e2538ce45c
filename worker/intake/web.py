"""This module is the web process: it stores signed webhooks as tickets, and answers a load balancer and Prometheus.

    202 stored, with {"ticket_id", "status"}        401 not signed with a secret of ours     400 cannot be read
    409 a known call id with another body           413 too large     408 too slow           503 not stored: try again

There is no 202 before the commit, and never a 500: whatever goes wrong here, the helpdesk should send the call again.
An endpoint without a secret refuses everything with 401; `/readyz` says which setting is missing.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, generate_latest
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect

from worker.db.inbox import accept
from worker.db.schema import problems
from worker.errors import MalformedPayload, Refusal, SignatureError
from worker.helpdesks.registry import VENDORS
from worker.helpdesks.vendor import Call
from worker.intake.doorbell import Bell
from worker.logs import get_logger
from worker.settings import Settings

log = get_logger(__name__)

RETRY_AFTER = "30"  # seconds; not every helpdesk honours one of 60 or more
BODY_SECONDS = 10.0  # a sender that sends its body byte by byte must not keep its place for ever
MOST_IN_FLIGHT = 64  # one more would wait longer for the database than a helpdesk waits for us
DRAINED = 16  # times the limit are read and discarded, so that a client that sends everything first can read the 413


def create_app(settings: Settings, engine: Engine, ring: Callable[[int], object]) -> FastAPI:
    """Make the web app. `ring` is called with a ticket's id after its commit, best effort. Raises `NotReady` for a
    secret that cannot be used: an error at the start is better than a 401 for every ticket."""
    intake_of = Intake(settings, engine)
    bell = Bell(ring)
    registry = CollectorRegistry()
    accepted = Counter(
        "deskhand_webhooks_accepted", "Webhook calls answered 202.", ["source", "status"], registry=registry
    )
    refused = Counter("deskhand_webhooks_refused", "Webhook calls refused.", ["source", "reason"], registry=registry)
    rings = Counter("deskhand_doorbells", "Doorbells, by what became of them.", ["result"], registry=registry)
    in_flight = 0

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        bell.close()

    app = FastAPI(title="Deskhand", docs_url=None, redoc_url=None, lifespan=lifespan)

    async def receive(request: Request, source: str) -> Response:
        nonlocal in_flight
        in_flight += 1
        try:
            if in_flight > MOST_IN_FLIGHT:
                raise Refusal(503, "busy", "too many requests at once")
            body = await _read(request, settings.max_body_bytes)
            answer = await run_in_threadpool(intake_of.take, source, request.headers, body)
        except Refusal as refusal:
            refused.labels(source, refusal.reason).inc()
            log.warning("webhook refused", source=source, status_code=refusal.status, reason=refusal.reason)
            headers = {"Retry-After": RETRY_AFTER} if refusal.status == 503 else {}
            return JSONResponse({"error": refusal.words}, refusal.status, headers)
        except ClientDisconnect:
            refused.labels(source, "disconnected").inc()
            return Response(status_code=400)  # nobody reads it
        finally:
            in_flight -= 1
        accepted.labels(source, answer["status"]).inc()
        log.info("webhook accepted", source=source, ticket_id=answer["ticket_id"], status=answer["status"])
        if answer["status"] in {"new", "updated"}:
            bell.sound(answer["ticket_id"], lambda result: rings.labels(result).inc(), after=settings.burst_seconds)
        return JSONResponse(answer, 202)

    def taking(source: str) -> Callable[[Request], Awaitable[Response]]:
        async def take(request: Request) -> Response:
            return await receive(request, source)

        return take

    for vendor in VENDORS:
        if vendor.make_webhook:
            app.add_api_route(vendor.path, taking(vendor.name), methods=["POST"], name=vendor.name)

    @app.get("/healthz")
    async def healthz() -> dict[str, str]:
        return {"status": "alive"}

    @app.get("/readyz")
    async def readyz() -> JSONResponse:
        found = await run_in_threadpool(intake_of.problems)
        return JSONResponse({"ready": not found, "problems": found, "closed": intake_of.closed}, 503 if found else 200)

    @app.get("/metrics")
    async def metrics() -> Response:
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    return app


class Intake:
    """Intake handles a request after its bytes have arrived. It blocks, so it runs in a thread."""

    def __init__(self, settings: Settings, engine: Engine) -> None:
        self._engine = engine
        self._burst_seconds = settings.burst_seconds
        self._old_after = timedelta(days=settings.old_message_days)
        self._webhooks = {vendor.name: vendor.make_webhook(settings) for vendor in VENDORS if vendor.make_webhook}

    @property
    def closed(self) -> dict[str, str]:
        """Return the endpoints that refuse everything, each with what to set."""
        return {source: webhook.closed for source, webhook in self._webhooks.items() if webhook.closed}

    def problems(self) -> list[str]:
        """Return why this process should get no requests; empty if it should get them."""
        found = list(self.closed.values()) if len(self.closed) == len(self._webhooks) else []
        try:
            return found + problems(self._engine)
        except SQLAlchemyError:
            return [*found, "the database does not answer"]

    def take(self, source: str, headers: Headers, body: bytes) -> dict[str, Any]:
        """Store one call and return the answer. Raises `Refusal`, and nothing else."""
        try:
            return self._take(source, headers, body)
        except Refusal:
            raise
        except SignatureError as error:
            raise Refusal(401, "signature", str(error)) from error
        except MalformedPayload as error:
            raise Refusal(400, "malformed", str(error)) from error
        except SQLAlchemyError as error:  # its message quotes the row, so only its kind is logged
            code = getattr(getattr(error, "orig", None), "sqlstate", None)
            log.warning("nothing was stored", source=source, error=type(error).__name__, sqlstate=code)
            raise Refusal(503, "database", "the database did not store this call; send it again") from error
        except Exception as error:  # the process boundary: an error of ours must cost a retry, not a ticket
            log.error("the webhook could not be handled", source=source, exc_info=error)
            raise Refusal(503, "unexpected", "this call could not be handled; send it again") from error

    def _take(self, source: str, headers: Headers, body: bytes) -> dict[str, Any]:
        webhook = self._webhooks[source]
        if webhook.closed:
            raise Refusal(401, "closed", webhook.closed)
        call = Call(headers.getlist, body, hashlib.sha256(body).hexdigest(), datetime.now(UTC))
        incoming = webhook.read(call)
        if incoming is None:
            return {"ticket_id": None, "status": "ignored"}
        result = accept(
            self._engine, incoming, call.digest, old_after=self._old_after, burst_seconds=self._burst_seconds
        )
        if result.status == "conflict":
            log.warning("a known call id came with another body", source=source)
            raise Refusal(409, "conflict", "this call id was used before with another body")
        return {"ticket_id": result.ticket_id, "status": result.status}


async def _read(request: Request, limit: int) -> bytes:
    """Return the raw body. The bytes that arrive are counted, because a chunked body does not state its length."""
    body, size = bytearray(), 0
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                size += len(chunk)
                if size <= limit:
                    body += chunk
                elif size > limit * DRAINED:
                    break
    except TimeoutError as error:
        raise Refusal(408, "slow", f"the body did not arrive within {BODY_SECONDS:.0f} s") from error
    if size > limit:
        raise Refusal(413, "too_large", f"the body is larger than {limit} bytes")
    return bytes(body)
