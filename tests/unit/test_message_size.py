"""The text is folded before its length is judged: one letter may stand for eighteen."""

import uuid

import pytest

from extensions.channels.errors import ApiError
from extensions.channels.requests import read_message


def test_letters_that_stand_for_many_count_as_many() -> None:
    """A thousand of U+FDFA held the server for eight seconds."""
    body = {"client_message_id": str(uuid.uuid4()), "text": "\ufdfa" * 56}
    with pytest.raises(ApiError) as refused:
        read_message(body)
    assert refused.value.status == 422
    assert read_message(body | {"text": "\ufdfa" * 55})[1] == "\ufdfa" * 55
    assert read_message(body | {"text": "é" * 1000})[1] == "é" * 1000
