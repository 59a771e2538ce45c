"""This module defines notes of absence in English."""

from knowledge.languages.absences.base import Absence

_WE = (
    r"(?: (?:(?:please )?note (?:that )?)?(?:i am|i'm|i will be|i'll be|we are|we're|we will be|(?:our"
    r"|the) (?:office|team|shop) is)"
    r"(?: (?:currently|presently|now|also))?| currently| presently)?"
)
_ACCESS = (
    r"(?: (?:and|with)(?: i)?(?: will)?(?: have)?(?: only)? (?:limited|no|intermittent"
    r"|little) access to (?:my )?(?:e-?mails?|mails?|messages|inbox))"
)
_RETURN = (
    r"(?:(?: i)?(?: will|'ll)?(?: be)? (?:back|return(?:ing)?|available again|reachable again)"
    r"(?: (?:in|to|at) (?:(?:the|my) )?(?:office|work|desk))?<days>)"
)
_ANSWER = (
    r" (?:(?:i|we)(?: will|'ll) |will )(?:get back to|reply|respond|answer|come back to|read|deal with|attend to)"
    r"(?: to)?(?: (?:you|your|any|all|the|e-?mails?|mails?|messages?|requests?|enquir(?:y|ies)|inquir(?:y|ies))){0,3}"
    r"(?: (?:then|as soon as (?:possible|i (?:am back|return|can))|(?:when|once|after) (?:i am back"
    r"|i'm back|i return|my return)"
    r"|(?:on|upon) my return))?<days>"
)
_MATTERS = (
    r"(?:matters?|cases?|requests?|enquir(?:y|ies)|inquir(?:y|ies)|questions?|issues?|needs?|help"
    r"|assistance|attention)"
)
_URGENT = (
    rf"(?:(?:in|for) (?:any |an |all |case of )?(?:urgent|immediate|emergency|emergencies)(?: {_MATTERS})?"
    rf"|if (?:it|this|your (?:request|message|e-?mail|{_MATTERS})) (?:is urgent|needs immediate attention))"
)
_CONTACT = (
    r"(?:please |kindly |you can |do )*(?:contact|call|e-?mail|write to|reach out to|ring|turn to"
    r"|speak to)(?! (?:me|us)\b)"
)

ABSENCE = Absence(
    greetings=(
        r"(?:hello|hi|hey|dear \w{1,20}(?: \w{1,20})?|good (?:morning|day|afternoon|evening))(?: there| all| everyone)?",
    ),
    absent=(
        rf"{_WE} (?:out of (?:the |my )?office|ooo|away(?: from (?:the office|my desk|work|my e-?mails?))?"
        r"|on (?:\w{1,12} )?(?:leave|vacation|holidays?)|on a business trip|travell?ing(?: for work| on business)?"
        r"|not in (?:the )?office|not available|unavailable|absent|closed)"
        rf"<days>{_ACCESS}?(?: and{_RETURN}| and{_ANSWER}| and i{_RETURN}|{_RETURN})?",
    ),
    back=(rf" (?:and )?{_RETURN}",),
    stated=(
        r" (?:this|it) is an? (?:auto(?:mat(?:ic|ed|ically))?[ -]?(?:generated )?)(?:e-?mail "
        r"|out of office )?(?:reply|response|message|"
        r"e-?mail|answer|notification)(?: to your (?:e-?mail|message))?(?: (?:so )?please do not (?:reply"
        r"|respond|answer)(?: to (?:it|this(?: e-?mail| message)?))?)?",
        r" this (?:reply|response|message|e-?mail) (?:was|is|has been) (?:sent|generated|created) automatically",
        r" automatic(?:ally generated)? (?:reply|response|message)",
    ),
    beside=(
        r" (?:many )?(?:thanks|thank you)(?: very much)?(?: for (?:your|the) (?:e-?mail|message|mail|patience"
        r"|understanding|request))?",
        _ANSWER,
        r" (?:i (?:will )?have|there is)(?: only)? (?:limited|no|intermittent"
        r"|little) access to (?:my )?(?:e-?mails?|mails?|messages)(?: during this time)?",
        rf" {_URGENT} {_CONTACT}.{{1,80}}",
        rf" {_CONTACT}.{{1,60}} (?:for|in|if) (?:it is |any |all )?(?:urgent|an emergency|emergencies"
        rf"|the meantime|my absence)"
        rf"(?: {_MATTERS})?",
        rf" {_CONTACT} (?:my|our) (?:colleagues?|team|assistant|deputy)\b.{{0,60}}",
        r" (?:please )?(?:do not|don't) (?:reply|respond|answer)(?: to (?:it|this(?: e-?mail| message)?))?",
        r" your (?:e-?mail|message) will (?:not )?be (?:forwarded|read|answered)(?: on my return| when i am back)?",
        r" (?:best |kind |kindest |warm )?(?:regards|wishes)(?: \w{1,20}){0,8}",
    ),
    days=(
        r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|wed|thu|fri|sat|sun",
        r"january|february|march|april|may|june|july|august|september|october|november|december",
        r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|today|tomorrow|days?|weeks?|months?|year|morning|end",
        r"to|from|since|on|for|starting|between|and|the|of|this|next|at|in|early|late|mid|a|few|two|three"
        r"|again|inclusive|including",
    ),
    until=(r"until|till|through|back|return(?:ing)?",),
)
