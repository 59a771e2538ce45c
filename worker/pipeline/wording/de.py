"""This is the German wording."""

from worker.pipeline.wording.base import Wording

WORDING = Wording(
    greeting="Guten Tag,",
    closing="Freundliche Grüße",
    sources="Mehr dazu:",
)
