"""Messages by receiver: `Message`, `Admin`, `FeedEnded`."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barter_instrument import DataError
from barter_integration import Admin, FeedEnded, Message

PAYLOADS = st.one_of(st.integers(), st.text(max_size=5), st.none(), st.lists(st.booleans(), max_size=3))
MADE = st.one_of(
    PAYLOADS.map(Message.Admin),
    PAYLOADS.map(Message.Payload),
    PAYLOADS.map(Admin.Protocol),
    PAYLOADS.map(Admin.Application),
)


@given(MADE)
def test_messages_survive_pickle_copy_json_and_dict(message: Any) -> None:
    owner = Message if isinstance(message, Message) else Admin
    assert message == pickle.loads(pickle.dumps(message)) == copy.deepcopy(message) == eval(repr(message))
    assert message == owner.from_json(message.to_json()) == owner.from_dict(message.to_dict())
    assert message.to_dict() == {type(message).__name__: next(iter(message.to_dict().values()))}


def test_a_message_is_matched_by_kind() -> None:
    found = []
    for message in (Message.Payload(1), Message.Admin(Admin.Protocol("ping")), Message.Admin(Admin.Application(None))):
        match message:
            case Message.Payload(payload):
                found.append(("payload", payload))
            case Message.Admin(Admin.Protocol(protocol)):
                found.append(("protocol", protocol))
            case Message.Admin(Admin.Application(application)):
                found.append(("application", application))
    assert found == [("payload", 1), ("protocol", "ping"), ("application", None)]
    assert Message.Payload(1) != Message.Admin(1)
    assert Message.Payload(1) < Message.Payload(2)


def test_what_is_no_message_is_refused() -> None:
    with pytest.raises(TypeError, match=r"Message is made as Message.Admin or Message.Payload"):
        Message(1)  # type: ignore[call-arg]
    for form in ({"Other": 1}, [], {"Admin": 1, "Payload": 2}):
        with pytest.raises(DataError, match="form of Message must be a dict"):
            Message.from_dict(form)


def test_the_end_is_a_value() -> None:
    assert FeedEnded() == FeedEnded() == pickle.loads(pickle.dumps(FeedEnded())) == eval(repr(FeedEnded()))
    assert hash(FeedEnded()) == hash(FeedEnded())
    assert FeedEnded.from_json(FeedEnded().to_json()) == FeedEnded()
    with pytest.raises(DataError, match="must be null"):
        FeedEnded.from_dict(3)
