"""This module lists the wordings."""

from collections.abc import Mapping

from worker.pipeline.wording import de, en, es, fr
from worker.pipeline.wording.base import Wording

WORDINGS: Mapping[str, Wording] = {"en": en.WORDING, "de": de.WORDING, "fr": fr.WORDING, "es": es.WORDING}
"""By ISO 639-1 code."""


def wording_of(language: str) -> Wording:
    """Return the wording of a language; of one that we have none of, the English."""
    return WORDINGS.get(language, en.WORDING)
