"""The doctor says whether the learned confidence of replies is used here; without one it says nothing."""

from collections.abc import Iterator

from sqlalchemy.exc import SQLAlchemyError

from models.errors import AdapterError
from models.evaluation import confidence as confidences
from worker import assets, learned_assets
from worker.cli.doctor.diagnosis import Diagnosis, Level
from worker.errors import CompanyError, ForeignAsset, NotReady
from worker.learning import reply_confidence
from worker.settings import Settings

WHAT = "confidence of replies"


def confidence(settings: Settings) -> Iterator[Diagnosis]:
    """Say whether the learned confidence is used, or why it is not."""
    try:
        learned_assets.reply_form(settings)
    except (CompanyError, ForeignAsset):
        return  # `company` or `learned` has said why
    except NotReady as error:
        yield Diagnosis("form of replies", Level.WRONG, str(error))
        return
    except AdapterError:
        return  # `model` has said why
    try:
        known = confidences.load(settings.adapters_path / assets.CONFIDENCE)
        if known is None:
            return
        own = learned_assets.reply_adapter(settings)
    except AdapterError as error:
        yield Diagnosis(WHAT, Level.WRONG, str(error))
        return
    except (NotReady, OSError):
        return  # `company` or `learned` has said why
    try:
        in_use = reply_confidence.in_use(settings)
    except (NotReady, SQLAlchemyError):
        return  # `database` or `knowledge` has said why
    origin = known.origin
    if in_use is not None:
        told = f"{known.id}, learned from {origin.answers} replies of which {origin.right} are right"
        yield Diagnosis(WHAT, Level.GOOD, told)
        return
    if origin.adapter != own:
        why = f"it was learned with the adapter {origin.adapter or 'of none'}, and {own or 'none'} writes the replies"
    else:
        why = "it was learned with another encoder than that of the index"
    instead = "replies have none" if learned_assets.chooses(settings) else "the probability of the tokens is"
    message = f"{known.id} is not used, because {why}; {instead}: run `deskhand models confidence --save`"
    yield Diagnosis(WHAT, Level.NOTE, message)
