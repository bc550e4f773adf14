"""How a conversation begins, whichever way it comes in."""

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel


async def open_conversation(agent: Agent, conversation: str) -> None:
    """Begin a conversation, whose id is new, with its welcome, as stored events."""
    async with agent.lock_store.lock(conversation):
        agent.tracker_store.begin(conversation)
        tracker = await agent.processor.fetch_tracker_with_initial_session(conversation, CollectingOutputChannel())
        await agent.processor.save_tracker(tracker)
