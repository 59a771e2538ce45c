"""This module says what a calibration wrote into the manifests of adapters."""

from typing import Any

from models.evaluation.promise import Promise
from worker.cli.models import threshold

FEW = 20  # held-out tickets, with fewer of which a temperature says next to nothing


def counted(held_out: int) -> str:
    return f"{held_out} held-out ticket{'s' * (held_out != 1)}"


def told(calibrated: dict[str, Any]) -> str:
    """Return what was written, for a person."""
    if not calibrated["held_out"]:
        return "no ticket is held out, so nothing was calibrated and replies stay drafts"
    lines = []
    if "temperatures" in calibrated:
        temperatures = ", ".join(f"{field} {value:g}" for field, value in calibrated["temperatures"].items())
        lines.append(f"temperatures from {counted(calibrated['held_out'])}: {temperatures}")
        if calibrated["held_out"] < FEW:
            lines.append(f"temperatures from {counted(calibrated['held_out'])} mean little: at least {FEW} are needed")
    if "promise" in calibrated:
        lines.append(threshold.told(Promise.from_json(calibrated["promise"])))
    return "\n".join(lines)
