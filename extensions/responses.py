"""Approved answers: `data/responses` chosen by conditions and filled with the clinic's facts, never with slots.

A variation may say `metadata.when: {phone: true}`; the one with the most conditions, all met, is taken. A placeholder
is a fact of the clinic, a phrase (`{contact_line}` -> `utter_phrase_contact_line`), or an argument of the action that
is named in `metadata.args`. A reference that leads nowhere (placeholder, source, button) stops the start.
"""

import re
from collections.abc import Container
from pathlib import Path
from typing import Any, Optional

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator

from clinic import facts
from clinic.booking import duration
from clinic.failures import log_failure
from clinic.strict import ContentError
from clinic.wiring import booking_rules, clinic, clock, guided_check, sources

PLACEHOLDER = re.compile(r"{([^{}\s]+)}")
PHRASE = "utter_phrase_"

Variation = dict[str, Any]
Responses = dict[str, list[Variation]]


class ApprovedResponses(TemplatedNaturalLanguageGenerator):
    """Rasa's response generator over approved answers; named in endpoints.yml."""

    def __init__(self, endpoint_config: Any = None, domain: Any = None) -> None:
        self._responses: Responses = {}
        super().__init__(domain.responses if domain else {})

    @property
    def responses(self) -> Responses:
        """The answers of the loaded model."""
        return self._responses

    @responses.setter
    def responses(self, responses: Responses) -> None:
        faults = unknown_placeholders(responses, set(words_now()))
        faults += unknown_references(responses, sources(), guided_check().questions)
        if faults:
            raise ContentError("\n".join(f"{file_of(fault.partition(': ')[0])}: {fault}" for fault in faults))
        self._responses = responses

    async def generate(
        self, utter_action: str, tracker: Any, output_channel: str, **arguments: Any
    ) -> Optional[dict[str, Any]]:
        """Return the message for a response key, or None if there is no such key; one that fails says so alone."""
        if utter_action not in self._responses:
            return None
        try:
            return self._message(utter_action, arguments)
        except Exception as error:
            log_failure(error)
            return self._message("utter_part_failed", {})

    def _message(self, utter_action: str, arguments: dict[str, Any]) -> dict[str, Any]:
        now = clock()
        given = {**facts.conditions(clinic(), now), **arguments}
        words = {**words_now(), **{k: str(v) for k, v in arguments.items()}}
        variation = choose(self._responses[utter_action], given)
        message = {key: value for key, value in variation.items() if key != "buttons"}
        # What was asked, for the next message's context; "said before" stands for the answer of the topic it names.
        about = self._responses.get(f"utter_faq/{arguments.get('topic')}", self._responses[utter_action])
        titles = [v["metadata"]["title"] for v in about if v.get("metadata", {}).get("title")]
        if titles:
            known = {"title": titles[0], "when": conditions(choose(about, given))}
            message["metadata"] = {**variation.get("metadata", {}), **known}
        message["text"] = self._fill(variation["text"], words, given)
        if arguments.get("parts"):
            self._add_parts(message, arguments["parts"], words, given)
        message["buttons"] = [] if arguments.get("plain") else [dict(button) for button in variation.get("buttons", [])]
        message["buttons"] += [self._button(topic) for topic in arguments.get("topics", ())]
        message["buttons"] += [self._choice(*choice) for choice in arguments.get("choices", ())]
        return message

    def _fill(self, text: str, words: dict[str, str], given: dict[str, Any]) -> str:
        def value(match: re.Match[str]) -> str:
            name = match.group(1)
            if name in words:
                return words[name]
            return self._fill(choose(self._responses[PHRASE + name], given)["text"], words, given).strip()

        return PLACEHOLDER.sub(value, text).strip()

    def _add_parts(
        self, message: dict[str, Any], keys: list[str], words: dict[str, str], given: dict[str, Any]
    ) -> None:
        """Make one message of several approved sentences, with the sources of all of them."""
        parts = [choose(self._responses[key], given) for key in keys]
        message["text"] = "\n\n".join([self._fill(part["text"], words, given) for part in parts])
        found = [source for part in parts for source in part.get("metadata", {}).get("sources", [])]
        sources = [source for i, source in enumerate(found) if source not in found[:i]]
        message["metadata"] = {**message.get("metadata", {}), "sources": sources}

    def _choice(self, title: str, name: str) -> dict[str, str]:
        """Return the button with this id; its title is a phrase's text, or data such as a time."""
        phrase = self._responses.get(title)
        return {"title": phrase[0]["text"].strip() if phrase else title, "payload": f"/{name}"}

    def _button(self, topic: str) -> dict[str, str]:
        """Return the button that leads to a topic, titled as its default answer says."""
        answer = choose(self._responses[f"utter_{topic}"], {})
        return {"title": answer["metadata"]["title"], "payload": f"/{topic}"}


def words_now() -> dict[str, str]:
    """Return the clinic's facts for the placeholders, as they are now."""
    return {**facts.words(clinic(), clock()), "consultation_length": duration(booking_rules().length_minutes)}


def choose(variations: list[Variation], given: dict[str, Any]) -> Variation:
    """Return the variation with the most conditions among those whose conditions are all met."""
    fitting = [v for v in variations if all(given.get(k) == wanted for k, wanted in conditions(v).items())]
    return max(fitting, key=lambda variation: len(conditions(variation)))


def conditions(variation: Variation) -> dict[str, Any]:
    """Return what a variation depends on; nothing for the default."""
    return dict(variation.get("metadata", {}).get("when", {}))


def unknown_placeholders(responses: Responses, known: set[str]) -> list[str]:
    """Return one line per placeholder that is no fact, no phrase and no named argument."""
    phrases = {key[len(PHRASE) :] for key in responses if key.startswith(PHRASE)}
    return [
        f"{key}: unknown placeholder {{{name}}}"
        for key, variations in responses.items()
        for variation in variations
        for name in PLACEHOLDER.findall(variation["text"])
        if name not in known | phrases | set(variation.get("metadata", {}).get("args", ()))
    ]


def unknown_references(responses: Responses, known: Container[str], questions: Container[str]) -> list[str]:
    """Return one line per source that is not in the register and per button that leads to no answer and no question.

    Also per response that says nothing when no condition is met.
    """

    faults = []
    for key, variations in responses.items():
        faults += [
            f"{key}: source {source} is not in sources.yml" for source in _named(variations) if source not in known
        ]
        nowhere = (payload for payload in _pressed(variations) if not _leads(payload, responses, questions))
        faults += [f"{key}: button {payload} leads to no answer" for payload in nowhere]
        if all(map(conditions, variations)):
            faults.append(f"{key}: needs a variation without `when`, for what the others do not cover")
    return list(dict.fromkeys(faults))


def _named(variations: list[Variation]) -> list[str]:
    """Return the sources of the register that variations name; a section of the guide is none."""
    named = [source for variation in variations for source in variation.get("metadata", {}).get("sources", ())]
    return [source for source in named if isinstance(source, str)]


def _pressed(variations: list[Variation]) -> list[str]:
    return [button["payload"] for variation in variations for button in variation.get("buttons") or ()]


def _leads(payload: str, responses: Responses, questions: Container[str]) -> bool:
    """Tell whether a button leads to an answer, or belongs to a question of the check."""
    target = payload.lstrip("/")
    question = target.removeprefix("check/").partition("/")[0] if target.startswith("check/") else None
    return question in questions if question else f"utter_{target}" in responses


def file_of(key: str) -> str:
    """Return where a response stands; its folder if it is not found, for a model may be older than the files."""
    files = sorted(Path("data/responses").rglob("*.yml"))
    return next((str(file) for file in files if f"\n  {key}:" in file.read_text("utf-8")), "data/responses")
