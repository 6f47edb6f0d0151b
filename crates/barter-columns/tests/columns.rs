//! Tables in and out, joining, cutting, crossing.

use arrow_array::{
    ArrayRef, BooleanArray, Decimal128Array, DictionaryArray, Float64Array, Int64Array, RecordBatch, RecordBatchIterator,
    RecordBatchReader, StringArray, StringViewArray, TimestampMicrosecondArray, TimestampNanosecondArray, UInt64Array, types::Int32Type,
};
use barter_columns::{
    ColumnsError, CompactKind, MarketColumns, SourceKind,
    build::RowTimes,
    clock::TimeRules,
    events::EventsBuilder,
    instrument,
    kind::{BookRow, CandleRow, WideL1, WideTrade},
    synthetic::{SyntheticOptions, synthetic},
    table::{TableOptions, Tables, from_tables},
    tables::Table,
};
use barter_data::event::MarketEvent;
use barter_instrument::{Side, exchange::ExchangeId};
use chrono::DateTime;
use rust_decimal::Decimal;
use std::sync::Arc;

type Reader = Box<dyn RecordBatchReader + Send>;

fn options() -> TableOptions {
    TableOptions {
        instrument: instrument::from_symbol(ExchangeId::BinanceSpot, "btc_usdt", false).unwrap(),
        interval: None,
        times: TimeRules::default(),
        name: "table".into(),
    }
}

fn table(columns: Vec<(&str, ArrayRef)>) -> Option<Reader> {
    let batch = RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true))).unwrap();
    let schema = batch.schema();
    // Two batches: rows are counted over the whole table.
    let half = batch.num_rows() / 2;
    let parts = vec![Ok(batch.slice(0, half)), Ok(batch.slice(half, batch.num_rows() - half))];
    Some(Box::new(RecordBatchIterator::new(parts, schema)))
}

fn ns(times: Vec<i64>) -> ArrayRef {
    Arc::new(Int64Array::from(times))
}

fn floats(values: Vec<f64>) -> ArrayRef {
    Arc::new(Float64Array::from(values))
}

fn text(values: Vec<&str>) -> ArrayRef {
    Arc::new(StringArray::from(values))
}

fn load(tables: Tables) -> Result<MarketColumns, ColumnsError> {
    from_tables(tables, &options(), &mut |_| false)
}

fn failure(tables: Tables) -> (String, String) {
    let error = load(tables).unwrap_err();
    (error.blamed().to_owned(), error.to_string())
}

#[test]
fn tables_of_any_type_give_the_same_data() {
    let tables: Vec<Vec<(&str, ArrayRef)>> = vec![
        vec![
            ("time_received", ns(vec![10, 20])),
            ("time_exchange", ns(vec![9, 19])),
            ("price", floats(vec![61800.3, 61800.0])),
            ("quantity", floats(vec![0.006, 1.0])),
            ("side", text(vec!["buy", "SELL"])),
            ("id", ns(vec![1, 2])),
        ],
        vec![
            (
                "Time_Received",
                Arc::new(TimestampNanosecondArray::from(vec![10, 20]).with_timezone("UTC")),
            ),
            ("time_exchange_ns", Arc::new(UInt64Array::from(vec![9, 19]))),
            ("price", text(vec!["61800.300", "6.18e4"])),
            ("amount", Arc::new(StringViewArray::from(vec!["0.0060", "1"]))),
            ("side", Arc::new(vec!["b", "s"].into_iter().collect::<DictionaryArray<Int32Type>>())),
            ("trade_id", text(vec!["1", "2"])),
            ("something_else", text(vec!["x", "y"])),
        ],
        vec![
            ("time_exchange", ns(vec![9, 19])),
            ("time_received", ns(vec![10, 20])),
            (
                "PRICE",
                Arc::new(
                    Decimal128Array::from(vec![61_800_300_000, 61_800_000_000])
                        .with_precision_and_scale(38, 6)
                        .unwrap(),
                ),
            ),
            (
                "size",
                Arc::new(Decimal128Array::from(vec![600, 100_000]).with_precision_and_scale(20, 5).unwrap()),
            ),
            ("side", ns(vec![1, -1])),
            ("matched", Arc::new(BooleanArray::from(vec![Some(true), None]))),
            ("id", Arc::new(UInt64Array::from(vec![1, 2]))),
        ],
    ];
    let prints: Vec<_> = tables
        .into_iter()
        .map(|columns| {
            load(Tables {
                trades: table(columns),
                ..Tables::default()
            })
            .unwrap()
            .fingerprint()
        })
        .collect();
    assert_eq!((&prints[0], &prints[0]), (&prints[1], &prints[2]));
}

#[test]
fn a_table_with_one_time_uses_it_for_both_and_received_alone_leaves_exchange_null() {
    let quotes = |name| {
        vec![
            (name, Arc::new(TimestampMicrosecondArray::from(vec![1, 2])) as ArrayRef),
            ("bid_price", floats(vec![1.0, 2.0])),
            ("bid_amount", floats(vec![1.0, 2.0])),
            ("ask_price", Arc::new(Float64Array::from(vec![Some(3.5), None]))),
            ("ask_amount", floats(vec![1.0, 2.0])),
        ]
    };
    let columns = load(Tables {
        l1: table(quotes("timestamp")),
        ..Tables::default()
    })
    .unwrap();
    let source = &columns.sources()[0];
    assert_eq!(
        (source.time_received_slice(), source.time_exchange(1)),
        (&[1000, 2000][..], Some(2000))
    );
    let CompactKind::OrderBookL1(quote) = source.event(1) else {
        panic!()
    };
    assert_eq!((quote.bid().unwrap().decimal(), quote.ask()), (Decimal::TWO, None));
    let columns = load(Tables {
        l1: table(quotes("time_received")),
        ..Tables::default()
    })
    .unwrap();
    assert_eq!(columns.sources()[0].time_exchange(0), None);
}

#[test]
fn bad_tables_name_table_row_column_and_what_to_do() {
    let trades = |times: Vec<i64>, prices: ArrayRef| Tables {
        trades: table(vec![
            ("time_exchange", ns(times)),
            ("price", prices),
            ("quantity", floats(vec![1.0; 3])),
        ]),
        ..Tables::default()
    };
    let good = || floats(vec![1.0, 2.0, 3.0]);
    for (tables, argument, parts) in [
        (
            trades(vec![5, 9, 8], good()),
            "trades",
            vec!["not sorted", "row 2", "8 ns", "9 ns", "time_exchange"],
        ),
        (
            trades(vec![1, 2, 3], floats(vec![1.0, f64::NAN, 3.0])),
            "trades",
            vec!["row 1", "\"price\"", "NaN"],
        ),
        (
            trades(vec![1, 2, 3], floats(vec![1.0, 2.0, f64::INFINITY])),
            "trades",
            vec!["row 2", "\"price\"", "inf"],
        ),
        (
            trades(vec![1, 2, 3], Arc::new(Float64Array::from(vec![Some(1.0), None, None]))),
            "trades",
            vec!["row 1", "\"price\"", "null"],
        ),
        (
            trades(vec![1, 2, 3], text(vec!["1", "2", "x"])),
            "trades",
            vec!["row 2", "\"price\"", "\"x\""],
        ),
        (
            trades(vec![1, 2, 3], Arc::new(BooleanArray::from(vec![true; 3]))),
            "trades",
            vec!["\"price\" has type Boolean"],
        ),
        (
            Tables {
                l1: table(vec![("time", ns(vec![1]))]),
                ..Tables::default()
            },
            "l1",
            vec!["needs a column bid_price", "its columns are time"],
        ),
        (Tables::default(), "trades", vec!["give at least one table"]),
    ] {
        let (blamed, message) = failure(tables);
        assert_eq!(blamed, argument, "{message}");
        assert!(parts.iter().all(|part| message.contains(part)), "{message}");
    }
    let empty = Tables {
        trades: table(vec![("time", ns(vec![])), ("price", floats(vec![])), ("quantity", floats(vec![]))]),
        ..Tables::default()
    };
    assert_eq!(failure(empty), ("trades".into(), "trades has no rows".into()));
    let side = Tables {
        trades: table(vec![
            ("time", ns(vec![1])),
            ("price", floats(vec![1.0])),
            ("quantity", floats(vec![1.0])),
            ("side", text(vec!["up"])),
        ]),
        ..Tables::default()
    };
    let (_, message) = failure(side);
    assert!(message.contains("row 0") && message.contains("\"up\" is no side"), "{message}");
    let untimed = Tables {
        trades: table(vec![("price", floats(vec![1.0])), ("quantity", floats(vec![1.0]))]),
        ..Tables::default()
    };
    assert!(failure(untimed).1.contains("needs a column time_exchange or time_received"));
}

fn candles(name: &'static str, times: Vec<i64>, high: f64) -> Tables {
    let count = times.len();
    let columns = vec![
        (name, ns(times)),
        ("Open", floats(vec![1.5; count])),
        ("High", floats(vec![high; count])),
        ("Low", floats(vec![1.0; count])),
        ("Close", floats(vec![1.25; count])),
        ("Volume", floats(vec![10.0; count])),
    ];
    Tables {
        candles: table(columns),
        ..Tables::default()
    }
}

#[test]
fn a_candle_is_delivered_when_it_closes() {
    let columns = load(candles("close_time", vec![60, 120], 2.0)).unwrap();
    let source = &columns.sources()[0];
    assert_eq!((source.time_received_slice(), source.time_exchange(0)), (&[60, 120][..], Some(60)));
    let CompactKind::Candle(candle) = source.event(1) else { panic!() };
    assert_eq!((candle.close_time, candle.high, candle.trade_count), (120, Decimal::TWO, 0));
    let opened = from_tables(
        candles("time", vec![0, 60], 2.0),
        &TableOptions {
            interval: Some(60),
            ..options()
        },
        &mut |_| false,
    )
    .unwrap();
    assert_eq!(opened.fingerprint(), columns.fingerprint());
    let (blamed, message) = failure(candles("time", vec![0, 60], 2.0));
    assert!(
        blamed == "candles" && message.contains("give interval=") && message.contains("\"time\""),
        "{message}"
    );
    let message = from_tables(
        candles("close_time", vec![0], 2.0),
        &TableOptions {
            interval: Some(60),
            ..options()
        },
        &mut |_| false,
    )
    .unwrap_err();
    assert!(message.to_string().contains("interval= says nothing more"), "{message}");
    assert!(failure(candles("close_time", vec![60, 0], 2.0)).1.contains("not sorted: row 1"));
    assert!(
        failure(candles("close_time", vec![0, 60], 0.5))
            .1
            .contains("high 0.5 is below low 1")
    );
}

#[test]
fn tables_together_are_ordered_by_time_then_trades_before_quotes() {
    let tables = Tables {
        trades: table(vec![
            ("time", ns(vec![5, 7])),
            ("price", floats(vec![1.0; 2])),
            ("quantity", floats(vec![1.0; 2])),
        ]),
        l1: table(vec![
            ("time", ns(vec![4, 5, 7])),
            ("bid_price", floats(vec![2.0, 1.0, 1.5])),
            ("bid_quantity", floats(vec![1.0; 3])),
            ("ask_price", floats(vec![1.0; 3])),
            ("ask_quantity", floats(vec![1.0; 3])),
        ]),
        candles: None,
    };
    let columns = load(tables).unwrap();
    assert_eq!(columns.order(), [1, 0, 1, 0, 1]);
    // A bid at the ask is locked, not crossed (D12).
    assert!(columns.quality().iter().any(|row| row.check == "crossed_quotes" && row.count == 2));
}

/// Every kind, narrow and wide.
fn everything() -> MarketColumns {
    let instruments = vec![
        options().instrument,
        instrument::from_symbol(ExchangeId::BinanceFuturesUsd, "ETHUSDT", true).unwrap(),
    ];
    let mut events = EventsBuilder::new(instruments);
    let wide = Decimal::from_str_exact("12345678901234567890.123456789").unwrap();
    let levels = |n: i64| {
        (0..n)
            .map(|at| (Decimal::new(100 + at, 1), Decimal::new(at, 3)))
            .collect::<Box<[_]>>()
    };
    let kinds = [
        CompactKind::WideTrade(Arc::new(WideTrade {
            price: wide,
            quantity: Decimal::ONE,
            id: "a-1".into(),
            side: None,
            matched: false,
        })),
        CompactKind::WideTrade(Arc::new(WideTrade {
            price: Decimal::TWO,
            quantity: Decimal::ONE,
            id: "".into(),
            side: Some(Side::Sell),
            matched: true,
        })),
        CompactKind::WideOrderBookL1(Arc::new(WideL1 {
            bid: Some((wide, Decimal::ONE)),
            ask: None,
        })),
        CompactKind::OrderBook(Arc::new(BookRow {
            snapshot: true,
            sequence: 4,
            bids: levels(3),
            asks: levels(2),
        })),
        CompactKind::OrderBook(Arc::new(BookRow {
            snapshot: false,
            sequence: 5,
            bids: levels(0),
            asks: levels(1),
        })),
        CompactKind::Candle(Arc::new(CandleRow {
            close_time: 17,
            open: Decimal::ONE,
            high: wide,
            low: Decimal::ONE,
            close: Decimal::ONE,
            volume: Decimal::ZERO,
            trade_count: 9,
        })),
    ];
    for (at, kind) in kinds.iter().enumerate() {
        let own = matches!(kind, CompactKind::Candle(_)).then_some(17);
        events
            .push_kind(
                at % 2,
                RowTimes {
                    exchange: (at > 0).then_some(at as i64),
                    received: 10 + at as i64,
                    own,
                },
                kind,
            )
            .unwrap();
    }
    events.push_reconnecting(0, 30).unwrap();
    events.push_kind(0, RowTimes::new(None, 31), &kinds[1]).unwrap();
    events
        .finish(
            "everything",
            TimeRules {
                infer_previous: true,
                ..TimeRules::default()
            },
        )
        .unwrap()
}

fn rows(columns: &MarketColumns) -> Vec<String> {
    columns
        .rows()
        .map(|(source, row)| {
            format!(
                "{} {} {:?} {} {} {:?}",
                columns.instruments()[source.instrument()].name_internal,
                source.name(),
                source.time_exchange(row),
                source.time_received(row),
                source.time_own(row),
                source.event(row)
            )
        })
        .collect()
}

fn samples() -> Vec<MarketColumns> {
    let market = synthetic(
        &SyntheticOptions {
            events: 3_000,
            books: true,
            ..SyntheticOptions::new(1)
        },
        &mut |_| false,
    )
    .unwrap();
    vec![
        everything(),
        market.slice(Some(market.span().unwrap().0 + 2_000_000_000), None).unwrap(),
        market,
    ]
}

#[test]
fn columns_survive_export_and_bytes() {
    for columns in samples() {
        let export = columns.export().unwrap();
        let address = export.sources[0].column(0).to_data().buffers()[0].as_ptr();
        let back = MarketColumns::import(export).unwrap();
        assert_eq!(rows(&back), rows(&columns));
        assert_eq!(
            (back.fingerprint(), back.clock_offset(), back.quality()),
            (columns.fingerprint(), columns.clock_offset(), columns.quality())
        );
        assert_eq!(
            back.sources()[0].time_received_slice().as_ptr().cast::<u8>(),
            address,
            "import copied"
        );
        let back = MarketColumns::from_bytes(&columns.to_bytes().unwrap()).unwrap();
        assert_eq!(rows(&back), rows(&columns));
        assert_eq!(
            (back.fingerprint(), back.name(), back.is_synthetic()),
            (columns.fingerprint(), columns.name(), columns.is_synthetic())
        );
    }
}

#[test]
fn damaged_bytes_are_an_error() {
    let bytes = everything().to_bytes().unwrap();
    for cut in (0..bytes.len()).step_by(7) {
        assert!(MarketColumns::from_bytes(&bytes[..cut]).is_err());
    }
    for at in (0..bytes.len()).step_by(3) {
        let mut changed = bytes.clone();
        changed[at] ^= 0x40;
        assert!(MarketColumns::from_bytes(&changed).is_err());
    }
}

#[test]
fn a_slice_is_the_rows_in_between_and_slices_join_again() {
    let [_, _, market] = <[_; 3]>::try_from(samples()).unwrap();
    let all = rows(&market);
    let (first, last) = market.span().unwrap();
    let middle = first + (last - first) / 3;
    let (one, two) = (market.slice(None, Some(middle)).unwrap(), market.slice(Some(middle), None).unwrap());
    assert_eq!([rows(&one), rows(&two)].concat(), all);
    assert!(one.rows().all(|(source, row)| source.time_received(row) < middle));
    assert!(two.rows().all(|(source, row)| source.time_received(row) >= middle));
    let joined = MarketColumns::merge(&[one, two]).unwrap();
    assert_eq!(
        joined.rows().map(|(source, row)| source.event(row)).collect::<Vec<_>>(),
        market.rows().map(|(source, row)| source.event(row)).collect::<Vec<_>>()
    );
    assert!(joined.is_synthetic());
    assert!(matches!(
        market.slice(Some(last + 1), None),
        Err(ColumnsError::Empty { argument: "start", .. })
    ));
    assert!(market.slice(Some(middle), Some(middle)).is_err());
}

#[test]
fn merging_orders_by_received_time_then_source_and_keeps_unsorted_recordings() {
    let one = |times: &[i64], symbol: &str| {
        let mut events = EventsBuilder::new(vec![instrument::from_symbol(ExchangeId::BinanceSpot, symbol, false).unwrap()]);
        let kind = CompactKind::WideTrade(Arc::new(WideTrade {
            price: Decimal::ONE,
            quantity: Decimal::ONE,
            id: "".into(),
            side: None,
            matched: true,
        }));
        times
            .iter()
            .for_each(|time| events.push_kind(0, RowTimes::new(None, *time), &kind).unwrap());
        events.finish(symbol, TimeRules::default()).unwrap()
    };
    let merged = MarketColumns::merge(&[one(&[1, 5, 3, 9], "btc_usdt"), one(&[1, 4, 5, 6], "eth_usdt")]).unwrap();
    // 3 comes after 5 in the recording and stays there.
    assert_eq!(merged.order(), [0, 1, 1, 0, 0, 1, 1, 0]);
    assert_eq!(merged.instruments().len(), 2);
    assert!(
        merged
            .quality()
            .iter()
            .any(|row| row.check == "unsorted" && row.count == 1 && row.first_time == Some(3))
    );
    let mut other = instrument::from_symbol(ExchangeId::BinanceSpot, "btc_usdt", false).unwrap();
    other.name_exchange = "BTCUSDT".into();
    let mut events = EventsBuilder::new(vec![other]);
    events.push_reconnecting(0, 1).unwrap();
    let conflict = events.finish("x", TimeRules::default()).unwrap();
    assert!(
        MarketColumns::merge(&[one(&[1], "btc_usdt"), conflict])
            .unwrap_err()
            .to_string()
            .contains("two different instruments")
    );
    assert!(MarketColumns::merge(&[]).is_err());
}

#[test]
fn upstream_events_survive_the_columns() {
    let [_, _, market] = <[_; 3]>::try_from(samples()).unwrap();
    let events: Vec<_> = market
        .rows()
        .map(|(source, row)| MarketEvent {
            time_exchange: DateTime::from_timestamp_nanos(source.time_exchange(row).unwrap()),
            time_received: DateTime::from_timestamp_nanos(source.time_received(row)),
            exchange: ExchangeId::BinanceFuturesUsd,
            instrument: 0,
            kind: source.data_kind(row).unwrap(),
        })
        .collect();
    let mut builder = EventsBuilder::new(market.instruments().to_vec());
    events.iter().for_each(|event| builder.push(event).unwrap());
    let back = builder.finish("events", TimeRules::default()).unwrap();
    assert_eq!(back.len(), market.len());
    for ((source, row), event) in back.rows().zip(&events) {
        assert_eq!(source.data_kind(row).unwrap(), event.kind);
        assert_eq!(source.time_received(row), event.time_received.timestamp_nanos_opt().unwrap());
    }
    assert!(EventsBuilder::new(Vec::new()).finish("none", TimeRules::default()).is_err());
}

#[test]
fn tables_out_are_tables_in() {
    let [everything, _, market] = <[_; 3]>::try_from(samples()).unwrap();
    for exact in [true, false] {
        let tables = Tables {
            trades: Some(Box::new(market.table(Table::Trades, exact).unwrap())),
            l1: Some(Box::new(market.table(Table::OrderBookL1, exact).unwrap())),
            candles: None,
        };
        let back = from_tables(
            tables,
            &TableOptions {
                instrument: market.instruments()[0].clone(),
                ..options()
            },
            &mut |_| false,
        )
        .unwrap();
        let expected: Vec<_> = market
            .rows()
            .map(|(source, row)| source.event(row))
            .filter(|kind| !matches!(kind, CompactKind::OrderBook(_)))
            .collect();
        assert!(back.rows().map(|(source, row)| source.event(row)).eq(expected));
    }
    for table in [
        Table::Trades,
        Table::OrderBookL1,
        Table::OrderBooks,
        Table::Candles,
        Table::Liquidations,
        Table::Events,
    ] {
        let count: usize = everything.table(table, true).unwrap().map(|batch| batch.unwrap().num_rows()).sum();
        let expected = match table {
            Table::Trades => everything.count(SourceKind::Trade),
            Table::OrderBookL1 => 1,
            Table::OrderBooks => 2,
            Table::Candles => 1,
            Table::Liquidations => 0,
            Table::Events => everything.len(),
        };
        assert_eq!(count, expected, "{table:?}");
    }
}
