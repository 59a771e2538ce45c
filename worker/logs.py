"""This module configures logging: lines for people at a terminal, JSON elsewhere; ids only.

What a customer wrote, and who the customer is, must not reach a log. Two rules ensure this. Entries with a name in
`PERSONAL` are dropped. An exception is logged as its type and the lines of code it passed through, because its message
may quote the ticket (a database error quotes the row); the messages of our own exceptions do not, and are kept.
"""

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog

from worker.errors import words

PERSONAL = frozenset(
    {
        "body",
        "subject",
        "text",
        "original",
        "message",
        "messages",
        "payload",
        "prompt",
        "reply",
        "sentence",
        "sentences",
    }
    | {"email", "requester", "requester_email", "requester_name", "name", "sender", "quote", "query", "params"}
)
ADDRESS = re.compile(r"[^\s@<>\"'(),;:]+@[^\s@<>\"'(),;:]+\.[^\s@<>\"'(),;:]+")
CREDENTIALS = re.compile(r"(?<=://)[^/\s@]+@")
FRAMES = 12
Event = MutableMapping[str, Any]


def configure(*, level: str = "INFO", stream: TextIO | None = None) -> None:
    """Configure the logs of this process and of its libraries. An entry point calls this; a second call replaces the first."""
    stream = stream or sys.stderr
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        only_ids,
    ]
    renderer: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer() if stream.isatty() else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,  # a logger made before this call must follow it
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
            keep_exc_info=False,
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for noisy in ("httpx", "httpcore", "urllib3"):  # they log whole URLs
        logging.getLogger(noisy).setLevel(logging.WARNING)


def get_logger(name: str) -> structlog.stdlib.BoundLogger:
    """Return the logger of a module. In a command that configures nothing, warnings go to stderr and the rest is
    dropped, as in the standard library: structlog by itself would print all of it among the command's output."""
    logger: structlog.stdlib.BoundLogger = structlog.wrap_logger(
        logging.getLogger(name), wrapper_class=structlog.stdlib.BoundLogger
    )
    return logger


def only_ids(_: Any, __: str, event: Event) -> Event:
    """Drop entries that are personal by their name, and replace addresses and credentials wherever they are."""
    error = _exception_of(event.pop("exc_info", None))
    cleaned = {name: _clean(value) for name, value in event.items() if name not in PERSONAL}
    if error is not None:
        cleaned["error"] = f"{type(error).__module__}.{type(error).__qualname__}"
        if said := words(error):
            cleaned["reason"] = _clean(said)
        frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
        cleaned["at"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    event.clear()
    event.update(cleaned)
    return event


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return ADDRESS.sub("<address>", CREDENTIALS.sub("***@", value))
    if isinstance(value, dict):
        return {name: _clean(item) for name, item in value.items() if name not in PERSONAL}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return value


def _exception_of(exc_info: Any) -> BaseException | None:
    if isinstance(exc_info, BaseException):
        return exc_info
    if isinstance(exc_info, tuple):
        return next((part for part in exc_info if isinstance(part, BaseException)), None)
    return sys.exc_info()[1] if exc_info else None
