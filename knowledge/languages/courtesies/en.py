"""This module defines what agents write around an answer in English."""

from knowledge.languages.courtesies.base import Courtesies

_US = r"(?:us|me|(?:our |the )?(?:\w{1,20} ){0,2}(?:support|team|service|desk))"
_MORE = (
    r"(?:(?:any|some|more|other|further|additional|a|your) )*"
    r"(?:questions?|queries|concerns?|issues?|problems?|help|assistance)(?: (?:with|about|regarding|on) (?:this|that|it))?"
)

COURTESIES = Courtesies(
    greetings=(
        r"(?:hello|hi|hey|dear|greetings|good (?:morning|day|afternoon|evening))(?: (?:there|again|all|everyone|team))?",
    ),
    thanks=(
        rf"(?:many |once again,? )?(?:thanks|thank you)(?: (?:so|very) much| a lot)?(?: again)?,? for (?:contacting|reaching out(?: to)?|writing(?: in)?(?: to)?|getting (?:back|in touch)(?: (?:to|with))?)(?: {_US})?(?: (?:today|again))?(?: (?:about|regarding|on) this)?",
        r"(?:many )?(?:thanks|thank you)(?: (?:so|very) much| a lot)?(?: again)?,? for (?:(?:your|the) )?(?:\w{1,12} ){0,2}(?:message|e-?mail|mail|reply|response|patience|understanding|feedback|question|enquiry|inquiry|request|interest|time|update|information|details|call|ticket)(?: (?:and|&) (?:\w{1,12} ){0,2}\w{1,15})?",
        r"(?:many )?(?:thanks|thank you)(?: (?:so|very) much| a lot)?(?: again| in advance)?(?:,? \w{1,20})?",
        r"(?:we|i) (?:really )?appreciate (?:your|you) \w{1,15}(?: \w{1,15}){0,4}",
    ),
    wishes=(
        r"(?:i |we )?(?:hope|trust) (?:that )?(?:you(?:'re| are)|this (?:e-?mail|message) finds you) (?:doing )?(?:well|fine|good|great)(?: today)?",
        r"(?:i |we )?hope (?:that )?(?:this|that|it) (?:helps|is (?:helpful|useful|clear)|answers your questions?|clarifies (?:things|this|it)|clears (?:things|this|it) up)(?: you)?(?: out)?(?: a (?:bit|little))?",
        r"(?:i |we )?(?:wish you|have) an? (?:\w{1,12} ){1,2}(?:day|week|weekend|evening|afternoon|morning|one|time)(?: ahead)?(?:,? \w{1,20})?",
        r"(?:take care|stay safe|enjoy your (?:day|weekend))",
    ),
    apologies=(
        r"(?:(?:we|i)(?:'m| am| are)? )?(?:sincerely |truly |very |really |so )?(?:apologi[sz]e|apologies|sorry)(?: to you)?(?: (?:for|about)) (?:(?:the|any|this|your|all) )?(?:\w{1,15} ){0,2}(?:inconvenience|delay|trouble|confusion|frustration|late (?:reply|response)|wait|experience)s?(?: (?:this|that|it) (?:has |may have |might have )?caused?)?(?: caused)?(?: (?:to )?you)?",
        r"(?:(?:we|i)(?:'m| am| are) )?(?:\w{1,8} )?sorry to (?:hear|read|learn) (?:that|this|about (?:this|that|it|the trouble|your trouble))",
        r"(?:we|i) (?:completely |fully |totally )?understand (?:your (?:frustration|concern|situation)|how (?:frustrating|annoying) (?:this|that|it) (?:is|must be|can be))",
    ),
    offers=(
        rf"(?:please |just |so |and )*(?:let (?:us|me) know|feel free to (?:contact|reach out(?: to)?|ask|reply|write)(?: (?:us|me|back))?|(?:do not|don't) hesitate to (?:contact|reach out(?: to)?|ask|reply|write)(?: (?:us|me|back))?|contact us|reach out(?: to us)?|get (?:back to|in touch with) (?:us|me)|reply to this (?:e-?mail|message|ticket))(?: again| anytime| any time| at any time)?(?:,? (?:if|should|in case|when(?:ever)?|for) (?:you )?(?:have |need |require |still )*(?:anything(?: else)?|{_MORE}|(?:this|that|it) (?:does not|doesn't|did not|didn't) (?:help|work)|there(?:'s| is) anything(?: else)?)(?: (?:we|i) can (?:do|help)(?: (?:for|with|you))*)?(?: (?:further|for you))?)?",
        rf"(?:if|should|in case) (?:you )?(?:(?:have|need|require|still|run into) )+(?:anything(?: else)?|{_MORE}),? (?:please |just |then |you can |we are |we're |i am |i'm |do )*(?:let (?:us|me) know|feel free to \w{{1,12}}(?: (?:out|back|to|us|me)){{0,3}}|(?:do not|don't) hesitate to \w{{1,12}}(?: (?:out|back|to|us|me)){{0,3}}|(?:contact|write(?: to)?|ask|call) (?:us|me)|reply to this (?:e-?mail|message)|(?:here|happy|glad) (?:to|for) \w{{1,10}}(?: you)?)",
        r"(?:we(?:'re| are)|i(?:'m| am)) (?:always |more than |very )*(?:here|happy|glad|available) (?:to (?:help|assist)|for you)(?: you)?(?: (?:further|anytime|any time|out|with anything(?: else)?))?",
        r"is there anything else (?:we|i) can (?:do|help)(?: (?:for|with|you))*(?: today)?",
        r"(?:we|i) (?:look|am looking|are looking) forward to (?:hearing from you|your (?:reply|response|answer))(?: soon)?",
    ),
    introductions=(
        r"(?:my name is|this is) (?!(?:on|in|not|the|an?|wrong|missing|spelled|spelt|still|now|how|why|what|because)\b)\w{1,20}(?: \w{1,20}){0,2}(?: (?:from|with|at) (?:\w{1,20} ){0,3}\w{1,20})?(?:,? and (?:i(?:'ll| will)|i'm|i am) (?:be )?(?:happy |glad )?(?:to )?(?:help|assist|helping|assisting)(?:ing)? you(?: (?:today|with (?:this|that)))?)?",
        r"(?:i(?:'ll| will)|i(?:'d| would)) be (?:happy|glad) to (?:help|assist)(?: you)?(?: (?:with (?:this|that)|out|today|further))*",
    ),
    holding=(
        r"(?:we|i) (?:have |can confirm (?:that )?we have )?(?:just |now |also )?received your (?:\w{1,12} ){0,2}(?:request|message|e-?mail|ticket|enquiry|inquiry|question)(?: and (?:will|are|we) (?:\w{1,12} ){1,8}\w{1,12})?",
        r"(?:(?:we|i)(?:'ve| have|'m| am|'ll| will| are|'re)? )(?:just |now |also |already )?(?:pass(?:ed|ing)?|forward(?:ed|ing)?|assign(?:ed|ing)?|escalat(?:ed|ing|e)|hand(?:ed|ing)?|transfer(?:red|ring)?) (?:this|it|you|your (?:\w{1,12} ){0,2}\w{1,12}|the (?:ticket|request|case|matter))(?: (?:on|over))? to (?:(?:my|our|the|a|your|another) )?(?:\w{1,15} ){0,3}(?:colleagues?|team|department|specialists?|experts?|engineers?|developers?|manager|support)(?: (?:from|in|of|at|for) (?:\w{1,15} ){0,2}\w{1,15})?(?:,? (?:who|and they|they) will (?:\w{1,12} ){1,8}\w{1,12})?",
        r"(?:we|i|they|(?:my|a|our) colleagues?|somebody|someone|our team)(?:'ll| will| shall) (?:get back|come back|respond|reply|be in touch|look into (?:this|it)|investigate|check (?:this|it)|update you|let you know|keep you (?:posted|updated|informed)|follow up)(?: (?:to|with) (?:you|this|it))?(?: (?:as soon as (?:possible|we can|i can)|shortly|soon|asap|(?:later )?today|tomorrow|in a moment|within (?:the next )?(?:\w{1,10} ){1,4}\w{1,10}|with (?:an update|more information|you)|and (?:get back to you|let you know|update you)(?: (?:as soon as possible|shortly|soon|asap))?)){0,2}",
        r"(?:please )?(?:bear with (?:us|me)|give (?:us|me) (?:a (?:moment|minute|bit)|some time)|(?:one|just a) moment(?:,? please)?)",
    ),
    merges=(
        r"(?:this )?(?:request|ticket|case) (?:#\s?\d{1,12} |\"[^\"]{1,200}\" ){0,3}(?:was|has been) (?:closed and )?merged (?:into|with)",
    ),
)
