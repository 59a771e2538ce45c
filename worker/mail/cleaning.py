"""What a customer wrote, out of what a mail program sent: markup, quoted thread, signature and invisible characters
are dropped, the words stay as they are.

    HTML ▶ text ▶ characters ▶ quoted thread ▶ signature ▶ one length

When in doubt a line stays: a leftover signature costs a few tokens, a lost question costs the customer. Every pattern
is linear, because a stranger chooses the text it runs over.
"""

import re
import unicodedata

from worker.mail.markup import line_to_text, looks_like_html, to_text

MOST_CHARACTERS = 20_000  # of a cleaned message; no model reads more, and a person has the original
_MOST_MARKUP = 400_000  # of an HTML mail: styles and images in it are long
_MOST_TEXT = 3 * MOST_CHARACTERS  # looked at, before the thread is dropped
_SUBJECT_CHARACTERS = 300

_BREAKS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_EMPTY_LINES = re.compile(r"\n{3,}")
_BLANKS = re.compile(r"[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u2800\u115f\u1160\u3164\uffa0]")
# NFKC only here, where it undoes a disguise; elsewhere it would turn 10² into 102.
_DISGUISED = re.compile("[\uff01-\uff5e\U0001d400-\U0001d7ff]+")
_SELECTORS = re.compile("[\u034f\ufe00-\ufe0f\u180b-\u180e\U000e0100-\U000e01ef]")  # shown only through their neighbour
_DROPPED = frozenset({"Cc", "Cf", "Co", "Cs"})  # control, invisible and directional, private use, half a character
_MOST_MARKS = 5  # on one letter; normalising a run of marks takes the square of its length

# "On Tue, 18 Nov 2025 at 10:12, Support <s@x> wrote:" in the four languages; mail programs name the day.
_ATTRIBUTION = re.compile(
    r"^(?:On\b.{4,250}\bwrote|Am\b.{4,250}\bschrieb\b.{0,100}|Le\b.{4,250}\ba écrit|El\b.{4,250}\bescribió)\s?:$",
    re.IGNORECASE,
)
_ATTRIBUTION_START = re.compile(r"^(?:On|Am|Le|El)\b.{0,40}\d", re.IGNORECASE)
_BY_MACHINE = re.compile(r"\b\d{1,2}[:.h]\d\d\b|@")  # a person who tells what somebody wrote gives no time of day
_ORIGINAL = re.compile(
    r"^\W*(?:-{2,}\s*(?:Original Message|Ursprüngliche Nachricht|Message d'origine|Mensaje original)\s*-{2,}|"
    r"##- .{1,120} -##|_{20,})$",
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    r"^\W*(?:Forwarded message|Begin forwarded message|Weitergeleitete Nachricht|Message transféré|"
    r"Mensaje reenviado)\b",
    re.IGNORECASE,
)
_HEADER_FIRST = re.compile(r"^\*?(?:From|Von|De)\s?:", re.IGNORECASE)
_HEADER_NEXT = re.compile(
    r"^\*?(?:Sent|To|Cc|Subject|Date|Gesendet|An|Betreff|Datum|Envoyé|À|Objet|Enviado|Para|Asunto|Fecha)\s?(?:le)?\s?:",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"^\s?>")

_DEVICE = re.compile(
    r"^(?:Sent from my |Sent from (?:Outlook|Mail) for |Get Outlook for |Von meinem .{1,40} gesendet|"
    r"Gesendet von |Envoyé (?:de mon|depuis) |Enviado desde )",
    re.IGNORECASE,
)
_NAMED = r"(?:[,.!]?\s+\S{1,30}(?:\s+\S{1,30}){0,4})?"
_CLOSING = re.compile(
    r"^(?:(?:with )?(?:kind|best|warm|many)(?:est)? (?:regards|wishes)|yours (?:sincerely|faithfully|truly)|sincerely|"
    r"regards|(?:mit )?(?:freundlichen?|besten?|viele[nr]?|liebe[nr]?|herzlichen?|schönen?) gr(?:ü|ue)(?:ß|ss)(?:en?)?|"
    r"mfg|cordialement|bien (?:cordialement|à vous)|salutations(?: distinguées)?|(?:un )?cordial saludo|"
    r"saludos(?: cordiales)?|atentamente)" + _NAMED + r"[,.!]?$",
    re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"^\W*(?:(?:This|The information in this) (?:e-?mail|message)\b.{0,120}\b(?:confidential|intended)|"
    r"Diese (?:E-?Mail|Nachricht)\b.{0,120}\bvertraulich|Ce (?:message|courriel|mail)\b.{0,120}\bconfidentiel|"
    r"Este (?:mensaje|correo)\b.{0,120}\bconfidencial)",
    re.IGNORECASE,
)
_POSTSCRIPT = re.compile(r"P\.?\s?S\b", re.IGNORECASE)
_SIGNATURE_LINES = 12
_SIGNATURE_WIDTH = 90

_PLACEHOLDER = re.compile(
    r"\[(?:cid|image|attachment|inline|bild|anhang|anlage|pièce jointe|imagen|adjunto)\b[^\]\n]{0,200}\]", re.IGNORECASE
)
_FILE_ENDINGS = (
    ".png", ".jpg", ".jpeg", ".gif", ".heic", ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".csv", ".txt", ".log", ".zip",
    ".mp4", ".mov", ".eml", ".msg",
)  # fmt: skip
_REMARKS = """
    please pls see find attached attachment attachments the in file files photo photos picture pictures screenshot
    screenshots image images here is are hi hello hey dear thanks thank you below enclosed fyi of from my
    siehe bitte anhang anlage anbei im der die das datei dateien bild bilder foto fotos hallo moin danke von mein meine
    voir ci joint jointe joints pièce pièces fichier fichiers capture photo bonjour merci la le les en de du mon ma
    ver véase adjunto adjunta adjuntos archivo archivos imagen captura hola gracias el mi
"""
_ONLY_REMARKS = frozenset(_REMARKS.split())
# Re, AW, RE (fr), RV and their like, as often as a thread went round, and what a gateway puts before them.
_MAIL_MARKS = re.compile(
    r"^(?:\s*(?:(?:re|fwd?|aw|wg|antw(?:ort)?|weitergeleitet|tr|réf?|rép|transf(?:éré)?|rv|rta|reenv(?:iado)?|resp?|enc)"
    r"\s?(?:\[\d+\]|\(\d+\))?\s?:|\[[^\]]{1,40}\]))+",
    re.IGNORECASE,
)
_NO_SUBJECT = re.compile(
    r"\W*(?:no subject|subject|kein(?:en)? betreff|ohne betreff|betreff|(?:sans|aucun|pas d.) ?objet|objet|"
    r"(?:sin|ningún) asunto|asunto)\W*",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_IDEOGRAPHS = 0x2E80  # from here on a letter can be a word


def clean(body: str) -> str:
    """The customer's own words as plain text; empty where there are none."""
    text = to_text(body[:_MOST_MARKUP]) if looks_like_html(body) else body
    lines = [line.rstrip() for line in _EMPTY_LINES.sub("\n\n", _characters(text[:_MOST_TEXT])).split("\n")]
    kept = _without_signature(_without_last_quote(_without_thread(lines)))
    kept = _without_last_quote(kept)
    return _shorten(_EMPTY_LINES.sub("\n\n", "\n".join(kept)).strip())


def clean_subject(subject: str) -> str:
    """One line without tags and invisible characters."""
    text = _characters(line_to_text(subject[: 10 * _SUBJECT_CHARACTERS]))
    return " ".join(text.split())[:_SUBJECT_CHARACTERS]


def is_answerable(text: str) -> bool:
    """Whether cleaned text asks or tells anything. Not: nothing, emoji, a link, or a remark that files are attached; a
    model would answer those too."""
    tokens = _PLACEHOLDER.sub(" ", text[:MOST_CHARACTERS]).split()
    told = " ".join(t for t in tokens if not _is_link(t) and not t.lower().rstrip(".,;:!?)").endswith(_FILE_ENDINGS))
    words = _WORD.findall(told.lower())
    letters = "".join(words)
    if len(letters) < 3 and not (len(letters) == 2 and all(ord(letter) >= _IDEOGRAPHS for letter in letters)):
        return False
    return not _ONLY_REMARKS.issuperset(words)


def says_something(subject: str, body: str) -> bool:
    """Whether a ticket asks or tells anything; without a body its subject must. A subject is mostly written by a mail
    program, so a forwarding mark, a placeholder, a file's name or a single word in it is not a question."""
    if body:
        return is_answerable(body)
    bare = _MAIL_MARKS.sub("", subject)
    words = {word.lower() for word in _WORD.findall(bare)} - _ONLY_REMARKS
    return is_answerable(bare) and len(words) > 1 and not _NO_SUBJECT.fullmatch(bare)


def _is_link(token: str) -> bool:
    return "://" in token or "@" in token or token.lower().startswith("www.")


def scrub(text: str) -> str:
    """Without what PostgreSQL cannot store: NUL, and halves of characters."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")


def _characters(text: str) -> str:
    text = _BLANKS.sub(" ", _BREAKS.sub("\n", text))
    if text.isascii():
        return "".join(c for c in text if c == "\n" or c.isprintable())
    kept: list[str] = []
    marks = 0
    for character in _SELECTORS.sub("", text):
        marks = marks + 1 if unicodedata.combining(character) else 0
        if character == "\n" or (marks <= _MOST_MARKS and unicodedata.category(character) not in _DROPPED):
            kept.append(character)
    plain = _DISGUISED.sub(lambda match: unicodedata.normalize("NFKC", match[0]), "".join(kept))
    return unicodedata.normalize("NFC", plain)


def _without_thread(lines: list[str]) -> list[str]:
    """Without what a mail program quoted from earlier messages. A forwarded mail is kept, for it is what the customer
    wants read. So is a quote that no mail program introduces and that has words below it: customers paste errors and
    a colleague's words that way."""
    kept: list[str] = []
    i = 0
    while i < len(lines):
        if _FORWARDED.match(lines[i]):
            return kept + lines[i:]
        length = _introduction(lines, i)
        if not length:
            kept.append(lines[i])
            i += 1
            continue
        inside = bool(_QUOTED.match(lines[i]))
        i = _skip_empty(lines, i + length)
        if not inside and not (i < len(lines) and _QUOTED.match(lines[i])):
            return kept  # an unmarked quote runs to the end
        while i < len(lines) and (_QUOTED.match(lines[i]) or not lines[i]):
            i += 1  # answers between the lines of a marked quote are the customer's
    return kept


def _introduction(lines: list[str], i: int) -> int:
    """How many lines, from `i` on, introduce a quoted message; 0: none. Mail programs break them at 80 characters."""
    line = lines[i].lstrip("> ")
    if _ORIGINAL.match(line[:250]):
        return 1
    if _HEADER_FIRST.match(line[:50]):
        headers = [after for after in lines[i + 1 : i + 6] if _HEADER_NEXT.match(after.lstrip("> ")[:50])]
        return 1 if len(headers) >= 2 else 0
    if not _ATTRIBUTION_START.match(line[:60]):
        return 0
    for length in (1, 2, 3):
        joined = " ".join(part.lstrip("> ") for part in lines[i : i + length])
        if len(joined) <= 300 and _ATTRIBUTION.match(joined):
            following = _skip_empty(lines, i + length)
            marked = following < len(lines) and bool(_QUOTED.match(lines[following]))
            return length if marked or _BY_MACHINE.search(joined) else 0
    return 0


def _skip_empty(lines: list[str], i: int) -> int:
    while i < len(lines) and not lines[i]:
        i += 1
    return i


def _without_last_quote(lines: list[str]) -> list[str]:
    """A quote with nothing below it is the thread, introduced or not."""
    end = len(lines)
    while end and (not lines[end - 1] or _QUOTED.match(lines[end - 1])):
        end -= 1
    return lines[:end]


def _without_signature(lines: list[str]) -> list[str]:
    lines = [line for line in lines if not (len(line) <= 60 and _DEVICE.match(line))]
    for i in range(max(0, len(lines) - _SIGNATURE_LINES), len(lines)):
        line = lines[i].strip()[:300]
        is_line, is_disclaimer = line in {"--", "\N{EM DASH}"}, bool(_DISCLAIMER.match(line))
        if not (is_line or is_disclaimer or _CLOSING.match(line[:120])):
            continue
        # "Best regards" alone is all the customer said; a mail that begins with the signature line is only that.
        has_words = is_line or any(lines[:i])
        if has_words and (is_disclaimer or all(_may_sign(after) for after in lines[i + 1 :])):
            return lines[:i]
    return lines


def _may_sign(line: str) -> bool:
    """Short, and neither a question nor a postscript."""
    if _DISCLAIMER.match(line[:300]):
        return True
    return len(line) <= _SIGNATURE_WIDTH and not line.endswith("?") and not _POSTSCRIPT.match(line)


def _shorten(text: str) -> str:
    """Cut between words, where there are words."""
    if len(text) <= MOST_CHARACTERS:
        return text
    end = text.rfind(" ", MOST_CHARACTERS - 100, MOST_CHARACTERS)
    return text[: end if end > 0 else MOST_CHARACTERS]
