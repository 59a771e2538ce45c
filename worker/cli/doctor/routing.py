"""The doctor compares the groups of the settings with the queues of the company: what names no queue routes nothing."""

from collections.abc import Iterator

from worker.cli.doctor.diagnosis import Diagnosis, Level
from worker.company import load_company
from worker.company.mistakes import near, quoted
from worker.errors import CompanyError
from worker.helpdesks.registry import VENDORS
from worker.settings import Settings


def routing(settings: Settings) -> Iterator[Diagnosis]:
    try:
        queues = load_company(settings.company_path).queues
    except (CompanyError, OSError):
        return  # `company` has said why
    for vendor in VENDORS:
        groups = getattr(settings, f"{vendor.name}_groups", None)
        if groups is None:
            continue
        setting = f"DESKHAND_{vendor.name.upper()}_GROUPS"
        for name in groups:
            if name not in queues:
                message = f"{setting} names {quoted(name)}, which is not one of the queues{near(name, queues)}"
                yield Diagnosis("routing", Level.WRONG, message)
        missing = [name for name in queues if name not in groups]
        if missing and (groups or settings.helpdesk == vendor.name):
            message = f"tickets of {', '.join(missing)} stay in their group, because {setting} has none for that queue"
            yield Diagnosis("routing", Level.NOTE, message)
