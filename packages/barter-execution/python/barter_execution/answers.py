"""What a client answered, read as what it means: exactly one order or response for each request."""

from __future__ import annotations

from typing import Any

from ._execution import (
    Cancelled,
    InactiveOrderState,
    Open,
    Order,
    OrderRequestCancel,
    OrderRequestOpen,
    OrderResponseCancel,
)
from .errors import ConnectivityError, OrderError
from .raised import described, shown

__all__ = ["error_of", "failed_open", "order_of", "response_of"]


def error_of(raised: BaseException) -> OrderError:
    """The order error that an exception of a client stands for."""
    if isinstance(raised, OrderError):
        return raised
    return ConnectivityError.Socket(described(raised))


def failed_open(request: OrderRequestOpen, error: OrderError) -> Order:
    """The order of a request that ended in an error."""
    return Order.from_request(request).replace(state=error)


def _of_another(kind: str, asked: Any, answered: Any) -> OrderError:
    return ConnectivityError.Socket(f"the client answered for {kind} {answered!r}, asked for {asked!r}")


def order_of(request: OrderRequestOpen, answer: Any) -> Order | None:
    """The order that the answer to a request to open means; None stays None. What cannot be an answer fails the order.

    As barter's execution manager does, an order that is open and filled whole is `FullyFilled`.
    """
    if answer is None:
        return None
    if isinstance(answer, OrderError):
        return failed_open(request, answer)
    if isinstance(answer, Open):
        answer = Order.from_request(request).replace(state=answer)
    if not isinstance(answer, Order):
        text = f"the client answered a request to open with {type(answer).__name__} {shown(answer, 80)}"
        return failed_open(request, ConnectivityError.Socket(text))
    if answer.key != request.key:
        return failed_open(request, _of_another("order", request.key, answer.key))
    if answer.is_active:
        open_state = answer.state.open_meta
        if open_state is not None and open_state.filled_quantity == answer.quantity:
            return answer.replace(state=InactiveOrderState.FullyFilled())
    return answer


def response_of(request: OrderRequestCancel, answer: Any) -> OrderResponseCancel | None:
    """The response that the answer to a request to cancel means; None stays None."""
    if answer is None:
        return None
    if isinstance(answer, Cancelled | OrderError):
        return OrderResponseCancel(request.key, answer)
    if not isinstance(answer, OrderResponseCancel):
        text = f"the client answered a request to cancel with {type(answer).__name__} {shown(answer, 80)}"
        return OrderResponseCancel(request.key, ConnectivityError.Socket(text))
    if answer.key != request.key:
        return OrderResponseCancel(request.key, _of_another("the cancel of", request.key, answer.key))
    return answer
