"""This module says whether a model server takes a version while it runs, for whoever promotes one."""

from pathlib import Path

from models.errors import EngineError
from worker import bootstrap
from worker.settings import Settings


def server_note(settings: Settings, folder: Path) -> str | None:
    """Return what has to be done with the model server before a version can serve; None if nothing has. Raises `AdapterError` for
    a version that is not in the adapters' folder."""
    if not settings.engine_url:
        return None
    engine = bootstrap.make_server_engine(settings, settings.engine_url, {})
    try:
        return engine.restart_for(folder)
    except EngineError as error:
        return f"{error}; workers take the version as soon as it answers"
    finally:
        engine.close()
