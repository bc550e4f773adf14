"""A new FAQ topic is two files, as README.md says: its examples and its answer. No code, and no list of topics."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

EXAMPLES = """version: "3.1"
nlu:
- intent: faq/waiting_room
  examples: |
    - is there wifi in the waiting room
    - whats the wifi password
    - do you have wifi
    - wifi?
    - can I get on the internet while I wait
    - can i charge my phone in the waiting room
    - is there a plug for my charger
    - somewhere to plug my laptop in while im waiting
    - can i work on my laptop in your waiting area
    - is there coffee in the waiting room
    - do you get a cup of tea while you wait
    - can I have a coffee before I go in
    - is there a water cooler in the waiting area
    - are there magazines in the waiting room
    - what is there to read while waiting
    - is there anything to do in the waiting room
    - is your waiting room quiet
    - whats the waiting room like
    - how big is the waiting room
    - are there comfy chairs to sit on while i wait
    - is there a toilet by the waiting room
    - is there music playing where you wait
    - can my husband sit in the waiting room
    - where does my friend wait while im in there
    - is there a place for kids to play while they wait
    - do I wait in a room with other people
    - tell me about the waiting room
"""
ANSWER = """version: "3.1"
responses:
  utter_faq/waiting_room:
  - text: >-
      Our waiting room has wifi, plugs and something to read.
    metadata:
      topic: waiting_room
      title: "The waiting room"
      sources: [{guide: "What is Micro-Needling Procedure?"}]
"""
TALK = """
- talk: the waiting room is asked for
  turns:
  - {say: "could i charge my laptop where i wait", understood: [waiting_room], responses: [utter_faq/waiting_room]}
  - {say: "does it hurt and is there wifi where i wait", understood: [pain, waiting_room]}
"""


def test_a_new_faq_is_two_files(house: Path, add: Callable[[str, str], None]) -> None:
    add("data/nlu/faq/waiting_room.yml", EXAMPLES)
    add("data/responses/faq/waiting_room.yml", ANSWER)
    add("tests/conversations/behaviour/asking/waiting_room.yml", TALK)
    tests = ["tests/data/test_content.py", "tests/conversations/test_talks.py", "-k", "test_content or waiting_room"]
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "pytest", "-rA", *tests],
        cwd=house,
        env={**os.environ, "CI": "", "CLINIC_VECTORS": "int8"},  # once; the evaluation rows are not beside the copy
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stdout[-3000:]
    assert "asking/waiting_room: the waiting room is asked for" in ran.stdout
