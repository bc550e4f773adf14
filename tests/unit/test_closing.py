"""The end of the guided check has a sentence for every outcome; a missing one would be silence."""

import pytest

from actions.verdicts import closing
from clinic.findings import Outcome
from clinic.screening import Verdict
from tests.content import responses


@pytest.mark.parametrize("outcome", [one for one in Outcome if one is not Outcome.NONE])
@pytest.mark.parametrize("opening", [None, "utter_check_stopped"])
def test_every_outcome_can_be_said(outcome: Outcome, opening: str | None) -> None:
    factors = ("self_harm",) if outcome is Outcome.EMERGENCY else ()
    (said,) = closing(Verdict(outcome, factors, None, (), "test"), opening, False, ())
    assert {said["response"], *said.get("parts", [])} <= responses().keys()
    if outcome is Outcome.EMERGENCY:
        assert (said["response"], said["kind"]) == ("utter_after_emergency", "self_harm")
