"""This module is the composition root, the only one that knows every concrete class. The others receive what they need."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine as DatabaseEngine

from knowledge.index.indexes import Index
from knowledge.index.passage_maker import Maker
from knowledge.search import evidence
from models import selection
from models.errors import AdapterError
from models.evaluation import confidence as confidences
from models.evaluation.confidence import Confidence
from models.evaluation.promise import TOKENS
from models.generation.engine import Engine
from models.hardware import processor, threads
from models.heads import folder as heads_on_disk
from models.heads.folder import Heads
from models.selection import Selector
from models.skills.reply import Form
from models.weights import base, registry, versions
from worker import assets, kept_prompts, ownership, reply_promise
from worker.company import Company, load_company
from worker.db.schema import require_ready
from worker.db.session import make_engine
from worker.embedded import connection_urls
from worker.errors import NotReady
from worker.helpdesks.protocol import Helpdesk
from worker.helpdesks.registry import VENDORS
from worker.helpdesks.routing import ByOrigin
from worker.logs import get_logger
from worker.pipeline.decide import Policy
from worker.pipeline.prompting import Prompts
from worker.pipeline.run import FIRST_PASSAGE, Tools
from worker.pipeline.selection import FEATURES
from worker.retrieval.account_cards import AccountCards
from worker.retrieval.finder import Finder, Reranker, Translate
from worker.retrieval.translation import Translator
from worker.retrieval.trust import named_sources, untrusted_sources
from worker.settings import Settings

if TYPE_CHECKING:
    from models.encoding.encoder import Encoder
    from models.generation.server_adapters import AdapterServer
    from worker.kept_prompts import Kept

log = get_logger(__name__)
SKILLS = ("triage", "reply", "translation")
CANDIDATE = ".candidate"  # suffix of the folder of heads that wait to be promoted
PREVIOUS = ".previous"  # of those that served before


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
    model = make_model_engine(settings, needed_adapters(settings))
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
    confidence = load_confidence(settings, encoder)
    return Tools(
        engine=model,
        find=finder.tickets,
        company=company,
        policy=Policy(
            reply_mode=settings.reply_mode,
            min_confidence=settings.min_confidence,
            send_threshold=send_threshold(settings, confidence),
        ),
        temperatures=temperatures(settings),
        heads=load_heads(settings),
        model_triages=model_triages(settings),
        prompts=load_prompts(settings, model.base_id),
        form=reply_form(settings),
        chooses=chooses(settings),
        selector=load_selector(settings, encoder) if chooses(settings) else None,
        confidence=confidence,
        card=AccountCards(database, named_sources(settings.knowledge_path)),
    )


def needed_adapters(settings: Settings) -> dict[str, Path]:
    """Return the folders of `adapter_folders` without that for replies where no model writes them: an adapter in memory costs
    200 MB."""
    return {skill: own for skill, own in adapter_folders(settings).items() if skill != "reply" or not chooses(settings)}


def is_asked(settings: Settings, skill: str) -> bool:
    """Return whether the settings and what was learned leave the work of a skill to the language model."""
    if skill == "triage":
        return not load_heads(settings)
    return not chooses(settings) if skill == "reply" else settings.translate


def why_not_asked(skill: str) -> str:
    """Return what does the work of a skill in place of an adapter, where `is_asked` says that none is asked."""
    if skill == "triage":
        return "heads do the triage, so no adapter for it has work: DESKHAND_TRIAGE=model"
    if skill == "reply":
        return "replies are chosen without a model, so no adapter for them has work: DESKHAND_REPLY=grammar or free"
    return "nothing is translated, so no adapter for it has work: DESKHAND_TRANSLATE=true"


def make_model_engine(settings: Settings, adapters: dict[str, Path] | None = None) -> Engine:
    """Make the engine that the settings ask for. `adapters` replaces the adapters of the settings' folder; an empty
    mapping means the bare base model."""
    prepare(settings)
    found = adapter_folders(settings) if adapters is None else adapters
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
    made = AdapterServer(ServerEngine(url, settings.engine_model, key=key, api=api), company, folders)
    for skill, folder in adapters.items():
        made.expect(skill, folder)
    return made


def adapter_folders(settings: Settings) -> dict[str, Path]:
    """Return the folder of the version that serves, for each skill that has one. Raises `AdapterError` where it is missing, and
    `ForeignAsset` for another company's."""
    places = {skill: versions.serving_folder(settings.adapters_path / skill) for skill in SKILLS}
    found = {skill: place for skill, place in places.items() if place is not None}
    for place in found.values():
        require_own(settings, place / registry.MANIFEST)
    return found


def require_own(settings: Settings, file: Path) -> None:
    """Raise `ForeignAsset` for what was learned for another company; a file that is not there refuses nothing."""
    if file.exists():
        assets.require_own(file, load_company(settings.company_path))


def temperatures(settings: Settings) -> dict[str, float]:
    """Return the calibration of the triage fields: that of the adapter, else that of the kept prompt; empty without both."""
    folder = adapter_folders(settings).get("triage")
    if folder:
        return dict(registry.read_manifest(folder).temperatures)
    kept = serving_prompt(settings, "triage")
    return dict(kept.prompt.temperatures) if kept else {}


def base_id(settings: Settings) -> str:
    """Return the id by which an engine knows the base model of the settings; "" while the packaged one is not converted yet."""
    if settings.engine_url:
        return f"server:{settings.engine_model}"
    if not base.is_ready(settings.base_model, settings.home_path):
        return ""
    return base.ensure(settings.base_model, settings.home_path).id


def works_by_model(settings: Settings, skill: str) -> bool:
    """Return whether the settings say that the language model does the work of a skill."""
    return settings.triage == "model" if skill == "triage" else not chooses(settings)


def load_kept_prompt(settings: Settings, skill: str) -> "Kept[Any] | None":
    """Return the prompt that was chosen for a skill, whether it serves or not. Raises `AdapterError` for a file that was altered,
    and `ForeignAsset`."""
    require_own(settings, kept_prompts.place(settings.adapters_path, skill))
    return kept_prompts.load(settings.adapters_path, skill)


def idle_prompt(settings: Settings, skill: str, known: "Kept[Any]", model: str) -> str:
    """Return why a kept prompt does not serve with the base `model`; "" if it does."""
    if not works_by_model(settings, skill):
        setting = "DESKHAND_TRIAGE=model" if skill == "triage" else f"DESKHAND_REPLY={known.prompt.form}"
        return f"the settings do not let the model work: set {setting}"
    if skill in adapter_folders(settings):
        return "an adapter serves"
    return known.misfit(model, reply_form(settings) if skill == "reply" else None)


def serving_prompt(settings: Settings, skill: str, model: str | None = None) -> "Kept[Any] | None":
    """Return the kept prompt that serves a skill: one that was chosen for the base, where the model works without an adapter.
    `model`: the id of the base, if an engine has said it already. Raises what `load_kept_prompt` raises."""
    known = load_kept_prompt(settings, skill) if works_by_model(settings, skill) else None
    if known is None:
        return None
    return None if idle_prompt(settings, skill, known, model or base_id(settings)) else known


def load_prompts(settings: Settings, model: str) -> Prompts:
    """Return the prompts that serve with the base `model`; which does not, and why, goes into the log."""
    found: dict[str, Any] = {}
    for skill in kept_prompts.SKILLS:
        if not works_by_model(settings, skill) or skill in adapter_folders(settings):
            continue  # whatever is wrong with a prompt that nothing asks for, what serves goes on
        known = load_kept_prompt(settings, skill)
        if known is None:
            continue
        if why := idle_prompt(settings, skill, known, model):
            log.warning("kept prompt is not used", skill=skill, prompt=known.prompt.id, why=why)
        else:
            log.info("kept prompt", skill=skill, prompt=known.prompt.id)
            found[skill] = known.prompt
    return Prompts(found.get("triage"), found.get("reply"))


def model_triages(settings: Settings) -> bool:
    """Return whether the language model may do triage: it was trained to, or the setting says so."""
    return settings.triage == "model" or "triage" in adapter_folders(settings)


def heads_folder(settings: Settings) -> Path:
    """Return the folder with the heads of each encoder, whether there are any or not."""
    return settings.adapters_path / "heads"


def load_heads(settings: Settings) -> dict[str, Heads]:
    """Return the heads that do triage, by encoder; none where the setting asks for the model, or none were trained. Raises
    `AdapterError` for heads that were altered, `ForeignAsset` for another company's, and `NotReady` where the setting asks
    for heads and there are none."""
    if settings.triage == "model":
        return {}
    paths = [p.parent for p in sorted(heads_folder(settings).glob(f"*/{heads_on_disk.MANIFEST}"))]
    about = {path: heads_on_disk.read_manifest(path) for path in paths if not path.name.startswith(".")}
    # A folder serves under the name of its encoder only: candidates, copies and leftovers have other names.
    serving = [path for path, known in about.items() if path.name == known.encoder]
    for path in serving:
        require_own(settings, path / heads_on_disk.MANIFEST)
    known = {about[path].encoder: heads_on_disk.load(path) for path in serving}
    if not known and settings.triage == "encoder":
        raise NotReady("DESKHAND_TRIAGE is encoder, but there are no heads: run `deskhand models heads --data FILE`")
    return known


def load_confidence(settings: Settings, encoder: str, adapter: Path | None = None) -> Confidence | None:
    """Return the learned confidence of a reply, or None: without one the probability of the tokens counts, and one that was
    learned with another `encoder` or another adapter serves nobody. `adapter`: the folder of the one that writes the replies,
    if it is not that of the settings. Raises `AdapterError` for a file that was altered, and `ForeignAsset`."""
    file = settings.adapters_path / assets.CONFIDENCE
    require_own(settings, file)
    known = confidences.load(file)
    if known is None:
        return None
    fits = (encoder, reply_adapter(settings, adapter))
    return known if fits == (known.origin.encoder, known.origin.adapter) else None


def chooses(settings: Settings) -> bool:
    """Return whether replies are chosen without a language model."""
    return settings.reply == "chosen"


def load_selector(settings: Settings, encoder: str) -> Selector | None:
    """Return the selector for the vectors of an encoder; None where there is none that fits: then replies are the first
    statements of the first passage. Raises `AdapterError` for a file that was altered, or that was learned with other
    features than this version reads, and `ForeignAsset`."""
    require_own(settings, settings.adapters_path / assets.SELECTOR)
    known = selection.load(settings.adapters_path / assets.SELECTOR)
    if known and known.features != FEATURES:
        raise AdapterError(
            f"{known.id} reads other features than this version: run `deskhand models selector --data FILE`"
        )
    return known if known and encoder == known.origin.encoder else None


def reply_adapter(settings: Settings, folder: Path | None = None) -> str:
    """Return the id of what writes the replies, which says so if the adapter serves in another form than it was trained
    for; "" without an adapter. Raises `NotReady`. `folder`: of an adapter, if it is that which writes."""
    if folder is None and chooses(settings):
        known = selection.load(settings.adapters_path / assets.SELECTOR)
        return known.id if known else FIRST_PASSAGE
    own = folder or adapter_folders(settings).get("reply")
    if own is None:
        kept = serving_prompt(settings, "reply")
        return kept.prompt.id if kept else ""
    return f"{registry.read_manifest(own).id}{_other_form(settings, own)}"


def confidence_id(settings: Settings, confidence: Confidence | None, folder: Path | None = None) -> str:
    """Return what a promise calls the confidence that replies have. The probability of the tokens is another one in another
    form. `folder`: that of the adapter, if it is not the settings' own. Raises `NotReady`."""
    own = folder or adapter_folders(settings).get("reply")
    return confidence.id if confidence else f"{TOKENS}{_other_form(settings, own)}"


def _other_form(settings: Settings, folder: Path | None) -> str:
    form = reply_form(settings, folder)
    return "" if folder is None or form is _trained_for(folder) else f" ({form})"


def _trained_for(folder: Path) -> Form:
    """Return what an adapter was trained to write. Before there were two forms, it was free."""
    return Form(registry.read_manifest(folder).config.get("form", Form.FREE))


def reply_form(settings: Settings, folder: Path | None = None) -> Form:
    """Return what a reply may consist of: what the setting says, else what the adapter was trained for. `folder`: that of
    the adapter, if it is not the settings' own. Raises `NotReady`: who was trained to choose has not learned to write."""
    own = folder or adapter_folders(settings).get("reply")
    trained = _trained_for(own) if own else Form.FREE
    form = Form(settings.reply) if settings.reply in set(Form) else trained
    if form is Form.FREE and trained is Form.GRAMMAR:
        raise NotReady(
            f"DESKHAND_REPLY is free, but {own} was trained to choose sentences: set it to grammar, or run "
            "`deskhand models train reply --form free`"
        )
    return form


def finder_encoder(finder: Finder) -> str:
    """Return the hash of the weights of the encoder that the search uses; "" where there is no index yet."""
    try:
        return evidence.identity(finder.index().encoder)
    except NotReady:
        return ""


def send_threshold(settings: Settings, confidence: Confidence | None = None) -> float | None:
    """Return the send threshold: the setting, else that of the adapter's promise about held-out tickets, if it was proven for
    the confidence that replies have. Raises `ForeignAsset` for that of another company."""
    if settings.min_reply is not None:
        return settings.min_reply
    require_own(settings, settings.adapters_path / reply_promise.FILE)
    promise = reply_promise.load(settings.adapters_path, chosen=chooses(settings))
    return promise.threshold if promise and promise.confidence == confidence_id(settings, confidence) else None


def make_encoder(settings: Settings, name: str) -> "Encoder":
    """Load an encoder: that of the settings, or that of an index. Raises `NotReady`, `ForeignAsset` for one that was tuned on
    another company's tickets, and what `load_encoder` raises."""
    from models.encoding.encoder import load_encoder

    _refuse_missing_folder(name, "DESKHAND_ENCODER")
    require_own(settings, Path(name) / registry.MANIFEST)
    return load_encoder(name)


def encoder_name(settings: Settings) -> str:
    """Return the name of the encoder that a new index is made with. Raises `ForeignAsset` for a tuned one of another company."""
    from models.encoding.encoder import LARGE

    name = settings.encoder or str(encoder_folder(settings))
    require_own(settings, Path(name) / registry.MANIFEST)
    return name if settings.encoder or (Path(name) / registry.MANIFEST).exists() else LARGE


def encoder_folder(settings: Settings) -> Path:
    """Return the folder of a tuned encoder, whether there is one or not."""
    return settings.adapters_path / "encoder"


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
        evidence=load_evidence(settings) if rerank and own else None,
        index=index,
        brands=brands,
        copies=copies,
        untrusted=untrusted_sources(settings.knowledge_path) if own else (),
        named=named_sources(settings.knowledge_path) if own else None,
    )


def load_evidence(settings: Settings) -> evidence.Evidence | None:
    """Return the company's own evidence threshold, or None. Raises `EvidenceError` for a file that cannot be read,
    `ForeignAsset` for one that was learned on another company's questions, and `CompanyError`."""
    known = evidence.load(settings.adapters_path / evidence.FILE)
    require_own(settings, settings.adapters_path / evidence.FILE)
    return known


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
