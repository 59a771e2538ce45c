"""This module holds the English words by which a sentence leans on what stands before it."""

from knowledge.languages.statement_words.base import StatementWords

STATEMENT = StatementWords(
    leaning=(
        r"it|its|itself|this|that|these|those|they|them|their|theirs|he|she|his|her|such|both|there|here",
        r"the (?:same|latter|former|above|previous|reason|result|effect|exception)",
        r"(?:one|each|all|none|some|most|any|either|neither) of (?:it|them|these|those|this)",
        # a condition or a time that is named by a word which points back: "if it does", "after that"
        r"(?:if|when|once|after|until|unless|because|before|while|as|for|with|without|in|on|at|by|during|since|from|of|like|"
        r"despite|although|though|where|whether|even if|only if|as long as|as soon as|instead of|because of|due to) "
        r"(?:it|this|that|these|those|they|them|so|not|then|yes|no|doing so|such|both|either case|the same)",
        r"in (?:both|either|all|other) (?:cases?)|in the (?:first|second|other|latter|former) case",
        r"if (?:needed|necessary|possible|required|desired|in doubt)",
        r"to \w{1,20} (?:it|them|this|that|these|those|so)",
        r"doing (?:so|this|that)",
        r"then|otherwise|else|afterwards?|however|therefore|thus|hence|instead",
        r"meanwhile|in the meantime|as a result|consequently|likewise|similarly|for (?:example|instance)|"
        r"in other words|again|alternatively|finally|lastly|secondly|thirdly|nevertheless|nonetheless|still|yet|later",
        r"neither (?:can|do|does|is|are|may|will|must)|and|but|so|or|nor|"
        r"only then|until then|by then|since then|from then on|now|even so|in return|in turn|in short",
        r"next(?=,)|first(?=,)|second(?=,)|third(?=,)|yes(?=[,.:;])|no(?=[,.:;])|see (?:also|below|above)|"
        r"more (?:about|on) this",
        r"e\.g\.|i\.e\.",
    ),
    within=(
        r"(?:this|these|those) (?!kind|type|sort|device|computer|browser|means|is|are|was|were|can|will|does|who|that|"
        r"way|time)[a-z]{3,}",
        r"(?:without|with|from|in|for|of|to|under|before|after|at|by|on|about|until) that [a-z]{3,}",
        r"^(?!when|if|once|after|as|because)(?:[\w-]+ ){1,6}(?<!and )then",
    ),
    steps=(
        r"(?:please |now )?(?:enter|click|choose|select|copy|paste|tick|untick|tap|press|type|save|confirm|pick|fill|"
        r"scroll|drag|"
        r"scan|give|insert|check the box|register|mark|highlight|attach|submit|repeat|upload|name|correct)",
    ),
    topical=(
        r"(?:all|any|every|everything|anything|nothing|everyone) (?:others?|else)|(?:the )?others|(?-i:[Tt]he rest)",
        r"also|besides|additionally|moreover|furthermore|in addition",
        # "The fee is put on the next invoice": of what, says the heading
        r"the (?-i:(?!app\b|web\b|office\b)[a-z]{3,20} (?:is|are|was|were|can|cannot|may|must|should|will|has|have|"
        r"[a-z]{3,15}(?<!s)s))",
        r"(?:each|every) (?:entry|line|row|item|value)",
        r"the (?:current|latest|newest|default|allowed|available|maximum|minimum|usual) \w{1,20}",
        r"(?:in|on) (?:the )?[\w -]{1,30}, (?:open|tap|click|choose|select|enter|go|press|pick|type|scan)",
    ),
    standing=(
        r"it (?:is|was|will be|can be|may be|might be)(?: also| not| usually| only| often| always| sometimes| therefore)? "
        r"(?:possible|impossible|necessary|recommended|best|better|important|advisable|enough|helpful|worth|safe|useful|"
        r"allowed|sufficient|unlikely|likely|common|normal)(?= (?:to|that|for|if|not))",
        r"there (?:is|are|was|were|will|can|may|must|has|have|should)",
        r"those who",
        r"so that",
        r"even if",
        r"both \w{1,30} and",
        r"such as",
    ),
    of_the_page=(
        r"(?:this|the following) (?:page|article|guide|section|document|chapter|topic|faq|overview|manual|text)s? "
        r"(?:explains?|describes?|answers?|covers?|shows?|lists?|contains?|tells?|is|are|gives?|provides?|helps?)",
        r"(?:in|on) this (?:page|article|guide|section|document|chapter|topic|manual)",
        r"(?:see|read) (?:the|our) (?:page|article|guide|section|chapter)",
    ),
    remarks=(
        r"(?:only|not|except) (?:for|on|in|with|if|when|until|from|as|available|valid)(?= [^,.]{1,80}[.!]?$)",
        r"(?:excl\.|excluding|plus) (?:vat|tax(?:es)?)",
    ),
    denying=(
        r"not (?!\w{2,20}ing\b)\w+|no longer|never|don['’]ts?|unsupported|unavailable",  # noqa: RUF001
        r"(?:what|which|when|where|who)(?: [\w'’-]+){0,6} (?:not|cannot|never|nothing|\w+n['’]t)",  # noqa: RUF001
    ),
    speakers=(r"q|a|question|answer",),
    scopes=(r"on|for|with|under|in|until|before",),
    ordinals=(),
)
