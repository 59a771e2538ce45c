"""This module defines what programs write around a customer's words in English."""

from knowledge.languages.layout import Headers, Layout

LAYOUT = Layout(
    headers=Headers(
        sender=("From",), date=("Sent", "Date"), receiver=("To",), copy=("Cc", "Bcc", "Reply-To"), subject=("Subject",)
    ),
    on=("On",),
    wrote=("wrote",),
    original=("Original (?:Message|Appointment)",),
    forwarded=("Forwarded message", "Begin forwarded message"),
    replies=("re",),
    forwards=("fwd?",),
    pointers=(
        r"f\.?y\.?i",
        r"(?:see|as|read|mail|message|email) below",
        "below,? please",
        "inline",
        "for your information",
    ),
    devices=("Sent (?:from|via|with) ", "Get Outlook for "),
    closings=(
        "(?:with )?(?:kind|best|warm|many)(?:est)? (?:regards|wishes)",
        "yours (?:sincerely|faithfully|truly)",
        "sincerely(?: yours)?",
        "(?:regards|rgds)",
        "respectfully(?: yours)?",
        "warmly",
        "cordially",
        "(?:with |best |many )?(?:thanks|thank you) (?:and|&) (?:kind |best |warm )?(?:regards|wishes)",
        "best,? and thanks",
    ),
    thanks=(
        "(?:best|yours|cheers|br|kr|greetings|all the best|take care)",
        "(?:many |with )?(?:thanks|thank you|thx|ta)(?: (?:so|very) much| a lot| again| in advance)?"
        "(?: and (?:kind |best )?regards)?",
    ),
    notice_starts=(
        r"(?:This|The information (?:contained )?in this|The contents of this) (?:e-?mail|message|communication|transmission)",
        "(?:CONFIDENTIALITY|PRIVACY) (?:NOTICE|NOTE|STATEMENT)",
        "If you (?:are not the|have received this|receive this)",
    ),
    notice_marks=(
        "confidential",
        "privileged",
        "(?:intended|addressed) (?:solely|only|recipient|for the)",
        "(?:addressee|to whom (?:it is|they are) addressed)",
        r"(?:received|sent) (?:it |this |this \S{1,12} )?(?:in|by) (?:error|mistake)",
        "(?:notify|inform) (?:the sender|us)",
        "(?:unauthori[sz]ed|disclosure|dissemination|prohibited)",
    ),
    footers=(
        r"virus-free\b",
        r"(?:please |before printing,? |think )?.{0,30}(?:consider|think (?:of|about)|think before) the environment",
        r"this (?:e-?mail|message) (?:has been|was) (?:checked|scanned)",
        r"(?:to )?unsubscribe\b.{0,80}(?:://|\|)",
    ),
    banners=(
        "you don.t often get",
        "some people who received",
        "caution",
        "warning",
        "external(?: e-?mail| message| sender)?",
        "e-?mail from outside",
        "attention",
    ),
    outside=("outside", "external", "don.t often get"),
    form_fields=(
        "(?:your |full |first |last )?name",
        "(?:your )?e-?mail(?: address)?",
        "phone(?: number)?",
        "subject",
        "topic",
    ),
    form_messages=(
        "(?:your )?(?:message|comments?|question|enquiry|inquiry|request)",
        "(?:problem |issue )?(?:description|details)",
        "(?:your )?(?:problem|issue)",
        "how can we help(?: you)?",
        "(?:what is|describe) (?:the |your )?(?:problem|issue)",
    ),
    form_frames=(
        "(?:contact|web|support|online) ?form",
        "form submission",
        "enquiry from the website",
        "submitted (?:from|on|via)",
        "ip(?: address)?:",
        "privacy policy",
        "user agent:",
        "sent (?:from|via) (?:the|your) (?:web)?site",
    ),
    contacts=("phone", "mobile", "cell", "direct", "office"),
)
