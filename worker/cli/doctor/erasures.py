"""This module says for `deskhand doctor` which erasures were interrupted."""

from collections.abc import Iterator

from worker.cli.doctor.diagnosis import Diagnosis, Level
from worker.erasure import journal
from worker.settings import Settings


def erasures(settings: Settings) -> Iterator[Diagnosis]:
    for whom in journal.interrupted(settings.home_path):
        said = f"an erasure was interrupted, and somebody is gone in part only: run `deskhand erase {whom} --yes`"
        yield Diagnosis("erasures", Level.WRONG, said)
