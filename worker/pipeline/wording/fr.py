"""This is the French wording."""

from worker.pipeline.wording.base import Wording

WORDING = Wording(
    greeting="Bonjour,",
    closing="Cordialement,",
    sources="En savoir plus :",
)
