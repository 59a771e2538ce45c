"""This module finds and loads what was learned and serves under the settings: adapters, heads, prompts, selector, confidence,
send threshold, evidence. Each is refused where it is another company's (`worker.assets`)."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.search import evidence
from models import selection
from models.encoding import versions as encoders
from models.errors import AdapterError
from models.evaluation import confidence as confidences
from models.evaluation.confidence import Confidence
from models.evaluation.promise import TOKENS
from models.heads import folder as heads_on_disk
from models.heads.folder import Heads
from models.selection import Selector
from models.skills.reply import Form
from models.weights import base, registry, versions
from models.weights.manifest import HEADS
from worker import assets, kept_prompts, reply_promise
from worker.company import load_company
from worker.errors import NotReady
from worker.logs import get_logger
from worker.pipeline.prompting import Prompts
from worker.pipeline.selection import FEATURES, FIRST_PASSAGE
from worker.settings import Settings

if TYPE_CHECKING:
    from worker.kept_prompts import Kept

log = get_logger(__name__)
SKILLS = ("triage", "reply", "translation")  # of the language model, each with an adapter
VERSIONED = (*SKILLS, HEADS)  # what has versions beside each other


def needed_adapters(settings: Settings) -> dict[str, Path]:
    """Return the folders of `adapter_folders` without that for replies where no model writes them: an adapter in memory costs
    200 MB."""
    return {skill: own for skill, own in adapter_folders(settings).items() if skill != "reply" or not chooses(settings)}


def is_asked(settings: Settings, skill: str) -> bool:
    """Return whether the settings and what was learned leave the work of a skill to the language model, or triage to heads."""
    if skill == HEADS:
        return settings.triage != "model"
    if skill == "triage":
        return not load_heads(settings)
    return not chooses(settings) if skill == "reply" else settings.translate


def why_not_asked(skill: str) -> str:
    """Return what does the work of a skill in place of its versions, where `is_asked` says that none is asked."""
    if skill == HEADS:
        return "the language model does the triage, so heads have no work: DESKHAND_TRIAGE=encoder, or without that setting"
    if skill == "triage":
        return "heads do the triage, so no adapter for it has work: DESKHAND_TRIAGE=model"
    if skill == "reply":
        return "replies are chosen without a model, so no adapter for them has work: DESKHAND_REPLY=grammar or free"
    return "nothing is translated, so no adapter for it has work: DESKHAND_TRANSLATE=true"


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


def require_known_settings(folder: Path) -> None:
    """Raise `AdapterError` for an adapter with settings that PEFT does not know. It takes seconds where PEFT was not imported."""
    from models.weights import foreign_settings

    foreign_settings.require_known(folder)


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


def load_heads(settings: Settings) -> dict[str, Heads]:
    """Return the heads that do triage, by encoder; none where the setting asks for the model, or none were trained. Raises
    `AdapterError` for heads that were altered, `ForeignAsset` for another company's, and `NotReady` where the setting asks
    for heads and there are none."""
    if settings.triage == "model":
        return {}
    places = versions.places(settings.adapters_path, HEADS)
    serving = {place.name: own for place in places if (own := versions.serving_folder(place)) is not None}
    # A folder serves under the name of its encoder only: copies have other names.
    fitting = {name: own for name, own in serving.items() if heads_on_disk.read_manifest(own).encoder == name}
    known = {encoder: load_own_heads(settings, folder) for encoder, folder in fitting.items()}
    if not known and settings.triage == "encoder":
        raise NotReady("DESKHAND_TRIAGE is encoder, but there are no heads: run `deskhand models heads --data FILE`")
    return known


def load_own_heads(settings: Settings, folder: Path) -> Heads:
    """Return the heads of a version. Raises `ForeignAsset` for another company's, before they are opened, and `AdapterError` for
    such as were altered, or lie in the folder of another encoder."""
    require_own(settings, folder / heads_on_disk.MANIFEST)
    if folder.is_symlink():
        raise AdapterError(f"{folder} is a link, and may lead to other heads tomorrow: a version lies there itself")
    known, place = heads_on_disk.load(folder), versions.place_of(folder)
    if place.name != known.manifest.encoder:
        raise AdapterError(f"{folder} reads the vectors of the encoder {known.manifest.encoder}, not of {place.name}")
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


def send_threshold(settings: Settings, confidence: Confidence | None = None) -> float | None:
    """Return the send threshold: the setting, else that of the adapter's promise about held-out tickets, if it was proven for
    the confidence that replies have. Raises `ForeignAsset` for that of another company."""
    if settings.min_reply is not None:
        return settings.min_reply
    require_own(settings, settings.adapters_path / reply_promise.FILE)
    promise = reply_promise.load(settings.adapters_path, chosen=chooses(settings))
    return promise.threshold if promise and promise.confidence == confidence_id(settings, confidence) else None


def encoder_folder(settings: Settings) -> Path:
    """Return the folder of the tuned encoders, whether there is one or not."""
    return settings.adapters_path / "encoder"


def newest_encoder(settings: Settings) -> Path | None:
    """Return the folder of the encoder that was tuned last."""
    return next(reversed(encoders.list_versions(encoder_folder(settings))), None)


def load_evidence(settings: Settings) -> evidence.Evidence | None:
    """Return the company's own evidence threshold, or None. Raises `EvidenceError` for a file that cannot be read,
    `ForeignAsset` for one that was learned on another company's questions, and `CompanyError`."""
    known = evidence.load(settings.adapters_path / evidence.FILE)
    require_own(settings, settings.adapters_path / evidence.FILE)
    return known
