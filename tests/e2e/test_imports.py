"""What importing the engine brings along."""

from __future__ import annotations

import subprocess
import sys

import pytest

CODE = """
import sys
sys.path[:0] = {path!r}
import barter_engine
from barter_engine import Backtest, Strategy
unwanted = sorted(name for name in {unwanted!r} if name in sys.modules)
print(unwanted)
"""


def imported(unwanted, code=CODE):
    ran = subprocess.run(
        [sys.executable, "-c", code.format(path=sys.path, unwanted=unwanted)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


def test_the_engine_imports_no_asyncio():
    assert imported(["asyncio", "concurrent.futures"]) == "[]"


@pytest.mark.parametrize("library", ["numpy", "pandas", "polars", "pyarrow", "matplotlib", "IPython"])
def test_the_engine_imports_no_library_that_it_does_not_need(library):
    assert imported([library]) == "[]"


def test_a_whole_backtest_needs_no_library_either():
    code = CODE.replace(
        "unwanted =",
        """from barter_data import MarketData
from barter_engine import Fees

class BuyOnce(Strategy):
    def on_order_book_l1(self, ctx, quote):
        ctx.target_position("0.01")

result = Backtest(BuyOnce, MarketData.synthetic(seed=1, events=1_000), balances={{"usdt": 10_000}}, fees=Fees(maker=0, taker=0)).run()
str(result), result.fills, result.stats, result.summary
unwanted =""",
    )
    assert imported(["asyncio", "numpy", "pandas", "polars", "pyarrow"], code) == "[]"
