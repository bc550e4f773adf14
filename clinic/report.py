"""All that is decided about health, on one page for a clinician to sign: `python -m clinic.report`."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from clinic.factors import Factor, Outcomes, SignedOff, Step
from clinic.reading import Alarms
from clinic.screening import Check, Rules
from clinic.strict import Strict, read_yaml
from clinic.wiring import guided_check, rules, vocabulary

RESPONSES = Path("data/responses")
SHOWN = {"id", "name", "origin", "words", "variants", "present", "past", "wait", "confidence"} | {
    *("sources", "basis", "from", "approved")
}
"""What has a line of its own; whatever else is given is listed as it stands."""


def load_sentences(folder: Path) -> dict[str, str]:
    """Return the approved sentences of `folder` by key; the first variation of each."""
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.yml")):
        answers: Mapping[str, Any] = read_yaml(path)["responses"]
        found.update({key: " ".join(str(said[0]["text"]).split()) for key, said in answers.items()})
    return found


def page(rules: Rules, check: Check, alarms: Alarms, said: Mapping[str, str]) -> str:
    """Return the page as Markdown: rules, waiting times, wording, sources and approval of each."""
    lines = [f"# Screening rules, version {rules.version}", ""]
    lines += [
        "Read every rule. What is right is signed by its `approved` (by, on) in content/treatments.",
        "",
    ]
    for factor in rules.factors.values():
        lines += _factor(factor, said)
    lines += ["# The guided check", ""]
    for question in check.questions.values():
        covers = ", ".join(sorted(question.covers))
        lines += [f"- {said[f'utter_check_{question.id}'].replace('{check_lead} ', '')} (covers: {covers})"]
    lines += ["", "# Symptoms after a treatment", ""]
    for outcome, rule in rules.triage.values():
        lines += [f"## {rule.name} (`{rule.id}`): {outcome.value}", "", f"- signs: {rule.signs}"]
        lines += [f"- says: {said[f'utter_{rule.id}']}", *_approval(rule), ""]
    lines += ["# Words that raise an alarm", ""]
    phrases = {**alarms.phrases, "harm to oneself": alarms.self_harm, **alarms.groups}
    lines += [f"- `{rule}`: {'; '.join(words)}" for rule, words in phrases.items()]
    lines += ["", "# What signs mean by the day and beside each other", ""]
    for name, section in rules.signs:
        lines += _section(name, section)
    return "\n".join([*lines, ""])


def _factor(factor: Factor, said: Mapping[str, str]) -> Iterator[str]:
    yield from (f"## {factor.name} (`{factor.id}`)", "")
    yield from _outcomes("", factor)
    for name, variant in factor.variants.items():
        yield from _outcomes(f" / {name}", variant)
        yield from (f"- {name}: {key} {_plain(value)}" for key, value in _given(variant).items() if key not in SHOWN)
    yield f"- waiting: {factor.wait}"
    for part, title in (("factor", "says"), ("ask", "asks"), ("until", "until when")):
        if sentence := said.get(f"utter_{part}_{factor.id}"):
            yield f"- {title}: {sentence}"
    yield from (f"- words: {'; '.join(factor.words)}", f"- confidence: {factor.confidence}")
    yield from (f"- {key}: {_plain(value)}" for key, value in _given(factor).items() if key not in SHOWN)
    yield from (*_approval(factor), "")


def _section(name: str, section: SignedOff | Mapping[str, str]) -> Iterator[str]:
    """A part of signs.yml: its lists row by row, and the rest as it stands there."""
    given = _given(section) if isinstance(section, SignedOff) else {name: [dict(section)]}
    yield from (f"## `{name}`", "")
    for key, value in given.items():
        if key not in SHOWN:
            yield from (f"- {key}: {_plain(row)}" for row in (value if isinstance(value, list | tuple) else [value]))
    yield from [*_approval(section), ""] if isinstance(section, SignedOff) else [""]


def _given(record: Strict) -> dict[str, Any]:
    """What a record says by its names in YAML."""
    return record.dict(by_alias=True, exclude_unset=True)


def _plain(value: object) -> str:
    """A value in words: "from 5, under 18"; "a, b"."""
    if isinstance(value, Mapping):
        return ", ".join(key if each is True else f"{key} {_plain(each)}" for key, each in value.items())
    if isinstance(value, list | tuple | frozenset):
        return " + ".join(map(_plain, sorted(value) if isinstance(value, frozenset) else value))
    return f"{value:g}" if isinstance(value, float) else str("none" if value is None else value)


def _outcomes(name: str, branch: Outcomes) -> Iterator[str]:
    yield f"- present{name}: {_steps(branch.present)}; past{name}: {_steps(branch.past)}"


def _steps(steps: Sequence[Step]) -> str:
    return ", ".join(
        f"under {step.under} days {step.outcome.value}" if step.under else step.outcome.value for step in steps
    )


def _approval(rule: SignedOff) -> Iterator[str]:
    yield f"- sources: {', '.join(rule.sources) or 'judgement of this project'}"
    approved = f"{rule.approved.by}, {rule.approved.on}" if rule.approved else "NOT YET"
    yield from (f"- holds from: {rule.holds_from}", f"- approved: {approved}")


def main() -> None:
    """Print the page over the content of the settings."""
    print(page(rules(), guided_check(), vocabulary().alarms, load_sentences(RESPONSES)))


if __name__ == "__main__":
    main()
