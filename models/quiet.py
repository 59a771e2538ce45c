"""This module silences the libraries: their progress bars, log lines and warnings about themselves, which no reader
could act on. A command prints its own messages."""

import logging
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

_TALKERS = (
    "alembic",
    "bitsandbytes",
    "filelock",
    "huggingface_hub",
    "joblib",
    "numexpr",
    "peft",
    "sentence_transformers",
    "torch",
    "transformers",
)
_SWITCHES = {
    "TQDM_DISABLE": "1",  # progress bars of all that use tqdm
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",  # those of transformers and of the hub's client
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_VERBOSITY": "error",
    "TRANSFORMERS_VERBOSITY": "error",
    "TRANSFORMERS_NO_ADVISORY_WARNINGS": "1",
    "TOKENIZERS_PARALLELISM": "false",  # otherwise a warning at each fork
}


def libraries() -> None:
    """Silence the libraries in this process and its children. Call this before any of them is imported, because most
    read their settings once. A variable that is already set stays as it is."""
    for name, value in _SWITCHES.items():
        os.environ.setdefault(name, value)
    if (theirs := sys.modules.get("transformers.utils.logging")) is not None:  # it has read its settings already
        theirs.disable_progress_bar()
    for name in _TALKERS:
        logging.getLogger(name).setLevel(logging.ERROR)


def warnings_too() -> None:
    """Silence Python's warnings in a whole program, unless `python -W …` asks for them."""
    if not sys.warnoptions:
        warnings.simplefilter("ignore")


@contextmanager
def quiet_peft() -> Iterator[None]:
    """Silence a warning: PEFT uses a name of transformers that is deprecated."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=FutureWarning)
        yield
