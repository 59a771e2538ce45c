"""This module holds the words that stand beside addresses and numbers in English."""

from knowledge.languages.base import ContactWords

CONTACTS = ContactWords(
    at=(r"at",),
    dot=(r"dot",),
    texting=(
        r"text(?:ing)?",
        r"sms",
        r"whats ?app",
        r"telegram",
        r"signal",
        r"viber",
    ),
    accounts=(
        r"accounts?(?: (?:number|no\.?))?",
        r"a/c",
        r"acct",
        r"sort code",
        r"routing(?: number)?",
        r"bsb",
        r"bank code",
    ),
    files=(
        r"files?",
        r"archives?",
        r"attach\w{0,6}",
        r"unzip\w{0,4}",
        r"unpack\w{0,3}",
        r"extract\w{0,3}",
        r"exports?",
        r"uploads?",
        r"folder",
        r"backups?",
        r"movie",
        r"video",
    ),
)
