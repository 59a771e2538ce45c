"""This module reads the company file: the queues, the rules for handing over, the signature, and the brands."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from knowledge.languages.guess import guess
from knowledge.languages.registry import LANGUAGES
from worker.errors import CompanyError

Questions = Mapping[str, Mapping[str, tuple[str, ...]]]
"""The questions that a company approved: queue -> ISO 639-1 code of the language -> questions, the first one first."""


@dataclass(frozen=True)
class Brand:
    """A brand is one of several names under which the company answers. Its helpdesk tells them apart by an id."""

    name: str
    id: str
    signature: str
    sources: tuple[str, ...] = ()  # names in the knowledge file; without any, all of them
    enabled: bool = True  # False: its tickets go to a person


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
    brands: tuple[Brand, ...] = ()
    questions: Questions = field(default_factory=dict)  # what a customer may be asked whose ticket says too little
    contacts: Contacts | None = None  # None: the file has no list, and a reply that names any address is held

    def brand(self, brand_id: str | None) -> Brand | None:
        """Return the brand with an id; None for a brand that the file does not name."""
        return next((brand for brand in self.brands if brand.id == brand_id), None)

    def signature_of(self, brand_id: str | None) -> str:
        brand = self.brand(brand_id)
        return brand.signature if brand else self.signature


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
            brands=tuple(_brand(name, table, data["signature"]) for name, table in data.get("brands", {}).items()),
            questions={queue: _questions(queue, said) for queue, said in data.get("questions", {}).items()},
            contacts=_contacts(data["contacts"]) if "contacts" in data else None,
        )
    except FileNotFoundError as error:
        raise CompanyError(f"{path} does not exist: copy demo/company.toml and set DESKHAND_COMPANY") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CompanyError(f"{path} is not TOML: {error}") from error
    except KeyError as error:
        raise CompanyError(f"{path} has no entry {error}") from error
    except (AttributeError, TypeError, ValueError) as error:
        raise CompanyError(f"{path} has an entry of another form than demo/company.toml: {error}") from error
    if not 2 <= len(company.queues) <= 40:
        raise CompanyError(f"{path} must name 2 to 40 queues, not {len(company.queues)}")
    if company.not_support_queue not in {None, *company.queues}:
        raise CompanyError(
            f"{path}: not_support_queue names {company.not_support_queue!r}, which is not one of the queues"
        )
    ids = [brand.id for brand in company.brands]
    if twice := {one for one in ids if ids.count(one) > 1}:
        raise CompanyError(f"{path}: two brands have the id {', '.join(sorted(twice))}")
    if strange := sorted(company.questions.keys() - company.queues):
        raise CompanyError(f"{path}: [questions] names {', '.join(strange)}, which is not one of the queues")
    return company


def _brand(name: str, table: dict[str, Any], signature: str) -> Brand:
    """Read `[brands.NAME]`. Raises `ValueError`: a mistyped entry must not give one brand what is another's."""
    where = f"[brands.{name}]"
    if strange := sorted(set(table) - {"id", "signature", "sources", "enabled"}):
        raise ValueError(f"{where} has no entry {', '.join(strange)}")
    given, sources, enabled = table.get("id"), table.get("sources"), table.get("enabled", True)
    if not isinstance(given, str | int) or isinstance(given, bool) or not str(given).strip():
        raise ValueError(f"{where} needs an id: that of the brand in the helpdesk")
    if not isinstance(table.get("signature", signature), str) or not isinstance(enabled, bool):
        raise ValueError(f"{where}: signature is a text, enabled is true or false")
    if sources is not None and (not isinstance(sources, list) or not sources or not all(map(_is_source, sources))):
        raise ValueError(f"{where}: sources is a list with at least one name of the knowledge file")
    return Brand(name, str(given).strip(), table.get("signature", signature), tuple(sources or ()), enabled)


def _is_source(name: object) -> bool:
    return isinstance(name, str) and name != "" and "/" not in name  # the path of a document is cut at the first "/"


def _contacts(table: dict[str, Any]) -> Contacts:
    """Return the table [contacts]. Raises ValueError for an entry that is no list of texts, and for an unknown one: a
    misspelt list that is ignored would be noticed only when a reply is held."""
    known = {each.name for each in fields(Contacts)}
    if unknown := set(table) - known:
        raise ValueError(f"[contacts] has no {', '.join(sorted(unknown))}, only {', '.join(sorted(known))}")
    for name, values in table.items():
        if not isinstance(values, list) or not all(isinstance(v, str) and v.strip() for v in values):
            raise ValueError(f"[contacts] {name} is no list of texts")
    return Contacts(**{name: frozenset(v.strip().lower() for v in values) for name, values in table.items()})


def _questions(queue: str, said: Any) -> dict[str, tuple[str, ...]]:
    """Return the questions of a queue by language: of a table by its keys, of a list by the words of each question.
    Raises `ValueError`."""
    if isinstance(said, dict):
        pairs = [(str(code), text) for code, texts in said.items() for text in _listed(texts)]
    else:
        pairs = [(guess(text) or "", text) for text in _listed(said)]
    found: dict[str, tuple[str, ...]] = {}
    for code, text in pairs:
        if not isinstance(text, str) or not text.strip():
            raise ValueError(f"a question of {queue} is not a text")
        if code not in LANGUAGES:
            raise ValueError(
                f'the language of "{text}" in {queue} is not clear: write {queue} = {{en = "...", de = "..."}} with the '
                f"codes {', '.join(LANGUAGES)}"
            )
        found[code] = (*found.get(code, ()), text.strip())
    return found


def _listed(texts: Any) -> list[Any]:
    return [texts] if isinstance(texts, str) else list(texts)
