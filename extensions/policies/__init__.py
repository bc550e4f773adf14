"""Policies: who acts next. There is one, for a turn is one action; see docs/decisions/0018-turn-policy.md."""
