"""Reads a phone number, an e-mail address and a name out of a message: only what is sure, the rest is asked again."""

import re
import unicodedata
from dataclasses import dataclass

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberMatcher

NAME_LIMIT = 80
"""Characters; nothing longer is taken for a name."""
LONGEST_WORD = 25
"""Letters; what is longer is a sentence typed without spaces."""


@dataclass(frozen=True)
class Unclear:
    """Something was meant as a phone number or an e-mail address but is not a valid one."""


def read_phone(text: str, region: str, area_code: str) -> str | Unclear | None:
    """Return the first valid phone number as E.164; a local one belongs to the region (ISO 3166) and the area code.

    None when the message has nothing like a phone number.
    """
    for match in PhoneNumberMatcher(_digits(text), region):
        return _e164(match.number)
    runs = re.findall(r"(?<![\w/:.+-])\(?\d(?:[\d ().-]*\d)?(?![\w/:-])", _digits(text))
    local = [re.sub(r"\D", "", run) for run in runs if not re.fullmatch(r"\d{4}-\d\d?-\d\d?", run)]
    for digits in local:
        number = _parse(area_code + digits, region)
        if number and phonenumbers.is_valid_number(number):
            return _e164(number)
    return Unclear() if any(7 <= len(digits) <= 15 for digits in local) else None


def correct_phone(phone: str, text: str, region: str) -> str | None:
    """Return the E.164 number after "0184 not 0148" or "the last bit is 0184"; None when that gives no valid one."""
    said = re.search(r"(?<!\d)(\d{2,7}),? (?:and )?not (\d{2,7})(?!\d)", text) or re.search(
        r"(?:last|ends?|ending)\b[^\d]{0,20}(\d{2,7})(?!\d)", text
    )
    said = said or _like_last_four(phone, text)
    if not said:
        return None
    new, old = said[1], said[2] if said.re.groups > 1 else phone[-len(said[1]) :]
    number = _parse(new.join(phone.rsplit(old, 1)), region) if old in phone else None
    return _e164(number) if number and phonenumbers.is_valid_number(number) else None


def _like_last_four(phone: str, text: str) -> re.Match[str] | None:
    """Return four digits that stand alone and are mostly those that the phone number ends in."""
    for found in re.finditer(r"(?<!\d)(?<!\d[\s().:-])(\d{4})(?![:.]?\d| ?[ap]m)", text):
        if 2 <= sum(a == b for a, b in zip(found[1], phone[-4:], strict=True)) < 4:
            return found
    return None


def show_phone(phone: str, region: str) -> str:
    """Return an E.164 number as people of the region write it, with the country code when it is another country's."""
    number = phonenumbers.parse(phone)
    home = phonenumbers.region_code_for_number(number) == region
    return phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL if home else PhoneNumberFormat.INTERNATIONAL)


def read_email(text: str) -> str | Unclear | None:
    """Return the first valid e-mail address as it is sent to, in lower case; None when there is nothing like one.

    No server is asked. Letters outside ASCII before the "@" are refused, since few mail servers deliver to them; a
    domain is turned into ASCII.
    """
    spoken = re.sub(r"(?<=\w) (?:at|\(at\)|\[at\]) (?=[\w-]+ (?:dot|\(dot\)) )", "@", text, flags=re.I)
    if "@" in spoken:
        spoken = re.sub(r" (?:dot|\(dot\)) ", ".", spoken, flags=re.I)
    tried = [re.sub(r"^(?:[\w-]+:)+", "", run) for run in re.findall(r"[^\s<>,;()\"]+@[^\s<>,;()\"]*", spoken)]
    return next(filter(None, map(_ascii_email, tried)), Unclear() if tried else None)


def _ascii_email(candidate: str) -> str | None:
    try:
        found = validate_email(candidate.rstrip(".!?':"), check_deliverability=False, allow_smtputf8=False, strict=True)
    except EmailNotValidError:
        return None
    return found.ascii_email and found.ascii_email.lower()


def without_contact(text: str, phone: str) -> str:
    """Return a text without e-mail addresses and without the E.164 number `phone`, however it was written."""
    text = re.sub(r"\S+@\S+", " ", text)
    if not phone:
        return text
    number = str(phonenumbers.parse(phone).national_number)
    written = "|".join(r"[\s().-]*".join(digits) for digits in (number, number[-7:]))
    return re.sub(rf"(?:\+\d{{1,3}}[\s().-]*|(?<!\d))\(?0?(?:{written})(?!\d)", " ", text)


def read_reference(text: str, prefix: str) -> str | None:
    """Return the booking reference in the message, as "SP-482155913" for the prefix "SP"; None when there is none.

    Of nine digits, or six as they were given out before.
    """
    said = _with_prefix(prefix).search(_digits(text)) or _BARE_REFERENCE.search(_digits(text))
    return f"{prefix}-{re.sub(r'[^0-9]', '', said[1])}" if said else None


def without_reference(text: str, prefix: str) -> str:
    """Return a text without the booking references that have their prefix."""
    return _with_prefix(prefix).sub(" ", _digits(text))


_BARE_REFERENCE = re.compile(r"(?<![\d+/.-])(?:#\s?)?(\d{3}[\s-]?\d{3}(?:[\s-]?\d{3})?)(?![\d/-]|[\s.]\d)")
_PART_OF_PHONE = r"[\s.()-]*(?:\d[\s.()-]*){1,9}(?![\s.()-]*\d)"
"""What follows nine digits of which the last belong to a phone number: "SP 482 155 212 555 0184"."""


def _with_prefix(prefix: str) -> re.Pattern[str]:
    nine, six = rf"\d(?:[\s-]?\d){{8}}(?!\d)(?!{_PART_OF_PHONE})", r"\d(?:[\s-]?\d){5}(?!\d)"
    return re.compile(rf"\b{prefix}[\s#-]*(\d{{9}}(?!\d)|{nine}|{six})", re.I)


def _digits(text: str) -> str:
    """Digits of any script as 0 to 9."""
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def _parse(text: str, region: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None


def _e164(number: PhoneNumber) -> str:
    return str(phonenumbers.format_number(number, PhoneNumberFormat.E164))


_SAYS_NAME = (
    r"\b(?:(?:change|correct|fix|update|switch|make) (?:the |my )?name(?: to| into)?"
    r"|(?:full |first |last |sur)?name(?:'?s|:)?(?: actually| really| now)?(?: is| should be| needs to be| must be)"
    r"(?: actually| really| now)?(?: spel(?:led|t)| written)?|name(?:'?s|:)|i(?:'?m| am) called|call me|i go by"
    r"|(?:the|my) name (?:in)?to|put (?:me|it) down as"
    r"|my name(?! (?:is|was|should|needs|must|actually|really|now|spel\w+|and|to|for|in|on|of|not|changed?|wrong)\b)"
    r"|(?:it'?s |book(?:ing)? |put it )?under"
    r"(?: the name(?: of)?)?"
    r"|me llamo|mi nombre es|je m'appelle|mi chiamo|ich hei(?:ß|ss)e|mein name ist|meu nome [eé]|меня зовут)\s+"
    r"|我叫|我是|我的名字是|私の名前は"
)
_SAYS_I = r"(?:^|[,.!;]\s*|\b(?:hi|hello|hey|yes|ok|sure)[,!]?\s+)(?:i'?m|i am|this is|it'?s|its)\s+"
_POLITE = frozenset({"please", "pls", "plz", "thanks", "thx", "ty", "here", "speaking"})
_COMMON = """
instead a able about acne actually easy flexible fussed pretty quite rather fairly totally relaxed bored running
afraid african after afternoon again all allergic already also always am american an
and angry anonymous another anxious any anyone anything appointment are as asap asian asking at august available awesome
back bad based be been before better black bleeding book booking bot both boy breastfeeding british brother brown busy
but by bye call calling can can't cancel cant caucasian certain change chinese coming concerned confused considering
consult consultation cool correct cost could curious dad daughter december desperate diabetic diagnosed did didn't
different do doctor does don't done dont down dry early eight either email english epileptic er european evening
ever everything exactly face father february female few fine first five flexible for four free french fri friday
friend from german getting girl going gonna good great had haha happy has hate have having he hello help her here
hey hi him his hispanic hmm hoping how human hurting husband i if ill immunocompromised in indian interested into
irish is it italian january japanese jewish joking july june just keen kidding korean last late later latina latino
less like located lol looking love lovely male man many march may maybe me medicated mexican microneedling might
mobile mom mon monday month more morning mother move much mum muslim must my nah name need needling neither nervous
never new next nice night nine no nobody none nope not nothing november now number nurse nursing october of off
often oh oily ok okay old on one only open or other our out over pain partner patient perfect perhaps person phone
planning please pls prefer pregnant price private prone question ready really reschedule restart right robot sad
same sat saturday scar scared scars scottish secret sensitive september seven shall she should sick since sister six
skin skip so some somebody someone something sometimes son soon sore sorry spanish start still stop student sun
sunday sure taking ten text texting than thank thanks that the them then there these they thinking this those three
thu thurs thursday tired to today tomorrow too treatment trying tue tues tuesday two uh um unable unsure until
unwell up us using browsing checking hola bonjour hallo ciao gracias merci danke cuanto cuánto combien wie quanto hablo
habla parlez sprechen que qué como cómo donde dónde je ich quiero necesito сколько что как где здравствуйте привет
спасибо لا شكرا مرحبا usually vegan vegetarian very wait wanna want was we wed wednesday weds week weekend well welsh
were what whatever when whenever where wherever which whichever white who why wife will with woman won't wondering
wont worried worse would wow writing wrong yeah yep yes yesterday yet you young your yup
"""
_NO_NAMES = frozenset(_COMMON.split())
_ALSO_NAMES = frozenset({"will", "may", "june", "april", "august", "an", "so", "sun", "man"})
"""Common words that are first names too when a capitalised word follows."""


def read_name(text: str, asked: bool = False) -> str | None:
    """Return the name that the message gives ("my name is J. O'Brien", "im ana"); None unless it is plain.

    `asked`: the name was just asked for, so that a message that is nothing but a name is one.
    """
    text = unicodedata.normalize("NFC", text.replace("’", "'").strip())
    if said := re.search(_SAYS_NAME, text, re.I):
        return _name(text[said.end() :], sure=True)
    if said := re.search(_SAYS_I, text, re.I):
        asked = asked or bool(re.search(r"@|\d{3}\D?\d{4}", text))  # who gives a contact gives a name
        return _name(text[said.end() :], sure=False, asked=asked)
    return _name(text, sure=False, asked=True, alone=True) if asked else None


def _name(text: str, sure: bool, asked: bool = False, alone: bool = False) -> str | None:
    text = re.sub(r"\S+@\S+|[+(]?\d[\d ().-]*\d|です$", " ", text)
    first = re.split(r"[,;:!?\n/|]|\.(?=\s|$)(?<!\b\w\.)|\s-\s", text.strip(), maxsplit=1)[0]
    words: list[str] = []
    full = bool(re.fullmatch(r"[A-Z]\w+(?: [A-Z]\S+)+", first)) and first.split()[0].lower() in _ALSO_NAMES
    for word in first.split()[:6]:
        initial = re.fullmatch(r"[A-Z]\.", word)
        capital = initial or (word.istitle() and (sure or words or full))  # Will, May and An are names too
        if (
            not _is_word(word)
            or (full and words and word.lower() in _NO_NAMES)
            or (word.lower().strip(".'") in _NO_NAMES and not capital)
        ):
            break
        words.append(word)
    rest = [word for word in first.split()[len(words) :] if word.lower() not in _POLITE]
    capitals = bool(words) and all(w[:1] == w[:1].upper() for w in words)
    plain = sure or (not rest and (asked or capitals)) or (capitals and not alone and not text.isupper())
    if not words or len(words) > 4 or not plain or len(" ".join(words)) > NAME_LIMIT:
        return None
    return _written(" ".join(words))


_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def _at_random(word: str) -> bool:
    """Tell whether a word is neighbouring keys in a row or has no vowel at all ("asdf", "hjkl", "xkcd")."""
    typed = word.lower()
    rows = [*_KEYS, *(row[::-1] for row in _KEYS)]
    return len(typed) >= 4 and (any(typed in row for row in rows) or bool(re.fullmatch(r"[b-df-hj-np-tv-xz]+", typed)))


_ASKS_IN_CHINESE = re.compile("[吗么什怎请哪呢的了我你们吧]|多少")


def _is_word(word: str) -> bool:
    if len(word) > LONGEST_WORD or _at_random(word) or _ASKS_IN_CHINESE.search(word):
        return False
    return all(unicodedata.category(c)[0] in "LM" or c in "'.-·" for c in word) and any(c.isalpha() for c in word)


def _written(name: str) -> str:
    """Give a name in small letters its capitals; leave every other one as it was written."""
    name = name.strip(" '-")
    if name != name.lower():
        return name
    return re.sub(r"(^|[ '\-.])(\w)", lambda m: m[1] + m[2].upper(), name)
