"""This is the Spanish wording."""

from worker.pipeline.wording.base import Wording

WORDING = Wording(
    greeting="Hola:",
    closing="Un saludo,",
    sources="Más información:",
)
