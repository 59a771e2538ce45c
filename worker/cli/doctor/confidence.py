"""The doctor says whether the learned confidence of replies is used here; without one it says nothing."""

from collections.abc import Iterator

from sqlalchemy.exc import SQLAlchemyError

from models.errors import AdapterError
from models.evaluation import confidence as confidences
from worker import bootstrap
from worker.cli.doctor.diagnosis import Diagnosis, Level
from worker.company import load_company
from worker.errors import CompanyError, NotReady
from worker.learning import reply_confidence
from worker.settings import Settings

WHAT = "confidence of replies"


def confidence(settings: Settings) -> Iterator[Diagnosis]:
    """Say whether the learned confidence is used, or why it is not."""
    try:
        bootstrap.reply_form(settings)
    except NotReady as error:
        yield Diagnosis("form of replies", Level.WRONG, str(error))
        return
    except AdapterError:
        return  # `model` has said why
    try:
        known = confidences.load(settings.adapters / bootstrap.CONFIDENCE)
        if known is None:
            return
        own, company = bootstrap.reply_adapter(settings), load_company(settings.company).name
    except AdapterError as error:
        yield Diagnosis(WHAT, Level.WRONG, str(error))
        return
    except (CompanyError, OSError):
        return  # `company` has said why
    try:
        in_use = reply_confidence.in_use(settings)
    except (NotReady, SQLAlchemyError):
        return  # `database` or `knowledge` has said why
    origin = known.origin
    if in_use is not None:
        told = f"{known.id}, learned from {origin.answers} replies of which {origin.right} are right"
        yield Diagnosis(WHAT, Level.GOOD, told)
        return
    if origin.company != company:
        why = f"it is of the company {origin.company}"
    elif origin.adapter != own:
        why = f"it was learned with the adapter {origin.adapter or 'of none'}, and {own or 'none'} writes the replies"
    else:
        why = "it was learned with another encoder than that of the index"
    instead = "replies have none" if bootstrap.chooses(settings) else "the probability of the tokens is"
    message = f"{known.id} is not used, because {why}; {instead}: run `deskhand models confidence --save`"
    yield Diagnosis(WHAT, Level.NOTE, message)
