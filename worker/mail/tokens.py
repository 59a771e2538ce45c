"""This module divides HTML into tags and text, and says what each tag does to the lines of a mail."""

import re

# A quote that is not closed would run over the words behind the tag: a value with "<" in it must be short and closed.
TOKEN = re.compile(
    r"""<[!?][^<>]*+>
      | <(?P<end>/?)(?P<name>(?!https?:|mailto:)[a-zA-Z][a-zA-Z0-9:-]*+)(?=[\s/>]|\Z)
        (?:(?P<attributes>(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+)>
         | (?P<loose>[^<>]*+)>
         | (?P<mixed>[^<>"']{0,200}+(?:"[^"]{0,200}+"|'[^']{0,200}+')[^<>]{0,300}+)>
         | \s{0,20}/?\Z)
      | (?P<text>[^<]++|<)""",
    re.VERBOSE,
)
END_TAG = re.compile(r"</([a-zA-Z][a-zA-Z0-9:-]*+)")
_BLOCK_TAGS = "p div tr li ul ol table blockquote h1 h2 h3 h4 h5 h6 section article header footer pre hr dt dd dl br"
_UNSEEN_TAGS = "script style title template noscript iframe object svg math canvas audio video select"
_RAW_TAGS = "script style title noscript iframe canvas audio video select"  # cannot stand in themselves
_ENDING_P = "address article aside blockquote div dl dd dt footer h1 h2 h3 h4 h5 h6 header hr li ol p pre section ul"
AROUND_P = frozenset("blockquote body div li section table td tr ul".split())
_EMPTY_TAGS = "area base br col embed hr img input link meta source track wbr"  # without an end tag
BLOCKS, UNSEEN, RAW, EMPTY, ENDS_P = (
    frozenset(names.split()) for names in (_BLOCK_TAGS, _UNSEEN_TAGS, _RAW_TAGS, _EMPTY_TAGS, _ENDING_P)
)
_INLINE_TAGS = (
    "html head body a abbr acronym b bdi bdo big center cite code dd del dfn dir em figure figcaption font i ins kbd main "
    "map mark nav nobr q s samp small span strike strong sub sup tbody td tfoot th thead time tt u var"
)
COMMON = (BLOCKS | ENDS_P | EMPTY | frozenset(_INLINE_TAGS.split())) - {"input"}  # others need an end or an attribute
