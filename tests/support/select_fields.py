"""This module has a company with two select fields, and heads that know where the vector of a ticket lies."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.heads import folder
from models.heads.fit import FROZEN, fit
from models.heads.folder import Heads
from models.heads.seen import Seen
from worker.company import Company, load_company

ENCODER = "abc"
FILE = """
id = "light"
name = "Light"
signature = "Light support"
queues = { billing = "money", access = "log in" }
escalation = { security_or_legal = "Our lawyers read it first." }

[fields.area]
options = { app = "the phone app", web = "the web site", api = "the programming interface" }

[fields.severity]
options = { high = "all stand still", low = "the rest" }
write = "custom_field"
id = 360012345

[[rules]]
name = "the app is ours"
effect = "always_escalate"
reason = "security_or_legal"
fields = { area = "app" }
"""
SEVERITY = "360012345"
_AREAS = ("app", "web", "api")
_SEVERITIES = ("high", "low")
_SIZE = 8


def company(folder: Path, text: str = FILE) -> Company:
    path = folder / "company.toml"
    path.write_text(text, encoding="utf-8")
    return load_company(path)


def vector(area: str | None, severity: str | None) -> NDArray[np.float32]:
    """Return the vector of a ticket; None: it lies between the options."""
    made = np.zeros(_SIZE, np.float32)
    made[[0, 1, 2] if area is None else [_AREAS.index(area)]] = 1.0
    made[[3, 4] if severity is None else [3 + _SEVERITIES.index(severity)]] = 1.0
    return made / np.linalg.norm(made)


def heads(path: Path) -> Heads:
    """Return heads for queue, reason, area and severity. The queue of all but one ticket in three is access."""
    noise = np.random.default_rng(1)
    areas = [_AREAS[place % 3] for place in range(90)]
    severities = [_SEVERITIES[place // 3 % 2] for place in range(90)]
    seen = []
    for place, (area, severity) in enumerate(zip(areas, severities, strict=True)):
        made = vector(area, severity) + noise.normal(0, 0.05, _SIZE).astype(np.float32)
        seen.append(Seen(made / np.linalg.norm(made), f"ticket {place}"))
    labels = {
        "queue": ["billing" if area == "api" else "access" for area in areas],
        "reason": ["none" if place % 5 else "not_covered" for place in range(90)],
        "field.area": areas,
        "field.severity": severities,
    }
    fitted = fit(seen, labels, np.zeros((0, _SIZE), np.float32), recipes=(FROZEN,))
    return folder.save(path, fitted, encoder=ENCODER, company="Light", data_sha256="d", thresholds={"escalate": 0.9})
