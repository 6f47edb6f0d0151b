//! Recordings written for the test, and the public ones where they are at hand.
#![allow(clippy::print_stderr)]

use barter_columns::{
    ColumnsError, CompactKind, MarketColumns, SourceKind,
    binance::{ReadOptions, read_binance_raw},
    clock::{OffsetRule, TimeRules},
    instrument,
};
use barter_instrument::{Side, exchange::ExchangeId};
use flate2::{Compression, write::GzEncoder};
use rust_decimal::Decimal;
use std::{
    io::Write,
    path::{Path, PathBuf},
};

const TRADE: &str = r#"1723161255088176367 {"stream":"btcusdt@trade","data":{"e":"trade","E":1723161256322,"T":1723161256322,"s":"BTCUSDT","t":5266583935,"p":"61800.30","q":"0.006","X":"MARKET","m":false}}"#;
const FUND: &str = r#"1723161255088176368 {"e":"trade","E":1723161256322,"T":1723161256323,"s":"BTCUSDT","t":5266583936,"p":"61800","q":"1.5","X":"INSURANCE_FUND","m":true}"#;
const TICKER: &str = r#"1723161255088181667 {"stream":"btcusdt@bookTicker","data":{"e":"bookTicker","u":5123107840008,"s":"BTCUSDT","b":"61800.20","B":"2.507","a":"61800.30","A":"0.000","T":1723161256324,"E":1723161256322}}"#;
const DEPTH: &str = r#"1723161255088181668 {"e":"depthUpdate","E":1723161256299,"T":1723161256298,"s":"BTCUSDT","U":11,"u":15,"pu":10,"b":[["58710.20","0.014"]],"a":[]}"#;
const SNAPSHOT: &str = r#"1723161255088181669 {"lastUpdateId":17,"E":1723161256501,"T":1723161256493,"bids":[["61800.20","2.909"]],"asks":[["61800.30","1.5"]]}"#;
const STALE: &str =
    r#"1723161255088181670 {"e":"depthUpdate","E":1723161256299,"T":1723161256298,"s":"BTCUSDT","U":16,"u":16,"pu":15,"b":[],"a":[]}"#;
const BRIDGE: &str = r#"1723161255088181671 {"e":"depthUpdate","E":1723161256299,"T":1723161256299,"s":"BTCUSDT","U":17,"u":19,"pu":16,"b":[["61800.20","0"]],"a":[]}"#;

fn folder() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("barter-columns-{}-{:?}", std::process::id(), std::thread::current().id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn plain(lines: &[&str]) -> PathBuf {
    let path = folder().join("recording.txt");
    std::fs::write(&path, lines.join("\n")).unwrap();
    path
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn read(path: &Path, options: ReadOptions) -> Result<MarketColumns, ColumnsError> {
    read_binance_raw(&[path.to_owned()], &options, &mut |_| false)
}

fn message(path: &Path) -> String {
    read(path, ReadOptions::default()).unwrap_err().to_string()
}

#[test]
fn trades_and_tickers_become_rows_in_recorded_order() {
    let columns = read(&plain(&[TICKER, TRADE, FUND, DEPTH, SNAPSHOT]), ReadOptions::default()).unwrap();
    assert_eq!(
        columns.instruments(),
        [instrument::from_symbol(ExchangeId::BinanceFuturesUsd, "BTCUSDT", true).unwrap()]
    );
    let kinds: Vec<_> = columns
        .rows()
        .map(|(source, row)| (source.kind(), source.time_exchange(row), source.event(row)))
        .collect();
    let CompactKind::OrderBookL1(quote) = &kinds[0].2 else {
        panic!("{kinds:?}")
    };
    assert_eq!(quote.bid().unwrap().decimal(), Decimal::new(618002, 1));
    assert_eq!((quote.ask(), quote.ask_quantity().mantissa), (None, 0));
    let CompactKind::Trade(trade) = kinds[1].2 else {
        panic!("{kinds:?}")
    };
    assert_eq!(
        (trade.price().decimal(), trade.quantity().decimal()),
        (Decimal::new(618003, 1), Decimal::new(6, 3))
    );
    assert_eq!((trade.side, trade.id, trade.matched), (Some(Side::Buy), 5266583935, true));
    assert_eq!(kinds[1].1, Some(1723161256322000000));
    let CompactKind::Trade(fund) = kinds[2].2 else {
        panic!("{kinds:?}")
    };
    assert_eq!((fund.side, fund.matched), (Some(Side::Sell), false));
    let count = |check: &str, detail: &str| {
        columns
            .quality()
            .iter()
            .find(|row| row.check == check && row.detail.contains(detail))
            .map(|row| row.count)
    };
    assert_eq!(count("not_loaded", "depthUpdate"), Some(1));
    assert_eq!(count("not_loaded", "depth snapshot"), Some(1));
    assert_eq!(count("not_matched", ""), Some(1));
    assert_eq!(count("one_sided_quotes", ""), Some(1));
}

#[test]
fn books_are_read_when_asked_for_and_stale_updates_are_dropped() {
    let options = ReadOptions {
        books: true,
        ..ReadOptions::default()
    };
    let columns = read(&plain(&[DEPTH, TRADE, SNAPSHOT, STALE, BRIDGE]), options).unwrap();
    let source = columns
        .sources()
        .iter()
        .find(|source| source.kind() == SourceKind::OrderBook)
        .unwrap();
    let rows: Vec<_> = (0..source.len())
        .map(|row| match source.event(row) {
            CompactKind::OrderBook(book) => (book.snapshot, book.sequence, book.bids.len(), book.asks.len()),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(rows, [(false, 15, 1, 0), (true, 17, 1, 1), (false, 19, 1, 0)]);
    assert!(
        columns
            .quality()
            .iter()
            .any(|row| row.check == "not_loaded" && row.detail.contains("older than the snapshot") && row.count == 1)
    );
}

#[test]
fn gzip_may_have_many_members_and_zeros_between() {
    let path = folder().join("members.gz");
    let mut bytes = gzip(&format!("{TRADE}\n{TICKER}\n"));
    bytes.extend([0; 100]);
    bytes.extend(gzip(&format!("{FUND}\n")));
    std::fs::write(&path, bytes).unwrap();
    let columns = read(&path, ReadOptions::default()).unwrap();
    assert_eq!((columns.count(SourceKind::Trade), columns.count(SourceKind::OrderBookL1)), (2, 1));
}

#[test]
fn a_cut_gzip_member_says_which_and_how_many_lines_were_good() {
    let path = folder().join("cut.gz");
    let many: String = (0..5000)
        .map(|n| format!("{}\n", TRADE.replace("5266583935", &(5266583935_u64 * 7919 * n).to_string())))
        .collect();
    let mut bytes = gzip(&format!("{TRADE}\n"));
    let second = gzip(&many);
    bytes.extend(&second[..second.len() / 2]);
    std::fs::write(&path, &bytes).unwrap();
    let text = message(&path);
    assert!(
        text.contains("cut off inside gzip member 2, after ") && text.contains("good lines") && text.contains("nothing was loaded"),
        "{text}"
    );
    let lines: u64 = text
        .split("after ")
        .nth(1)
        .and_then(|rest| rest.split(' ').next())
        .unwrap()
        .parse()
        .unwrap();
    assert!((100..5000).contains(&lines), "{text}");
    // A damaged byte is found by the format or its checksum.
    let mut damaged = gzip(&many);
    let middle = damaged.len() / 2;
    damaged[middle..middle + 8].fill(0xff);
    std::fs::write(&path, damaged).unwrap();
    let text = message(&path);
    assert!(text.contains("gzip member 1") || text.contains("line "), "{text}");
}

#[test]
fn bad_lines_are_named_with_their_number_and_nothing_is_loaded() {
    for (lines, expected) in [
        (vec![TRADE, &TICKER[..150]], "line 2: the JSON is cut off"),
        (
            vec![TRADE, TICKER, "1723161255088181667 {\"a\":tru}"],
            "line 3: the JSON is damaged",
        ),
        (
            vec!["time,price,quantity"],
            "line 1: unknown format: expected `<local time, ns> <raw JSON",
        ),
        (vec!["abc {}"], "line 1: unknown format"),
        (vec!["1723161255088 {\"e\":\"trade\"}"], "is not in ns"),
        (
            vec![TRADE, &TRADE.replace("\"61800.30\"", "\"abc\"")],
            "line 2: field \"p\": \"abc\" is not a number",
        ),
        (vec![&TRADE.replace("\"61800.30\"", "61800.3")], "field \"p\" is missing or no text"),
        (vec![&TRADE.replace("\"m\":false", "\"m\":1")], "a trade without"),
        (
            vec![&TRADE.replace("\"61800.30\"", "\"79228162514264337593543950336\"")],
            "is not a number that a decimal of 28 digits",
        ),
    ] {
        let text = message(&plain(&lines));
        assert!(text.contains(expected) && text.contains("nothing was loaded"), "{text}");
    }
}

#[test]
fn a_recording_without_rows_says_what_it_has() {
    assert!(message(&plain(&[""])).contains("is empty"));
    let text = message(&plain(&[
        DEPTH,
        SNAPSHOT,
        "1723161255088181667 {\"result\":null,\"id\":1}",
        "1723161255088181667 [1,2]",
    ]));
    for part in [
        "no trades or book tickers",
        "4 lines",
        "1 × depthUpdate",
        "1 × depth snapshot",
        "1 × answer to a request",
        "1 × unknown message",
        "books=True",
    ] {
        assert!(text.contains(part), "{text}");
    }
    let error = read(Path::new("/nowhere/at/all.gz"), ReadOptions::default()).unwrap_err();
    assert!(error.to_string().contains("cannot open /nowhere/at/all.gz") && error.blamed() == "path");
}

#[test]
fn instrument_selects_its_symbol_and_must_be_of_the_exchange() {
    let other = TRADE.replace("BTCUSDT", "ETHUSDT");
    let eth = instrument::from_symbol(ExchangeId::BinanceFuturesUsd, "eth_usdt", true).unwrap();
    let path = plain(&[TRADE, &other, FUND]);
    let both = read(&path, ReadOptions::default()).unwrap();
    assert_eq!((both.instruments().len(), both.len()), (2, 3));
    let one = read(
        &path,
        ReadOptions {
            instrument: Some(eth.clone()),
            ..ReadOptions::default()
        },
    )
    .unwrap();
    assert_eq!((one.instruments(), one.len()), (&[eth.clone()][..], 1));
    assert!(
        one.quality()
            .iter()
            .any(|row| row.detail == "other symbol BTCUSDT" && row.count == 2)
    );
    let wrong = ReadOptions {
        instrument: Some(eth),
        exchange: Some(ExchangeId::BinanceSpot),
        ..ReadOptions::default()
    };
    assert_eq!(read(&path, wrong).unwrap_err().blamed(), "exchange");
    let ada = instrument::from_symbol(ExchangeId::BinanceFuturesUsd, "ADAUSDT", true).unwrap();
    let error = read(
        &path,
        ReadOptions {
            instrument: Some(ada),
            ..ReadOptions::default()
        },
    )
    .unwrap_err()
    .to_string();
    assert!(
        error.contains("of ADAUSDT") && error.contains("2 × other symbol BTCUSDT"),
        "{error}"
    );
}

#[test]
fn aggregate_trades_count_only_where_there_are_no_trades() {
    let aggregate = r#"1723161255088176369 {"e":"aggTrade","E":1723161256322,"a":7,"s":"BTCUSDT","p":"61800.30","q":"0.006","f":1,"l":2,"T":1723161256322,"m":true}"#;
    let alone = read(&plain(&[aggregate, TICKER]), ReadOptions::default()).unwrap();
    assert_eq!(alone.count(SourceKind::Trade), 1);
    let both = read(&plain(&[aggregate, TICKER, TRADE]), ReadOptions::default()).unwrap();
    assert_eq!((both.count(SourceKind::Trade), both.len()), (1, 2));
    let CompactKind::Trade(trade) = both.sources()[0].event(0) else {
        panic!()
    };
    assert_eq!(trade.id, 5266583935);
    assert!(both.quality().iter().any(|row| row.detail.contains("aggTrade") && row.count == 1));
    assert_eq!(both.order(), [1, 0]);
}

#[test]
fn microseconds_are_understood_and_reading_can_be_stopped() {
    let columns = read(
        &plain(&[&TRADE.replace("\"T\":1723161256322", "\"T\":1723161256322123")]),
        ReadOptions::default(),
    )
    .unwrap();
    assert_eq!(columns.sources()[0].time_exchange(0), Some(1723161256322123000));
    let many = vec![TRADE; 5000];
    let stopped = read_binance_raw(&[plain(&many)], &ReadOptions::default(), &mut |lines| lines >= 4096);
    assert!(matches!(stopped, Err(ColumnsError::Interrupted)));
}

#[test]
fn several_recordings_are_merged_by_received_time() {
    let (one, two) = (folder().join("one.txt"), folder().join("two.txt"));
    std::fs::write(&one, [TRADE, TICKER].join("\n")).unwrap();
    std::fs::write(&two, FUND).unwrap();
    let columns = read_binance_raw(&[one, two], &ReadOptions::default(), &mut |_| false).unwrap();
    assert_eq!((columns.order(), columns.instruments().len()), (&[0, 2, 1][..], 1));
    assert_eq!(
        columns.sources().iter().map(|source| source.name()).collect::<Vec<_>>(),
        [
            "binance_futures_usd-btcusdt trade",
            "binance_futures_usd-btcusdt order_book_l1",
            "binance_futures_usd-btcusdt trade #2"
        ]
    );
    assert_eq!(columns.name(), "one.txt + two.txt");
}

fn public(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("BARTER_DATA_DIR")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"), PathBuf::from);
    let path = folder.join("binance").join(name);
    if !path.exists() {
        eprintln!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

#[test]
fn public_recordings_have_their_rows() {
    for (name, trades, quotes, depth) in [
        ("usdm_btcusdt_20240808.gz", 21_313, 66_089, 6_551),
        ("spot_btcusdt_20240808.gz", 9_757, 28_040, 3_451),
        ("spot_ethusdt_20240808.gz", 6_106, 24_077, 3_434),
    ] {
        let Some(path) = public(name) else { continue };
        let columns = read(&path, ReadOptions::default()).unwrap();
        assert_eq!(
            (columns.count(SourceKind::Trade), columns.count(SourceKind::OrderBookL1)),
            (trades, quotes)
        );
        assert!(
            columns
                .quality()
                .iter()
                .any(|row| row.detail == "depthUpdate" && row.count == depth)
        );
        assert!(columns.nbytes() <= 50 * columns.len(), "{} bytes", columns.nbytes());
        let bytes = columns.to_bytes().unwrap();
        assert_eq!(MarketColumns::from_bytes(&bytes).unwrap().fingerprint(), columns.fingerprint());
        assert_eq!(
            MarketColumns::import(columns.export().unwrap()).unwrap().fingerprint(),
            columns.fingerprint()
        );
    }
}

#[test]
fn the_drift_rule_leaves_no_row_received_before_it_happened() {
    let Some(path) = public("usdm_btcusdt_20240808.gz") else { return };
    for offset in [OffsetRule::Min, OffsetRule::Drift] {
        let times = TimeRules {
            offset,
            infer_previous: false,
        };
        let columns = read(
            &path,
            ReadOptions {
                times,
                ..ReadOptions::default()
            },
        )
        .unwrap();
        let early = columns
            .rows()
            .filter(|(source, row)| source.time_received(*row) < source.time_exchange(*row).unwrap())
            .count();
        assert_eq!(early, 0, "{}", columns.clock_offset());
        assert!(
            columns
                .rows()
                .any(|(source, row)| Some(source.time_received(row)) == source.time_exchange(row))
        );
    }
}
