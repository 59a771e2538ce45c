"""This module knows the folders of the repository and of the demo company."""

from pathlib import Path

from models.weights import versions

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "demo"


def demo_adapter(skill: str) -> Path:
    """Return the folder of the version that serves in the demo."""
    place = versions.serving_folder(DEMO / "adapters" / skill)
    assert place is not None
    return place
