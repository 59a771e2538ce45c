"""This is the German wording."""

from worker.pipeline.wording.base import Wording

WORDING = Wording(
    greeting="Guten Tag,",
    closing="Freundliche Grüße",
    sources="Mehr dazu:",
    familiar_greeting="Hallo,",
    familiar_closing="Viele Grüße",
    instruction=(
        "(?!.*\\b(?:nicht|kein))(?:(?:dann|danach|anschließend|zuletzt|zuerst) )?[a-zäöüß]+(?:en|ern|eln) sie\\b|"
        "(?:(?:dann|danach) )?(?:öffne|klicke?|tippe|wähle|gehe?|gib|setze|speichere|entferne|lade|melde|starte|scanne|drücke|"
        "stelle|füge|trage|prüfe|bestätige)\\b"
    ),
)
