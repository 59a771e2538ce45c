"""This module lists the wordings."""

from collections.abc import Mapping

from worker.pipeline.wording import de, en, es, fr
from worker.pipeline.wording.base import Wording

WORDINGS: Mapping[str, Wording] = {"en": en.WORDING, "de": de.WORDING, "fr": fr.WORDING, "es": es.WORDING}
"""The keys are ISO 639-1 codes."""


def wording_of(language: str) -> Wording:
    """Return the wording of a language, or the English one if the language has none."""
    return WORDINGS.get(language, en.WORDING)
