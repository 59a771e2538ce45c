"""These are the English phrases of messages that lean on a file."""

from knowledge.languages.base import Leaning

_OWN = (
    r"(?:screen ?(?:shots?|grabs?|caps?|captures?|recordings?|prints?)|print ?screens?|snips?|attachments?|enclosures?)"
)
_SHOT = r"(?:screen ?(?:shots?|grabs?|caps?|captures?|recordings?|prints?)|print ?screens?)"
_SEEN = r"(?:pictures?|pics?|images?|photos?|photographs?|videos?|vids?|clips?|gifs?|recordings?|scans?|snaps?)"
_FILE = (
    r"(?:(?:log |pdf |zip |text |word |excel )?files?|documents?|docs?|pdfs?|logs?|zips?|spreadsheets?|sheets?|csvs?|"
    r"traces?|"
    r"dumps?|letters?|reports?|lists?|invoices?|statements?|emails?|mails?|forms?|receipts?)"
)
# "photo upload", "attachment size": the noun only describes another one.
_ALONE = (
    r"(?! (?:uploads?|uploader|editors?|viewers?|library|gallery|albums?|fields?|sizes?|limits?|quality|exports?|"
    r"imports?|"
    r"folders?|tabs?|buttons?|previews?|functions?|features?|formats?|settings?|storage|names?|types?|endpoints?|api|"
    r"modules?|icons?|tools?|urls?|links?|ids?|scopes?|columns?|resolution|player|downloads?))"
)
_PICTURE, _ANY = rf"(?:{_OWN}|{_SEEN}){_ALONE}", rf"(?:{_OWN}|{_SEEN}|{_FILE}){_ALONE}"
_HERE = r"(?:this|these|my|our) (?:e ?mail|mail|message|ticket|request|note)"
_NO_OTHER = rf"(?! (?:by|automatically|inline|to (?!{_HERE}|the (?:e ?mail|mail|message|ticket|request)\b)))"
_DOING = (
    r"(?:attach|upload|send|add|insert|embed|includ|shar|delet|remov|open|view|download|tak|rotat|print|sav|export)"
)

LEANING = Leaning(
    pointing=(
        rf"(?:^|please |pls |plz |kindly |just |you can |you could |you ll |you will |you may |can you |could you |"
        rf"do you )"
        rf"(?:have a look|take a look|take a peek|have a peek|look|see|check|view|watch|refer|compare|review|inspect|"
        rf"consult|open|"
        rf"read|examine|zoom)"
        rf"(?: at| in| on| into| to| out)*+ (?:\w+ ){{0,3}}{_PICTURE}",
        rf"(?:in|on|from|per|like|with|by|at|under|via) (?:the|this|that|these|those|my|both|above|following|an?)"
        rf" (?:\w+ )?{_OWN}{_ALONE}",
        rf"(?:as|like|see|seen|sees|shown|visible|same|what s|what is|what you see|errors?|messages?|problem|issue|"
        rf"everything|all|details?|highlighted|marked|circled|described|captured|explained|it s|happening|"
        rf"written) (?:\w+ ){{0,4}}"
        rf"(?:in|on|from) (?:the|this|that|my|these|those|both|attached|enclosed) (?:\w+ )?{_PICTURE}",
        rf"(?:in|on|from|with|open|watch|at) (?:the|this|my|that|these|both|attached) (?:\w+ )?(?:picture|pic|image|photo|"
        rf"photograph|video|clip|gif|recording|{_SHOT}){_ALONE}",
        rf"(?:my|the|both|these|this|two|those) {_SHOT}{_ALONE}",
        rf"there (?:s|is) an? (?:\w+ )?{_PICTURE} (?:of|below|here|with|attached)",
        r"(?:i|we|ve|have|it|file|and) (?:sent|added|put|pasted|posted|dropped|uploaded) (?:\w+ ){0,3}"
        r"(?:here|along|below|to this ticket|to this message|with this)",
        rf"(?:a|one) (?:{_SEEN}) (?:is worth|says more)",
        rf"(?:attached|enclosed|accompanying|appended){_NO_OTHER} (?:\w+ ){{0,3}}{_ANY}",
        rf"{_ANY} (?:(?:is|are|s|was|were|has been|have been|i|we|just|also|now|both|all) ){{0,2}}"
        rf"(?:attached|enclosed|appended|herewith){_NO_OTHER}",
        rf"(?:^|find |see |seen |sent |sending |i |we |ve |have |m |am |re |is |are |details |everything |info |as |"
        rf"per |also )"
        rf"(?:attached|enclosed|attaching|enclosing|appended){_NO_OTHER}",
        r"(?:find|see) (?:\w+ ){0,3}(?:attached|enclosed|herewith)",
        rf"the (?:attached|enclosed){_NO_OTHER}",
        rf"(?:in|on|from|per|see) {_OWN}{_ALONE}",
        rf"{_ANY} (?:\w+ ){{0,2}}(?:i|we) (?:\w+ )?(?:sending|attaching|attached|enclosed|enclosing|including|"
        rf"included)",
        rf"(?:i|we|ve|have|m|am|re|my \w+|our \w+) (?:\w+ )?(?:attach|attached|attaching|enclose|enclosed|enclosing|"
        rf"append|"
        rf"appended){_NO_OTHER} (?!to\b)(?:\w+ ){{0,4}}{_ANY}",
        rf"(?:send|sent|sending|forward|forwarding|forwarded|give|giving|mail|mailing|showing) (?:you|u|over|along|"
        rf"across|through|"
        rf"in) (?:\w+ ){{0,4}}{_ANY}",
        rf"(?:^|i |we |ve |have |am |m |re |here )(?:now |also |just )?(?:send|sent|sending|include|included|"
        rf"including|forwarding) "
        rf"(?:a|an|the|my|some|two|three|2|3|both|this|these|along|below) (?:\w+ ){{0,2}}{_PICTURE}",
        rf"(?:i|we|ve|have|he|she|has|wife|husband|son|daughter|colleague) (?:\w+ )?(?:took|taken|made|recorded|"
        rf"filmed|scanned|"
        rf"snapped|grabbed|got|did|captured) (?:a|an|the|it|this|some|two|three|2|3|you)(?: \w+){{0,3}} {_PICTURE}",
        rf"(?:here|here s|here is|here are|here come|these are|this is|that is|below is|below are|below|above|"
        rf"following)(?: (?:a|an|the|my|our|some|two|three|2|3|another|one))?(?: \w+)? {_OWN}{_ALONE}",
        rf"(?:here|here s|here is|here are|here come|below is|below are|above) (?:(?:a|an|the|my|"
        rf"our|some|two|"
        rf"three|2|3|another) )?(?:\w+ ){{0,2}}{_ANY}",
        rf"(?:this|these) (?:\w+ )?(?:{_OWN}|{_SEEN}){_ALONE}",
        rf"{_PICTURE} (?:should |will |would |also |really |clearly |that )?(?:says?|tells?|speaks?|shows?|explains?|"
        rf"proves?|"
        rf"show|illustrates?|demonstrates?|makes?) (?:it|all|everything|what|the|you|how|that|more|enough|exactly|"
        rf"for|which|"
        rf"where|clear)",
        rf"{_ANY} (?:\w+ ){{0,6}}(?:with|in|alongside|inside) (?:this|the|these) (?:e ?mail|mail|message|ticket|request|note)",
        rf"(?:details?|trace|log|stack ?trace|everything|all|list|questions?|answers?|data|steps?|more|rest|info|"
        rf"numbers?) "
        rf"(?:\w+ ){{0,4}}in the (?:\w+ )?(?:{_FILE}|word|excel)\b",
        rf"^(?:(?:my|the|a|with|new|another|2|two|some|and|plus|also|for|hi|hello|thanks|thx|fyi) ){{0,2}}"
        rf"(?:{_OWN}|{_SEEN})(?: (?:\w+ )?(?:too|also|thanks|thx|coming|follows?|again|first|please|pls|included|"
        rf"below))?$",
        rf"(?:see|as per|per|cf|check|ref|refer to) (?:the |my |our |your )?(?:{_OWN}|{_SEEN}|file|pdf|log|doc|"
        rf"document)\b{_ALONE}",
        rf"{_PICTURE} (?:below|above|follows?|to follow|coming|incoming)\b",
    ),
    topics=(
        rf"(?:how|where|which way|way) (?:do|can|could|should|would|to|does|is|are) (?:\w+ ){{0,5}}{_DOING}\w*",
        rf"(?:like|want|wants|wanted|wish|need|needs|needed|try|tries|tried|trying|going|able|unable|possible|"
        rf"allowed?|fails?|failed|"
        rf"refuses?|impossible|stop|enough|let me know where|supposed|happy|glad) to (?:\w+ )?{_DOING}\w*",
        rf"(?:can|could|may|should|shall|must|will|would|do|does|did) (?:i|we|customers?|users?|they|one|it|my \w+|"
        rf"our \w+|"
        rf"clients?|people|anyone|somebody|someone|technicians?|the \w+) (?:\w+ ){{0,3}}(?:{_DOING}\w*|see)",
        rf"(?:can t|cannot|can not|couldn t|could not|won t|will not|doesn t|don t|didn t|isn t|aren t|"
        rf"never) (?:\w+ ){{0,2}}"
        rf"(?:{_DOING}\w*|attachments?)",
        rf"(?:when|whenever|if|as soon as|every time|each time|once|after|before|while|until|since|"
        rf"unless) (?:(?!press|click|hit|tap)\w+ ){{0,2}}{_DOING}\w*",
        rf"(?:every|each|any|no|without|all) (?:\w+ )?(?:{_OWN}|{_SEEN}|{_FILE})",
        r"(?:e ?mails?|mails?|messages?|tickets?|jobs?|orders?|comments?|notifications?|replies|"
        r"notes?) (?:\w+ ){0,2}"
        r"(?:with|without) (?:\w+ )?(?:attachments?|files?|pictures?|photos?|pdfs?)",
        rf"(?:your|customers?|clients?|users?) (?:\w+ )?(?:{_OWN}|{_SEEN}|{_FILE})",
        r"(?:in|with|from|through|inside) (?:the|your) (?:app|camera|portal|mobile app|editor)",
        rf"{_ANY} (?:\w+ ){{0,2}}(?:you|they|we|your \w+) (?:sent|send|receive|received|get|mailed)",
        r"(?:i|we) (?:d|would|could|can|might) (?:\w+ )?(?:attach|send|upload|share)",
        r"(?:click|clicks|clicking|clicked|tap|tapping|press|pressing|hover) (?:on |over )?(?:the|an?|any)",
        rf"(?:wrong|bad|old|same) (?:{_SEEN}|{_FILE})",
        rf"(?:offer|support|accept|allow|store|keep|process|read|recogni[sz]e) (?:\w+ )?(?:{_OWN}|{_SEEN}|{_FILE})",
    ),
    showing=(
        r"(?:look|looks|looking) (?:at|like) (?:this|that|these)",
        r"(?:this|that|here) (?:is|s) (?:what|how) (?:i|we|you|it|they|he|she|my \w+) (?:\w+ )?(?:gets?|got|sees?|"
        r"saw|have|"
        r"receives?|received|shows?|says?|looks?|looking|getting|seeing|mean)(?: \w+){0,3}",
        r"(?:see|check|watch|read|get a load of) (?:this|these)(?: out)?",
        r"what (?:is|s|does|do|are|about) (?:this|these)(?: mean| here| supposed to be)?",
        r"(?:get|got|getting|gives? me|shows? me|see|seeing|says|happens) (?:only |just )?(?:this|these|the following)",
        r"is (?:this|that) (?:normal|right|ok|okay|correct|expected|a bug|legit|real|from you)",
    ),
    pointing_back=(
        r"(?:oh )?(?:no|nope)",
        r"(?:no |nope |but |and |sorry |unfortunately |still )*(?:that|this|it) (?:still |really |also "
        r"|unfortunately )*(?:did|does|do|has|have|will|would|"
        r"didn|doesn|hasn|won) (?:not|t) (?:really |even )?(?:works?|worked|help(?:ed)?|fix(?:ed)?"
        r"|change[ds]?|make|made|solved?)(?: \w+){0,3}",
        r"(?:if|in case|should|i hope|hope|hopefully) (?:that|this) (?:matters?|helps?|is (?:relevant"
        r"|important|useful|of (?:any )?(?:help|interest))|"
        r"makes (?:a|any) difference|changes anything)(?: at all| to you)?",
        r"i (?:did|tried|have done|have tried|ve done|ve tried|already did|already tried) (?:that"
        r"|this)(?: (?:already|before|twice|too|as well|yesterday|today))*",
    ),
)
