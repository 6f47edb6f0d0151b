"""An order request by index, exact to the last digit, refused where it makes no sense."""

import copy
from decimal import Decimal

from barter_execution import OrderKey, OrderRequestOpen, RequestOpen
from barter_instrument import BarterError

terms = RequestOpen("buy", price="59000.1", quantity="0.01", kind="limit", time_in_force="gtc")
request = OrderRequestOpen(OrderKey(0, 0, "ema", "1"), terms)
assert request.state.price * request.state.quantity == Decimal("590.001")
assert copy.deepcopy(request) == request
assert hash(copy.deepcopy(request)) == hash(request)
try:
    RequestOpen("buy", price="nan", quantity="0.01", kind="limit", time_in_force="gtc")
except BarterError as error:
    assert error.argument == "price"
else:
    raise AssertionError("a price that is no number was taken")
print("barter_execution: ok")
