"""What the knowledge is made of: documents with sections, and the passages they are split into."""

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    DOCS = "docs"
    PRICING = "pricing"
    KNOWN_ISSUE = "known_issue"
    ACCOUNT = "account"


@dataclass(frozen=True)
class Section:
    heading: str
    text: str


@dataclass(frozen=True)
class Document:
    path: str  # identifies the document: "docs/billing-refunds.md", "pricing/team", "accounts/acc-brightloaf"
    kind: Kind
    title: str
    sections: tuple[Section, ...]
    url: str = ""
    version: str = ""  # of the content, as a person would name it; "" when the source has none
    updated_on: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None  # a price past this day is never returned
    account: str | None = None  # external id of the account that alone may see it

    @property
    def content_sha256(self) -> str:
        """Changes exactly when the passages would."""
        parts = [self.title, *(part for s in self.sections for part in (s.heading, s.text))]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    @property
    def metadata_sha256(self) -> str:
        """Changes when anything but the text does."""
        parts = (self.url, self.version, self.updated_on, self.valid_from, self.valid_until, self.account, self.kind)
        return hashlib.sha256("\0".join(str(p) for p in parts).encode()).hexdigest()


@dataclass(frozen=True)
class PassageDraft:
    ref: str  # "<path>#<heading>", with " (2)" and so on where a section was split further
    title: str  # "<document title> > <heading>"
    text: str

    @property
    def indexed_text(self) -> str:
        """What is embedded and matched: a passage without its title loses what it is about."""
        return f"{self.title}\n{self.text}"
