"""Which action leads a turn, from the message's intent and the talk under way alone: as fast in turn 200 as in turn 1.

`data/rules` gives each intent an action, and the policy is trained with it; `data/flows/turn.yml` says which action
leads when a talk under way has one too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from rasa.core.policies.policy import Policy, PolicyPrediction, SupportedData
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, SlotSet, UserUttered
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from clinic.strict import ContentError, Strict, check, read_yaml

PLAN = "plan.json"


class Leads(Strict):
    """Who leads: of the actions that a rule and the talk under way name, the first in `order`, else its last."""

    order: tuple[str, ...]
    under_way: dict[str, str]
    """The action of each flow."""


@dataclass(frozen=True)
class Plan:
    """What leads a turn; `rules` is the action of each intent."""

    leads: Leads
    rules: dict[str, str]

    def lead(self, intent: Optional[str], flow: Optional[str]) -> str:
        """Return the action that answers a message with this intent while this flow is under way."""
        named = {self.rules.get(intent or ""), self.leads.under_way.get(flow or "")}
        return next((action for action in self.leads.order if action in named), self.leads.order[-1])


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class TurnPolicy(Policy):
    """Rasa's side of the plan: a turn is its leading action, then listening."""

    plan: Plan

    @staticmethod
    def supported_data() -> SupportedData:
        """Return that rules are learned from."""
        return SupportedData.RULE_DATA

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return where the order of a turn stands."""
        return {"order": "data/flows/turn.yml", "priority": 1}

    def train(self, training_trackers: list[TrackerWithCachedStates], domain: Domain, **_: Any) -> Resource:
        """Learn the action of each intent; raise `ContentError` for rules and a table that do not fit together."""
        leads = check(Leads, read_yaml(Path(self.config["order"])).get("leads"), self.config["order"])
        rules = learned(tracker for tracker in training_trackers if tracker.is_rule_tracker)
        if unknown := {*rules.values(), *leads.under_way.values()} - set(leads.order):
            raise ContentError(f"{self.config['order']}: leads.order does not name {', '.join(sorted(unknown))}")
        if unknown := set(leads.order) - set(domain.user_actions):
            raise ContentError(f"domain.yml: there is no action {', '.join(sorted(unknown))}")
        with self._model_storage.write_to(self._resource) as folder:
            Path(folder, PLAN).write_text(json.dumps({"leads": leads.dict(), "rules": rules}), "utf-8")
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> TurnPolicy:
        """Return the policy with the plan that was learned."""
        policy = cls(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as folder:
            known = json.loads(Path(folder, PLAN).read_text("utf-8"))
        policy.plan = Plan(Leads(**known["leads"]), known["rules"])
        return policy

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: Optional[dict[str, Any]] = None,
        **_: Any,
    ) -> PolicyPrediction:
        """Return who leads, after a message; after any other action that the turn is over."""
        action = ACTION_LISTEN_NAME
        if tracker.latest_action_name == ACTION_LISTEN_NAME and tracker.latest_message:
            flow = tracker.slots["flow"].value or {}
            action = self.plan.lead(tracker.latest_message.intent.get("name"), flow.get("name"))
        probabilities = self._default_predictions(domain)
        probabilities[domain.index_for_action(action)] = 1.0
        return self._prediction(probabilities)


def learned(trackers: Iterable[DialogueStateTracker]) -> dict[str, str]:
    """Return the action that the rules give to each intent; raise `ContentError` where they contradict each other."""
    rules: dict[str, str] = {}
    for tracker in trackers:
        intent, action = step(tracker)
        if rules.setdefault(intent, action) != action:
            raise ContentError(f"data/rules: {intent} is given to {rules[intent]} and to {action}")
    return rules


def step(tracker: DialogueStateTracker) -> tuple[str, str]:
    """Return the intent and the action of a rule; raise `ContentError` for one that says anything else."""
    match list(tracker.events):
        case [*_, UserUttered() as message, ActionExecuted() as action, ActionExecuted(action_name="action_listen")]:
            if not any(isinstance(event, UserUttered | SlotSet | ActiveLoop) for event in list(tracker.events)[:-3]):
                return str(message.intent["name"]), str(action.action_name)
    raise ContentError(f"data/rules: {tracker.sender_id}: a rule gives one intent one action, without conditions")
