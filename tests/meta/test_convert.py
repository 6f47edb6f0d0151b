"""`barter.convert` and `barter.register`."""

from __future__ import annotations

from decimal import Decimal

import pytest

import barter
from barter_instrument import Asset, BarterError, ExchangeId, Side, Underlying
from barter_instrument.errors import InvalidArgumentError, WrongTypeError


class Wrapped:
    """A user's class that carries a value of barter."""

    def __init__(self, value: object) -> None:
        self.value = value

    def __barter_as__(self, cls: type) -> object:
        return self.value if isinstance(self.value, cls) else NotImplemented


def test_an_instance_is_returned_as_it_is() -> None:
    asset = Asset("btc", "XBT")
    assert barter.convert(asset, Asset) is asset
    assert barter.convert(Side.BUY, Side) is Side.BUY


def test_an_object_converts_itself() -> None:
    asset = Asset("btc", "XBT")
    assert barter.convert(Wrapped(asset), Asset) is asset


def test_an_object_that_declines_is_named_with_every_way_that_was_tried() -> None:
    with pytest.raises(WrongTypeError) as caught:
        barter.convert(Wrapped(1), Asset)
    assert isinstance(caught.value, (TypeError, BarterError))
    assert caught.value.argument == "obj"
    message = str(caught.value)
    for part in (
        "Wrapped",
        "Asset",
        "no function is registered",
        "`__barter_as__` declined",
        "Arrow",
        "barter.register(Wrapped, Asset",
    ):
        assert part in message


def test_a_registered_function_serves_subclasses_and_the_nearest_class_wins() -> None:
    class Base(str): ...

    class Derived(Base): ...

    class Unrelated(Derived): ...

    barter.register(Base, Asset, lambda text: Asset(str(text), "BASE"))
    assert barter.convert(Derived("btc"), Asset) == Asset("btc", "BASE")
    barter.register(Derived, Asset, lambda text: Asset(str(text), "DERIVED"))
    assert barter.convert(Unrelated("btc"), Asset) == Asset("btc", "DERIVED")
    assert barter.convert(Base("btc"), Asset) == Asset("btc", "BASE")


def test_a_registered_function_comes_before_what_the_object_offers() -> None:
    class Two(Wrapped): ...

    barter.register(Two, Asset, lambda two: Asset("eth", "ETH"))
    assert barter.convert(Two(Asset("btc", "XBT")), Asset) == Asset("eth", "ETH")


def test_a_pair_is_registered_once_and_the_same_function_again_is_fine() -> None:
    class Source: ...

    def first(source: Source) -> Decimal:
        return Decimal(1)

    barter.register(Source, Decimal, first)
    barter.register(Source, Decimal, first)
    with pytest.raises(InvalidArgumentError, match="converter from Source to Decimal already") as caught:
        barter.register(Source, Decimal, lambda source: Decimal(2))
    assert caught.value.code == "registered_twice"
    assert barter.convert(Source(), Decimal) == 1


def test_a_function_that_returns_something_else_is_an_error_and_an_error_of_its_own_passes_through() -> None:
    class Wrong: ...

    class Broken: ...

    barter.register(Wrong, Decimal, lambda wrong: "1")
    with pytest.raises(WrongTypeError, match="gave str"):
        barter.convert(Wrong(), Decimal)
    barter.register(Broken, Decimal, lambda broken: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        barter.convert(Broken(), Decimal)


@pytest.mark.parametrize(
    ("src", "to", "fn", "argument"), [("str", Asset, str, "src"), (str, "Asset", str, "to"), (str, Asset, 1, "fn")]
)
def test_register_names_the_argument_of_the_wrong_type(src: object, to: object, fn: object, argument: str) -> None:
    with pytest.raises(WrongTypeError) as caught:
        barter.register(src, to, fn)  # type: ignore[arg-type,type-var]
    assert caught.value.argument == argument


def test_convert_wants_a_class() -> None:
    with pytest.raises(WrongTypeError, match="must be a class") as caught:
        barter.convert(1, "Asset")  # type: ignore[arg-type]
    assert caught.value.argument == "to"


def test_bytes_of_the_layout_become_the_value_and_others_are_refused() -> None:
    class Remote:
        """A value of another library that was built on the same layout."""

        def __init__(self, data: bytes) -> None:
            self.data = data

        def __barter_wire__(self) -> bytes:
            return self.data

    asset = Asset("btc", "XBT")
    assert barter.convert(Remote(asset.__barter_wire__()), Asset) == asset
    for data in (Underlying("btc", "usdt").__barter_wire__(), asset.__barter_wire__()[:-1], b""):
        with pytest.raises(WrongTypeError, match="bytes are not those of Asset"):
            barter.convert(Remote(data), Asset)


def test_tables_go_to_any_library_and_keep_their_values() -> None:
    import pandas
    import polars
    import pyarrow
    from arro3.core import Table

    source = pyarrow.table({"time": pyarrow.array([1, 2, 3], pyarrow.int64()), "price": [1.5, None, 3.5]})
    assert barter.convert(barter.convert(source, polars.DataFrame), pyarrow.Table).to_pydict() == source.to_pydict()
    assert barter.convert(barter.convert(source, Table), pyarrow.Table) == source
    assert barter.convert(source, pyarrow.RecordBatchReader).read_all() == source
    assert barter.convert(source, pandas.DataFrame)["time"].tolist() == [1, 2, 3]
    with pytest.raises(WrongTypeError, match="no class of tables"):
        barter.convert(source, ExchangeId)
