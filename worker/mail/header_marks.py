"""This module counts the marks of a machine in the headers of a mail. `ENOUGH` is proof; one less may be on a person's mail.

A post to a mailing list is a person's, although a program sent it on. A gateway of a company may put List-Unsubscribe on
every mail, and a distribution group X-Auto-Response-Suppress.
"""

import re
from collections.abc import Mapping, Sequence

from worker.mail.headers import Headers, addresses, keyword, parameters

ENOUGH = 2
_NOTHING = frozenset({"", "no", "none", "false", "0", "off", "never", "null", "n"})
_NO_SENDER = frozenset({"<>", "< >", "mailer-daemon", "<mailer-daemon>"})
_AUTOREPLY = re.compile(
    r"x-(?:mail-?|amazon-|ms-)?(?:auto-?(?:repl(?:y|ied)|respond(?:er)?|generated|answer|mail|submitted)|vacation)"
    r"(?:-?(?:from|subject|id|message|to))?"
)
_LOOPS = ("x-loop", "x-otrs-loop", "x-rt-loop-prevention", "x-loop-prevention", "x-zammad-loop")
# Programs that name themselves; each by a header that they write into nothing but mail of their own.
_PROGRAMS = (
    "x-failed-recipients", "x-fc-machinegenerated", "x-cron-env", "x-list-administrivia", "x-github-reason",
    "x-jira-fingerprint", "x-gitlab-notificationreason", "x-ms-exchange-message-is-ndr", "x-ms-exchange-generated-message-source",
)  # fmt: skip
_REPORTS = frozenset({
    "multipart/report", "message/delivery-status", "message/global-delivery-status", "message/disposition-notification",
    "message/global-disposition-notification", "message/feedback-report",
})  # fmt: skip
_MAILINGS = ("feedback-id", "x-csa-complaints", "x-report-abuse", "x-mailgun-campaign-id", "x-mc-user", "x-newsletter")
_MAILING = re.compile(r"x-(?:[a-z]{1,20}-)?campaign(?:-?id)?|x-mailing-?(?:id)?|x-bulkmail|x-mailru-msgtype")
_LIST_ADDRESS = re.compile(r"(?:owner|sentto)-|[^@]{1,80}-(?:owner|bounces|admin|errors)[+=@]")
_BOUNCES = re.compile(r"(?:bounces?|rtn|return)(?:[-+.=_]|\d|@)")
_SURNAME = re.compile(  # "bounces.johnson@": a name, unless what follows the point is a program's too
    r"(?:bounces?|postmaster|sympa|majordomo)\.(?!(?:e?mails?|mailer|return|reply|no-?reply|news|newsletters?|lists?|notifications?"
    r"|info|alerts?|support|system|service|bounces?)(?:[.@]|$))[a-z]{2,30}(?:[.-][a-z]{2,30})?@"
)
_TEAMS = re.compile(  # what stands before the @ of a company's own addresses, which are behind what its programs write
    r"(?:info|contact|contacto?|kontakt|support|soporte|service|kundenservice|help|hilfe|ayuda|aide|hello|hallo|hola|office|sales"
    r"|team|customer-?(?:service|care)|care|billing|feedback|news|admin|mail|clients?|clientes|assistance)(?:[-_.+\d].{0,60})?@"
)


def count(headers: Headers) -> int:
    """Return how many marks of a machine the headers have."""
    if _is_declared(headers) or _is_report(headers):
        return ENOUGH
    mailing = sum(any(keyword(value) not in _NOTHING for value in headers.get(name, ())) for name in _MAILINGS)
    mailing += any(_MAILING.fullmatch(name) is not None for name in headers)
    mailing += any("one-click" in value.lower() for value in headers.get("list-unsubscribe-post", ()))
    suppress = _suppress(headers.get("x-auto-response-suppress", ()))
    if _is_discussion(headers):
        return mailing + suppress
    # Such a list's own words: a newsletter has both, and a loop that no list made is a machine's.
    return (
        mailing
        + suppress
        + any(headers.get("list-unsubscribe", ()))
        + any(headers.get("list-id", ()))
        + any(
            _BOUNCES.match(address) is not None and not is_surname(address)
            for address in addresses(headers.get("return-path", ()))
        )
        + ENOUGH * any(_says(headers, name) for name in _LOOPS)
        + ENOUGH * ("bulk" in _precedence(headers))
    )


def is_persons(address: str, sender: str) -> bool:
    """Return whether an address that answers should go to is a person's: anybody's outside the sender's company, and in it
    one that is not a team's."""
    ours, theirs = sender.rpartition("@")[2], address.rpartition("@")[2]
    same = ours == theirs or ours.endswith(f".{theirs}") or theirs.endswith(f".{ours}")
    return not same or _TEAMS.match(address) is None


def is_surname(address: str) -> bool:
    """Return whether an address that begins as a program's is that of a person with such a name."""
    return _SURNAME.match(address[:320].lower()) is not None


def _is_declared(headers: Headers) -> bool:
    """Return whether a program says that it wrote the mail, or that nobody shall answer it."""
    envelope = _values(headers, "return-path", "envelope-from", "x-envelope-from")
    return (
        _says(headers, "auto-submitted")
        or any(value.lower() in _NO_SENDER for value in envelope)
        or not _precedence(headers).isdisjoint({"junk", "auto-reply", "autoreply"})
        or any(_says(headers, name) for name in headers if _AUTOREPLY.fullmatch(name) or name in _PROGRAMS)
        or any("autoresponder" in value.lower() for value in _values(headers, "delivered-to", "x-post-messageclass"))
    )


def _is_report(headers: Headers) -> bool:
    """Return whether the mail is a bounce, a receipt or an invitation. A calendar file that somebody sends has a name."""
    kinds = headers.get("content-type", ())
    return (
        any(keyword(kind) in _REPORTS for kind in kinds)
        or any(keyword(kind) == "text/calendar" and _is_invitation(parameters(kind)) for kind in kinds)
        or any("calendarmessage" in value.lower() for value in headers.get("content-class", ()))
    )


def _is_invitation(given: Mapping[str, str]) -> bool:
    return bool(given.get("method")) or not (given.keys() & {"name", "filename"})


def _is_discussion(headers: Headers) -> bool:
    """Return whether people write to each other: by a mailing list, or in answer to a mail."""
    posts = any(keyword(value) != "no" and value for value in headers.get("list-post", ()))
    groups = any(headers.get(name) for name in ("mailing-list", "list-archive", "list-subscribe", "list-owner"))
    answers = any(headers.get(name) for name in ("in-reply-to", "references")) and "list-id" in headers
    senders = addresses(_values(headers, "sender", "return-path"))
    by_list = any(_LIST_ADDRESS.match(a) is not None for a in senders) and "list-unsubscribe" not in headers
    return posts or groups or answers or by_list or "list" in _precedence(headers)


def _suppress(values: Sequence[str]) -> int:
    """Count the marks of X-Auto-Response-Suppress. "All" and "AutoReply" forbid an answer like ours; a distribution group
    writes the latter together with DR into its members' mail. Receipts alone (DR, RN, NRN) are switched off by people."""
    wanted = {part.strip() for value in values for part in re.split(r"[,;|\s]", value.lower())} - _NOTHING
    if "all" in wanted or ("autoreply" in wanted and "dr" not in wanted):
        return ENOUGH
    return 1 if wanted & {"oof", "autoreply"} else 0


def _precedence(headers: Headers) -> set[str]:
    return {keyword(value).replace("_", "-") for value in _values(headers, "precedence", "x-precedence")}


def _says(headers: Headers, name: str) -> bool:
    """Return whether a header has a value that says something."""
    return any(keyword(value) not in _NOTHING for value in headers.get(name, ()))


def _values(headers: Headers, *names: str) -> list[str]:
    return [value for name in names for value in headers.get(name, ())]
