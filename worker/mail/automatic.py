"""This module recognises automatic mail: auto-replies, bounces, receipts, invitations, notifications, newsletters.

Answered, such a mail makes two machines write to each other (RFC 3834, RFC 5230). The values of headers count, not their
presence (`worker.mail.header_marks`), then the sender's address, the subject and the words. Some marks are proof. Others
can be on a person's mail too, and two of them are needed: a subject needs another mark beside it, and so do words, unless
they are a note of absence and nothing else (`worker.mail.absence`).
"""

import re

from knowledge.languages import elsewhere
from knowledge.languages.base import MachineMarks
from knowledge.languages.layout import Patterns
from knowledge.languages.registry import LANGUAGES, either
from worker.mail import header_marks
from worker.mail.absence import is_absence_note
from worker.mail.header_marks import ENOUGH
from worker.mail.headers import Headers, addresses
from worker.mail.reading import read
from worker.mail.segments import Kind

_ALL: tuple[MachineMarks, ...] = (*(language.machines for language in LANGUAGES.values()), elsewhere.MACHINES)
_OTHERS = frozenset({Kind.QUOTED, Kind.FORWARDED})
_MOST_BODY = 50_000  # characters that are read
_HEAD, _END = 4_000, 2_000  # of the words: programs say what they are at the beginning or at the end
_SUBJECT_CHARACTERS = 300


def _any(*patterns: Patterns) -> str:
    return either(pattern for group in patterns for pattern in group)


_BEGINS = r"(?:^|[\n.,!:*\-\u2013\u2014(>\[|] ?)"  # a line or a sentence; what a customer quotes stands inside one
_TAG = re.compile(r"\s*(?:\[[^\]]{0,80}\]|\([^)]{0,80}\))")
# After the words of a program comes a mark, an end or a date. "Out of office replies do not stop" goes on: that is a person.
_TAIL = r"(?:\s*(?:$|[^\w\s'?])|\s(?:(?:until|till|from|bis|vom|ab|du|jusqu|hasta|desde|del|dal|fino|tot|re|aw)\b|\d))"
_SUBJECT = re.compile(rf"\W{{0,5}}{_any(*(m.subjects for m in _ALL))}{_TAIL}", re.IGNORECASE)
_UNREAD = re.compile(rf"(?:^|-){_any(*(m.senders for m in _ALL))}(?:-|\d|$)")  # nobody reads answers to it
_PROGRAM = re.compile(
    r"(?:mailer-?daemon|mail-?daemon|mail-?delivery(?:-?sub)?-?system|postmaster|bounces?|auto-?(?:reply|responder|respond|mailer|confirm)"
    r"|listserv|majordomo|sympa|mdaemon)(?:-|\d|$)"
)
_DOMAIN = re.compile(r"@(?:[^@]{0,200}\.)?(?:no-?reply|do-?not-?reply|bounces?)\.")
_PERHAPS = re.compile(  # a person may read these
    r"(?:(?:^|.{0,60}-)(?:newsletters?|notifications?|notify|notifier|alerts?|digest|mailer|mailman|automat\w{0,8}|cron|nagios"
    r"|zabbix|monitoring|benachrichtigung(?:en)?|notificaci(?:on|ones)|boletin|alertes?|alertas?)(?:-.{0,60}|\d{0,9})"
    r"|root|robot|bot|system|daemon|www-data|wordpress|apache|nobody|promo(?:tions)?|marketing|mailing|deals|updates)$"
)
_GENERATED = re.compile(_BEGINS + _any(*(m.generated for m in _ALL)), re.IGNORECASE)
_UNANSWERED = re.compile(_BEGINS + _any(*(m.unanswered for m in _ALL)), re.IGNORECASE)
_UNSUBSCRIBING = re.compile(_BEGINS + _any(*(m.unsubscribing for m in _ALL)), re.IGNORECASE)
_REPLIES = re.compile(_any(*(m.replies for m in _ALL)), re.IGNORECASE)
_UNDELIVERED = re.compile(_any(*(m.undelivered for m in _ALL)), re.IGNORECASE)
_OF_MAIL = re.compile(
    r"@|\b(?:e-?mail|mail|message|recipient|nachricht|empfänger|courriel|destinata|mensaje|correo)", re.IGNORECASE
)
_ASKING = re.compile(rf"(?:^|[\s¿(,])(?:{_any(*(m.asking for m in _ALL))})\b[^?\n]{{0,200}}\?", re.IGNORECASE)
_PERSONAL = re.compile(rf"(?<![\w'])(?:{_any(*(m.personal for m in _ALL))})(?![\w'])")
_MOST_PERSONAL = 120  # words: who passes on or complains of such a mail adds few; a newsletter talks of itself too
_SENTENCE = re.compile(r"[.!?:]+(?:\s+|$)|\n+")
_NAMES_ITSELF = re.compile(
    r"auto|out of|ooo|away|abwesen|absen|ausen|fuera|afwezig|assen|vacation|holiday|urlaub", re.IGNORECASE
)
_REPORT = re.compile(  # what mail servers write, in any language (RFC 3464 and older)
    r"^\s?(?:final-recipient: ?rfc822|reporting-mta:|diagnostic-code:|action: ?(?:failed|delayed))"
    r"|\b(?:said|reason|error|status|response|antwort|server)\b.{0,60}\b[45]\d\d[ -][45]\.\d{1,3}\.\d{1,3}\b"
    r"|in reply to (?:rcpt to|mail from|end of data|data)|this is the (?:mail system at host|qmail-send program)"
    r"|the following addresses had|smtp error from remote|^begin:vcalendar",
    re.IGNORECASE | re.MULTILINE,
)


def is_automatic(headers: Headers, subject: str, sender: str | None, body: str) -> bool:
    """Return whether a machine wrote this mail. `headers`: as `worker.mail.headers.read_headers` gives them; `sender`: an
    address, None where it is not known; `body`: as it came."""
    marks = header_marks.count(headers) + _of_sender(headers, sender)
    return marks >= ENOUGH or marks + _of_words(headers, subject, body) >= ENOUGH


def _of_sender(headers: Headers, sender: str | None) -> int:
    """Count the marks of who wrote. A web form writes from an address that nobody reads, with the person's in Reply-To."""
    senders = [sender] if sender else addresses(headers.get("from", ()))[:1]
    if any(_is_unread(address) for address in senders):
        people = [a for a in addresses(headers.get("reply-to", ())) if header_marks.is_persons(a, senders[0])]
        return 0 if any(not _is_unread(address) and not _is_program(address) for address in people) else ENOUGH
    if any(_is_program(address) for address in senders):
        return ENOUGH
    return 1 if any(_PERHAPS.match(_local(address)) for address in senders) else 0


def _of_words(headers: Headers, subject: str, body: str) -> int:
    """Count the marks in subject and words. Who asks something about such a mail is a person, whatever it quotes."""
    reading = read(subject, body[:_MOST_BODY])
    own = "\n".join(block.text for block in reading.blocks if block.kind not in _OTHERS)
    subject, said = (part.replace("\u2019", "'") for part in (reading.subject, own))
    if len(said) > _HEAD + _END:
        said = f"{said[:_HEAD]}\n{said[-_END:]}"
    if _ASKING.search(f"{subject}\n{said}"):
        return 0
    if is_absence_note(said):
        return ENOUGH
    marks = sum(pattern.search(said) is not None for pattern in (_GENERATED, _UNANSWERED, _UNSUBSCRIBING))
    replies = _REPLIES.search(said) is not None
    personal = not replies and _is_personal(said)
    marks = min(marks, 1) if personal else marks
    marks += 1 if _REPORT.search(said) else 0
    if _is_subject(subject):
        # People answer in a thread too, and may change its subject to "Delivery failed: order 4411".
        answers = any(headers.get(name) for name in ("in-reply-to", "references")) and not personal
        marks += 1 + (replies or _is_bounce(said) or (answers and _NAMES_ITSELF.search(subject) is not None))
    return marks


def _is_personal(said: str) -> bool:
    """Return whether somebody speaks of themselves, or objects, outside the sentences that a program writes."""
    own = [part for part in _SENTENCE.split(said) if not (_GENERATED.search(part) or _UNANSWERED.search(part))]
    return sum(len(part.split()) for part in own) <= _MOST_PERSONAL and any(map(_PERSONAL.search, own))


def _is_bounce(said: str) -> bool:
    """Return whether the words are a bounce's. Parcels cannot be delivered either."""
    return _UNDELIVERED.search(said) is not None and _OF_MAIL.search(said) is not None


def _is_subject(subject: str) -> bool:
    """Return whether a program begins its subjects so. Before it may stand a tag in brackets; a question is a person's."""
    if subject.rstrip().endswith("?") and ":" not in subject:
        return False
    shown = subject[:_SUBJECT_CHARACTERS]
    return _SUBJECT.match(shown) is not None or ((tag := _TAG.match(shown)) is not None and _is_tagged(shown, tag))


def _is_tagged(subject: str, tag: re.Match[str]) -> bool:
    return _SUBJECT.match(subject[tag.end() :]) is not None or _SUBJECT.match(tag[0].strip(" []()")) is not None


def _is_unread(address: str) -> bool:
    return _UNREAD.search(_local(address)) is not None or _DOMAIN.search(address.lower()) is not None


def _is_program(address: str) -> bool:
    return _PROGRAM.match(_local(address)) is not None and not header_marks.is_surname(address)


def _local(address: str) -> str:
    """Return the part before the @ without what follows a plus, and with "-" for every separator."""
    local = address[:320].lower().partition("@")[0]
    return re.sub(r"[-_.=]+", "-", local.partition("+")[0] or local)
