"""Where the repository and the demo company lie."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "demo"
