"""This module learns the company's addresses, numbers and links from its own public documents, and proposes a list.

A proposal is no list: a person confirms it. A domain is proposed as a whole only if customers read the documents there,
or if several documents name mail addresses at it. Everything else is proposed in a comment, because one page that
somebody planted may name it.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from knowledge.index.changes import gather
from knowledge.passages import Document, Kind
from worker.company import load_company
from worker.errors import CompanyError, Refused
from worker.library.sources import open_sources
from worker.pipeline.check.contacts import contacts, is_placeholder
from worker.retrieval.trust import untrusted_sources
from worker.settings import Settings

# Anybody may have an address or a page there, so only the whole address or host is somebody's.
_SHARED = frozenset("""
    gmail.com googlemail.com outlook.com hotmail.com live.com yahoo.com icloud.com aol.com gmx.de gmx.net gmx.com gmx.at gmx.ch
    web.de t-online.de freenet.de mail.com proton.me protonmail.com orange.fr free.fr laposte.net wanadoo.fr libero.it
    zendesk.com freshdesk.com intercom.help helpscoutdocs.com atlassian.net github.com github.io gitlab.io notion.site
    google.com sharepoint.com readthedocs.io netlify.app vercel.app herokuapp.com amazonaws.com azurewebsites.net
    wordpress.com wixsite.com gitbook.io zohodesk.com
""".split())  # fmt: skip
_SECOND_LEVEL = frozenset("co com org net gov ac edu or ne gob".split())
_SEVERAL = 2  # documents


@dataclass
class Seen:
    """What was seen of one address, number or place: in how many documents, and in which one first."""

    documents: int = 0
    example: str = ""


@dataclass
class Proposal:
    """A proposal maps what was found to where it was seen, each sorted by the number of documents."""

    domains: dict[str, Seen] = field(default_factory=dict)  # proposed as a whole
    emails: dict[str, Seen] = field(default_factory=dict)  # at other domains
    hosts: dict[str, Seen] = field(default_factory=dict)  # below no proposed domain
    phones: dict[str, Seen] = field(default_factory=dict)
    ibans: dict[str, Seen] = field(default_factory=dict)

    def groups(self) -> Iterator[tuple[str, Mapping[str, Seen]]]:
        yield from vars(self).items()

    def confirmed(self, name: str, value: str) -> bool:
        """Return whether the proposal itself vouches for an entry; the others are written as comments."""
        several = vars(self)[name][value].documents >= _SEVERAL
        return name == "domains" or (name == "phones" and several)

    def toml(self) -> str:
        """Return the table [contacts] for `company.toml`."""
        lines = ["[contacts]"]
        for name, found in self.groups():
            lines.append(f"{name} = [")
            for value, seen in found.items():
                mark = "" if self.confirmed(name, value) else "# "
                lines.append(f"  {mark}{json.dumps(value)},  # {_where(seen)}")
            lines.append("]")
        return "\n".join(lines) + "\n"


def propose(settings: Settings) -> Proposal:
    """Read every trusted public source and return what it names. Raises `NotReady`."""
    untrusted = untrusted_sources(settings.knowledge_path)
    with open_sources(settings) as sources:
        public = [s for s in sources if s.kind not in {Kind.ACCOUNT, Kind.HANDLED} and s.name not in untrusted]
        return learn(gather(public, {}).documents.values())


def learn(documents: Iterable[Document]) -> Proposal:
    """Return what the public documents name."""
    seen: dict[tuple[str, str], Seen] = defaultdict(Seen)
    read_at: dict[str, Seen] = defaultdict(Seen)
    for document in documents:
        if document.account is not None or document.kind == Kind.HANDLED:
            continue
        text = "\n".join([document.title, *(section.text for section in document.sections)])
        named = (found for line in text.splitlines() for found in contacts(line) if found.value)
        for kind, value in {(f.kind, f.text if f.kind == "phone" else f.value) for f in named if not is_placeholder(f)}:
            _count(seen[kind, value], document.path)
        if host := urlsplit(document.url).hostname:
            _count(seen["link", host], document.path)
            _count(read_at[registrable(host)], document.path)
    return _sorted_out(seen, read_at)


def write(path: Path, proposal: Proposal) -> None:
    """Add the proposal to the company file, which must not have a list yet. Raises `Refused` or `CompanyError`."""
    if load_company(path).contacts is not None:
        raise Refused(f"{path} has [contacts] already: compare it with what this command prints")
    before = path.read_text(encoding="utf-8")
    path.write_text(f"{before.rstrip()}\n\n{proposal.toml()}", encoding="utf-8")
    try:
        load_company(path)
    except CompanyError:
        path.write_text(before, encoding="utf-8")
        raise


def registrable(host: str) -> str:
    """Return the domain that somebody registered: "acme.co.uk" of "help.acme.co.uk"."""
    labels = host.split(".")
    wide = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
    return ".".join(labels[-3:] if wide else labels[-2:])


def _sorted_out(seen: Mapping[tuple[str, str], Seen], read_at: Mapping[str, Seen]) -> Proposal:
    written_to: dict[str, Seen] = defaultdict(Seen)
    for (kind, value), known in seen.items():
        if kind == "email":
            at = written_to[registrable(value.rpartition("@")[2])]
            at.documents, at.example = at.documents + known.documents, at.example or known.example
    domains = dict(read_at) | {d: s for d, s in written_to.items() if s.documents >= _SEVERAL and d not in read_at}
    domains = {domain: known for domain, known in domains.items() if domain not in _SHARED}
    made = Proposal(domains=_by_number(domains))
    groups = {"email": made.emails, "link": made.hosts, "phone": made.phones, "iban": made.ibans}
    for (kind, value), known in sorted(seen.items(), key=lambda item: (-item[1].documents, item[0])):
        host = value.rpartition("@")[2]
        if kind in {"phone", "iban"} or registrable(host) not in domains:
            groups[kind][value] = known
    return made


def _by_number(found: Mapping[str, Seen]) -> dict[str, Seen]:
    return dict(sorted(found.items(), key=lambda item: (-item[1].documents, item[0])))


def _count(seen: Seen, path: str) -> None:
    seen.documents += 1
    seen.example = seen.example or path


def _where(seen: Seen) -> str:
    path = "".join(c if c.isprintable() else " " for c in seen.example)
    return f"in {path}" if seen.documents == 1 else f"in {seen.documents} documents, such as {path}"
