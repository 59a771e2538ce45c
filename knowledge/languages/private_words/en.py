"""This module holds the words beside which somebody's data stand in English."""

from knowledge.languages.private_words.base import PrivateWords

_MY = r"(?:my|our|your|his|her|their|the)"

PRIVATE = PrivateWords(
    titles=(r"mr\.?", r"mrs\.?", r"ms\.?", r"miss", r"mx\.?", r"dr\.?", r"prof(?:essor)?\.?", r"sir", r"dame", r"rev\.?"),
    greetings=(
        r"hi(?: there)?", r"hello", r"hey(?: there)?", r"dear", r"good (?:morning|afternoon|evening|day)", r"greetings", r"thanks", r"thank you", r"cheers", r"thx", r"many thanks",
        r"morning", r"sorry",
    ),
    introducing=(
        r"my (?:full |first |last |sur|maiden )?name(?:'s| is| was)", r"i am called", r"i'm called", r"(?:he|she) is called", r"name on (?:the )?(?:account|card|order)(?: is)?",
    ),
    presenting=(r"i am", r"i'm", r"this is", r"it's", r"it is", r"signed(?: by)?", r"sent by", r"written by", r"on behalf of", r"yours is"),
    people=(
        r"in the name of", r"under the name(?: of)?", r"registered (?:to|under)", r"made out to", r"named",
        rf"{_MY} (?:new |former |ex-?|old |late )?(?:colleague|coworker|co-worker|boss|manager|husband|wife|partner|son|daughter|brother|sister|father|mother|mum|mom|dad|friend|assistant|accountant|bookkeeper"
        r"|lawyer|solicitor|employee|director|owner|admin|administrator|successor|predecessor|neighbour|neighbor|agent|rep|representative|technician|engineer|intern|client|customer|patient|advisor|support agent|team lead|lead|teammate|flatmate|roommate|trainee|secretary|supervisor|treasurer)s?,?",
        r"(?:a|an) (?:colleague|agent|employee|friend|technician|guy|lady|woman|man) (?:called|named)",
    ),
    dealing=(
        r"(?:spoke|spoken|speaking|speak|talked|talking|chatted|chatting|dealt|corresponded|emailed|met|meeting|call|chat) (?:with|to)", r"(?:emailed|called|phoned|rang|messaged|contacted)", r"(?:please )?(?:tell|inform|notify|ask|remind|contact|call|ask for|cc|copy in|email|ring|loop in|add)",
        r"regards to", r"thanks to", r"(?:email|message|call|reply|letter|answer|ticket|mail|note) from", r"handled by", r"assigned to", r"attn\.?:?", r"attention(?: of)?", r"c/o",
        r"(?:said|wrote|told|says) by", r"according to", r"addressed to", r"reports? to",
    ),
    labels=(
        r"(?:full |first |last |your |customer |contact |account |billing |cardholder |sur)?name", r"contact(?: person)?", r"customer", r"client", r"account ?holder", r"card ?holder", r"recipient", r"sender",
        r"billed to", r"bill to", r"ship to", r"deliver to", r"from", r"to", r"attn", r"user", r"owner", r"requester", r"signatory", r"site contact", r"caretaker", r"treasurer", r"passenger", r"tenant", r"employee", r"agent", r"signed", r"cc", r"patient",
    ),
    nobody=frozenset("""
        team support service there all everyone everybody guys folks sir madam madame customer customers sirs ladies gentlemen friend friends colleague colleagues again you your yours so very much for in the a an and or to
        of on at it this that is was not no yes please thanks thank hi hello dear help desk helpdesk sales billing admin administrator accounts finance office manager sorry just still also now here today yesterday
        monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december i we he she they my our me us new old good morning afternoon evening
        day kind best regards writing trying having getting unable using looking happy sorry afraid sure aware glad waiting wondering unhappy done fed going not only really quite urgent invoice order account question
        problem error subject re fw fwd name from with by about regarding as any some someone anybody nobody english german french spanish plan team's department hr it legal security what when where who why how which whom if because but
        dr prof mr mrs ms mme mlle ing dipl sr sra groeten groetjes cheers thx warmly mvh obrigada obrigado hochachtungsvoll grüsse sincerely regards one two both english ok okay great perfect advance support's engineering marketing operations mate boss chat bot human person agent anyone
    """.split()),
    phones=(
        r"(?:tele)?phone(?: number| no\.?)?", r"tel\.?(?: no\.?| number)?", r"mobile(?: number| no\.?| phone)?", r"cell(?: ?phone)?(?: number)?", r"landline", r"fax(?: number)?", r"(?:call|ring|reach|text|phone|contact|dial|message)(?: me| us| him| her| them)?(?: back)?(?: directly)?(?: on| at| via| under)?(?: my (?:mobile|cell|phone|number))?",
        r"(?:my|our|his|her|new|callback|contact) number(?: is|'s)?", r"whats ?app", r"direct (?:line|dial)", r"extension", r"ext\.?",
    ),
    numbers=(
        r"orders?(?: number| no\.?| id| ref\.?)?", r"invoices?(?: number| no\.?| id)?", r"tickets?(?: number| no\.?| id)?", r"case(?: number| no\.?| id)?", r"refs?\.?", r"reference(?: number| no\.?)?", r"customer (?:number|no\.?|id)",
        r"tracking(?: number| no\.?| id)?", r"serial(?: number| no\.?)?", r"part(?: number| no\.?)?", r"article(?: number)?", r"sku", r"item(?: number)?", r"contract(?: number| no\.?)?", r"version", r"error(?: code)?", r"model(?: number)?",
        r"credit note", r"quote(?: number)?", r"transaction(?: number| id)?", r"shipment(?: number)?", r"booking(?: number| ref\.?)?", r"build", r"po(?: number)?", r"purchase order", r"batch", r"ean", r"receipt(?: number)?", r"job(?: number| id)?", r"request id",
    ),
    cards=(r"(?:credit |debit |bank |payment )?card(?: number| no\.?| details)?", r"visa", r"mastercard", r"amex", r"american express"),
    accounts=(r"iban", r"(?:bank )?account (?:number|no\.?)", r"sort code", r"bank details", r"routing number"),
    ids=(
        r"national insurance(?: number| no\.?)?", r"ni (?:number|no\.?)", r"nino", r"passport(?: number| no\.?)?", r"social security(?: number| no\.?)?", r"ssn", r"driv(?:ing|er'?s?) licen[cs]e(?: number| no\.?)?",
        r"tax (?:id|number|reference)", r"nhs (?:number|no\.?)", r"id card(?: number)?", r"date of birth", r"dob", r"born on",
    ),
    plates=(r"(?:number|licen[cs]e|registration) plate", r"plate(?: number)?", r"registration(?: number)?", r"reg(?:\.| no\.?)?", r"vehicle", r"car"),
    secrets=(
        r"(?:my |the |login |wifi |wi-fi |admin |root |old |new |temporary |temp |one-time )?pass(?:word|wd|code|phrase)", r"pwd", r"pw", r"pin(?: code| number)?", r"security (?:code|answer|word)", r"secret(?: word| answer)?",
        r"access code", r"(?:verification|confirmation|one-time|login|2fa|mfa|recovery|backup|sms) codes?", r"otp", r"cvc", r"cvv2?", r"creds?", r"credentials", r"login(?: details)?",
    ),
    being=(r"is(?: still| now| currently)?", r"was", r"'s", r"are", r"be", r"to", r"should be"),
    no_secrets=frozenset("""
        is was not wrong right incorrect correct expired forgotten locked gone invalid valid too short long weak strong still never always new old the a an my our your no changed reset unknown rejected being no-longer
        working accepted required needed missing empty same different compromised leaked at in on for with by per only also but and or lost stored saved hashed encrypted secure insecure fine ok okay blank it that this what
        asked asking sent written set stuck broken refused denied shown hidden visible case-sensitive apparently probably unfortunately to be yes see below above reset. change there here if as when
    """.split()),
    tokens=(r"api[ _-]?(?:key|token|secret)", r"(?:access|auth|bearer|refresh|session|secret|client|private|personal access|signing|webhook|license|licence|product|activation)[ _-]?(?:key|token|secret)", r"token", r"bearer", r"secret", r"secret key", r"authorization", r"x-api-key"),
    roads=(
        r"(?:(?i:flat|apt\.?|apartment|unit|suite) [\w-]{1,5},? )?\d{1,5}[A-Za-z]?(?:[-/]\d{1,4})?,? (?:[A-Z][\w.'-]{0,30} ){1,4}(?i:street|st\.?|road|rd\.?|lane|ln\.?|avenue|ave\.?|drive|dr\.?|way|square|sq\.?|court|ct\.?|close|place|pl\.?|terrace|crescent|boulevard|blvd\.?|gardens|grove|hill|mews|parade|row|walk|quay|green|park|wharf|highway|hwy\.?|circle|cir\.?|trail|mount|rise)(?![\w])",
        r"\d{1,5}[A-Za-z]? (?i:(?:[a-z][\w'-]{1,20} ){1,3}(?:street|road|lane|avenue))(?!\w)",
        r"(?i:p\.? ?o\.? ?box) \d{1,7}",
    ),
    living=(r"(?:i|we|she|he|they)(?: now)? live(?:s)? (?:in|at)", r"living (?:in|at)", r"(?:my|our|new|delivery|shipping|billing|home|postal)(?: home| postal| new| delivery| billing| shipping)? address(?: is)?", r"moved to", r"post ?code", r"zip(?: code)?", r"based (?:in|at)", r"deliver(?:ed)? to", r"ship(?:ped)? to"),
)  # fmt: skip
