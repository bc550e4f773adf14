"""Short answers and wishes of a booking talk in the words that people use."""

import re

POLITE = (
    r"please|pls|plz|thanks|thank you|thx|ty|cheers|then|now|ok|okay|oh|well|hi|hey|sorry|actually"
    r"|mate|just|hmm+|por favor|see (?:you|ya|u)(?: (?:then|there|soon))?"
)
STOP = (
    r"stop(?: (?:it|this|that|here|now|(?:the )?booking))?|never ?mind|nvm|forget (?:about )?(?:it|that|this)|quit|exit"
    r"|abort|leave it|drop it|scrap (?:it|that)|cancel(?: (?:it|this|that|the booking|everything))?|bye|goodbye"
    r"|i(?:'ve)? changed my mind|not now|maybe later|i'?ll think about it|let me think(?: about it)?"
    r"|(?:i )?(?:don'?t|do not) (?:want|book)(?: (?:to book|to|it|me|this|that|one|an? \w+))?(?: any ?more)?"
)
BACK = (
    r"(?:so |let'?s |let us |can we |please )*"
    r"(?:(?:go|get|come)? ?back to|go on|carry on|continue|proceed|resume|keep going)"
    r"(?: with)?(?: (?:the|my|our))?(?: (?:booking|appointment|appt|consultation|it|that))?|where were we"
)
"""Leads back to the open question."""
ASKS = re.compile(
    r"(?:so |but |and |ok )*(?:is|are|was|does|do|did|can|could|may|will|would|should|what|why|how|when)\b"
)
"""Begins a question, which is no yes however friendly it sounds."""
RESTART = r"(?:let'?s |can (?:we|i) )?(?:start (?:over|again|afresh|from scratch)|restart|begin again|reset)"
LAST = r"(?:later|latest|last)(?: one| time)?"
FIRST = (
    r"(?:earlier|earliest|sooner|soonest)(?: one| time)?|(?:either|any|whichever|whatever)(?: one| of them)?"
    r"|(?:whichever|whatever)(?: is|'?s| comes)? (?:first|earliest|soonest|best|free|next)"
    r"|you (?:choose|pick|decide)|(?:i )?don'?t mind|(?:it )?doesn'?t matter|no preference|both (?:work|are fine)"
)
APART = re.compile(r"[,;\n]|\s-\s|\bbut\b|\band\b")
"""Parts what stands beside each other in one message: a time, a name, a contact."""
ORDINALS = {
    **dict.fromkeys(("1", "1st", "first", "one"), 0),
    **dict.fromkeys(("2", "2nd", "second", "two"), 1),
    **dict.fromkeys(("3", "3rd", "third", "three"), 2),
    **dict.fromkeys(("4", "4th", "fourth", "four"), 3),
}
CONTACT = r"(?:(?:phone )?numbers?|phone|mobile|cell|e-?mails?|g-?mail|contact|details|data)"
WRONG = r"(?:wrong|incorrect|change|another|different|other|new|not (?:my|the right|right))"
WHAT_BOOKED = r"what (?:did|have) i (?:just |already )?book(?:ed)?\b"
WISHES = {
    "withdraw": rf"(?:take|remove|delete|erase|scrap|withdraw|drop)\b.{{0,20}}(?:{CONTACT}|it out|it off)\b"
    rf"|don'?t (?:use|keep|save|store) (?:my|the) {CONTACT}",
    "will_call": r"(?:i'?ll|i will|i'?d rather|let me)(?: just)? (?:call|ring|phone)",
    "refuse": rf"(?:not|\w+n'?t|no)\b.{{0,15}}\b(?:giv|shar|tell|say|hav|us|do|want)\w*\b.{{0,20}}"
    rf"\b(?:{CONTACT}|name)\b|\b(?:have|got) no (?:{CONTACT})\b|\b(?:prefer|rather) not\b|\banonymous",
    "why": r"why\b.{0,20}\b(?:need|want|ask|give|say|tell)|(?:do|must) i\b.{0,15}\b(?:give|tell|say|share)"
    r"|what\b.{0,20}\b(?:do with|happens (?:to|with)|use) (?:my|it|that|this|them)",
    "may_i": r"(?:is|would) (?:that|this|it) (?:still )?(?:be )?"
    r"(?:ok(?:ay)?|alright|all right|fine|possible|an? (?:problem|issue))"
    r"|(?:does|do|will|would) (?:that|this|it) (?:matter|count|be (?:ok(?:ay)?|a problem))"
    r"|(?:can|may|could) i (?:still |even )?(?:book|come)(?: (?:anyway|or not|in|at all|then|now|it))*(?=[ .!?]*$)",
    "other_contact": rf"(?:{CONTACT}|g-?mail|text) (?:instead|ok|okay|enough|fine|only)"
    r"|\b(?:can|could) (?:i|you)\b.{0,15}\be-?mail",
    "wrong_contact": rf"{WRONG}\b.{{0,12}}\b{CONTACT}\b|\b{CONTACT} (?:is|was) (?:wrong|incorrect)",
    "wrong_name": rf"{WRONG}\b.{{0,12}}\bname\b|\bname (?:is|was) (?:wrong|incorrect)|\bmis-?spel\w+.{{0,12}}\bname",
    "wrong_time": rf"{WRONG} (?:the |my )?(?:day|date|time|slot)s?|(?:day|date|time) (?:is|was) (?:wrong|incorrect)"
    r"|(?:can'?t|cannot|can not) (?:do|make|manage|come)(?: (?:it|that|this|then|on))*(?: (?:day|date|time))?\W*$"
    r"|(?:day|date|time) (?:doesn'?t|does not|won'?t|isn'?t|is no) (?:work|suit|good|possible)",
    "more": r"more|others?|else|another|different|none of|not (?:those|these|any)|(?:doesn|don|won)'?t (?:work|suit)",
    "later": r"later",
    "earlier": r"(?:earlier|sooner)",
    "when_again": rf"(?:when|what (?:time|day)) (?:was|is) (?:that|it|my)|remind me|{WHAT_BOOKED}",
    "explain": r"what(?:'?s| is| does| happens)\b.{0,20}\bconsult\w*",
    "lost": r"(?:lost|forgot(?:ten)?|\w+n'?t (?:have|know|remember|find|got)|no idea|what|where|which)\b.{0,25}"
    r"\b(?:ref(?:erence)?|number|it|code|one)",
}
TALK = r"(?:consult\w*|appointment|appt|booking|visit|coming in)"
RELATION = (
    r"(?:friend|sister|brother|mum|mom|mam|mother|dad|father|daughter|son|wife|husband|partner|boyfriend|girlfriend|bf|gf"
    r"|cousin|aunt|uncle|niece|nephew|grandma|grandpa|gran|nan)"
)
SOMEBODY = rf"(?:(?:some|any)(?:one|body)|(?:my|a) (?:\w+ )?(?:{RELATION}|kids?|child(?:ren)?|baby|dog))"
ASIDES = {
    "fee": rf"\b{TALK}\b.{{0,25}}\b(?:costs?|charged?|price|fee)\b(?! ?at)"
    rf"|\b(?:costs?|charge|price|fee|how much|pay)\b.{{0,15}}\b{TALK}\b"
    r"|\b(?:is|are)\b.{0,12}\b(?:consult\w*|it|this) (?:for )?free(?: of charge)?\W*$"
    r"|\b(?:offer|do|have|is it) (?:a )?free consult\w*|\bpay for (?:it|this|that)\W*$|\bany fees?\b",
    "length": rf"\bhow (?:long|much time)\b(?!.{{0,8}}\beach\b).{{0,20}}\b{TALK}\b|\b{TALK} (?:length|duration)"
    r"|\bhow long (?:is|does|will|would|should) (?:it|this|that|i)(?: (?:take|last|be|plan|need))*(?: for)?\W*$",
    "company": rf"\b(?:bring|come with|take)\b.{{0,12}}\b{SOMEBODY}"
    rf"|\bcan {SOMEBODY}\b.{{0,10}}\b(?:come|sit in|join)\b.{{0,8}}\b(?:too|along|with|in|me|us|as well)\b",
}
"""Questions about the consultation itself, which have answers of their own while one is booked."""
OTHERS = re.compile(
    r"\bwho(?:'?s|se)?\b.{0,8}\b(?:else|other|all)\b.{0,20}\b(?:com|book|there|appoint|in)\w*"
    r"|\bwho(?:'s| is|s)? (?:coming|booked|in (?:on )?(?:today|tomorrow))"
    r"|\b(?:show|list|see|give|read|tell|print|what are)\b(?: me)?(?: the| all| every| other| everyone'?s?)*"
    r" (?:bookings|appointments|appts|patients|clients|diary|calendar|schedule)\W*"
    r"(?:(?:for|on|of)? ?(?:the |next |this )?(?:day|week|today|tomorrow|\w+day|clinic)\W*)?$"
    r"|\b(?:everyone|everybody|(?:some|any)(?:one|body) else|(?:an)?other (?:people|person|patient|client)s?)'?s?"
    r" (?:booking|appointment|appt)s?\b",
    re.I,
)
"""Asks for other people's bookings."""
SHORTLY = {
    "refuse": r"skip(?: it| this| that)?|pass|(?:i )?(?:refuse|won'?t|don'?t want to"
    r"|don'?t (?:have|want) (?:one|that|any))"
    r"|(?:i'?m |i'?d )?not (?:giving|sharing|telling)(?: you)?(?: that| it| this)?",
    "why": r"why(?: (?:that|so|not))?|what for|how come|do i (?:have|need) to|must i"
    r"|is (?:that|it|this) (?:necessary|needed|required)",
}
"""What is said of the question for a name or a contact, in so few words that they mean nothing elsewhere."""
HUH = r"what|wh?at'?s that|huh|eh|pardon|excuse me|lol|haha+|hm+"
"""Says nothing but that the question was not understood, or nothing at all."""
FIELDS = {
    "name": r"(?:the |my )?name",
    "contact": rf"(?:the |my )?{CONTACT}",
    "time": r"(?:the |my )?(?:day|date|time)",
}
"""What can be changed at the read-back, when nothing but its name is said."""
_WISHES = {wish: re.compile(rf"\b(?:{pattern})\b") for wish, pattern in WISHES.items()}
_ASIDES = {aside: re.compile(pattern) for aside, pattern in ASIDES.items()}
_FILLER = """
a about after afternoon again ah all also always an and any anything appointment are around as at available be best
better book but by can can't cant change come could day days delay do does doing earlier easier easiest else fine fit
for free from get good got great guess hang have hey hi hmm hold how i i'd i'll i'm id ideal if ill im in instead is
it it's its just later like love make maybe me meet might mine morning move my need no not of off oh ok okay on one
only or other our out perfect perhaps please pls possible postpone prefer preferably probably push pushed rather
really right see shall shift shifted should slot slots so some something sorry still suit suits suppose sure switch
take thank thanks that that's thats the them then there they thing think this those time times to too try um until
wait want was we well what what's whats when will wish with work works would yeah yep yes you your
"""
LONGEST_RUN = 12  # words of one such phrase
FILLER = frozenset(_FILLER.split())
"""Words that leave a message about nothing but time."""


def plain(text: str) -> str:
    """Return a message in small letters with straight apostrophes."""
    return text.lower().replace("’", "'")


def only(text: str, pattern: str) -> bool:
    """Tell whether a message is nothing but these words, "no" and politeness, with one of the words at least."""
    said = plain(text).strip(" ,.!?")
    if not re.search(rf"\b(?:{pattern})\b", said):
        return False
    # Word by word instead of one pattern with a star, whose time doubles with every "no no no".
    run, starts = re.compile(rf"{pattern}|{POLITE}|no"), [0]
    for gap in re.finditer(r"[ ,.!]+|$", said):
        if any(run.fullmatch(said, start, gap.start()) for start in reversed(starts[-LONGEST_RUN:])):
            starts.append(gap.end())
    return starts[-1] == len(said)


def wishes(text: str) -> frozenset[str]:
    """Return the wishes about the talk itself that a message has, e.g. "withdraw" or "wrong_name"."""
    return frozenset(wish for wish, pattern in (_WISHES | _ASIDES).items() if pattern.search(plain(text)))


def ordinal(text: str) -> int | None:
    """Return which of several things is chosen ("the second one" is 1, "the last" is -1), or None."""
    around = (
        rf"\b(?:{POLITE}|yes|yeah|that|works?(?: best)?|(?:is|sounds|looks) (?:good|fine|best|great)"
        r"|i'?ll (?:take|have)|i want|let'?s do|for me"
        r"|(?:and )?(?:my |the )?(?:name|e-?mail|number|phone|mobile|cell)(?: is|'?s|:)?|i'?m|i am|it'?s|this is)(?!\w)"
    )
    said = re.sub(r"\s+", " ", re.sub(around, "", plain(text)))
    said = re.sub(r"^(?:the |option |number |no\.? ?|#)+", "", said.strip(" ,.!?"))
    if re.fullmatch(LAST, said):
        return -1
    if re.fullmatch(FIRST, said):
        return 0
    return ORDINALS.get(re.sub(r" (?:one|option|time|slot)$", "", said))
