"""The doctor says what does triage here: heads of the live index's encoder, or the model."""

from collections.abc import Iterator

from sqlalchemy.exc import SQLAlchemyError

from models.errors import AdapterError
from worker import learned_assets
from worker.cli.doctor.diagnosis import Diagnosis, Level
from worker.company import load_company
from worker.errors import CompanyError, ForeignAsset, NotReady
from worker.learning import serving_heads
from worker.settings import Settings

WHAT = "triage"
NOBODY = "nobody yet: each ticket stays in its queue, with passages and a draft for a person"
TRAIN = "run `deskhand models heads --data FILE`"


def triage(settings: Settings) -> Iterator[Diagnosis]:
    try:
        known = learned_assets.load_heads(settings)
        company = load_company(settings.company_path)
        otherwise = "the language model" if learned_assets.model_triages(settings) else NOBODY
    except (CompanyError, ForeignAsset):
        return  # `company` or `learned` has said why
    except (AdapterError, NotReady) as error:
        yield Diagnosis(WHAT, Level.WRONG, str(error))
        return
    except OSError:
        return  # `company` has said why
    try:
        encoder = serving_heads.live_encoder(settings)
    except (NotReady, SQLAlchemyError):
        return  # `database` or `knowledge` has said why
    if settings.triage == "model":
        yield Diagnosis(WHAT, Level.GOOD, "the language model, as DESKHAND_TRIAGE says")
    elif encoder not in known:
        whose = "none are trained" if not known else "those that are trained belong to another encoder than the index"
        yield Diagnosis(WHAT, Level.NOTE, f"{otherwise}, because there are no heads ({whose}): {TRAIN}")
    elif missing := sorted(company.queues.keys() - set(known[encoder].heads["queue"].classes)):
        message = f"{known[encoder].id} never saw a ticket of {', '.join(missing)}, so nothing is routed there: {TRAIN}"
        yield Diagnosis(WHAT, Level.NOTE, message)
    else:
        yield Diagnosis(WHAT, Level.GOOD, f"{known[encoder].id}, trained on {known[encoder].manifest.tickets} tickets")
