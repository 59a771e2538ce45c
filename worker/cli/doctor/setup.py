"""This module examines the company, its knowledge, the webhooks and the model for `deskhand doctor`."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from knowledge.errors import EvidenceError
from knowledge.search import evidence
from models.errors import AdapterError, BaseModelError, EngineError
from models.hardware import processor as processors
from models.hardware import threads
from models.weights import base, registry, versions
from worker import assets, bootstrap, embedded, learned_assets, ownership, reply_promise
from worker.cli.doctor.diagnosis import Diagnosis, Level
from worker.company import load_company
from worker.db import session
from worker.errors import CompanyError, ForeignAsset, NotReady
from worker.helpdesks.registry import VENDORS
from worker.learning import reply_confidence
from worker.library.sources import open_sources
from worker.settings import Settings


def company(settings: Settings) -> Iterator[Diagnosis]:
    try:
        known = load_company(settings.company_path)
    except (CompanyError, OSError) as error:
        yield Diagnosis("company", Level.WRONG, str(error))
    else:
        yield Diagnosis("company", Level.GOOD, f"{known.name}, {len(known.queues)} queues, {settings.company_path}")
        if known.contacts is None:
            message = (
                f"{settings.company_path} has no [contacts], so every reply that names an address, a phone number or a link "
                "is held: run `deskhand knowledge contacts`"
            )
            yield Diagnosis("contacts", Level.NOTE, message)


def installation(settings: Settings) -> Iterator[Diagnosis]:
    """Say whose database it is, where it is another company's, or may be the demo's."""
    try:
        engine = session.make_engine(embedded.database_urls(settings)[0], pool_size=1)
        try:
            ownership.require(settings, engine)
            ownership.require_not_the_demos(settings, engine)
        finally:
            engine.dispose()
    except ForeignAsset as error:
        yield Diagnosis("installation", Level.WRONG, str(error))
    except (NotReady, OSError, SQLAlchemyError):
        return  # `database` or `company` has said why


def learned(settings: Settings) -> Iterator[Diagnosis]:
    """Name what was learned for another company: it serves nobody here."""
    if settings.company is not None and settings.adapters is None:
        message = (
            "no folder for what is learned is named: set DESKHAND_ADAPTERS to a folder of your own, which may be empty"
        )
        yield Diagnosis("adapters", Level.WRONG, message)
        return
    try:
        own, found = load_company(settings.company_path), assets.assets_of(settings.adapters_path)
    except AdapterError as error:
        yield Diagnosis("what was learned", Level.WRONG, str(error))
        return
    except (CompanyError, OSError):
        return  # `company` has said why
    for asset in found:
        if not asset.is_of(own):
            yield Diagnosis("what was learned", Level.WRONG, assets.why_not(asset, own))


def knowledge(settings: Settings) -> Iterator[Diagnosis]:
    try:
        with open_sources(settings) as sources:  # reads the file and the secrets, and no document
            names = ", ".join(source.name for source in sources)
    except NotReady as error:
        yield Diagnosis("knowledge", Level.WRONG, str(error))
    else:
        yield Diagnosis("knowledge", Level.GOOD, f"sources {names}")
    try:
        passages, bare = _passages(settings)
    except (NotReady, SQLAlchemyError):
        return  # `database` has said why
    if passages:
        yield Diagnosis("index", Level.GOOD, f"{passages} passages")
        if bare:
            message = f"{bare} passages are of an earlier version, without statements and their vectors"
            yield Diagnosis("statements", Level.NOTE, f"{message}: run `deskhand knowledge sync`")
        yield from _evidence(settings)
    else:
        message = "the index is empty, so every ticket goes to a person: run `deskhand knowledge sync`"
        yield Diagnosis("index", Level.NOTE, message)


def _evidence(settings: Settings) -> Iterator[Diagnosis]:
    """Say when no evidence threshold applies, so that each ticket gets passages, however far they are from it."""
    learn = "so each search finds something: run `deskhand knowledge threshold --questions my/questions.jsonl`"
    try:
        known = learned_assets.load_evidence(settings)
    except EvidenceError as error:
        yield Diagnosis("evidence threshold", Level.WRONG, str(error))
        return
    except (CompanyError, ForeignAsset, AdapterError, OSError):
        return  # `company` or `learned` has said why
    if settings.reranker not in {None, "none"}:
        return  # a reranker orders by itself
    if known is None:
        why = "none is learned"
    elif known.encoder != evidence.identity(_encoder(settings)):
        why = "the one that was learned belongs to another encoder than the index"
    else:
        yield Diagnosis("evidence threshold", Level.GOOD, f"{known.threshold:.2f}")
        return
    yield Diagnosis("evidence threshold", Level.NOTE, f"{why}, {learn}")


def _encoder(settings: Settings) -> str:
    engine = session.make_engine(embedded.database_urls(settings)[0], pool_size=1)
    try:
        with session.transaction(engine) as opened:
            return str(opened.scalar(text("select encoder from indexes where state = 'live'")))
    finally:
        engine.dispose()


def _passages(settings: Settings) -> tuple[int, int]:
    """Count the passages of the public knowledge, and those of them without statements. An account's rows are not read."""
    engine = session.make_engine(embedded.database_urls(settings)[0], pool_size=1)
    try:
        with session.transaction(engine) as opened:
            counts = text("select count(*), count(*) filter (where statements is null) from passages")
            all_of_them, bare = opened.execute(counts).one()
            return int(all_of_them), int(bare)
    finally:
        engine.dispose()


def webhooks(settings: Settings) -> Iterator[Diagnosis]:
    """Examine each vendor's own settings, and whether anybody can send us a ticket."""
    problems = [problem for vendor in VENDORS for problem in vendor.problems(settings)]
    for problem in problems:
        yield Diagnosis("webhooks", Level.WRONG, problem)
    receiving = [vendor for vendor in VENDORS if vendor.make_webhook]
    if not problems and not any(vendor.has_secret(settings) for vendor in receiving):
        names = " or ".join(f"DESKHAND_{vendor.secrets.upper()}" for vendor in receiving)
        yield Diagnosis("webhooks", Level.NOTE, f"all are refused, because no secret is configured: set {names}")


def processor(settings: Settings) -> Iterator[Diagnosis]:
    """Report what the models compute with here, and why."""
    bootstrap.prepare(settings)
    number = "bfloat16" if processors.computes_in_bf16() else "float32"
    if settings.precision != "auto":
        number += " (set by DESKHAND_PRECISION)"
    chosen = threads.choose(settings.threads)
    computes = f"computes in {number} with {chosen.count} {'thread' if chosen.count == 1 else 'threads'} per process"
    yield Diagnosis("processor", Level.GOOD, f"{processors.describe()}, {computes}: {chosen.why}")


def model(settings: Settings) -> Iterator[Diagnosis]:
    if settings.engine_url:
        yield from _server(settings, settings.engine_url)
        return
    try:
        if not base.is_ready(settings.base_model, settings.home_path):
            message = "not converted yet: the first worker, demo or training converts it once (about ten seconds)"
            yield Diagnosis("base model", Level.NOTE, message)
            known = None
        else:
            known = base.ensure(settings.base_model, settings.home_path)
            yield Diagnosis("base model", Level.GOOD, f"{known.name} in {known.path}")
    except (BaseModelError, OSError) as error:
        yield Diagnosis("base model", Level.WRONG, str(error))
        return
    if settings.adapters is not None:
        for skill in learned_assets.SKILLS:
            yield from _adapter(settings.adapters_path / skill, skill, known)


def send_threshold(settings: Settings) -> Iterator[Diagnosis]:
    """Say from which confidence a reply may be sent, and what that promises."""
    what, chosen = "send threshold", learned_assets.chooses(settings)
    try:
        folder = None if chosen else learned_assets.adapter_folders(settings).get("reply")
        learned_assets.send_threshold(settings)
    except (AdapterError, NotReady, OSError):
        return  # `learned`, `model` or `company` has said why
    if settings.min_reply is not None:
        yield Diagnosis(what, Level.NOTE, f"{settings.min_reply:g}, set by DESKHAND_MIN_REPLY, which promises nothing")
        return
    if folder is None and not chosen:
        return
    try:
        known = reply_promise.load(settings.adapters_path, chosen=chosen)
        own = learned_assets.confidence_id(settings, reply_confidence.in_use(settings))
    except (AdapterError, NotReady, CompanyError, OSError, SQLAlchemyError):
        return  # `model`, `confidence`, `company` or `database` has said why
    if known and known.threshold is not None and known.confidence == own:
        message = (
            f"{known.threshold:.3f}: above it at most {known.error:.1%} of the replies are wrong, with a certainty of "
            f"{known.level:.0%}"
        )
        yield Diagnosis(what, Level.GOOD, message)
        return
    if known and known.confidence != own:
        why = f"it was proven for the confidence {known.confidence}, and replies have {own}"
    elif known:
        why = "none qualified"
    elif folder is not None and registry.has_unproven_threshold(folder):
        why = "the number in the manifest was chosen without a proof and counts as none"
    else:
        why = "none was chosen"
    yield Diagnosis(
        what, Level.NOTE, f"{why}, so every reply stays a draft: `deskhand models threshold` says what is missing"
    )


def _adapter(folder: Path, skill: str, known: base.BaseModel | None) -> Iterator[Diagnosis]:
    """Say whether an adapter fits. Only what is there is examined: without one, other lines say who does its work."""
    what = f"adapter {skill}"
    try:
        place = versions.serving_folder(folder)
        if place is None:
            return
        manifest = registry.load_manifest(place, base=known)
    except (AdapterError, OSError) as error:
        yield Diagnosis(what, Level.WRONG, str(error))
        return
    if manifest.skill != skill:
        yield Diagnosis(what, Level.WRONG, f"{place} holds an adapter for {manifest.skill}")
    elif known is None:
        message = f"{manifest.id} is complete; once the base is converted, its fit is checked as well"
        yield Diagnosis(what, Level.NOTE, message)
    else:
        yield Diagnosis(what, Level.GOOD, f"{manifest.id} fits the base")


def _server(settings: Settings, url: str) -> Iterator[Diagnosis]:
    """Ask the server for one answer per model: a server that is up may still not serve ours."""
    what = "model server"
    try:
        engine = bootstrap.make_server_engine(settings, url, learned_assets.adapter_folders(settings))
    except (NotReady, AdapterError):
        return  # `learned` or `company` has said why
    except EngineError as error:
        yield Diagnosis(what, Level.WRONG, str(error))
        return
    try:
        problems = engine.check()
        ways = ", ".join(f"{name} by {api}" for name, api in engine.apis.items())
    finally:
        engine.close()
    for problem in problems:
        yield Diagnosis(what, Level.WRONG, f"{problem} (DESKHAND_ENGINE_URL)")
    if not problems:
        yield Diagnosis(what, Level.GOOD, f"{embedded.address(url)} serves {ways}")
