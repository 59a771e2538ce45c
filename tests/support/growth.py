"""This module checks that work on a text grows as its length does."""

import time
from collections.abc import Callable

SHORT = 12_500  # characters
TIMES = 4
NOISE_SECONDS = 0.2


def assert_linear(work: Callable[[str], object], piece: str, before: str = "") -> None:
    """Four times the text may take eight times the time: a pattern or loop that is quadratic takes sixteen times as long.
    The time is that of the processor, so that other work on the machine does not count, and one of three tries is enough."""
    texts = [before + (piece * length)[:length] for length in (SHORT, TIMES * SHORT)]
    tries = ([_seconds(work, text) for text in texts] for _ in range(3))
    assert any(long <= 2 * TIMES * short + NOISE_SECONDS for short, long in tries), f"{piece!r} takes too long"


def _seconds(work: Callable[[str], object], text: str) -> float:
    began = time.thread_time()
    work(text)
    return time.thread_time() - began
