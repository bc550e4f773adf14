"""From a message to findings: which factors are named, of whom, whether they hold, and since or until when."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from clinic.factors import Factor
from clinic.findings import NO_TIME, NOW, UNKNOWN, Finding, Status, Time, TimeKind
from clinic.language import Match
from clinic.reading.ages import age_findings, asked_in_general, outgrown
from clinic.reading.corrections import corrected
from clinic.reading.denials import self_too
from clinic.reading.exceptions import left_unread
from clinic.reading.experiencer import books_for_both, books_for_other, is_other_person
from clinic.reading.follow_ups import follow_ups
from clinic.reading.qualifiers import is_open, qualifier_of
from clinic.reading.scene import Clause, Scene, lay_out
from clinic.reading.status import status_of
from clinic.reading.supposed import only_offered
from clinic.reading.unread import hints, unread
from clinic.reading.vocabulary import Vocabulary

_STATED = (Status.PRESENT, Status.PAST)
_TELLING = {"unnamed": 0, "common": 1, "": 2, "elsewhere": 2}


def read(
    text: str, now: date, vocabulary: Vocabulary, *, for_other: bool = False, answering: bool = False
) -> tuple[Finding, ...]:
    """Return what `text` says about the factors of `vocabulary`, in the order of the text.

    `now` is today's date. `for_other` tells that the talk is about treating somebody else, so that "he" and "she" are
    the person to be treated, `answering` that it answers a question of the check. When unsure the cautious reading is
    taken; an empty text gives an empty tuple.
    """
    scene = lay_out(text, now, vocabulary)
    if not scene.clauses:
        return ()
    both = books_for_both(scene, vocabulary)
    other = for_other or both or books_for_other(scene, vocabulary)
    findings: list[tuple[int, Finding]] = []
    for match in scene.matches:
        minor = vocabulary.factors[match.target.name].minor
        if minor and (outgrown(scene, match, vocabulary, other=other) or asked_in_general(scene, match)):
            continue
        findings += [(match.start, finding) for finding in _read_one(match, scene, vocabulary, other)]
    for match in unread(scene, vocabulary, answering=answering):
        told = _read_one(match, scene, vocabulary, other)
        findings += [(match.start, replace(one, open=True)) for one in told if one.status in _STATED]
    if not any(one.status in _STATED for _, one in findings):
        told = [one for match in hints(scene, vocabulary) for one in _read_one(match, scene, vocabulary, other)]
        findings += [(0, one) for one in told if one.status in _STATED][:1]
    findings = corrected(follow_ups(findings, scene, vocabulary), scene, vocabulary)
    findings += [(0, finding) for finding in age_findings(scene, now, vocabulary, other)]
    read_so_far = [finding for _, finding in findings if not (both and finding.status is Status.ABSENT)]
    return _merged(read_so_far + left_unread(read_so_far, scene, vocabulary.catch_all))


def _read_one(match: Match, scene: Scene, vocabulary: Vocabulary, other: bool) -> list[Finding]:
    factor = vocabulary.factors[match.target.name]
    if factor.evidence != "none" and only_offered(match, scene):
        return []
    person = "" if other else is_other_person(match, scene, vocabulary)
    if factor.own_form and not other and self_too(match, scene):  # "nobody in my family has keloids but me"
        return [_finding(factor.own_form, "", Status.PRESENT, NOW, match, scene)]
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
    qualifier = qualifier_of(match, factor, clause, scene, vocabulary)
    time = _time_of(match, clause, scene)
    if status is Status.PRESENT:
        return _present(match, factor, qualifier, time, clause, scene, vocabulary)
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
    match: Match,
    factor: Factor,
    qualifier: str,
    time: Time | None,
    clause: Clause,
    scene: Scene,
    vocabulary: Vocabulary,
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
    starts = factor.kind == "medicine" and "planned" in factor.variants
    if starts and not qualifier and ahead and scene.says(clause, "planned"):
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
