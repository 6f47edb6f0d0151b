"""`Channel`, `ChannelTxDroppable`, `Tx` and the two kinds of channels, as upstream's."""

from __future__ import annotations

import copy
import logging
import pickle

import pytest

from barter_instrument.errors import StateError, WrongTypeError
from barter_integration import (
    Channel,
    ChannelState,
    ChannelTxDroppable,
    Tx,
    mpsc_bounded,
    mpsc_unbounded,
)


def test_a_channel_has_two_ends() -> None:
    channel = Channel()
    channel.tx.send(1)
    assert channel.rx.drain() == [1]
    assert repr(channel) == "Channel(tx=<UnboundedTx open>, rx=<UnboundedRx open, 0 ready>)"


def test_senders_are_of_the_trait() -> None:
    unbounded, _ = mpsc_unbounded()
    bounded, _ = mpsc_bounded(1)
    assert isinstance(unbounded, Tx)
    assert isinstance(bounded, Tx)
    assert not isinstance(1, Tx)


def test_a_closed_sender_sends_nothing_and_its_clones_do() -> None:
    tx, rx = mpsc_unbounded()
    with tx.clone() as clone:
        tx.close()
        tx.close()
        assert tx.is_closed
        assert not clone.is_closed
        for call in (lambda: tx.send(1), tx.clone):
            with pytest.raises(StateError, match="this sender was closed") as raised:
                call()
            assert raised.value.code == "closed"
        clone.send(2)
    assert list(rx) == [2]


@pytest.mark.parametrize("make", [mpsc_unbounded, lambda: mpsc_bounded(1)])
def test_ends_are_neither_copied_nor_pickled(make) -> None:
    for end in make():
        for copying in (copy.copy, copy.deepcopy, pickle.dumps):
            with pytest.raises(TypeError):
                copying(end)


def test_a_droppable_sender_sends_while_somebody_listens() -> None:
    tx, rx = mpsc_unbounded()
    audits = ChannelTxDroppable(tx)
    assert audits.state == ChannelState.Active(tx)
    audits.send(1)
    assert rx.drain() == [1]
    audits.disable()
    audits.send(2)
    assert audits.state == ChannelState.Disabled()
    assert rx.drain() == []
    assert not tx.is_closed


def test_a_droppable_sender_disables_itself_with_one_warning(caplog) -> None:
    tx, rx = mpsc_unbounded()
    audits = ChannelTxDroppable(tx)
    del rx
    with caplog.at_level(logging.WARNING, "barter_integration"):
        audits.send(1)
        audits.send(2)
    assert audits.state == ChannelState.Disabled()
    assert [(record.name, record.getMessage()) for record in caplog.records] == [
        ("barter_integration.channel", "ChannelTxDroppable receiver dropped - items will no longer be sent")
    ]


def test_a_disabled_sender_discards() -> None:
    audits = ChannelTxDroppable.new_disabled()
    audits.send(1)
    assert repr(audits) == "ChannelTxDroppable(state=ChannelState.Disabled())"


def test_other_errors_of_a_sender_are_raised() -> None:
    tx, rx = mpsc_bounded(1)
    tx.send(0)

    class Impatient:
        def send(self, item: object, /) -> None:
            tx.try_send(item)

    audits = ChannelTxDroppable(Impatient())
    with pytest.raises(StateError, match="full"):
        audits.send(1)
    assert isinstance(audits.state, ChannelState.Active)
    assert rx.drain() == [0]


def test_what_cannot_send_is_refused() -> None:
    with pytest.raises(WrongTypeError, match="send") as raised:
        ChannelTxDroppable(3)  # type: ignore[arg-type]
    assert raised.value.argument == "tx"


def test_states_match() -> None:
    tx, _rx = mpsc_unbounded()
    match ChannelTxDroppable(tx).state:
        case ChannelState.Active(sender):
            assert sender is tx
        case ChannelState.Disabled():
            pytest.fail("it is active")
