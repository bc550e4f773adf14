"""Entities and disclosures are read from files of their own kind, and what cannot be used is named."""

from pathlib import Path

import pytest

from clinic.strict import ContentError
from extensions.nlu.own_data import disclosures, entities

AREA = "entity: area\nvalues:\n  neck: |\n    - neck\n    - my throat\n"
TOLD = "disclosures:\n- tells: true\n  examples: |\n    - a wee one is on the way\n"


def written(folder: Path, text: str, name: str = "one.yml") -> Path:
    (folder / name).write_text(text)
    return folder


def test_phrases_name_the_value_of_an_entity(tmp_path: Path) -> None:
    assert entities(written(tmp_path, AREA)) == {"neck": "area/neck", "my throat": "area/neck"}


def test_messages_tell_something_or_nothing(tmp_path: Path) -> None:
    written(tmp_path, TOLD.replace("true", "false"), "nothing.yml")
    assert disclosures(written(tmp_path, TOLD)) == [
        ("a wee one is on the way", False),
        ("a wee one is on the way", True),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (AREA.replace("- my", "my"), "expected an example"),
        (AREA + "  chin: |\n    - neck\n", "names area/neck as well"),
        (AREA.replace("values", "value"), "there is no such key"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ContentError, match=rf"one.yml.*{said}"):
        entities(written(tmp_path, text))


def test_a_folder_without_a_file_is_no_folder_without_examples(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="no file of examples"):
        disclosures(tmp_path)
