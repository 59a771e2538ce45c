"""This module says what the files of a ticket mean for it: which count, what was read, and what models and people see."""

import re
from collections.abc import Sequence

from models.skills.triage import shorten
from worker.domain import Attachment
from worker.mail.answerable import REMARKS, is_answerable
from worker.mail.domains import FILES, TOP_LEVEL
from worker.mail.leaning.dependence import announces_file, leans_on_attachment, subject_leans
from worker.mail.view import written

SHOWN_CHARACTERS = 600  # of all files together, in a prompt; the customer's words come first
_PART_CHARACTERS = 500  # of one file, in a prompt
_MOST_LISTED = 20
_FEW_WORDS = 4
_NAME_CHARACTERS = 80
_LOGO_BYTES = 10_000  # an image that programs put below every mail is a few kB; a screenshot is not
_NAMED_LOGO_BYTES = 60_000
_LEFTOVER_BYTES = 5_000

_LOGO = re.compile(
    r"logo|icon|signatur|banner|footer|header|spacer|pixel|facebook|twitter|linkedin|instagram|youtube|xing|whatsapp-|avatar|"
    r"trustpilot|divider",
    re.IGNORECASE,
)
_SEALS = re.compile(r"\.(?:p7s|asc|sig|vcf|vcard)$", re.IGNORECASE)  # not .p7m: the whole mail is inside it
_SEAL_TYPES = frozenset(
    "application/pkcs7-signature application/x-pkcs7-signature application/pgp-signature text/vcard text/x-vcard".split()
)
_LEFTOVER = re.compile(r"ATT\d{3,6}\.(?:txt|htm|html|bin)$", re.IGNORECASE)  # what Exchange makes of a mail's parts
_HARMLESS = re.compile(r"[^\w .,()+&'-]+")
_WWW = re.compile(r"(?<![^\W_])www\d{0,3}\.[\w.-]*", re.IGNORECASE)
_HOST = re.compile(r"(?<=[\w-])\.(?=([a-z]{2,24})(?![\w-]))", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")


def is_decoration(file: Attachment) -> bool:
    """Return whether a file says nothing: a logo of a signature, the seal of a mail, a business card."""
    size = file.size
    if _SEALS.search(file.name) or file.type in _SEAL_TYPES:
        return True
    if is_image(file):
        if _LOGO.search(file.name):
            return size is None or size <= _NAMED_LOGO_BYTES
        return size is not None and size <= _LOGO_BYTES
    return bool(_LEFTOVER.match(file.name)) and size is not None and size <= _LEFTOVER_BYTES


def is_image(file: Attachment) -> bool:
    suffix = file.name.lower().rpartition(".")[2]
    return file.type.startswith("image/") or suffix in {
        "png", "jpg", "jpeg", "gif", "heic", "heif", "webp", "bmp", "tif", "tiff", "svg"
    }  # fmt: skip


def not_read(files: Sequence[Attachment]) -> tuple[Attachment, ...]:
    """Return the files that may say something and were not read."""
    return tuple(file for file in files if file.text is None and not is_decoration(file))


def missing(subject: str, body: str, files: Sequence[Attachment], *, refers_back: bool = False) -> str | None:
    """Return why a ticket cannot be understood without what was not read; None if its own words are enough. `refers_back`:
    "this one" may mean what was said before, so without a file only words that name or announce one count."""
    unread = not_read(files)
    own = written(body)
    if own != body:
        own = own.rstrip(": \n")  # what it announces, an earlier message, is shown below it
    leans = leans_on_attachment(own) or subject_leans(subject)
    if unread and leans:
        return f"its words lean on what was not read: {names(unread)}"
    if unread and _says_hardly_anything(body or subject):
        return f"its words say hardly anything without what was not read: {names(unread)}"
    if refers_back:
        leans = announces_file(own)  # the subject is the first message's
    if leans and not any(file.text is not None for file in files):
        return "its words lean on a file or a picture that did not come here"
    return None


def _says_hardly_anything(text: str) -> bool:
    words = [word for word in _WORD.findall(text.lower()) if word not in REMARKS]
    return len(words) <= _FEW_WORDS or not is_answerable(text)


def names(files: Sequence[Attachment]) -> str:
    """Return the names of files, for an internal note: harmless signs only, because a stranger chose them."""
    said = ", ".join(harmless(file.name) for file in files[:_MOST_LISTED])
    return said if len(files) <= _MOST_LISTED else f"{said} and {len(files) - _MOST_LISTED} more"


def harmless(name: str) -> str:
    """Return a name that no helpdesk or terminal takes for a link, markup or a placeholder."""
    line = " ".join(_HARMLESS.sub("_", name).split())
    line = _WWW.sub(lambda link: link[0].replace(".", "_"), line)
    line = _HOST.sub(lambda dot: "_" if _ends_a_host(dot[1]) else ".", line)
    return f"{line[: _NAME_CHARACTERS - 13]}...{line[-10:]}" if len(line) > _NAME_CHARACTERS else line


def _ends_a_host(ending: str) -> bool:
    return ending.lower() in TOP_LEVEL and ending.lower() not in FILES


def described(file: Attachment) -> str:
    """Return one line about a file: name, type, size, and whether it was read."""
    known = [part for part in (harmless(file.type).replace("_", "/"), _size(file.size)) if part]
    about = f" ({', '.join(known)})" if known else ""
    state = "read" if file.text is not None else f"not read: {file.problem or 'nobody has tried yet'}"
    return f"{harmless(file.name)}{about}: {state}"


def listed(files: Sequence[Attachment]) -> list[str]:
    """Return a line for each file, up to twenty."""
    more = [f"and {len(files) - _MOST_LISTED} more"] if len(files) > _MOST_LISTED else []
    return [*(described(file) for file in files[:_MOST_LISTED]), *more]


def with_files(body: str, files: Sequence[Attachment], limit: int) -> str:
    """Return a message as a prompt shows it: its words, and below them the beginning of each file that was read, under its
    name. It is data like the words themselves, and no longer than `limit` where there is a file."""
    parts: list[str] = []
    for file in files:
        left = SHOWN_CHARACTERS - sum(map(len, parts))
        if file.text and left > _NAME_CHARACTERS * 2:
            label = f"Attached file {harmless(file.name)}: "
            parts.append(label + " ".join(file.text[: min(_PART_CHARACTERS, left - len(label))].split()))
    if not parts:
        return body
    below = "\n".join(parts)
    return f"{shorten(body, limit - len(below) - 8)}\n{below}"


def searched(body: str, files: Sequence[Attachment]) -> str:
    """Return what is searched for: the customer's words, and the beginning of the files only where there are hardly any."""
    return with_files(body, files, 2 * SHOWN_CHARACTERS) if _says_hardly_anything(body) else body


def _size(size: int | None) -> str:
    if size is None:
        return ""
    for unit, factor in (("MB", 1_000_000), ("kB", 1_000)):
        if size >= factor:
            return f"{size / factor:.1f} {unit}"
    return f"{size} bytes"
