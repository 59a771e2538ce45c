"""This module reads the company file: the queues, the rules for handing over, and the signature."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from worker.errors import CompanyError


@dataclass(frozen=True)
class Company:
    name: str
    signature: str
    queues: dict[str, str]  # name -> what belongs there
    escalation: dict[str, str]  # reason -> the company's own rule, shown to people
    not_support_queue: str | None = None  # for spam and the like: a request for a person never goes there
    protected_names: frozenset[str] = frozenset()  # plans and products: a reply names one only if a passage does


def load_company(path: Path) -> Company:
    """Read the company file. Raises `CompanyError`, which names what is missing."""
    try:
        data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        company = Company(
            name=data["name"],
            signature=data["signature"],
            queues=dict(data["queues"]),
            escalation=dict(data["escalation"]),
            not_support_queue=data.get("not_support_queue"),
            protected_names=frozenset(data.get("protected_names", ())),
        )
    except FileNotFoundError as error:
        raise CompanyError(f"{path} does not exist: copy demo/company.toml and set DESKHAND_COMPANY") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CompanyError(f"{path} is not TOML: {error}") from error
    except KeyError as error:
        raise CompanyError(f"{path} has no entry {error}") from error
    except (TypeError, ValueError) as error:
        raise CompanyError(f"{path} has an entry of another form than demo/company.toml: {error}") from error
    if not 2 <= len(company.queues) <= 40:
        raise CompanyError(f"{path} must name 2 to 40 queues, not {len(company.queues)}")
    if company.not_support_queue not in {None, *company.queues}:
        raise CompanyError(
            f"{path}: not_support_queue names {company.not_support_queue!r}, which is not one of the queues"
        )
    return company
