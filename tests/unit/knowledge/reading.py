"""Sources and parsers, read as a test looks at them."""

from knowledge.errors import BadDocumentError
from knowledge.parsing.base import Parsed
from knowledge.parsing.formats import parse
from knowledge.passages import Document
from knowledge.sources.base import BadDocument, Source


def everything(source: Source) -> list[Document | BadDocument]:
    """All that a source has, each item read."""
    found: list[Document | BadDocument] = []
    for item in source.items():
        if isinstance(item, BadDocument):
            found.append(item)
            continue
        try:
            found.append(item.read())
        except BadDocumentError as error:
            found.append(BadDocument(item.path, str(error)))
    return found


def documents(source: Source) -> list[Document]:
    """All that a source has, none of it bad."""
    found = everything(source)
    assert [item for item in found if isinstance(item, BadDocument)] == []
    return [item for item in found if isinstance(item, Document)]


def one(source: Source) -> Document:
    (document,) = documents(source)
    return document


def bad(source: Source) -> BadDocument:
    (document,) = everything(source)
    assert isinstance(document, BadDocument), document
    return document


def read(name: str, text: str | bytes) -> Parsed:
    """Parsed in this process."""
    return parse(name, text.encode() if isinstance(text, str) else text)


def outline(parsed: Parsed) -> list[tuple[str, ...]]:
    """Trail and heading of each section, then its blocks as "kind: text"."""
    return [
        (" > ".join((*s.trail, s.heading)), *(f"{block.kind}: {block.text}" for block in s.blocks))
        for s in parsed.sections
    ]
