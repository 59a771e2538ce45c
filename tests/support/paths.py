"""This module knows the folders of the repository and of the demo company."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "demo"
