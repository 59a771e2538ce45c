"""The doctor says what writes the replies here: a selector, the first statements, or the language model."""

from collections.abc import Iterator

from sqlalchemy.exc import SQLAlchemyError

from models import selection
from models.errors import AdapterError
from worker import assets, learned_assets
from worker.cli.doctor.diagnosis import Diagnosis, Level
from worker.errors import CompanyError, NotReady
from worker.learning import serving_heads
from worker.settings import Settings

WHAT = "replies"
LEARN = "run `deskhand models selector --data FILE`"


def replies(settings: Settings) -> Iterator[Diagnosis]:
    try:
        if not learned_assets.chooses(settings):
            yield Diagnosis(WHAT, Level.GOOD, f"the language model writes them, {learned_assets.reply_form(settings)}")
            return
        known = selection.load(settings.adapters_path / assets.SELECTOR)
        fits = (
            known is not None
            and learned_assets.load_selector(settings, serving_heads.live_encoder(settings)) is not None
        )
    except AdapterError as error:
        yield Diagnosis(WHAT, Level.WRONG, str(error))
        return
    except (CompanyError, OSError, NotReady, SQLAlchemyError):
        return  # `company`, `database`, `knowledge` or `form of replies` has said why
    if known is None:
        yield Diagnosis(
            WHAT, Level.GOOD, f"the first statements of the first passage; to learn which are better, {LEARN}"
        )
    elif fits:
        yield Diagnosis(WHAT, Level.GOOD, f"{known.id} chooses them, learned from {known.origin.tickets} tickets")
    else:
        why = f"{known.id} was learned with another encoder"
        yield Diagnosis(WHAT, Level.NOTE, f"the first statements of the first passage, because {why}: {LEARN}")
