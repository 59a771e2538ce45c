"""This module is the composition root, the only one that knows every concrete class. The others receive what they need."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine as DatabaseEngine

from knowledge.index.indexes import Index
from knowledge.index.passage_maker import Maker
from knowledge.search import evidence
from models.errors import BaseModelError
from models.generation.engine import Engine
from models.hardware import processor, threads
from models.weights import base, registry
from worker import learned_assets, ownership
from worker.company import Company, load_company
from worker.db.schema import require_ready
from worker.db.session import make_engine
from worker.embedded import connection_urls
from worker.errors import NotReady
from worker.helpdesks.protocol import Helpdesk
from worker.helpdesks.registry import VENDORS
from worker.helpdesks.routing import ByOrigin
from worker.logs import get_logger
from worker.pipeline.policy import Policy
from worker.pipeline.tools import Tools
from worker.retrieval.account_cards import AccountCards
from worker.retrieval.finder import Finder, Translate
from worker.retrieval.reranking import Reranker
from worker.retrieval.translation import Translator
from worker.retrieval.trust import named_sources, untrusted_sources
from worker.settings import Settings

if TYPE_CHECKING:
    from models.encoding.encoder import Encoder
    from models.generation.marks import Marks
    from models.generation.server_adapters import AdapterServer

log = get_logger(__name__)


def database(settings: Settings) -> DatabaseEngine:
    """Return the database as the application role sees it, checked. Raises NotReady, and ForeignAsset where it is that of
    another company than the settings name."""
    made = make_engine(connection_urls(settings).database)
    try:
        require_ready(made)
        ownership.require(settings, made)
    except BaseException:
        made.dispose()
        raise
    return made


@contextmanager
def opened(settings: Settings) -> Iterator[DatabaseEngine]:
    """Open the database as `database` does, for one command. Its connections are closed at the end, not left to the
    garbage collector."""
    checked = database(settings)
    try:
        yield checked
    finally:
        checked.dispose()


def today() -> date:
    return datetime.now(UTC).date()


def prepare(settings: Settings) -> None:
    """Set the number format and the threads of this process. Call this before any model is loaded."""
    processor.set_precision(settings.precision)
    processor.use_threads(threads.choose(settings.threads).count)


def make_tools(
    settings: Settings,
    company: Company,
    database: DatabaseEngine,
    copies: Mapping[str, tuple[str, ...]] | None = None,
) -> Tools:
    """Load the model and the search, which takes some seconds, for the versions that serve. `copies`: as `Finder` has it, for
    past tickets."""
    model = make_model_engine(settings, learned_assets.needed_adapters(settings))
    finder = make_tickets_finder(settings, company, database, make_translate(settings, model), copies)
    return tools_around(settings, company, database, model, finder)


def make_tickets_finder(
    settings: Settings,
    company: Company,
    database: DatabaseEngine,
    translate: Translate,
    copies: Mapping[str, tuple[str, ...]] | None = None,
) -> Finder:
    """Make the search for tickets, and load its encoder now."""
    brands = {brand.id: brand.sources for brand in company.brands}
    finder = make_finder(settings, database, translate, brands=brands, copies=copies)
    finder.warm()
    return finder


def tools_around(
    settings: Settings, company: Company, database: DatabaseEngine, model: Engine, finder: Finder
) -> Tools:
    """Return the tools of the versions that serve, around an engine and a search that are loaded. It takes milliseconds."""
    encoder = finder_encoder(finder)
    confidence = learned_assets.load_confidence(settings, encoder)
    return Tools(
        engine=model,
        find=finder.tickets,
        company=company,
        policy=Policy(
            reply_mode=settings.reply_mode,
            min_confidence=settings.min_confidence,
            send_threshold=learned_assets.send_threshold(settings, confidence),
        ),
        temperatures=learned_assets.temperatures(settings),
        heads=learned_assets.load_heads(settings),
        model_triages=learned_assets.model_triages(settings),
        prompts=learned_assets.load_prompts(settings, model.base_id),
        form=learned_assets.reply_form(settings),
        chooses=learned_assets.chooses(settings),
        selector=learned_assets.load_selector(settings, encoder) if learned_assets.chooses(settings) else None,
        confidence=confidence,
        card=AccountCards(database, named_sources(settings.knowledge_path)),
    )


def make_model_engine(settings: Settings, adapters: dict[str, Path] | None = None) -> Engine:
    """Make the engine that the settings ask for. `adapters` replaces the adapters of the settings' folder; an empty
    mapping means the bare base model."""
    prepare(settings)
    found = learned_assets.adapter_folders(settings) if adapters is None else adapters
    if settings.engine_url:
        return make_server_engine(settings, settings.engine_url, found)
    from models.generation.local import TransformersEngine

    model = base.ensure(settings.base_model, settings.home_path, lambda step: log.info("base model", step=step))
    return TransformersEngine(model, found, resident=settings.resident_adapters)


def make_server_engine(settings: Settings, url: str, adapters: Mapping[str, Path]) -> "AdapterServer":
    """Make the client of a model server, without connecting to it yet. `adapters`: the folder of each skill's. Raises
    `EngineError` for an invalid URL, and `AdapterError`."""
    from models.generation.server import ServerEngine
    from models.generation.server_adapters import AdapterServer, Folders
    from models.generation.server_requests import Api

    key = settings.engine_key.get_secret_value() if settings.engine_key else None
    api = Api(settings.engine_api) if settings.engine_api else None
    folders = Folders(settings.adapters_path, settings.engine_adapters)
    company = load_company(settings.company_path).id
    model = ServerEngine(url, settings.engine_model, key=key, api=api, marks=_marks(settings))
    made = AdapterServer(model, company, folders)
    for skill, folder in adapters.items():
        made.expect(skill, folder)
    return made


def _marks(settings: Settings) -> "Marks | None":
    """Return the marks of the base that adapters are trained on; None while it has no folder here."""
    from models.generation import marks

    try:
        folder = base.folder(settings.base_model, settings.home_path)
    except BaseModelError:  # the packaged one is not installed where a server has the model
        return None
    return marks.of_folder(folder) if folder is not None else None


def finder_encoder(finder: Finder) -> str:
    """Return the hash of the weights of the encoder that the search uses; "" where there is no index yet."""
    try:
        return evidence.identity(finder.index().encoder)
    except NotReady:
        return ""


def make_encoder(settings: Settings, name: str) -> "Encoder":
    """Load an encoder: that of the settings, or that of an index. Raises `NotReady`, `ForeignAsset` for one that was tuned on
    another company's tickets, and what `load_encoder` raises."""
    from models.encoding.encoder import load_encoder

    _refuse_missing_folder(name, "DESKHAND_ENCODER")
    learned_assets.require_own(settings, Path(name) / registry.MANIFEST)
    return load_encoder(name)


def encoder_name(settings: Settings) -> str:
    """Return the name of the encoder that a new index is made with. Raises `ForeignAsset` for a tuned one of another company."""
    from models.encoding.encoder import LARGE

    name = settings.encoder or str(learned_assets.newest_encoder(settings) or LARGE)
    learned_assets.require_own(settings, Path(name) / registry.MANIFEST)
    return name


def make_maker(settings: Settings, encoder: "Encoder | None" = None) -> Maker:
    """Return what makes an index: the encoder of the settings, or the one given."""
    prepare(settings)
    made = encoder or make_encoder(settings, encoder_name(settings))
    return Maker(made.id, made.dimensions, made.encode, made.count_tokens, made.space)


def make_reranker(settings: Settings) -> Reranker | None:
    """Return the cross-encoder of the settings; without that setting there is none. Raises NotReady or RerankerError.

    What an earlier version trained in `<adapters>/reranker/`, and used without a setting, is left where it is.
    """
    name = settings.reranker or "none"
    if name == "none":
        return None
    from models.encoding.reranker import load_reranker

    _refuse_missing_folder(name, "DESKHAND_RERANKER, or set it to none")
    return load_reranker(name)


def _refuse_missing_folder(name: str, setting: str) -> None:
    """Raise NotReady for a folder that does not exist: a mistyped folder must not be taken for a model on the hub."""
    folder = Path(name)
    if not folder.exists() and (folder.is_absolute() or (len(folder.parts) > 1 and Path(folder.parts[0]).is_dir())):
        raise NotReady(f"{folder} is not there: correct {setting}")


def make_finder(
    settings: Settings,
    database: DatabaseEngine,
    translate: Translate | None = None,
    *,
    rerank: bool = True,
    own: bool = True,
    index: Index | None = None,
    brands: Mapping[str, tuple[str, ...]] | None = None,
    copies: Mapping[str, tuple[str, ...]] | None = None,
) -> Finder:
    """Make the product's search. The encoder that the index names is loaded with the first query.

    Without `rerank` there is no evidence threshold either, so nothing is dropped as too weak; there is none if the documents
    are not the company's `own`. `translate`: given if several finders share one.
    Raises `EvidenceError`, `CompanyError` and `NotReady`.
    """
    prepare(settings)
    return Finder(
        database,
        partial(make_encoder, settings),
        make_reranker(settings) if rerank else None,
        today=today,
        translate=translate or make_translate(settings),
        evidence=learned_assets.load_evidence(settings) if rerank and own else None,
        index=index,
        brands=brands,
        copies=copies,
        untrusted=untrusted_sources(settings.knowledge_path) if own else (),
        named=named_sources(settings.knowledge_path) if own else None,
    )


def make_translate(settings: Settings, model: Engine | None = None) -> Translate:
    """Make the translation by `model`. Without one, the model of the settings is loaded with the first text that needs it."""
    if not settings.translate:
        return list
    return Translator(cache(lambda: make_model_engine(settings)) if model is None else lambda: model)


def make_helpdesk(settings: Settings, engine: DatabaseEngine) -> Helpdesk:
    from worker.helpdesks.memory import MemoryHelpdesk

    memory = MemoryHelpdesk(engine)
    makers = {vendor.name: vendor.make_client for vendor in VENDORS if vendor.make_client}
    if settings.helpdesk not in makers:
        return memory
    return ByOrigin({settings.helpdesk: makers[settings.helpdesk](settings)}, otherwise=memory)
