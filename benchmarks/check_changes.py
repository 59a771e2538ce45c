"""This module changes one thing in a true sentence, so that it says something else: benchmarks/check.py counts what passes.

The changes are made from lists of their own, not from the words of the check. A change that may leave a sentence true (a
plan that the passage names beside the other) is made all the same and counted: read the sentences that pass (`--show`).
"""

import random
import re
from collections.abc import Callable, Mapping

Change = Callable[
    [str, str, random.Random], str | None
]  # sentence, language -> changed; None: there is nothing to change

_UNITS = {
    "en": ("seconds minutes hours days weeks months years", "second minute hour day week month year", "MB GB KB"),
    "de": (
        "Sekunden Minuten Stunden Tagen Wochen Monaten Jahren",
        "Minute Stunde Woche",
        "MB GB KB",
        "Tage Wochen Monate Jahre",
    ),
    "fr": ("secondes minutes heures jours semaines mois ans", "MB GB KB", "Mo Go Ko"),
    "es": ("segundos minutos horas días semanas meses años", "MB GB KB"),
}
_WORKING = {
    "en": ("working days", "weeks"), "de": ("Arbeitstage", "Wochen"), "fr": ("jours ouvrés", "semaines"),
    "es": ("días laborables", "semanas"),
}  # fmt: skip
_STATES = {
    "en": ("open paid overdue refunded", "active cancelled", "included excluded", "required optional", "valid expired",
           "accepted declined", "enabled disabled", "on off", "online offline", "monthly yearly", "free paid",
           "automatically manually", "fixed unfixed"),
    "de": ("offen bezahlt überfällig erstattet", "aktiv gekündigt", "gültig abgelaufen", "online offline",
           "monatlich jährlich", "automatisch manuell", "aktiviert deaktiviert", "kostenlos kostenpflichtig",
           "erforderlich optional", "Monatsabonnement Jahresabonnement"),
    "fr": ("ouverte payée remboursée", "valable expiré", "automatiquement manuellement", "gratuit payant",
           "obligatoire facultatif", "activer désactiver", "mensuel annuel", "mensuelle annuelle", "refusée acceptée"),
    "es": ("abierta pagada vencida reembolsada", "válido caducado", "automáticamente manualmente", "gratis pagado",
           "obligatorio opcional", "activar desactivar", "mensual anual", "activo cancelado"),
}  # fmt: skip
_MODALS = {
    "en": (("can", "must"), ("must", "can"), ("may", "must"), ("has to", "can"), ("have to", "can"), ("only", "also"),
           ("should", "need not"), ("cannot", "must")),
    "de": (("kann", "muss"), ("können", "müssen"), ("muss", "kann"), ("müssen", "können"), ("darf", "muss"), ("nur", "auch"),
           ("sollte", "muss nicht")),
    "fr": (("peut", "doit"), ("peuvent", "doivent"), ("pouvez", "devez"), ("doit", "peut"), ("doivent", "peuvent"),
           ("devez", "pouvez"), ("seul", "aussi")),
    "es": (("puede", "debe"), ("pueden", "deben"), ("debe", "puede"), ("deben", "pueden"), ("solo", "también")),
}  # fmt: skip
_BOUNDS = {
    "en": (("at least", "at most"), ("at most", "at least"), ("up to", "at least"), ("more than", "less than"),
           ("before", "after"), ("after", "before"), ("until", "from"), ("within", "after")),
    "de": (("mindestens", "höchstens"), ("höchstens", "mindestens"), ("bis zu", "mindestens"), ("vor", "nach"),
           ("nach", "vor"), ("innerhalb von", "nach")),
    "fr": (("au moins", "au plus"), ("au plus", "au moins"), ("avant", "après"), ("après", "avant"), ("jusqu'à", "au moins")),
    "es": (("al menos", "como máximo"), ("como máximo", "al menos"), ("hasta", "al menos"), ("antes", "después"),
           ("después", "antes")),
}  # fmt: skip
_VERBS = {  # after these a word that denies can stand
    "en": "is are was were can may will must should does has have", "de": "ist sind war kann können muss müssen wird werden hat",
    "fr": "est sont peut peuvent doit doivent", "es": "es son está están puede pueden debe deben se",
}  # fmt: skip
_DENYING = {"en": "not", "de": "nicht", "fr": "pas", "es": "no"}
_DENIED = {
    "en": r"\b(?:not|no|never)\s|(?<=can)not\b|n't\b", "de": r"\b(?:nicht|nie)\b\s?|(?<=\b)k(?=eine)",
    "fr": r"\b(?:pas|jamais)\s", "es": r"\b(?:no|nunca)\s",
}  # fmt: skip
PLANS = "Starter Team Business Enterprise"
_SUBJECTS = "Admin Planner Technician Viewer Requester"


def digit(sentence: str, _: str, chance: random.Random) -> str | None:
    """Change one digit of a number that is no date and no version."""
    places = [m.start() for m in re.finditer(r"(?<![\d.-])\d+(?![\d-])(?!\.\d)", sentence)]
    return _turned(sentence, chance.choice(places), chance) if places else None


def date(sentence: str, _: str, chance: random.Random) -> str | None:
    """Change the day or the month of a date."""
    found = re.search(r"\d{4}-(\d\d)-(\d\d)|\b(\d{1,2})(?=\.? (?:de )?(?:[A-ZÀ-Þ]?[a-zà-ÿ]{3,9})\b)", sentence)
    if not found or not (found[1] or _is_day(sentence[found.end() :])):
        return None
    group = 3 if found[3] else chance.choice((1, 2))
    most = 12 if group == 1 else 28
    other = int(found[group]) % most + 1
    return f"{sentence[: found.start(group)]}{other:02d}{sentence[found.end(group) :]}"


def unit(sentence: str, language: str, chance: random.Random) -> str | None:
    """Put another unit behind a number, or another interval in the place of one."""
    working, instead = _WORKING.get(language, ("", ""))
    if working and working in sentence:
        return sentence.replace(working, instead, 1)
    return _swapped(sentence, _UNITS.get(language, ()), chance)


def state(sentence: str, language: str, chance: random.Random) -> str | None:
    """Say that something is in another state."""
    return _swapped(sentence, _STATES.get(language, ()), chance)


def plan(sentence: str, _: str, chance: random.Random) -> str | None:
    """Name another plan."""
    return _swapped(sentence, (PLANS,), chance)


def subject(sentence: str, _: str, chance: random.Random) -> str | None:
    """Name another role."""
    many = " ".join(f"{word}s" for word in _SUBJECTS.split())
    return _swapped(sentence, (many, _SUBJECTS), chance)


def version(sentence: str, _: str, chance: random.Random) -> str | None:
    """Change a number of a version."""
    places = [m.end() - 1 for m in re.finditer(r"\b\d+\.\d+\.\d+\b|\b(?:iOS|Android|v|Safari) ?\d+\b", sentence)]
    return _turned(sentence, chance.choice(places), chance) if places else None


def modal(sentence: str, language: str, chance: random.Random) -> str | None:
    """Make what is possible a duty, or the other way round."""
    return _replaced(sentence, _MODALS.get(language, ()), chance)


def comparison(sentence: str, language: str, chance: random.Random) -> str | None:
    """Turn a bound or an order round."""
    return _replaced(sentence, _BOUNDS.get(language, ()), chance)


def negation(sentence: str, language: str, chance: random.Random) -> str | None:
    """Deny what is said, or say what is denied."""
    if language not in _VERBS:
        return None
    if re.search(_DENIED[language], sentence, re.IGNORECASE):
        return re.sub(_DENIED[language], "", sentence, count=1, flags=re.IGNORECASE)
    found = re.findall(rf"\b(?:{_VERBS[language].replace(' ', '|')})\b", sentence)
    if not found:
        return None
    verb = chance.choice(found)
    denied = f"no {verb}" if language == "es" else f"{verb} {_DENYING[language]}"
    return re.sub(rf"\b{verb}\b", denied, sentence, count=1)


CHANGES: Mapping[str, Change] = {
    "digit": digit, "date": date, "unit": unit, "state": state, "plan": plan, "subject": subject, "version": version,
    "modal": modal, "comparison": comparison, "negation": negation,
}  # fmt: skip


def _turned(sentence: str, place: int, chance: random.Random) -> str:
    other = str((int(sentence[place]) + chance.randrange(1, 9)) % 10)
    return f"{sentence[:place]}{other}{sentence[place + 1 :]}"


def _is_day(rest: str) -> bool:
    months = (
        "Jan Feb Mar Mär Apr May Mai Jun Jul Aug Sep Oct Okt Nov Dec Dez janv févr mars avr mai juin juil août sept déc "
        "ene abr dic"
    )
    return any(re.match(rf"\.? (?:de )?{month}", rest, re.IGNORECASE) for month in months.split())


def _swapped(sentence: str, groups: tuple[str, ...], chance: random.Random) -> str | None:
    """Put another word of the same group in the place of one."""
    found = [
        (match, group.split())
        for group in groups
        for match in re.finditer(rf"(?<![\w>-])(?:{group.replace(' ', '|')})(?![\w-])", sentence)
    ]
    if not found:
        return None
    match, group = chance.choice(found)
    other = chance.choice([word for word in group if word != match[0]])
    return f"{sentence[: match.start()]}{other}{sentence[match.end() :]}"


def _replaced(sentence: str, pairs: tuple[tuple[str, str], ...], chance: random.Random) -> str | None:
    found = [(match, other) for one, other in pairs for match in re.finditer(rf"(?<!\w){one}(?!\w)", sentence)]
    if not found:
        return None
    match, other = chance.choice(found)
    return f"{sentence[: match.start()]}{other}{sentence[match.end() :]}"
