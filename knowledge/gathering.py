"""What the sources say now, with everything that cannot be used set aside."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge.passages import Document, Kind
from knowledge.sources.base import BadDocument, Source, SourceError


@dataclass
class Gathered:
    documents: dict[str, Document] = field(default_factory=dict)
    failures: dict[str, tuple[Kind, str]] = field(default_factory=dict)
    complete: set[Kind] = field(default_factory=set)  # kinds whose every document is known: only these may lose any


def gather(sources: Sequence[Source]) -> Gathered:
    found = Gathered(complete={source.kind for source in sources})
    times: Counter[str] = Counter()
    for source in sources:
        documents: list[Document | BadDocument] = []
        try:
            documents.extend(source.documents())
        except SourceError as error:
            found.complete.discard(source.kind)
            found.failures[source.kind] = (source.kind, str(error))
            continue
        for document in documents:
            times[document.path] += 1
            reason = document.reason if isinstance(document, BadDocument) else _unusable(document)
            if reason is not None:
                found.failures[document.path] = (source.kind, reason)
                if isinstance(document, BadDocument) and not document.identified:
                    found.complete.discard(source.kind)  # any document that seems gone may be this one
            elif isinstance(document, Document):
                found.documents[document.path] = document
    for path in (path for path, count in times.items() if count > 1):
        document_kind = found.documents[path].kind if path in found.documents else found.failures[path][0]
        found.failures[path] = (document_kind, f"{times[path]} documents have this path: which one is meant?")
    for path in found.failures:
        found.documents.pop(path, None)
    return found


def _unusable(document: Document) -> str | None:
    """Why Postgres would refuse the text of this document, if it would."""
    texts = (document.path, document.title, document.url, document.version, document.account or "")
    whole = "".join((*texts, *(part for s in document.sections for part in (s.heading, s.text))))
    if "\0" in whole:
        return "it contains a NUL character"
    try:
        whole.encode()
    except UnicodeEncodeError:
        return "it contains half of a surrogate pair, which is not text"
    return None
