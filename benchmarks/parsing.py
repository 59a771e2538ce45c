"""This benchmark measures documents per second through the parser process, per format, and the time of a second look at
an unchanged folder.

    python -m benchmarks.parsing [--documents 5000]

Each document has five sections of about fifty words and a table, two kilobytes as Markdown. The slower formats are
measured on fewer documents.
"""

import argparse
import io
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from docx import Document

from benchmarks import hostile
from knowledge.index.changes import gather
from knowledge.parsing.sandbox import Sandbox
from knowledge.sources.docs import DocsFolder

WORDS = "invoice refund seat plan workspace admin setting mobile sync report import asset meter label ticket".split()
Sections = Sequence[tuple[str, str]]


def sections(number: int) -> Sections:
    source = random.Random(number)
    return [
        (f"Section {n}", " ".join(f"{' '.join(source.choices(WORDS, k=9)).capitalize()}." for _ in range(6)))
        for n in range(5)
    ]


def markdown(content: Sections) -> bytes:
    parts = [f"## {heading}\n\n{text}\n" for heading, text in content]
    return "\n".join(["# Title\n", *parts, "| Plan | Price |\n|--|--|\n| Team | 34 |\n"]).encode()


def html(content: Sections) -> bytes:
    parts = [f"<h2>{heading}</h2><p>{text}</p>" for heading, text in content]
    table = "<table><tr><th>Plan<th>Price</tr><tr><td>Team<td>34</tr></table>"
    return "".join(["<h1>Title</h1>", *parts, table]).encode()


def rst(content: Sections) -> bytes:
    parts = [f"{heading}\n{'-' * len(heading)}\n\n{text}\n" for heading, text in content]
    return "\n".join(["Title\n=====\n", *parts, "==== =====\nPlan Price\n==== =====\nTeam 34\n==== =====\n"]).encode()


def text(content: Sections) -> bytes:
    return "\n\n".join(f"{heading}\n\n{body}" for heading, body in content).encode()


def docx(content: Sections) -> bytes:
    document = Document()
    document.add_heading("Title", 0)
    for heading, body in content:
        document.add_heading(heading, 1)
        document.add_paragraph(body)
    found = io.BytesIO()
    document.save(found)
    return found.getvalue()


def pdf(content: Sections) -> bytes:
    lines = [line for heading, body in content for line in (heading, *body.split(". "))]
    shown = " ".join(f"({line}) Tj T*" for line in lines)
    return hostile.pdf(hostile.page(f"BT /F1 9 Tf 11 TL 40 800 Td {shown} ET".encode()))


FORMATS: dict[str, tuple[Callable[[Sections], bytes], int]] = {  # with the factor by which its documents are fewer
    "md": (markdown, 1),
    "html": (html, 1),
    "txt": (text, 1),
    "rst": (rst, 10),
    "docx": (docx, 25),
    "pdf": (pdf, 25),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=5_000)
    wanted = parser.parse_args().documents
    with tempfile.TemporaryDirectory() as folder, Sandbox() as sandbox:
        for suffix, (make, fewer) in FORMATS.items():
            raws = [make(sections(number)) for number in range(max(wanted // fewer, 1))]
            sandbox.parse(f"first.{suffix}", raws[0])  # starts the process and loads the parser
            start = time.perf_counter()
            for raw in raws:
                sandbox.parse(f"a.{suffix}", raw)
            seconds = time.perf_counter() - start
            size = sum(map(len, raws)) / len(raws) / 1_000
            print(f"{suffix:5} {len(raws):6} documents of {size:5.1f} kB  {len(raws) / seconds:7.0f} documents/s")
            if suffix == "md":
                for number, raw in enumerate(raws):
                    Path(folder, f"{number}.md").write_bytes(raw)
        source = DocsFolder("docs", Path(folder), sandbox.parse)
        known: dict[str, str] = {}
        for what in ("first", "second"):
            start = time.perf_counter()
            found = gather([source], known)
            seconds = time.perf_counter() - start
            known = known or found.fingerprints
            print(f"{what} look at {wanted} Markdown files: {len(found.documents)} read, {seconds:.2f} s")


if __name__ == "__main__":
    main()
