"""This module reads the company file: the queues, the rules for handing over, and the signature."""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from worker.errors import CompanyError


@dataclass(frozen=True)
class Contacts:
    """Contacts are the addresses, numbers and places that a reply may name, because they are the company's own."""

    domains: frozenset[str] = frozenset()  # with all hosts below them and all mail addresses at them
    hosts: frozenset[str] = frozenset()  # of links, each alone: help.vendor.example
    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    ibans: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Company:
    name: str
    signature: str
    queues: dict[str, str]  # name -> what belongs there
    escalation: dict[str, str]  # reason -> the company's own rule, shown to people
    not_support_queue: str | None = None  # for spam and the like: a request for a person never goes there
    protected_names: frozenset[str] = frozenset()  # plans and products: a reply names one only if a passage does
    contacts: Contacts | None = None  # None: the file has no list, and a reply that names any address is held


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
            contacts=_contacts(data["contacts"]) if "contacts" in data else None,
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


def _contacts(table: dict[str, Any]) -> Contacts:
    """Return the table [contacts]. Raises ValueError for an entry that is no list of texts, and for an unknown one: a
    misspelt list that is ignored would be noticed only when a reply is held."""
    known = {field.name for field in fields(Contacts)}
    if unknown := set(table) - known:
        raise ValueError(f"[contacts] has no {', '.join(sorted(unknown))}, only {', '.join(sorted(known))}")
    for name, values in table.items():
        if not isinstance(values, list) or not all(isinstance(v, str) and v.strip() for v in values):
            raise ValueError(f"[contacts] {name} is no list of texts")
    return Contacts(**{name: frozenset(v.strip().lower() for v in values) for name, values in table.items()})
