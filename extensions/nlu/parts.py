"""Several questions in one message: where to cut. The classifier decides whether the cut holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from extensions.nlu.context import last_served, question_in_context

QUESTION = (
    r"(?:so )?(?:how|hows|hw|what|whats|wat|wats|when|wen|where|wher|whereabouts|who|whos|why|which|is|are|does|"
    r"dose|do|did|can|could|will|would|should|any|am|whether|"
    r"(?:until|till|til|at|from|for|on|in|with) (?:what|which|how)|"
    r"(?:have|has) (?:it|you|u|they|there|she|he|any\w*|i)|r|u|you|i want|i need|i'd|id|tell me|give me|show me|"
    r"send me|explain|need to|want to|ask (?:about|what|how|if|whether|where|when)|book|cancel|move|delete|"
    r"if (?:it|this) (?:hurts|works|lasts|stings|helps|is (?:safe|sore|painful|permanent))|"
    r"(?:im |i'm |i am |was |just )*(?:wondering|curious|wonder)(?: (?:if|whether|how|what|when|why))?)"
)
TELLING = r"(?:i have|i've|ive|i'm|im|i am|i take)"
SENTENCE_END = re.compile(  # also the number of an item: "1) price 2) pain"
    r"(?<=[.!?;])\s+|\n+|(?<=[.!?;])$|(?:^|[\s:,])\(?[1-9][.)]\s*(?=[a-z])", re.I
)
LINKED_QUESTION = re.compile(  # possessive and bounded: "oh oh oh oh" took twice the time with every word
    r"\s*+(?:,|(?<=\s)-|&|\b(?:and|n|also|plus|but|then|oh|so|lol|haha|tbh|ngl|anyway)\b)"
    r"(?:(?:\s*+,\s*+|\s++)(?:and|n|also|plus|then|oh|btw|whether|first|firstly|if (?:not|so|yes))\b){0,9}"
    rf"\s++(?=(?:{QUESTION}|{TELLING})\b)",
    re.I,
)
# Two questions without anything between them: "how much is it does it hurt". Only clear openings of a question.
RUN_ON = re.compile(
    r"\s++(?=(?:how (?:much|long|many|often|soon|bad|painful)|what(?:s| is| are| time| about| happens)|"
    r"whe?n (?:can|do|will|are|is)|where (?:are|is|do)|who (?:does|do|is)|"
    r"(?:does|will|is|are|can|could|would|should) (?:it|i|you|u|there|we|ya|she|he|they|this)|"
    r"do (?:i|you|u|they|we|ya))\b)",
    re.I,
)
SCALE = r"(?:on |from |out of |say |an? |scale |of |(?:[01]|one|zero) ?(?:to|-) ?){1,9}(?:10|ten|5|five)"  # no question
# What cannot end a question: "how many sessions | would i need", "can you tell me | how long it takes", "hi | does it".
OPEN_END = re.compile(
    rf"^{SCALE}$|^on a scale\b|^(?:(?:so|and|but)\W+)?(?:if|when i|since|because|after|before)\b|"
    r"\bhow (?:bad|painful|sore|(?:long|soon|many \w+) (?:before|after)(?: (?:it|this|that))?)$|"
    r"^(?:(?:hi|hey|hello|ok|so|and|but|also|please|until|till|at|from|on)\W*)*(?:(?:how|what|whe?n|where|whereabouts|who|which|why)(?:\s+"
    r"(?!(?:about|do|does|is|are|can|will|would|should|i|it|you|u|we|the|a|to)\b)\w+)*)?$|"
    r"\b(?:tell me|know|wonder\w*|ask\w*|say|explain|sure|idea|"
    r"understand|depends?|both|together|each one|about|for|with|of|to|on|if|when|that|because|cos|but|or|and)$",
    re.I,
)
ASKS = re.compile(
    rf"\?|^\W*(?:(?:hi|hello|hey|ok|so|and|but|also|just)\W+)*{QUESTION}\b"
    r"|\b(?:please|pls|plz)\W*$|\by(?:es)? ?(?:/|or) ?no?\b|\bor (?:not|no|what|same|only \w+)\W*$",
    re.I,
)
NOUN = re.compile(
    r"(?!(?:i|im|ive|my|hate|love|so|bit|no|yes|ok|hi|hey|thanks)\b)\w+(?: \w+)?(?: (?:please|pls|plz))?", re.I
)  # "cost", "time off please"
COUNT = re.compile(  # says only that something is asked: "one, how long is it. two, does it hurt"
    r"one|two|three|first(?:ly)?|second(?:ly)?|third|lastly|finally|"
    r"(?:(?:one|two|a|an|and|just|just one|just a) )?(?:more|another|last|other|quick)"
    rf"(?: (?:one|thing|question)s?)?|questions?|{SCALE}",
    re.I,
)
HEAD = re.compile(
    r"^(.*\b(?:for|of)) \w+(?: \w+)?", re.I
)  # is said once for a list: "prices for peels, botox and needling"
LIST_JOINT = re.compile(r"\s*+(?:,|(?<!\d)/|/(?!\d)|&|\+|\b(?:and|n|plus)\b)\s*", re.I)
AND = re.compile(r"&|\+|\b(?:and|n|plus)\b", re.I)  # ends such a list: "price for a face, downtime?" is none
COMMA = re.compile(r"\s*,\s*")

MOST_PARTS = 6
LONGEST_LIST = 7  # words; "price, pain and downtime?" is a list of questions, a long sentence with commas is not
LONGEST_PAIR = 16  # words; "how do i get there, opening times please": two pieces, if both of them are sure


@dataclass(frozen=True)
class Part:
    """A piece of a message that may be a question of its own; `runs` are its pieces if it is several run together."""

    text: str
    asks: bool  # opens or ends like a question; else it may only tell something
    runs: tuple[str, ...] = ()
    listed: bool = False  # one of several pieces between commas


def split(text: str) -> list[Part]:
    """Return the parts of `text`; one part means one question."""
    sentences = [s for s in SENTENCE_END.split(text) if s.strip()]
    pieces = [piece for sentence in sentences for piece in LINKED_QUESTION.split(sentence)]
    words, listed, nouns = len(text.split()), False, False
    if len(pieces) == 1 and words <= LONGEST_PAIR:
        whole_list = with_head(LIST_JOINT.split(text)) if AND.search(text) else []
        pieces = whole_list or (LIST_JOINT if words <= LONGEST_LIST else COMMA).split(text)
        listed = len(pieces) > 1
        nouns = listed and (words <= LONGEST_LIST or bool(whole_list))
    pieces = [piece for piece in pieces if re.search(r"\w{2}", piece) and not COUNT.fullmatch(plain(piece))][
        :MOST_PARTS
    ]
    parts = [Part(plain(piece), nouns or asks(piece), run_on(piece), listed) for piece in pieces]
    return parts if len(parts) > 1 or any(part.runs for part in parts) else []


def asks(text: str) -> bool:
    """Tell whether a piece opens or ends like a question, runs into one ("wait where are you"), or is a noun alone."""
    return bool(ASKS.search(text) or RUN_ON.search(text) or NOUN.fullmatch(plain(text)))


def with_head(pieces: Sequence[str]) -> list[str]:
    """Return the pieces of a list, each with the words that stand before the first: "prices for peels", "prices for
    botox"; nothing where they are not nouns that share such words."""
    first, *others = map(plain, pieces)
    head = HEAD.fullmatch(first)
    shared = head and others and all(NOUN.fullmatch(each) for each in others)
    return [first, *(f"{head[1]} {each}" for each in others)] if head and shared else []


def run_on(text: str) -> tuple[str, ...]:
    """Return the questions that may run together in `text`; nothing where it is one."""
    runs: list[str] = []
    for piece in map(plain, RUN_ON.split(text)):
        if runs and OPEN_END.search(runs[-1]):
            runs[-1] += f" {piece}"
        else:
            runs.append(piece)
    return tuple(runs) if len(runs) > 1 else ()


def plain(text: str) -> str:
    """Return a part without the marks around it."""
    return text.strip(" ,-?!.;")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PartSplitter(GraphComponent):
    """Lay the parts of a message beside it, as messages that the following components treat like any other.

    A short message is also laid down together with the question that was answered last.
    """

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> PartSplitter:
        """Create the component; it has nothing to configure."""
        return cls()

    def process(self, messages: list[Message], tracker: Optional[DialogueStateTracker] = None) -> list[Message]:
        """Set `parts` (empty where the message is one question) and `in_context` (None without a talk before)."""
        last = last_served(tracker.events) if tracker else None
        in_flow = bool(tracker and tracker.get_slot("flow"))
        for message in messages:
            text = message.get(TEXT) or ""
            # While a flow asks, a short message answers its question and needs no other context, unless it asks itself.
            together = question_in_context(text, last) if not in_flow or ASKS.search(text) else None
            message.set("parts", [as_message(part) for part in split(text)])
            message.set("in_context", Message(data={TEXT: together}) if together else None)
        return messages


def as_message(part: Part) -> Message:
    """Return a part as a message of its own."""
    runs = [Message(data={TEXT: run}) for run in part.runs]
    return Message(data={TEXT: part.text, "asks": part.asks, "runs": runs, "listed": part.listed})


def pieces_of(message: Message) -> list[Message]:
    """Return the pieces that a message or a part was cut into."""
    return list(message.get("parts") or message.get("runs") or ())


def texts_of(message: Message) -> list[Message]:
    """Return a message and its parts: everything that always needs a vector."""
    parts = pieces_of(message)
    return [message, *parts, *(run for part in parts for run in pieces_of(part))]
