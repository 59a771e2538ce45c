"""`deskhand web` is the process that receives webhooks."""

import os
import signal
from typing import Annotated

import typer

from worker.helpdesks.registry import VENDORS
from worker.settings import Settings

DRAIN_SECONDS = 20  # for requests under way when the process is told to stop; one takes a few seconds at most
PATHS = ", ".join(f"POST {vendor.path}" for vendor in VENDORS if vendor.make_webhook)
WEB_HELP = f"""Receive signed webhooks and put their tickets into the queue.

Webhooks: {PATHS}. For a load balancer and Prometheus: GET /healthz, /readyz and /metrics. On Ctrl-C or SIGTERM,
requests under way are finished first.

Examples:

    DESKHAND_STANDARD_SECRETS='["whsec_..."]' deskhand web

    deskhand web --host 0.0.0.0 --port 8000
"""


def register(root: typer.Typer) -> None:
    root.command(help=WEB_HELP)(web)


def web(
    host: Annotated[str | None, typer.Option(help="Address to listen on; default: DESKHAND_HOST.")] = None,
    port: Annotated[int | None, typer.Option(help="Port; default: DESKHAND_PORT.", min=0, max=65535)] = None,
    follow: Annotated[int | None, typer.Option(hidden=True, help="Stop when this parent is gone.")] = None,
) -> None:
    import uvicorn

    from worker import broker, logs, ownership
    from worker.db.schema import require_ready
    from worker.db.session import make_engine
    from worker.embedded import connection_urls
    from worker.intake.web import create_app
    from worker.process import supervisor

    settings = Settings()
    logs.configure()
    if follow is not None:
        supervisor.follow(follow, lambda: os.kill(os.getpid(), signal.SIGTERM))
    urls = connection_urls(settings)
    engine = make_engine(urls.database, pool_size=10)
    require_ready(engine)
    ownership.require(settings, engine)
    celery = broker.make_celery(urls.broker)
    app = create_app(settings, engine, lambda ticket_id: broker.ring(celery, ticket_id))
    config = uvicorn.Config(
        app,
        host=host or settings.host,
        port=settings.port if port is None else port,
        log_config=None,  # ours
        access_log=False,  # one line per request is already written, with the ticket's id
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )
    try:
        uvicorn.Server(config).run()
    finally:
        engine.dispose()
