"""A kind of subscription and an exchange of one's own, written and read again."""

from barter_instrument import BarterError
from barter_macro import DeExchange, DeSubKind, SerExchange, SerSubKind


@DeSubKind
@SerSubKind
class FundingRates: ...


@DeExchange
@SerExchange
class MyVenue:
    ID = "my_venue"


for kind, text in ((FundingRates, '"funding_rates"'), (MyVenue, '"my_venue"')):
    assert kind().to_json() == text
    assert isinstance(kind.from_json(text), kind)
    try:
        kind.from_json('"other"')
    except BarterError:
        pass
    else:
        raise AssertionError("the text of another class was taken")
print("barter_macro: ok")
