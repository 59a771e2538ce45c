"""Silence of the libraries: their bars, their log lines and their warnings about themselves, which nobody who reads them
could mend. What a command has to say it says itself."""

import logging
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

_TALKERS = (
    "alembic",
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
    "TQDM_DISABLE": "1",  # bars of all that use tqdm
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",  # those of transformers and of the hub's client
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_VERBOSITY": "error",
    "TRANSFORMERS_VERBOSITY": "error",
    "TRANSFORMERS_NO_ADVISORY_WARNINGS": "1",
    "TOKENIZERS_PARALLELISM": "false",  # else a warning at each fork
}


def libraries() -> None:
    """For this process and its children. It is called before any of them is imported, for most look once; a
    variable that somebody has set stays as it is."""
    for name, value in _SWITCHES.items():
        os.environ.setdefault(name, value)
    if (theirs := sys.modules.get("transformers.utils.logging")) is not None:  # it has looked already
        theirs.disable_progress_bar()
    for name in _TALKERS:
        logging.getLogger(name).setLevel(logging.ERROR)


def warnings_too() -> None:
    """For a whole program. With `python -W …` somebody wants to see them."""
    if not sys.warnoptions:
        warnings.simplefilter("ignore")


@contextmanager
def quiet_peft() -> Iterator[None]:
    """PEFT asks transformers by a name that transformers has given up."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=FutureWarning)
        yield
