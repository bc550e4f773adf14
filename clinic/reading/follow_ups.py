"""Statements that name nothing speak of the fact before: "I took it for acne. Stopped 8 months ago"."""

from dataclasses import replace

from clinic.factors import Factor
from clinic.findings import NOW, UNKNOWN, Finding, Status, Time, TimeKind
from clinic.reading.scene import Clause, Scene
from clinic.reading.vocabulary import Vocabulary


def follow_ups(findings: list[tuple[int, Finding]], scene: Scene, vocabulary: Vocabulary) -> list[tuple[int, Finding]]:
    """Statements that name no factor speak of the one before: "I took it for acne. Stopped 8 months ago"."""
    for clause in scene.clauses:
        if any(clause.holds(match.start) for match in scene.matches):
            continue
        earlier = [place for place, _ in findings if place < clause.start]
        if not earlier:
            continue
        latest = scene.clause_of(max(earlier))
        first = min(place for place in earlier if latest.holds(place))
        findings = [
            (place, changed)
            for place, finding in findings
            for changed in (
                _followed(finding, clause, scene, vocabulary, place == first) if latest.holds(place) else [finding]
            )
        ]
    return findings


def _followed(finding: Finding, clause: Clause, scene: Scene, vocabulary: Vocabulary, first: bool) -> list[Finding]:
    factor = vocabulary.factors[finding.factor]
    if finding.status in (Status.HYPOTHETICAL, Status.OTHER_PERSON) and scene.says(clause, "claims"):
        return [replace(finding, status=Status.PRESENT, time=NOW)]
    if finding.status is Status.ABSENT and _claims_last(clause, scene):
        return [replace(finding, status=Status.PRESENT, time=NOW)]
    if finding.status is Status.ABSENT and factor.history_form and scene.says(clause, "claims"):
        return [finding, replace(finding, factor=factor.history_form, status=Status.PRESENT, time=NOW)]
    if finding.status is Status.ABSENT and scene.says(clause, "once") and not scene.says(clause, "none"):
        finding = replace(finding, status=Status.PAST, time=UNKNOWN)
    if finding.status not in (Status.PRESENT, Status.PAST) or scene.says(clause, "hypothetical"):
        return [finding]
    if scene.says(clause, "quiet"):
        return _quieted(finding, factor)
    if factor.kind == "medicine" and "planned" in factor.variants and scene.says(clause, "planned"):
        return [replace(finding, qualifier="planned", status=Status.PRESENT, time=NOW)]
    starts = {scene.norm(cue.start) for cue in scene.cues_in(clause, "start")}
    still = "still" in starts or scene.says(clause, "returned")
    if still and (factor.kind == "event" or finding.status is Status.PAST) and not scene.says(clause, "none", "not"):
        return [replace(finding, status=Status.PRESENT, time=NOW)]
    if factor.id == finding.factor and factor.own_form and scene.says(clause, "none"):
        return [finding, replace(finding, factor=factor.own_form, status=Status.ABSENT, time=NOW)]
    times = [
        time.time
        for time in scene.times
        if clause.holds(time.start) and time.time.kind is TimeKind.AGO and not time.span
    ]
    said = [time.time for time in scene.times if clause.holds(time.start) and time.time.kind is TimeKind.AGO]
    if said and finding.status is Status.PAST and scene.says(clause, "swap"):
        return [replace(finding, time=said[0])]
    over = scene.says(clause, "ended", "anymore") and not scene.says(clause, "holds", "will_end", "none", "not")
    if over and finding.qualifier != "planned":
        times += [time.time for time in scene.times if clause.holds(time.start) and time.time.kind is TimeKind.AGO]
        history = (
            [replace(finding, factor=factor.history_form, status=Status.PRESENT, time=NOW)]
            if factor.history_form
            else []
        )
        return [replace(finding, status=Status.PAST, time=_chosen(times if first else [], finding.time)), *history]
    if times and factor.kind == "event" and not scene.says(clause, "start"):
        return [replace(finding, status=Status.PAST, time=times[0])]
    if times and finding.status is Status.PAST and finding.time == UNKNOWN:
        return [replace(finding, time=times[0])]
    return [_dated_plan(finding, clause, scene, factor)]


def _claims_last(clause: Clause, scene: Scene) -> bool:
    """ "I said I wasn't on it but I am": a claim after a contrast, and nothing follows it."""
    turns = [cue.start for cue in scene.cues if cue.target.name in ("contrast", "swap", "instead")]
    claims = [cue for cue in scene.cues_in(clause, "claims") if not scene.norm(cue.end).isalnum()]
    return any(turn < claim.start for turn in turns for claim in claims)


def _dated_plan(finding: Finding, clause: Clause, scene: Scene, factor: Factor) -> Finding:
    ahead = [time.time for time in scene.times if clause.holds(time.start) and time.time.kind is TimeKind.IN]
    return replace(finding, time=ahead[0]) if ahead and factor.kind == "plan" and finding.time == UNKNOWN else finding


def _quieted(finding: Finding, factor: Factor) -> list[Finding]:
    if factor.active_form:
        return [finding, replace(finding, factor=factor.active_form, status=Status.ABSENT, time=NOW)]
    if factor.history_form:
        return [
            replace(finding, factor=factor.history_form, status=Status.PRESENT),
            replace(finding, status=Status.ABSENT),
        ]
    if "calm" in factor.variants:
        return [replace(finding, qualifier="calm", open=False)]
    return (
        [replace(finding, status=Status.PAST, time=UNKNOWN)]
        if finding.status is Status.PRESENT and factor.kind == "condition"
        else [finding]
    )


def _chosen(times: list[Time], known: Time) -> Time:
    return times[0] if times else known if known.kind is TimeKind.AGO else UNKNOWN
