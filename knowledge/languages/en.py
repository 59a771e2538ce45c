"""This module defines what we know about English."""

from knowledge.languages.absences.en import ABSENCE
from knowledge.languages.addresses.en import ADDRESSES
from knowledge.languages.asking_words.en import ASKING
from knowledge.languages.base import Abbreviations, Code, Language, MachineMarks, MailMarks, Questions, words
from knowledge.languages.claim_words.en import CLAIMS
from knowledge.languages.contact_words.en import CONTACTS
from knowledge.languages.courtesies.en import COURTESIES
from knowledge.languages.layouts.en import LAYOUT
from knowledge.languages.leaning.en import LEANING
from knowledge.languages.leaning_words.en import LEANING as LEANING_WORDS
from knowledge.languages.macro_words.en import MACRO_WORDS
from knowledge.languages.person_words.en import PERSON
from knowledge.languages.private_words.en import PRIVATE
from knowledge.languages.row_words.en import ROWS
from knowledge.languages.secrets.en import WORDS
from knowledge.languages.signs.en import SIGNS
from knowledge.languages.small_talk.en import SMALL_TALK
from knowledge.languages.statement_words.en import STATEMENT
from knowledge.languages.thread_words.en import THREAD

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
)

_MAIL = MailMarks(
    placeholders=("image", "attachment"),
    remarks=words("""
        please pls see find attached attachment attachments the in file files photo photos picture pictures screenshot
        screenshots image images here is are hi hello hey dear thanks thank you below enclosed fyi of from my
    """),
    no_subject=("no subject", "subject"),
)

_MACHINES = MachineMarks(
    subjects=(
        "auto(?:mat(?:ic|ed))?[ -]?(?:reply|response|responder|answer|notification|message|acknowledge?ment)",
        "auto(?=:)",
        "(?:vacation|holiday|away|absence)(?: auto)?[ -]?(?:reply|response|notice|notification|message)",
        "(?:i am |i'm |currently )?(?:out of (?:the )?office|ooo)(?: auto)?(?:[ -]?(?:reply|response|notice|"
        "notification|message))?",
        ".{1,60}? is (?:currently )?(?:out of (?:the )?office|away|on leave)",
        "(?:i am |i'm |currently )?(?:on (?:annual |parental |maternity |sick )leave|away from (?:the office|my desk))",
        "undeliverable(?: (?:mail|message))?",
        "(?:undelivered|returned|delayed|failed) (?:mail|message)(?: returned to sender)?",
        "(?:mail|message) (?:delivery )?(?:failed|failure|subsystem|error|delayed|undeliverable|"
        "not delivered|returned)",
        "mail system error",
        r"(?:mail )?delivery (?:status )?(?:notification|report|failure|failed|delayed|"
        r"incomplete)(?: \((?:failure|delay|success)\))?",
        "failure notice",
        "(?:not )?read(?: receipt)?",
        "(?:new time proposed|tentative(?:ly accepted)?|accepted|declined|cancell?ed(?: event)?|"
        "(?:updated )?invitation)",
        "(?:we(?:'ve| have) )?received your (?:request|message|e-?mail|ticket|enquiry|inquiry|application)",
        "we(?:'ve| have) (?:received|got) your (?:request|message|e-?mail|ticket|enquiry|inquiry|application)",
        "thank(?:s| you) for (?:contacting|your (?:e-?mail|message|enquiry|inquiry|request)).{0,40}",
        "(?:request|ticket|case|message|e-?mail) (?:received|acknowledged|created|closed|resolved)",
        "(?:acknowledge?ment|confirmation) of receipt",
        "your (?:request|ticket|case).{0,40} (?:has been|was) (?:received|created|updated|closed|solved|resolved)",
    ),
    senders=(
        "no-?repl(?:y|ies|ay)",
        "(?:please-?)?(?:do-?not|dont|not)-?(?:reply|respond|answer)",
        "no-?(?:answer|response)",
    ),
    generated=(
        "th(?:is|e following) (?:is an? |e-?mail |message |mail |notification |response )?.{0,40}"
        "auto(?:matic|mated|matically|[ -]?generated)\\b",
        "automatically generated",
        "this .{0,20}(?:system|computer)[ -]?generated",
        "automated (?:message|e-?mail|notification|response)\\b",
        "you are receiving this (?:e-?mail|message|notification) because",
    ),
    unanswered=(
        "(?:please )?(?:do not|don't) (?:reply|respond|answer)(?: directly)? to this",
        "please (?:do not|don't) (?:reply|respond|answer)",
        "replies to this (?:e-?mail|message|address|mailbox)",
        "this (?:mailbox|e-?mail address|inbox|address) is (?:not|un)[ -]?monitored",
    ),
    replies=(
        r"\b(?:i am|i'm|i will be|i'll be|we are|we're|currently)(?: currently| presently| now)? "
        r"(?:out of (?:the )?office|away|on (?:\w{1,12} )?(?:leave|vacation|holidays?)|travell?ing|"
        r"not in (?:the )?office|unavailable)\b",
        r"\bout of (?:the )?office (?:from|until|till|starting|through|on)\b",
        r"\b(?:limited|no|intermittent) access to (?:my )?(?:e-?mails?|mail|messages)\b",
        r"(?:\bwill|\b(?:i|we)'ll) (?:reply|respond|answer|get back|be back|return|be slow|come back)\b",
        r"\b(?:for|in) (?:an? )?(?:urgent|emergenc)",
        r"\bif .{0,40}\burgent\b",
        r"\b(?:office|shop|practice|surgery|school) (?:is|will be|remains) closed\b",
        r"\b(?:received|got) your (?:message|e-?mail|request|enquiry|inquiry|application|ticket)\b",
        r"\b(?:member|one) of (?:our|the) (?:support )?team\b",
        r"\bback (?:in the office )?on\b",
        r"\booo\b",
        r"\b(?:accepted|declined) (?:this|your|the) invitation\b",
        r"\byour message .{0,150}\b(?:read|displayed|deleted)\b",
        r"\bwas (?:read|displayed|deleted without being read)\b",
        r"\b(?:ticket|case|reference|request) (?:number|no|id)\b",
    ),
    undelivered=(
        "(?:could not|couldn't|cannot|can't|was not|wasn't|unable to) be delivered",
        "wasn't able to deliver",
        "not yet (?:been )?delivered",
        "(?:problem|trouble) delivering",
        "address (?:not found|rejected|couldn't be found)",
        "permanent (?:fatal )?errors?",
        "delivery to the following recipients? failed",
        "(?:mailbox|user|recipient) (?:unknown|unavailable|is full|full|not found)",
    ),
    unsubscribing=(
        "unsubscribe",
        r"(?:click|tap|use|follow)\b.{0,60}\b(?:unsubscribe|opt[ -]?out)\b",
        r"to (?:unsubscribe|opt[ -]?out|stop receiving)\b",
        "you can unsubscribe",
        "view (?:this e-?mail )?in (?:your |the )?browser",
    ),
    asking=(
        "how (?:do|does|can|could|to|should|come|long|many|much)",
        "(?:can|could|may) (?:i|you|we|the|somebody|someone|it)",
        "where|why|which",
        "what (?:do|does|did|is|are|can|should|have|happens)",
        "is (?:it|there|this|that)",
        "(?:do|does|did) (?:i|you|we|the|it)",
    ),
    personal=(r"I(?:'(?:m|ve|d|ll))?", r"me", r"my", r"[Bb]ut"),
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
    contractions=(("can't", "can not"), ("cannot", "can not"), ("n't", " not")),
    addresses=ADDRESSES,
    number_words=words("two three four five six seven eight nine ten eleven twelve twenty thirty hundred thousand"),
    abbreviations=_ABBREVIATIONS,
    questions=_QUESTIONS,
    secrets=WORDS,
    signs=SIGNS,
    mail=_MAIL,
    layout=LAYOUT,
    machines=_MACHINES,
    absence=ABSENCE,
    courtesies=COURTESIES,
    person=PERSON,
    asking=ASKING,
    thread=THREAD,
    leaning=LEANING,
    contacts=CONTACTS,
    claims=CLAIMS,
    leaning_words=LEANING_WORDS,
    small_talk=SMALL_TALK,
    reader=("[Yy]ours?", "[Yy]ou(?:'re|'ve|'d| are| have| had| were)"),
    statement=STATEMENT,
    rows=ROWS,
    private=PRIVATE,
    macros=MACRO_WORDS,
)
