"""This module reads the name of a file, which a stranger chose."""

from urllib.parse import parse_qs, unquote, urlsplit

from worker.mail.subject import clean_subject

_CHARACTERS = 120  # of the end, which has the suffix
_MOST_FIELDS = 50  # of an address


def file_name(written: str) -> str:
    """Return the last part of a file's name on one line: a name with a path in it is never used as one."""
    line = clean_subject(written[-2 * _CHARACTERS :].replace("\\", "/")).strip("/ ")
    return line.rpartition("/")[2].lstrip(".")[-_CHARACTERS:].strip()


def name_in(url: str) -> str:
    """Return the name of a file that an address tells; "" if it tells none."""
    try:
        parts = urlsplit(url)
        named = parse_qs(parts.query, max_num_fields=_MOST_FIELDS)
    except ValueError:
        return ""
    said = next((named[key][0] for key in ("name", "filename", "file_name") if key in named), "")
    last = unquote(parts.path).rstrip("/").rpartition("/")[2]
    return file_name(said or (last if "." in last else ""))
