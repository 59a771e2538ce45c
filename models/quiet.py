"""Warnings of libraries about themselves, which nobody who reads them could mend."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet_peft() -> Iterator[None]:
    """PEFT asks transformers by a name that transformers has given up."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=FutureWarning)
        yield
