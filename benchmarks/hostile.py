"""This module makes files of any size that kill, hang, exhaust or deceive their reader; the tests use small ones."""

import io
import random
import zipfile
import zlib
from collections.abc import Sequence

from docx import Document

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(paragraphs: Sequence[str] = ("Text.",)) -> bytes:
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    found = io.BytesIO()
    document.save(found)
    return found.getvalue()


def docx_with(body: bytes, *, before: bytes = b"") -> bytes:
    """Return a DOCX with `body` in the body of document.xml; `before` stands before the root element."""
    xml = b"<?xml version='1.0' encoding='UTF-8'?>%s<w:document xmlns:w='%s'><w:body>%s</w:body></w:document>"
    return _with(docx(), "word/document.xml", xml % (before, _WORD.encode(), body))


def inflating_docx(inflated_bytes: int) -> bytes:
    """Return a DOCX that inflates a thousandfold: blanks, in a part that nothing refers to."""
    return _with(docx(), "word/media/image1.bin", b" " * inflated_bytes)


def lying_docx(inflated_bytes: int) -> bytes:
    """Return the same DOCX with a directory that says that the part has ten bytes."""
    raw = inflating_docx(inflated_bytes)
    return raw.replace(inflated_bytes.to_bytes(4, "little"), (10).to_bytes(4, "little"))


def many_files(count: int) -> bytes:
    found = io.BytesIO(docx())
    with zipfile.ZipFile(found, "a") as archive:
        for number in range(count):
            archive.writestr(f"word/media/{number}.bin", b"")
    return found.getvalue()


def zip_in_zip(inflated_bytes: int) -> bytes:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", b"\0" * inflated_bytes)
    return inner.getvalue()


def entities() -> bytes:
    """Return a billion laughs, in XML."""
    lines = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10))
    return f"<!DOCTYPE w:document [<!ENTITY l0 'lol'>{lines}]>".encode()


def nested_html(depth: int) -> bytes:
    return b"<div>" * depth + b"deep" + b"</div>" * depth


def wide_html(tags: int) -> bytes:
    return b"<b>x</b>" * tags


def spanning_html(rows: int) -> bytes:
    """Return a table with a cell in every row that claims to span a million columns."""
    return b"<table><tr><th>a</th></tr>" + b"<tr><td colspan=1000000 rowspan=60000>x</td></tr>" * rows + b"</table>"


def growing_html(columns: int, rows: int) -> bytes:
    """Return a table with long header cells, which our rows repeat: a small file becomes gigabytes of text."""
    header = b"".join(b"<th>%s</th>" % (b"h" * 1_000) for _ in range(columns))
    return b"<table><tr>%s</tr>%s</table>" % (header, (b"<tr>" + b"<td>x</td>" * columns + b"</tr>") * rows)


def nested_rst(depth: int) -> bytes:
    return b"\n".join(b" " * (2 * level) + b"- x\n" for level in range(depth))


def laughing_rst(levels: int) -> bytes:
    """Return a billion laughs, in substitutions."""
    lines = [f".. |l{n}| replace:: {f'|l{n - 1}| ' * 10}" for n in range(1, levels)]
    return "\n".join([f"|l{levels - 1}|", "", ".. |l0| replace:: lol", *lines]).encode()


def pdf(objects: Sequence[bytes]) -> bytes:
    """Return a PDF of these objects, numbered from 1; the first is the catalogue."""
    found = io.BytesIO(b"%PDF-1.7\n")
    found.seek(0, io.SEEK_END)
    places = []
    for number, content in enumerate(objects, 1):
        places.append(found.tell())
        found.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = found.tell()
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    found.write(b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table))
    found.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    return found.getvalue()


def looping_pdf() -> bytes:
    """Return a PDF with a page tree that has itself as its first branch."""
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R] >>"])


def branching_pdf(levels: int) -> bytes:
    """Return a PDF with a page tree in which every node has the next node as two children: a kilobyte, 2**levels pages."""
    nodes = [b"<< /Type /Pages /Count 9 /Kids [%d 0 R %d 0 R] >>" % (n + 3, n + 3) for n in range(levels)]
    page = b"<< /Type /Page /MediaBox [0 0 9 9] >>"
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>", *nodes, page])


def page(stream: bytes, extra: bytes = b"") -> list[bytes]:
    """Return the objects of a PDF of one page with this content, compressed."""
    data = zlib.compress(stream, 9)
    content = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(data), data)
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    resources = b"<< /Font << /F1 5 0 R >> %s >>" % extra
    return [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources %s >>" % resources,
        content,
        font,
    ]


def endless_pdf(operators: int) -> bytes:
    """Return a PDF of very many text operators, compressed a thousandfold."""
    return pdf(page(b"BT /F1 9 Tf " + b"(x) Tj " * operators + b"ET"))


def recursive_pdf() -> bytes:
    """Return a PDF with a form that draws itself."""
    form = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >> /Length 6 >>"
    objects = page(b"/X Do", b"/XObject << /X 6 0 R >>")
    return pdf([*objects, form + b"\nstream\n/X Do \nendstream"])


def noise(size: int, seed: int = 7) -> bytes:
    return random.Random(seed).randbytes(size)


def _with(raw: bytes, name: str, content: bytes) -> bytes:
    """Return a zip with `content` in place of the entry `name`."""
    found = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, content)
    return found.getvalue()
