"""This module chooses the parser of a file by the suffix of its name."""

from functools import cache
from importlib.metadata import version
from pathlib import PurePath

from knowledge.errors import BadDocumentError
from knowledge.parsing.base import DEFAULT_LIMITS, FORMAT, Limits, Parsed
from knowledge.parsing.outline import Outline

# Suffix -> the libraries that determine how the file is parsed
SUFFIXES: dict[str, tuple[str, ...]] = {
    ".md": ("markdown-it-py", "lxml"),
    ".markdown": ("markdown-it-py", "lxml"),
    ".html": ("lxml",),
    ".htm": ("lxml",),
    ".rst": ("docutils",),
    ".pdf": ("pypdf",),
    ".docx": ("python-docx", "lxml"),
    ".txt": (),
}


_XML_ERR_NO_MEMORY = 2  # the code of libxml2; lxml calls it "unknown error"


def suffix_of(name: str) -> str:
    return PurePath(name).suffix.lower()


@cache
def parser_id(suffix: str) -> str:
    """Return an id that changes whenever the same bytes could become another document: with our format or a library."""
    return " ".join([f"format {FORMAT}", suffix, *(f"{library} {version(library)}" for library in SUFFIXES[suffix])])


def parse(name: str, raw: bytes, limits: Limits = DEFAULT_LIMITS) -> Parsed:
    """Parse a file. Raises `BadDocumentError` for any fault, except `MemoryError`: after that the process must end."""
    if len(raw) > limits.file_bytes:
        raise BadDocumentError(too_large(len(raw), limits))
    try:
        return _parse(name, raw, limits)
    except (BadDocumentError, MemoryError):
        raise
    except RecursionError as error:
        raise BadDocumentError("is nested too deeply") from error
    except Exception as error:  # a parser may raise any exception for a damaged file
        if type(error).__name__ == "XMLSyntaxError" and getattr(error, "code", None) == _XML_ERR_NO_MEMORY:
            raise MemoryError from error
        raise BadDocumentError(f"cannot be read: {type(error).__name__}: {str(error)[:300]}") from error


def too_large(size: int, limits: Limits) -> str:
    return f"is {size / 1e6:,.1f} MB, more than {limits.file_bytes / 1e6:g} MB: split it"


def _parse(name: str, raw: bytes, limits: Limits) -> Parsed:
    """Parse a file. A parser is imported at first use: importing docutils alone takes longer than a hundred documents."""
    match suffix_of(name):
        case ".md" | ".markdown":
            from knowledge.parsing.markdown import fill
        case ".html" | ".htm":
            from knowledge.parsing.html import fill
        case ".rst":
            from knowledge.parsing.rst import fill
        case ".pdf":
            from knowledge.parsing.pdf import fill
        case ".docx":
            from knowledge.parsing.docx import fill
        case ".txt":
            from knowledge.parsing.text import fill
        case suffix:
            raise BadDocumentError(f"has the suffix {suffix!r}: {', '.join(SUFFIXES)} can be read")
    outline = Outline(limits)
    fill(outline, raw)
    return outline.parsed(PurePath(name).stem)
