"""The doctor says what of the knowledge is not as the settings and the knowledge file say."""

from collections.abc import Iterator

from sqlalchemy.exc import SQLAlchemyError

from worker.cli.doctor.diagnosis import Diagnosis, Level
from worker.errors import NotReady
from worker.library.owner import ready_owner
from worker.library.standing import standing as look
from worker.settings import Settings


def standing(settings: Settings) -> Iterator[Diagnosis]:
    """Name the sources that stand at their last good state, and all else that somebody should know."""
    try:
        with ready_owner(settings, reads=True) as owner:
            found = look(settings, owner)
    except (NotReady, SQLAlchemyError):
        return  # `database` or `knowledge` has said why
    for held in found.held:
        yield Diagnosis("source", Level.WRONG, held.told)
    for what, line in found.notes():
        yield Diagnosis(what, Level.NOTE, line)
