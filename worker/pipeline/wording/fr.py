"""This is the French wording."""

from worker.pipeline.wording.base import Wording

WORDING = Wording(
    greeting="Bonjour,",
    closing="Cordialement,",
    sources="En savoir plus :",
    familiar_greeting="Bonjour,",
    familiar_closing="À bientôt,",
    instruction=(
        "(?:(?:puis|ensuite|enfin|d'abord),? )?(?!chez\\b|assez\\b)"
        "(?:[a-zà-ÿ]+ez\\b|(?:ouvre|clique|choisis|va|appuie|saisis|ajoute|supprime|enregistre|sélectionne|télécharge)\\b)"
    ),
)
