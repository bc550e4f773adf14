"""Rasa's shell without its menu: buttons are listed, and what is typed is said.

The menu takes the place of the prompt after nearly every answer, so that whoever typed "i cant breathe" pressed its
first button instead.
"""

from __future__ import annotations

from typing import Any, Optional

from rasa.core.channels import console
from rasa.shared.utils.cli import print_color
from rasa.shared.utils.io import bcolors


def take_what_is_typed() -> None:
    """Let Rasa's shell list buttons with numbers; a number presses one, anything else is the visitor's message."""
    ask = console._get_user_input

    async def get_user_input(previous: Optional[dict[str, Any]]) -> Optional[str]:
        if previous is not None:
            show(previous)
        text = await ask(None)
        payloads = [button["payload"] for button in (previous or {}).get("buttons", [])]
        pressed = text and text.isdecimal() and 0 < int(text) <= len(payloads)
        return payloads[int(text) - 1] if text and pressed else text

    console._get_user_input = get_user_input
    console._print_bot_output = lambda message, *_, **__: show(message)


def show(message: dict[str, Any]) -> None:
    """Print a message of the assistant and its buttons."""
    print_color(message.get("text", ""), color=bcolors.OKBLUE)
    for number, button in enumerate(message.get("buttons", []), 1):
        print_color(f"  {number}. {button['title']}", color=bcolors.OKBLUE)
