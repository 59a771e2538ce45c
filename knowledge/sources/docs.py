"""A folder of Markdown or HTML files, one document a file, one section a heading."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bs4 import BeautifulSoup

from knowledge.passages import Document, Kind, Section
from knowledge.sources.base import BadDocument, require

_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*\s*$")
_FENCE = re.compile(r"^\s*(```|~~~)")
MAX_BYTES = 2_000_000


@dataclass(frozen=True)
class DocsFolder:
    folder: Path
    base_url: str = ""  # where customers read the documents; a document's URL is this and its name
    kind: Kind = Kind.DOCS

    def documents(self) -> Iterator[Document | BadDocument]:
        require(self.folder, "set the docs folder in the knowledge settings")
        for file in sorted(p for p in self.folder.rglob("*") if p.suffix.lower() in {".md", ".html", ".htm"}):
            path = f"docs/{file.relative_to(self.folder).as_posix()}"
            try:
                yield self._read(file, path)
            except (OSError, UnicodeDecodeError, ValueError, RecursionError) as error:
                yield BadDocument(path, f"{type(error).__name__}: {error}")

    def _read(self, file: Path, path: str) -> Document:
        if file.stat().st_size > MAX_BYTES:
            raise ValueError(f"larger than {MAX_BYTES:,} bytes")
        text = file.read_text(encoding="utf-8").replace("\0", "")
        title, sections = parse_markdown(text) if file.suffix.lower() == ".md" else parse_html(text)
        return Document(
            path=path,
            kind=self.kind,
            title=title or file.stem,
            sections=sections,
            url=f"{self.base_url}/{file.stem}" if self.base_url else "",
            updated_on=datetime.fromtimestamp(file.stat().st_mtime, tz=UTC).date(),
        )


def parse_markdown(text: str) -> tuple[str, tuple[Section, ...]]:
    """Title and sections. Text before the first heading below the title becomes a section without heading."""
    title, heading, fenced = "", "", False
    lines: list[str] = []
    sections: list[Section] = []

    def close() -> None:
        body = "\n".join(lines).strip()
        if body:
            sections.append(Section(heading, body if "```" in body or "|" in body else " ".join(body.split())))
        lines.clear()

    for line in text.splitlines():
        if _FENCE.match(line):
            fenced = not fenced
        match = None if fenced else _HEADING.match(line)
        if match is None:
            lines.append(line)
        elif len(match[1]) == 1 and not title:
            title = match[2]
        else:
            close()
            heading = match[2]
    close()
    return title, tuple(sections)


def parse_html(text: str) -> tuple[str, tuple[Section, ...]]:
    """The same for HTML; scripts, styles and navigation are left out."""
    soup = BeautifulSoup(text, "html.parser")
    for tag in soup(["script", "style", "nav", "header", "footer", "template"]):
        tag.decompose()
    first = soup.find("h1") or soup.find("title")
    title = first.get_text(" ", strip=True) if first else ""
    for tag in soup.find_all(["h1", "title"]):
        tag.decompose()
    for tag in soup.find_all(["h2", "h3", "h4", "h5", "h6"]):
        tag.replace_with(f"\n## {tag.get_text(' ', strip=True)}\n")
    return title, parse_markdown(soup.get_text("\n"))[1]
