"""This module defines what mail programs, web forms and gateways write around a customer's words.

Every language that we answer in has a `Layout`, and so have others: our customers' mail programs speak more languages than
we do.
"""

from dataclasses import dataclass, field

Patterns = tuple[str, ...]  # regular expressions without capturing groups, matched without regard to case
_MAY_BE_EMPTY = {"may_be_empty": True}


@dataclass(frozen=True, kw_only=True)
class Headers:
    """These are the names of a mail's headers, as programs write them above a quoted mail."""

    sender: Patterns
    date: Patterns
    receiver: Patterns
    copy: Patterns
    subject: Patterns


@dataclass(frozen=True, kw_only=True)
class Layout:
    """A layout is what programs, and people who end a mail, write in one language."""

    headers: Headers
    on: Patterns  # begins the line above a quote: "On Tuesday, 18 November, Support wrote:"
    wrote: Patterns  # its verb
    original: Patterns  # between dashes, above a whole quoted mail
    forwarded: Patterns  # above a forwarded mail
    replies: Patterns  # mark of an answer in a subject: "Re"
    forwards: Patterns  # mark of a forwarded mail in a subject: "Fwd"
    pointers: Patterns  # words that lead to what stands below: "FYI", "see below"
    devices: Patterns  # how the line begins that a phone or a mail program adds
    closings: Patterns  # "Kind regards"; such a line ends a mail by itself
    thanks: Patterns  # "Thanks", "Best": ends a mail only where a name follows
    notice_starts: Patterns  # how the sentence of a disclaimer begins
    notice_marks: Patterns  # a disclaimer has two of them
    footers: Patterns  # how a line begins that a program adds below: "Virus-free"
    banners: Patterns  # how a gateway's warning at the top begins
    outside: Patterns  # what that warning is about
    form_fields: Patterns  # names of fields that nearly every web form has
    form_messages: Patterns  # name of the field with the customer's words
    form_frames: Patterns  # a subject or a first line with one is written by a form
    form_questions: Patterns  # asked by a form in a second field for the customer's words: "What have you tried?"
    form_extras: Patterns  # in the name of a field below the words: page, address, consent, files
    form_footers: Patterns  # how a line begins that a form adds below: "This e-mail was sent from the form at"
    cautions: Patterns  # what a gateway's warning tells its reader: "do not click"
    reply_above: Patterns  # "Please type your reply above this line"
    quoting: Patterns  # begins the line above a quote, and has no verb: "Quoting Support <s@x.example>:"
    afterthoughts: Patterns  # how somebody begins who forgot something: "I forgot"
    about_people: Patterns  # a sentence with one may lead on to a name: "Please change the name to this one."
    in_colour: Patterns  # says that answers stand between the lines, in a colour
    told: Patterns  # a person who tells of a mail says "wrote to me", or "your colleague"
    device_words: Patterns  # may stand in small letters in the line of a device: "Sent from my mobile phone"
    no_names: Patterns  # nobody is called so: "Urgent", "Error"
    data_words: Patterns  # a sentence with one may be about what stands in the signature: "my new address is below"
    contacts: Patterns = field(
        default=(), metadata=_MAY_BE_EMPTY
    )  # beside a telephone number; `Tel` and `Fax` are known
