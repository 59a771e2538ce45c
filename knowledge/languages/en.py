"""This module defines what we know about English."""

from knowledge.languages.base import Abbreviations, Code, Language, MailMarks, Questions, words
from knowledge.languages.layout import Headers, Layout

_ABBREVIATIONS = Abbreviations(
    before_anything=(r"e\.g", r"i\.e", "vs", "mr", "mrs", "ms", "dr", "st"),
    before_numbers=("no", "nos", "fig", "art", "tel", "max", "min", "p"),
    before_small_letters=("etc", "approx", "incl", "excl", "max", "min", "p"),
)

_QUESTIONS = Questions(
    ourselves=("we", "i"),
    asking=words("""
        account address affected appear appears arrive attach attempt browser button change choose chose code colleagues
        date describe details device email exact exactly expect expected expecting figure happen happened happens
        instead kind laptop last link list mean message method model name number often once only page part people period
        person phone picture possible problem product quantity question report screen screenshot send shown show shows
        sign since somebody someone start started status step steps stop stopped system tablet time times tried trying
        type user using value version whole window word words workspace
    """),
    secrets=(
        "passwords?",
        "passcodes?",
        "pass ?phrase",
        "pins?",
        "cvvs?",
        "cvcs?",
        "card (?:number|details)",
        "api (?:keys?|tokens?)",
    ),
    code=Code(noun="codes?", harmless_after=("status ", "error ", "qr[ -]"), harmless_before=()),
    articles=("an?",),
    changing=("reset", "change", "forgot", "forget"),
    determiners=("your", "the"),
    changed=("reset",),
    handing_over=("send", "give", "tell", "share", "e-?mail", "provide", "submit", "confirm", "reply with"),
    us=("us", "me"),
)

_MAIL = MailMarks(
    placeholders=("image", "attachment"),
    remarks=words("""
        please pls see find attached attachment attachments the in file files photo photos picture pictures screenshot
        screenshots image images here is are hi hello hey dear thanks thank you below enclosed fyi of from my
    """),
    no_subject=("no subject", "subject"),
    automatic_subjects=(
        "auto(?:matic|mated)?[ -]?(?:reply|response)",
        "out of (?:the )?office",
        "undeliverable",
        "undelivered mail",
        "mail delivery (?:failed|failure|subsystem)",
        "delivery status notification",
        "returned mail",
    ),
)

_LAYOUT = Layout(
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
        "description",
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

LANGUAGE = Language(
    code="en",
    small_words=words("""
        the a an and or but if so of to in on at by for from with without about into than then that this these
        those there here is are was were be been being am do does did done don't doesn't didn't have has had
        haven't hasn't i i'm i've i'd i'll you your yours we we're we've our us he she his her him they them
        their it its it's my me mine what which who whom whose when where why how not no nor can can't cannot
        could couldn't will would wouldn't won't shall should may might must need please pls thanks thank
        hello hi dear regards any some all every each both more most other only just still yet already again
        too also very much many now after before because while until since please help get got does make made
        want wants know see isn't aren't wasn't dont doesnt didnt cant wont im ive anyone something nothing
        everything someone today yesterday tomorrow working works work wrong broken password invoice login
    """),
    letters="",
    telling_characters="",
    negations=words("not no never cannot without neither nor none"),
    contractions=(("n't", " not"),),
    number_words=words("two three four five six seven eight nine ten eleven twelve twenty thirty hundred thousand"),
    abbreviations=_ABBREVIATIONS,
    questions=_QUESTIONS,
    mail=_MAIL,
    layout=_LAYOUT,
)
