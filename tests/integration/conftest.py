"""The real base model, for the tests that run one."""

import os
from pathlib import Path

import pytest

from models import base

# Read here because the fixtures in tests/conftest.py take every DESKHAND_… away. Converting takes a minute or two, so the
# copy is kept between runs, where `make demo` finds it as well.
MODELS_HOME = Path(os.environ.get("DESKHAND_TEST_MODELS") or Path(__file__).parents[2] / ".deskhand")


@pytest.fixture(scope="session")
def base_folder() -> Path:
    """Gemma 3 270M, converted: a folder that transformers loads."""
    return Path(base.ensure(base.PACKAGED, MODELS_HOME).path)
