"""This is the English wording."""

from worker.pipeline.wording.base import Wording

WORDING = Wording(
    greeting="Hello,",
    closing="Kind regards,",
    sources="Read more:",
)
