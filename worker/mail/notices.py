"""This module finds the warnings that a gateway puts above a mail, and the disclaimers and footers below it."""

import re

from knowledge.languages.registry import in_any_layout
from worker.mail.lines import Lines
from worker.mail.segments import Kind

_BANNER = re.compile(rf"[\[(*!\s]{{0,10}}{in_any_layout(lambda layout: layout.banners)}\b", re.IGNORECASE)
_OUTSIDE = re.compile(rf"\b{in_any_layout(lambda layout: layout.outside)}", re.IGNORECASE)
_MAIL = re.compile(
    r"e-?mail|mail|message|nachricht|courriel|mensaje|correo|bericht|messaggio|sender|absender|exp[eé]dit|remitente|mittente",
    re.I,
)
_START = re.compile(rf"[\W_]{{0,5}}{in_any_layout(lambda layout: layout.notice_starts)}\b", re.IGNORECASE)
_MARK = re.compile(rf"\b{in_any_layout(lambda layout: layout.notice_marks)}", re.IGNORECASE)
_FOOTER = re.compile(rf"\W{{0,5}}{in_any_layout(lambda layout: layout.footers)}", re.IGNORECASE)
_WRITER = re.compile(r"(?<![\w'])(?:I|I'm|my|we|ich|wir|unser\w{0,2}|je|j'ai|nous|yo|nosotros|ik|wij|io|noi)(?![\w'])")
_ADVICE = re.compile(rf"(?<!\w){in_any_layout(lambda layout: layout.cautions)}", re.IGNORECASE)
_CAUTION = re.compile(
    r"\b(?:links?|click|klick|cliqu|attachment|anhäng|anlagen|pièces|enlace|adjunto|bijlage|allegat|sender|absender|expéditeur|"
    r"remitente|afzender|mittente|learn why)",
    re.IGNORECASE,
)
_REGISTER = re.compile(
    r"\b(?:HR[AB]|Amtsgericht|Geschäftsführer\w{0,4}|Sitz der|Registergericht|USt|VAT|SIRET|RCS|KvK|P\. ?IVA"
    r"|registered (?:in|office)|company (?:no|number))\b",
    re.IGNORECASE,
)
_QUOTES = (
    '"',
    "\N{LEFT DOUBLE QUOTATION MARK}",
    "\N{DOUBLE LOW-9 QUOTATION MARK}",
    "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}",
    "'",
)
_RULE = re.compile(r"[_=*-]{10,200}$")
_SHORT_BANNER = 25  # "[EXTERNAL]"
_CHARACTERS = 3000  # of a line
_MOST_LINES = 25  # of what stands below a mail


def label_notices(lines: Lines, kinds: list[Kind]) -> None:
    """Say in `kinds` which of the new lines are a notice: the first paragraph, and what ends the new words."""
    first = lines.after(0)
    if first < len(lines) and kinds[first] is Kind.NEW and is_banner(lines[first].text[:500]):
        end = first
        while end < min(len(lines), first + 4) and (end == first or _CAUTION.search(lines[end].text[:500])):
            end += 1
        alone = not lines[end].text if end < len(lines) else False
        if alone and lines.after(end) < len(lines):
            kinds[:end] = [Kind.NOTICE] * end
    end = len(lines)
    while end and (kinds[end - 1] is not Kind.NEW or not lines[end - 1].text):
        end -= 1
    _label_end(lines, kinds, end)


def _label_end(lines: Lines, kinds: list[Kind], end: int) -> None:
    """Find the notices that end the new lines before `end`. Words below one make it a customer's."""
    last = end - 1
    for _ in range(_MOST_LINES):
        if last <= 0 or kinds[last] is not Kind.NEW:
            return
        start = _start_of_notice(lines, last)
        if start <= lines.after(0) or start > last:
            return
        kinds[start:end] = [Kind.NOTICE] * (end - start)
        end, last = start, lines.before(start)


def _start_of_notice(lines: Lines, last: int) -> int:
    """Return where the notice begins that ends at `last`; a line after it if there is none. It is a line, or a paragraph
    that was broken into lines."""
    start = _start_of_list(lines, last)
    if start <= last:
        return start
    if is_notice(lines[last].text):
        return last + 1 if lines.is_announced(last) else last
    start = last
    while start > max(0, last - _MOST_LINES) and lines[start - 1].text:
        start -= 1
    if is_notice(" ".join(line.text for line in lines[start : last + 1])) and not lines.is_announced(start):
        return start
    return last + 1


def _start_of_list(lines: Lines, last: int) -> int:
    """Return where the footer of a mailing list begins: at a rule, a few lines above an address."""
    for i in range(last, max(-1, last - 6), -1):
        if not lines[i].text:
            break
        if _RULE.match(lines[i].text):
            below = " ".join(line.text for line in lines[i + 1 : last + 1])
            return i if "://" in below or "@" in below else last + 1
    return last + 1


def is_personal(text: str) -> bool:
    """Return whether somebody speaks of themselves: no program does."""
    return _WRITER.search(text) is not None


def is_banner(text: str) -> bool:
    """Return whether a line reads as the warning that a gateway puts above a mail."""
    if is_personal(text) or not _OUTSIDE.search(text):
        return False
    mail = _MAIL.search(text) is not None
    return bool(_BANNER.match(text) and (mail or len(text) < _SHORT_BANNER)) or bool(mail and _ADVICE.search(text))


def may_be_notice(text: str) -> bool:
    """Return whether a line reads as a disclaimer where one may stand: below a signature."""
    text = text[:_CHARACTERS]
    return bool(_START.match(text) and _MARK.search(text)) and not is_personal(text)


def is_notice(text: str) -> bool:
    """Return whether a line is a disclaimer, or what a program adds below a mail, wherever it stands."""
    text = text[:_CHARACTERS]
    if text.startswith(_QUOTES) or text.endswith("?") or is_personal(text):
        return False
    marks = {match[0].lower() for match in _MARK.finditer(text)}
    if _START.match(text) and len(marks) >= 2:
        return True
    registered = {match[0].lower() for match in _REGISTER.finditer(text)}
    return len(marks) >= 3 or len(registered) >= 2 or (len(text) <= 200 and _FOOTER.match(text) is not None)
