"""Order requests and trades built and read from Python: this library's classes, msgspec structs and pydantic models of the same fields.

Prints times per operation and ratios. Not a test: run it on a quiet machine.

    python benches/values.py [--rounds 7] [--number 20000]
"""

from __future__ import annotations

import argparse
import timeit
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

import msgspec
import pydantic

from barter_execution import AssetFees, OrderKey, OrderKind, OrderRequestOpen, RequestOpen, TimeInForce, Trade
from barter_instrument import QuoteAsset, Side

TIME_NS = 1_700_000_000_123_456_789
TIME = datetime.fromtimestamp(TIME_NS / 1e9, UTC)
PRICE, QUANTITY, FEE = Decimal("59000.1"), Decimal("0.01"), Decimal("0.295")
GTC, QUOTE = TimeInForce.GoodUntilCancelled(), QuoteAsset()


class PlainSide(Enum):
    BUY = "Buy"
    SELL = "Sell"


class PlainKind(Enum):
    MARKET = "Market"
    LIMIT = "Limit"


class MsgKey(msgspec.Struct, frozen=True):
    exchange: int
    instrument: int
    strategy: str
    cid: str


class MsgOpen(msgspec.Struct, frozen=True):
    side: PlainSide
    price: Decimal
    quantity: Decimal
    kind: PlainKind
    time_in_force: str


class MsgRequest(msgspec.Struct, frozen=True):
    key: MsgKey
    state: MsgOpen


class MsgFees(msgspec.Struct, frozen=True):
    asset: str
    fees: Decimal


class MsgTrade(msgspec.Struct, frozen=True):
    id: str
    order_id: str
    instrument: int
    strategy: str
    time_exchange: datetime
    side: PlainSide
    price: Decimal
    quantity: Decimal
    fees: MsgFees


class Model(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(frozen=True)


class PydKey(Model):
    exchange: int = pydantic.Field(ge=0)
    instrument: int = pydantic.Field(ge=0)
    strategy: str = pydantic.Field(min_length=1)
    cid: str = pydantic.Field(min_length=1)


class PydOpen(Model):
    side: PlainSide
    price: Decimal = pydantic.Field(gt=0)
    quantity: Decimal = pydantic.Field(gt=0)
    kind: PlainKind
    time_in_force: str


class PydRequest(Model):
    key: PydKey
    state: PydOpen


class PydFees(Model):
    asset: str
    fees: Decimal


class PydTrade(Model):
    id: str
    order_id: str
    instrument: int = pydantic.Field(ge=0)
    strategy: str
    time_exchange: datetime
    side: PlainSide
    price: Decimal = pydantic.Field(ge=0)
    quantity: Decimal = pydantic.Field(gt=0)
    fees: PydFees


def barter_request() -> Any:
    return OrderRequestOpen(OrderKey(0, 3, "ema", "1"), RequestOpen(Side.BUY, PRICE, QUANTITY, OrderKind.LIMIT, GTC))


def msgspec_request() -> Any:
    return MsgRequest(MsgKey(0, 3, "ema", "1"), MsgOpen(PlainSide.BUY, PRICE, QUANTITY, PlainKind.LIMIT, "gtc"))


def pydantic_request() -> Any:
    return PydRequest(
        key=PydKey(exchange=0, instrument=3, strategy="ema", cid="1"),
        state=PydOpen(side=PlainSide.BUY, price=PRICE, quantity=QUANTITY, kind=PlainKind.LIMIT, time_in_force="gtc"),
    )


def barter_trade() -> Any:
    return Trade("t1", "o1", 3, "ema", TIME_NS, Side.BUY, PRICE, QUANTITY, AssetFees(QUOTE, FEE))


def msgspec_trade() -> Any:
    return MsgTrade("t1", "o1", 3, "ema", TIME, PlainSide.BUY, PRICE, QUANTITY, MsgFees("quote", FEE))


def pydantic_trade() -> Any:
    return PydTrade(
        id="t1", order_id="o1", instrument=3, strategy="ema", time_exchange=TIME, side=PlainSide.BUY, price=PRICE,
        quantity=QUANTITY, fees=PydFees(asset="quote", fees=FEE),
    )  # fmt: skip


def read_request(request: Any) -> Any:
    state = request.state
    return request.key.cid, state.side, state.price, state.quantity, state.kind


def read_request_flat(request: Any) -> Any:
    return request.cid, request.side, request.price, request.quantity, request.kind


def read_trade(trade: Any) -> Any:
    return trade.id, trade.instrument, trade.side, trade.price, trade.quantity, trade.fees.fees


def read_trade_floats(trade: Any) -> Any:
    return trade.id, trade.instrument, trade.side, trade.price_f64, trade.quantity_f64, trade.fees.fees_f64


def cases() -> dict[str, dict[str, Callable[[], Any]]]:
    requests = {"barter": barter_request(), "msgspec": msgspec_request(), "pydantic": pydantic_request()}
    trades = {"barter": barter_trade(), "msgspec": msgspec_trade(), "pydantic": pydantic_trade()}
    texts = {
        "barter": trades["barter"].to_json(),
        "msgspec": msgspec.json.encode(trades["msgspec"]),
        "pydantic": trades["pydantic"].model_dump_json(),
    }
    decoder = msgspec.json.Decoder(MsgTrade)
    return {
        "build an order request": {"barter": barter_request, "msgspec": msgspec_request, "pydantic": pydantic_request},
        "read an order request": {
            **{name: lambda value=value: read_request(value) for name, value in requests.items()},
            "barter, flat": lambda: read_request_flat(requests["barter"]),
        },
        "build a trade": {"barter": barter_trade, "msgspec": msgspec_trade, "pydantic": pydantic_trade},
        "read a trade": {
            **{name: lambda value=value: read_trade(value) for name, value in trades.items()},
            "barter, floats": lambda: read_trade_floats(trades["barter"]),
        },
        "compare and hash a trade": {
            name: lambda a=value, b=make: (a == b, hash(a))
            for (name, value), b in zip(trades.items(), (barter_trade, msgspec_trade, pydantic_trade), strict=True)
            for make in (b(),)
        },
        "a trade to JSON": {
            "barter": trades["barter"].to_json,
            "msgspec": lambda: msgspec.json.encode(trades["msgspec"]),
            "pydantic": trades["pydantic"].model_dump_json,
        },
        "a trade from JSON": {
            "barter": lambda: Trade.from_json(texts["barter"]),
            "msgspec": lambda: decoder.decode(texts["msgspec"]),
            "pydantic": lambda: PydTrade.model_validate_json(texts["pydantic"]),
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--number", type=int, default=20_000)
    arguments = parser.parse_args()
    print("msgspec checks nothing when built from Python; pydantic and barter check every field.")
    for case, kinds in cases().items():
        # Rounds of all kinds in turn, so that a slow moment of the machine meets each.
        best = dict.fromkeys(kinds, float("inf"))
        for _ in range(arguments.rounds):
            for name, run in kinds.items():
                best[name] = min(best[name], timeit.timeit(run, number=arguments.number) / arguments.number * 1e9)
        shown = ", ".join(f"{name} {nanos:.0f} ns ({nanos / best['barter']:.2f})" for name, nanos in best.items())
        print(f"{case:26} {shown}")


if __name__ == "__main__":
    main()
