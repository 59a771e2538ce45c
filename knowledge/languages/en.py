"""This module defines what we know about English."""

from knowledge.languages.base import Abbreviations, Code, Language, MailMarks, Questions, words
from knowledge.languages.leaning.en import LEANING

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
    attribution=("On", "wrote"),
    original=("Original Message",),
    forwarded=("Forwarded message", "Begin forwarded message"),
    first_header=("From",),
    other_headers=("Sent", "To", "Cc", "Subject", "Date"),
    header_particle=(),
    devices=("Sent from my ", "Sent from (?:Outlook|Mail) for ", "Get Outlook for "),
    closings=(
        "(?:with )?(?:kind|best|warm|many)(?:est)? (?:regards|wishes)",
        "yours (?:sincerely|faithfully|truly)",
        "sincerely",
        "regards",
    ),
    disclaimers=(r"(?:This|The information in this) (?:e-?mail|message)\b.{0,120}\b(?:confidential|intended)",),
    placeholders=("image", "attachment"),
    remarks=words("""
        please pls see find attached attachment attachments the in file files photo photos picture pictures screenshot
        screenshots image images here is are hi hello hey dear thanks thank you below enclosed fyi of from my
    """),
    prefixes=("re", "fwd?"),
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
    leaning=LEANING,
)
