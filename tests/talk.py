"""A conversation with the real assistant in this process, for tests."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

from extensions.channels import turns
from extensions.channels.sessions import open_conversation


@dataclass(frozen=True)
class Reply:
    """What one message led to: the turn of the web API, the response keys, the texts, the button ids, the details,
    and the approved sentences in order (several of them make one composed answer).

    Parts are the keys of the sentences that make up the responses.
    Details are the values that the served variations depend on, such as the concern acne_scars or the area neck.
    """

    turn: dict[str, Any]
    responses: list[str]
    texts: list[str]
    buttons: list[str]
    details: list[Any]
    parts: list[str]

    @property
    def understood(self) -> list[str]:
        """The topics that were served."""
        return list(self.turn["understood"])


class Talk:
    """One visitor's conversation."""

    def __init__(self, agent: Any, sender: str) -> None:
        self.agent, self.sender = agent, sender

    @classmethod
    async def begin(cls, agent: Any) -> Talk:
        """Open a conversation as the web channel does."""
        talk = cls(agent, uuid.uuid4().hex)
        await open_conversation(agent, talk.sender)
        return talk

    async def say(self, text: str) -> Reply:
        """Send what a visitor types."""
        message_id = str(uuid.uuid4())
        metadata = {"client_message_id": message_id, "sent": [text, None], "shown": text}
        await self.agent.handle_message(
            UserMessage(text, CollectingOutputChannel(), self.sender, input_channel="web", metadata=metadata)
        )
        rows = self.agent.tracker_store.turn_rows(self.sender, message_id)
        said = [row for row in rows if row["event"] == "bot"]
        return Reply(
            turns.turn(rows),
            [row["metadata"].get("utter_action", "") for row in said],
            [row["text"] for row in said],
            [button["payload"].lstrip("/") for row in said for button in (row["data"].get("buttons") or [])],
            [detail for row in said for detail in turns.approved(row).get("when", {}).values()],
            [
                part
                for row in said
                for part in row["metadata"].get("parts") or [row["metadata"].get("utter_action", "")]
            ],
        )

    async def press(self, button: str) -> Reply:
        """Press a button by its id."""
        return await self.say(f"/{button}")
