"""This module brings an adapter back that was trained elsewhere: what is known of it, whether it fits, its words, its manifest.

It becomes a version that does not serve yet. Nothing of the folder is taken but weights and configuration.
"""

import re
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from models.errors import AdapterError
from models.skills import reply
from models.training.run import QLORA
from models.weights import registry, versions
from models.weights.base import BaseModel, sha256_of
from worker import assets, learned_assets
from worker.company import Company
from worker.errors import Refused
from worker.learning import lineage
from worker.learning.exports import record
from worker.learning.exports.origin import Origin, require_fit

if TYPE_CHECKING:
    from models.weights.foreign import Foreign

_NAME = re.compile(r"[A-Za-z0-9][\w.-]*")  # an id is the name of a folder
_LEFT = 86_400  # seconds after which no import still works in its folder


@dataclass(frozen=True)
class Imported:
    """An adapter came back."""

    manifest: registry.AdapterManifest
    folder: Path  # of the version
    export: str | None  # id of the export that it was trained on
    told: list[str]  # what a person should know, in sentences


def import_adapter(
    folder: Path,
    base: BaseModel,
    company: Company,
    adapters: Path,
    *,
    origin: Origin | None = None,
    skill: str | None = None,
    form: reply.Form | None = None,
) -> Imported:
    """Add an adapter as a version of its skill below `adapters`. `skill` and, of replies, `form` are needed where no export says
    them. Raises `AdapterError`, `Refused`, and `ForeignAsset` for what another company's tickets taught."""
    if (folder / registry.MANIFEST).exists():
        return _ours(folder, base, company, adapters, skill, form)
    from models.weights.foreign import read, write
    from models.weights.layers import linear_layers

    if origin is not None:
        require_fit(origin, base, company, skill)
    own = skill or (origin.export.skill if origin else None)
    if own is None:
        raise Refused("nobody knows what this adapter is for: give --from with the folder of its export, or --skill")
    _require_form(folder, own, origin.export.form if origin else None, form)
    foreign = read(folder, linear_layers(base))
    made = _workshop(adapters, own)
    try:
        write(foreign, made)
        words = _write_shortlist(made, base, origin)
        new = registry.write_new_manifest(
            made,
            own,
            base,
            origin.export.data_sha256 if origin else "",
            _config(foreign, base, own, origin, form),
            company.id,
        )
        if origin is not None and not (adapters / own / new.id).exists():
            # Before it is there: a command that is killed in between leaves no version of which nobody knows this.
            lineage.keep(adapters, new.id, origin.export.learned_from)
        manifest, place, there = _add(adapters / own, made)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    told = [*_told(foreign, origin), *words, *there]
    return Imported(manifest, place, origin.export.id if origin else None, told)


def require_adapter(folder: Path) -> None:
    """Raise `AdapterError` or `Refused` for a folder without an adapter. This is quick: nothing is loaded."""
    from models.weights.foreign import require_files

    if (folder / registry.MANIFEST).exists():
        return
    is_trained = any(folder.glob(f"**/{registry.WEIGHTS}"))
    if (folder / record.FILE).exists() and not is_trained:
        raise Refused(
            f"{folder} is an export, and has no adapter yet: its training has yet to run there. Run it as {folder}/README.md "
            "says, then import the folder that it writes"
        )
    require_files(folder)


def _ours(
    folder: Path, base: BaseModel, company: Company, adapters: Path, skill: str | None, form: reply.Form | None
) -> Imported:
    """Add an adapter that Deskhand made elsewhere; its manifest says all there is to know."""
    for path in folder.iterdir():
        if path.name in registry.ALLOWED_FILES and (path.is_symlink() or not path.is_file()):
            raise AdapterError(f"{path} is no plain file: copy the adapter itself")
    assets.require_own(folder / registry.MANIFEST, company)
    manifest = registry.load_manifest(folder, base=base)
    if manifest.skill not in learned_assets.SKILLS or not _NAME.fullmatch(manifest.id):
        raise AdapterError(f"{folder / registry.MANIFEST} names a skill or an id that no adapter of ours has")
    if skill not in {None, manifest.skill}:
        raise Refused(f"{folder} is an adapter for {manifest.skill}, not for {skill}")
    _require_form(folder, manifest.skill, manifest.config.get("form"), form)
    made = _workshop(adapters, manifest.skill)
    try:
        for name in sorted(registry.ALLOWED_FILES):
            if (folder / name).exists():
                shutil.copyfile(folder / name, made / name)
        if registry.load_manifest(made, base=base) != manifest:
            raise AdapterError(f"{folder} changed while it was read: try again when nothing writes there")
        manifest, place, there = _add(adapters / manifest.skill, made)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return Imported(manifest, place, None, there)


def _require_form(folder: Path, skill: str, known: str | None, given: reply.Form | None) -> None:
    """Raise `Refused` if a person gives another form than the one that is known, or one to what writes no replies."""
    if given is not None and skill != reply.NAME:
        raise Refused(f"--form is for replies, and {folder} is for {skill}: leave it out")
    if given is not None and known not in {None, str(given)}:
        raise Refused(f"{folder} was trained for replies of the form {known}, not {given}: leave --form out")


def _add(folder: Path, made: Path) -> tuple[registry.AdapterManifest, Path, list[str]]:
    """Add an adapter to the versions in `folder`, and return its manifest, its place, and what is to be told if it was there.
    Raises `Refused` where the same weights are there already and say something else of themselves."""
    own = registry.read_manifest(made)
    if not (folder / own.id).exists():
        return own, versions.add(folder, made), []
    known = registry.read_manifest(folder / own.id)
    if (known.config, known.data_sha256) != (own.config, own.data_sha256) or known.files.get(
        registry.WEIGHTS
    ) != own.files.get(registry.WEIGHTS):
        raise Refused(
            f"{folder / own.id} is there already, and was brought with other options: remove that version first "
            f"(`deskhand models prune {own.id}`)"
        )
    return known, folder / own.id, [f"{own.id} was there already, and stays as it is."]


def _write_shortlist(made: Path, base: BaseModel, origin: Origin | None) -> list[str]:
    """Write the words that the adapter may say, and return what is to be told of them."""
    if origin is not None:
        if record.SHORTLIST not in origin.export.files or not (origin.folder / record.SHORTLIST).exists():
            raise Refused(
                f"{origin.folder} has no {record.SHORTLIST}: export the data again, and give that folder with --from"
            )
        shutil.copyfile(origin.folder / record.SHORTLIST, made / record.SHORTLIST)
        if sha256_of(made / record.SHORTLIST) != origin.export.files[record.SHORTLIST]:
            raise Refused(f"{origin.folder / record.SHORTLIST} changed while it was read: export the data again")
        return []
    import torch
    from safetensors.torch import save_file
    from transformers import AutoConfig

    size = int(AutoConfig.from_pretrained(base.path, trust_remote_code=False).vocab_size)
    save_file({"ids": torch.arange(size, dtype=torch.int32)}, made / record.SHORTLIST)
    return [
        f"No export says on which words it was trained, so it may write all {size:,} of the base, which is slower: give --from "
        "with the folder of `deskhand dataset export`."
    ]


def _config(
    foreign: "Foreign", base: BaseModel, skill: str, origin: Origin | None, form: reply.Form | None
) -> Mapping[str, Any]:
    """Return what the manifest says of the run. Method, rank and alpha are those of the weights."""
    from transformers import AutoTokenizer

    from models.generation.turns import has_turns

    known = dict(origin.export.run) if origin else {}
    config: dict[str, Any] = {
        **known,
        "method": QLORA if known.get("method") == QLORA and foreign.method != "dora" else foreign.method,
        "rank": foreign.rank,
        "alpha": foreign.alpha,
        "targets": list(foreign.targets),
        "examples": origin.export.counts.get("examples", 0) if origin else 0,
        "started_from": None,
        "imported_from": {
            "tool": origin.export.tool if origin else "unknown",
            "peft": foreign.peft,
            "export": origin.export.id if origin else None,
        },
    }
    if origin.export.turns if origin else has_turns(AutoTokenizer.from_pretrained(base.path, trust_remote_code=False)):
        config["turns"] = True
    if skill == reply.NAME:
        config["form"] = (origin.export.form if origin else None) or str(form or reply.Form.FREE)
    return config


def _told(foreign: "Foreign", origin: Origin | None) -> list[str]:
    """Return how the adapter differs from what was to be trained."""
    told = []
    if foreign.dropped:
        told.append(
            f"Left out of its configuration, because Deskhand does not know them: {', '.join(foreign.dropped)}."
        )
    if origin is not None:
        run = origin.export.run
        wanted = "dora" if run.get("method") == "dora" else "lora"
        found = {"method": foreign.method, "rank": foreign.rank, "alpha": foreign.alpha}
        other = [
            f"{name} {value} instead of {was}"
            for (name, value), was in zip(found.items(), (wanted, run.get("rank"), run.get("alpha")), strict=True)
            if value != was
        ]
        if sorted(foreign.targets) != sorted(origin.export.targets):
            other.append(f"the layers {', '.join(foreign.targets)} instead of {', '.join(origin.export.targets)}")
        if other:
            told.append(f"It was trained otherwise than exported: {'; '.join(other)}.")
    else:
        told.append(
            "No export says on which data it was trained, nor on which base: only the shapes of its weights fit."
        )
    return told


def _workshop(adapters: Path, skill: str) -> Path:
    """Return an empty folder beside that of the skill, which no other import uses. What a killed one left a day ago goes."""
    adapters.mkdir(parents=True, exist_ok=True)
    for left in adapters.glob(f".{skill}.importing.*"):
        if time.time() - left.stat().st_mtime > _LEFT:
            shutil.rmtree(left, ignore_errors=True)
    made = Path(mkdtemp(prefix=f".{skill}.importing.", dir=adapters))
    made.chmod(0o755)  # a model server may run as another user
    return made
