"""From a message to findings: which factors are named, of whom, whether they hold, and since or until when."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from clinic.screening.ages import age_findings, asked_in_general, outgrown
from clinic.screening.content import Factor
from clinic.screening.corrections import corrected
from clinic.screening.exceptions import left_unread
from clinic.screening.model import NO_TIME, NOW, UNKNOWN, Finding, Status, Time, TimeKind
from clinic.screening.persons import books_for_other, is_other_person
from clinic.screening.phrases import Match
from clinic.screening.qualifiers import is_open, qualifier_of
from clinic.screening.rules import Rules
from clinic.screening.scene import Clause, Scene, lay_out
from clinic.screening.status import only_offered, status_of
from clinic.screening.unread import hints, unread

STATED = (Status.PRESENT, Status.PAST)
_TELLING = {"unnamed": 0, "common": 1, "": 2, "elsewhere": 2}


def read(
    text: str, now: date, rules: Rules, *, for_other: bool = False, answering: bool = False
) -> tuple[Finding, ...]:
    """Return what `text` says about the factors of `rules`, in the order of the text.

    `now` is today's date. `for_other` tells that the talk is about treating somebody else, so that "he" and "she" are
    the person to be treated, `answering` that it answers a question of the check. When unsure the cautious reading is
    taken; an empty text gives an empty tuple.
    """
    scene = lay_out(text, now, rules)
    if not scene.clauses:
        return ()
    other = for_other or books_for_other(scene, rules)
    findings: list[tuple[int, Finding]] = []
    for match in scene.matches:
        minor = match.target.name == "under_18"
        if minor and (outgrown(scene, match, other=other) or asked_in_general(scene, match)):
            continue
        findings += [(match.start, finding) for finding in _read_one(match, scene, rules, other)]
    for match in unread(scene, rules, answering=answering):
        told = _read_one(match, scene, rules, other)
        findings += [(match.start, replace(one, open=True)) for one in told if one.status in STATED]
    if not any(one.status in STATED for _, one in findings):
        told = [one for match in hints(scene, rules) for one in _read_one(match, scene, rules, other)]
        findings += [(0, one) for one in told if one.status in STATED][:1]
    findings = corrected(_follow_ups(findings, scene, rules), scene, rules)
    findings += [(0, finding) for finding in age_findings(scene, now, rules, other)]
    read_so_far = [finding for _, finding in findings]
    return _merged(read_so_far + left_unread(read_so_far, scene))


def _read_one(match: Match, scene: Scene, rules: Rules, other: bool) -> list[Finding]:
    factor = rules.factors[match.target.name]
    if factor.evidence != "none" and only_offered(match, scene):
        return []
    person = "" if other else is_other_person(match, scene, rules)
    status = status_of(match, factor, scene)
    if status is Status.PAST and _lingers(match, factor, scene):
        status = Status.PRESENT
    own_past = status is Status.PAST and not scene.says(scene.clause_of(match.start), "ended")
    if factor.own_form and own_past:  # "my dad had keloids": a family's history is not over
        status = Status.PRESENT
    if person == "family" and factor.family_form and status in (Status.PRESENT, Status.PAST):
        return [_finding(factor.family_form, "", Status.PRESENT, NOW, match, scene)]
    if person and factor.id != factor.family_form and "family" not in factor.id and status is not Status.HYPOTHETICAL:
        return [_finding(factor.id, "", Status.OTHER_PERSON, NOW, match, scene)]
    clause = scene.clause_of(match.start)
    qualifier = qualifier_of(match, factor, clause, scene, rules)
    time = _time_of(match, clause, scene)
    if status is Status.PRESENT:
        return _present(match, factor, qualifier, time, clause, scene, rules)
    if status is Status.PAST:
        time = time if time and time.kind is TimeKind.AGO else UNKNOWN
        found = [
            _finding(
                factor.id,
                qualifier,
                status,
                time,
                match,
                scene,
                factor.kind != "condition" and is_open(match, factor, qualifier, scene),
            )
        ]
        if factor.history_form:
            found.append(_finding(factor.history_form, "", Status.PRESENT, NOW, match, scene))
        return found
    return [_finding(factor.id, qualifier, status, NO_TIME if status is Status.HYPOTHETICAL else NOW, match, scene)]


def _lingers(match: Match, factor: Factor, scene: Scene) -> bool:
    """Shingles last week are not over yet, unless that is said."""
    clause = scene.clause_of(match.start)
    time = _time_of(match, clause, scene)
    fresh = time is not None and time.kind is TimeKind.AGO and time.days <= factor.lingers
    was = factor.kind == "condition" and scene.norm(match.start - 1) in ("was", "were")
    return bool(factor.lingers) and fresh and not was and not scene.says(clause, "ended", "quiet", "anymore")


def _present(
    match: Match, factor: Factor, qualifier: str, time: Time | None, clause: Clause, scene: Scene, rules: Rules
) -> list[Finding]:
    ahead = time if time and time.kind is TimeKind.IN else None
    planned = scene.says(clause, "planned") or ahead is not None
    if factor.kind == "event" and planned and not scene.says(clause, "now", "start"):
        if "planned" in factor.variants:
            return [_finding(factor.id, "planned", Status.PRESENT, ahead or NOW, match, scene)]
        if factor.planned_form:
            elsewhere = "elsewhere" if qualifier == "elsewhere" else ""
            return [_finding(factor.planned_form, elsewhere, Status.PRESENT, ahead or UNKNOWN, match, scene)]
        if factor.wish == "nothing":
            return []
    if factor.id == "isotretinoin" and not qualifier and ahead and scene.says(clause, "planned"):
        qualifier = "planned"
    when = ahead or (UNKNOWN if factor.kind == "plan" else NOW)
    return [
        _finding(factor.id, qualifier, Status.PRESENT, when, match, scene, is_open(match, factor, qualifier, scene))
    ]


def _finding(
    factor: str, qualifier: str, status: Status, time: Time, match: Match, scene: Scene, open_: bool = False
) -> Finding:
    return Finding(factor, qualifier, status, time, scene.span(match), open_)


def _time_of(match: Match, clause: Clause, scene: Scene) -> Time | None:
    """The time that belongs to `match`: the next one after it in its clause, else the last one before it."""
    inside = [time for time in scene.times if clause.holds(time.start) and not (match.start <= time.start < match.end)]
    within = [time for time in scene.times if match.start <= time.start < match.end]
    after = [time for time in inside if time.start >= match.end]
    before = [time for time in inside if time.end <= match.start]
    chosen = (after or before[-1:] or within)[:1]
    if chosen:
        return chosen[0].time
    earlier = scene.clause_of(clause.start - 1) if clause.start else clause
    if earlier.sentence != clause.sentence or any(earlier.holds(other.start) for other in scene.matches):
        return None
    return next((time.time for time in scene.times if earlier.holds(time.start)), None)


def _follow_ups(findings: list[tuple[int, Finding]], scene: Scene, rules: Rules) -> list[tuple[int, Finding]]:
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
                _followed(finding, clause, scene, rules, place == first) if latest.holds(place) else [finding]
            )
        ]
    return findings


def _followed(finding: Finding, clause: Clause, scene: Scene, rules: Rules, first: bool) -> list[Finding]:
    factor = rules.factors[finding.factor]
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


def _merged(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """One finding for each factor and status, the narrower or dated one; contradictions stay side by side."""
    kept: dict[tuple[str, Status], Finding] = {}
    for finding in findings:
        key = (finding.factor, finding.status)
        held = kept.get(key)
        if held is None or _telling(finding) > _telling(held):
            kept[key] = finding
    stated = {factor for factor, status in kept if status in (Status.PRESENT, Status.PAST)}
    return tuple(
        finding for finding in kept.values() if not (finding.status is Status.HYPOTHETICAL and finding.factor in stated)
    )


def _telling(finding: Finding) -> tuple[int, bool, int]:
    """A stroke tells more than the pill, the pill more than "tablets"."""
    dated = finding.time.kind in (TimeKind.AGO, TimeKind.IN)
    return (_TELLING.get(finding.qualifier, 3), dated, -finding.time.days if dated else 0)
