"""This module finds the export that an adapter was trained on, and says whether what came of it may serve here."""

from dataclasses import dataclass
from pathlib import Path

from models.errors import AdapterError
from models.weights.base import BaseModel
from worker.company import Company
from worker.errors import ForeignAsset, Refused
from worker.learning.exports import record


@dataclass(frozen=True)
class Origin:
    """The origin of an adapter is an export, in its folder."""

    folder: Path
    export: record.Export


def find_origin(folder: Path, given: Path | None) -> Origin | None:
    """Return the export that an adapter was trained on: the one that is given, or the one whose folder holds the adapter's;
    None if nobody knows. Raises `Refused` for an export that was altered."""
    around = (folder, *folder.resolve().parents[:2])
    place = given or next((near for near in around if (near / record.FILE).exists()), None)
    return Origin(place, record.read(place)) if place is not None else None


def require_fit(origin: Origin, base: BaseModel, company: Company, skill: str | None) -> None:
    """Raise unless an export is this company's, for this base and for this skill."""
    export = origin.export
    if export.company != company.id:
        raise ForeignAsset(
            f'{origin.folder} was exported from the tickets of the company "{export.company}", and the company file says '
            f'"{company.id}": what was trained on it serves nobody else'
        )
    if skill not in {None, export.skill}:
        raise Refused(f"{origin.folder} was exported for {export.skill}: what was trained on it is not for {skill}")
    same = (export.base_sha256, base.sha256) if export.base_sha256 or base.sha256 else (export.base, base.name)
    if same[0] != same[1]:
        raise AdapterError(
            f"{origin.folder} was exported for the base {export.base} ({export.base_sha256[:12] or 'of the hub'}), and the base "
            f"here is {base.name} ({base.sha256[:12] or 'of the hub'}): set DESKHAND_BASE_MODEL back, or export it again"
        )
