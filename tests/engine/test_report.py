"""The HTML report: one file, no network, nothing lost that a user would see."""

import json
import re
import sys
import time as clock
from html.parser import HTMLParser

import pytest
from engine.handmade_results import SECOND, SETTINGS, START, HandmadeSource, equity, fills, prices, result, source

from barter_engine._engine import keep_extremes
from barter_engine.report import FILLS, POINTS, report_html
from barter_engine.result import BacktestResult
from barter_instrument.errors import InvalidArgumentError

VOID = {"meta", "br", "link", "img", "input", "hr"}


class Page(HTMLParser):
    """Checks that tags nest, and collects what a test asks about."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.data = ""
        self.feed(html)
        self.close()
        assert self.open == [], f"left open: {self.open}"

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1] == tag, f"</{tag}> closes <{self.open[-1]}>"
        self.open.pop()

    def handle_data(self, data):
        if self.open and self.open[-1] == "script":
            if self.tags[-1] == ("script", {"id": "data", "type": "application/json"}):
                self.data += data
        elif self.open and self.open[-1] != "style":
            self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())

    @property
    def payload(self):
        return json.loads(self.data)


def times(curve):
    at, out = 0, []
    for step in curve["t"]:
        at += step
        out.append(at)
    return out


def test_the_report_is_written_and_its_path_returned(tmp_path):
    path = result().report(tmp_path / "report.html")
    assert path.read_text(encoding="utf-8") == report_html(result())


def test_the_page_is_well_formed_and_shows_assumptions_and_statistics():
    page = Page(report_html(result()))
    assert "Handmade(n=1)" in page.text
    assert "entry 5 ms, response 5 ms, feed 0 s" in page.text
    assert "0 whole periods of 1 d; 30 are needed" in page.text
    assert "SYNTHETIC" not in page.text
    for name in result().stats:
        assert name in page.text


def test_nothing_is_loaded_from_anywhere():
    html = report_html(result())
    assert not re.search(r"(https?:)?//[a-z0-9]", html.replace("// ", ""), re.IGNORECASE)
    page = Page(html)
    for tag, attributes in page.tags:
        assert tag not in {"link", "img", "iframe", "object", "embed"}
        assert "src" not in attributes
        assert "href" not in attributes
    policy = next(a["content"] for tag, a in page.tags if tag == "meta" and "http-equiv" in a)
    assert policy.startswith("default-src 'none'")


def test_what_users_wrote_cannot_leave_its_place():
    evil = "</script><script>alert('x')</script><!--"
    made = source()
    made.tables["fills"] = fills([(START, "buy", "1")], instrument=evil)
    made.given["report_currency"] = evil
    html = report_html(BacktestResult(made, {**SETTINGS, "strategy": evil, "data": evil}))
    page = Page(html)
    assert html.count("<script") == 2
    assert "alert('x')" in page.text  # shown as text
    assert [one["name"] for one in page.payload["instruments"]] == ["binance_spot-btc_usdt", evil]


def test_braces_in_user_text_are_no_template():
    page = Page(report_html(result(strategy="S(a='{{data}} {{nothing}}')")))
    assert "{{data}} {{nothing}}" in page.text


def test_synthetic_data_and_an_early_end_are_told_above_the_charts():
    made = source()
    made.given["status"] = "insolvent"
    page = Page(report_html(BacktestResult(made, {**SETTINGS, "synthetic": True})))
    assert "SYNTHETIC data" in page.text
    assert "stopped early: insolvent" in page.text


def test_curves_and_fills_are_those_of_the_tables():
    payload = Page(report_html(result())).payload
    assert payload["equity"]["v"] == [10_000 + at % 4 for at in range(11)]
    assert times(payload["equity"]) == [at * 1_000_000 for at in range(11)]
    (instrument,) = payload["instruments"]
    assert instrument["price"]["v"] == [60_000 + at for at in range(10)]
    assert (instrument["fills"]["buy"], instrument["fills"]["maker"]) == ([1, 0], [0, 1])
    assert instrument["fills"]["p"] == [60000.5, 60000.5]
    assert (payload["start"], payload["currency"]) == (str(START), "usdt")


def test_without_fills_and_prices_the_page_still_stands():
    made = source()
    made.tables |= {"fills": fills([]), "prices": prices([])}
    payload = Page(report_html(BacktestResult(made, SETTINGS))).payload
    assert payload["instruments"] == []


def test_one_row_and_no_rows_of_equity_make_a_page():
    for points in ([], [(START, "10000")], [(START, None), (START + SECOND, None)]):
        made = source()
        made.tables["equity"] = equity(points)
        payload = Page(report_html(BacktestResult(made, SETTINGS))).payload
        assert payload["equity"]["of"] == sum(value is not None for _, value in points)


def test_fills_without_prices_have_their_instrument():
    made = source()
    made.tables["prices"] = prices([])
    (instrument,) = Page(report_html(BacktestResult(made, SETTINGS))).payload["instruments"]
    assert instrument["price"]["of"] == 0
    assert instrument["fills"]["of"] == 2


def test_a_million_rows_stay_small_and_keep_every_extreme_in_view():
    count = 1_000_000
    step = 1_000_000
    values = [10_000.0 + (index * 7919 % 1000) / 1000 for index in range(count)]
    values[123_456], values[765_432] = 9_000.0, 11_000.0
    import pyarrow as pa
    from engine.handmade_results import TIME, made

    moments = [START + index * step for index in range(count)]
    table = made(
        time=(TIME, moments),
        equity=(pa.float64(), values),
        drawdown=(pa.float64(), [0.0] * count),
        reason=(pa.string(), ["grid"] * count),
    )
    many = HandmadeSource(
        {
            "equity": table,
            "fills": fills([(moment, "buy", "60000.5") for moment in moments[::50]]),
            "prices": prices(list(zip(moments[::10], values[::10], strict=True))),
        },
        time_end=moments[-1],
    )
    begin = clock.perf_counter()
    html = report_html(BacktestResult(many, SETTINGS))
    assert clock.perf_counter() - begin < 60
    assert len(html.encode()) < 2_000_000
    page = Page(html)
    curve = page.payload["equity"]
    assert curve["of"] == count
    assert len(curve["t"]) == len(curve["v"]) <= POINTS
    assert min(curve["v"]) == 9_000
    assert max(curve["v"]) == 11_000
    assert times(curve)[0] == 0
    assert times(curve)[-1] == (count - 1) * step // 1000
    shown = page.payload["instruments"][0]["fills"]
    assert shown["of"] == 20_000
    assert len(shown["t"]) <= FILLS
    assert "equity: " in page.text
    assert "of 1,000,000 points" in page.text


def test_thinning_keeps_first_lowest_highest_and_last_of_each_bucket():
    moments = list(range(1000))
    values = [float((index * 37) % 101) for index in moments]
    kept = keep_extremes(moments, values, buckets=10)
    assert kept == sorted(set(kept))
    width = (999 - 0) // 10 + 1
    for start in range(0, 1000, width):
        bucket = range(start, min(start + width, 1000))
        inside = [index for index in kept if index in bucket]
        assert inside[0] == bucket[0]
        assert inside[-1] == bucket[-1]
        assert min(values[index] for index in inside) == min(values[index] for index in bucket)
        assert max(values[index] for index in inside) == max(values[index] for index in bucket)
        assert len(inside) <= 4


def test_thinning_leaves_short_series_alone_and_checks_its_arguments():
    assert keep_extremes([1, 2, 3], [1.0, 2.0, 3.0], buckets=1) == [0, 1, 2]
    assert keep_extremes([], [], buckets=5) == []
    extreme = [-(2**63), 0, 2**63 - 1, 2**63 - 1, 2**63 - 1]
    assert keep_extremes(extreme, [1.0, 5.0, 2.0, 9.0, 3.0], buckets=1) == [0, 3, 4]
    with pytest.raises(InvalidArgumentError, match="3 values for 2 times"):
        keep_extremes([1, 2], [1.0, 2.0, 3.0], buckets=1)
    with pytest.raises(InvalidArgumentError, match="at least 1"):
        keep_extremes([1], [1.0], buckets=0)


def test_the_script_of_the_page_is_small():
    assert len(report_html(result())) < 60_000
    assert sys.getsizeof(report_html(result())) < 200_000
