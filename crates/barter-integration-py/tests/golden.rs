//! What barter-integration itself writes, reads and computes is what `tests/integration/golden.json` says; the Python test holds the
//! wheel against that file. `BARTER_WRITE_GOLDEN=1 cargo test -p barter-integration-py` writes it afresh.

use barter_integration::{
    Admin, FeedEnded, Message,
    collection::{
        none_one_or_many::NoneOneOrMany,
        one_or_many::OneOrMany,
        snapshot::{SnapUpdates, Snapshot},
    },
    metric::{Field, Metric, Tag, Value as Measured},
    protocol::{
        http::private::encoder::{Base64Encoder, Encoder, HexEncoder},
        websocket::{WsError, is_websocket_disconnected},
    },
    serde::{
        de::{
            DeJson, de_str_f64_epoch_ms_as_datetime_utc, de_str_f64_epoch_s_as_datetime_utc, de_str_u64_epoch_ms_as_datetime_utc,
            de_u64_epoch_ms_as_datetime_utc,
        },
        se::SeJsonString,
    },
    socket::backoff::{DefaultBackoff, ReconnectBackoff},
    stream::data::{DataArgs, Historical, Live},
    subscription::SubscriptionId,
};
use hmac::{Hmac, Mac};
use serde_json::{Deserializer, Value, json};
use sha2::{Sha256, Sha384, Sha512};

fn metrics() -> Value {
    let metric = Metric {
        name: "http_request_duration",
        time: 1_723_075_200_123,
        tags: vec![Tag::new("http_method", "GET"), Tag::new("path", "/ü")],
        fields: vec![
            Field::new("float", 1.5),
            Field::new("int", -3_i64),
            Field::new("uint", u64::MAX),
            Field::new("bool", true),
            Field::new("string", "x".to_owned()),
        ],
    };
    json!({ "json": serde_json::to_string(&metric).unwrap() })
}

/// Which of two values is smaller, for every pair: by kind first, then by content.
fn order() -> Value {
    let values = [
        Measured::Float(-1.0),
        Measured::Float(2.5),
        Measured::Int(-7),
        Measured::Int(9),
        Measured::UInt(0),
        Measured::Bool(false),
        Measured::Bool(true),
        Measured::String("a".to_owned()),
        Measured::String("b".to_owned()),
    ];
    let texts: Vec<String> = values.iter().map(|value| serde_json::to_string(value).unwrap()).collect();
    let below: Vec<Vec<bool>> = values
        .iter()
        .map(|left| values.iter().map(|right| left < right).collect())
        .collect();
    json!({ "values": texts, "below": below })
}

fn collections() -> Value {
    json!({
        "none": serde_json::to_string(&NoneOneOrMany::<u8>::from_iter([])).unwrap(),
        "one": serde_json::to_string(&NoneOneOrMany::from_iter([1])).unwrap(),
        "many": serde_json::to_string(&NoneOneOrMany::from_iter([1, 2])).unwrap(),
        "one_of_one_or_many": serde_json::to_string(&OneOrMany::from_iter([1])).unwrap(),
        "many_of_one_or_many": serde_json::to_string(&OneOrMany::from_iter([1, 2])).unwrap(),
        "snapshot": serde_json::to_string(&Snapshot(3)).unwrap(),
        "snap_updates": serde_json::to_string(&SnapUpdates::new(Snapshot(3), vec![4])).unwrap(),
        "subscription_id": serde_json::to_string(&SubscriptionId::from("trade|btc")).unwrap(),
    })
}

fn messages() -> Value {
    json!({
        "payload": serde_json::to_string(&Message::<u8, u8>::Payload(1)).unwrap(),
        "protocol": serde_json::to_string(&Message::<Admin<u8, u8>, u8>::Admin(Admin::Protocol(2))).unwrap(),
        "application": serde_json::to_string(&Admin::<u8, u8>::Application(3)).unwrap(),
        "feed_ended": serde_json::to_string(&FeedEnded).unwrap(),
    })
}

fn modes() -> Value {
    let start = chrono::DateTime::from_timestamp_millis(1_723_075_200_000).unwrap();
    let historical = Historical { start, end: None };
    json!({
        "live": serde_json::to_string(&Live).unwrap(),
        "historical": serde_json::to_string(&historical).unwrap(),
        "arguments": serde_json::to_string(&DataArgs::historical(historical, vec!["a"], "c")).unwrap(),
    })
}

fn signatures() -> Value {
    let (secret, message) = (b"s3cret".as_slice(), "symbol=BTCUSDT&ü".as_bytes());
    let mut rows = Vec::new();
    let mut row = |digest: &str, bytes: Vec<u8>| {
        rows.push(json!([digest, HexEncoder.encode(&bytes), Base64Encoder.encode(&bytes)]));
    };
    row(
        "sha256",
        Hmac::<Sha256>::new_from_slice(secret)
            .unwrap()
            .chain_update(message)
            .finalize()
            .into_bytes()
            .to_vec(),
    );
    row(
        "sha384",
        Hmac::<Sha384>::new_from_slice(secret)
            .unwrap()
            .chain_update(message)
            .finalize()
            .into_bytes()
            .to_vec(),
    );
    row(
        "sha512",
        Hmac::<Sha512>::new_from_slice(secret)
            .unwrap()
            .chain_update(message)
            .finalize()
            .into_bytes()
            .to_vec(),
    );
    json!({ "secret": "s3cret", "message": "symbol=BTCUSDT&ü", "rows": rows })
}

fn backoff() -> Value {
    let attempts = [0, 1, 2, 3, 10, 14, 15, 16, 1_000, u32::MAX];
    let rows: Vec<_> = attempts
        .into_iter()
        .map(|attempt| json!([attempt, DefaultBackoff.reconnect_backoff(attempt).as_millis() as u64]))
        .collect();
    json!(rows)
}

/// Reader, text of JSON, nanoseconds since 1970 or nothing where it is refused.
fn times() -> Value {
    let mut rows = Vec::new();
    for text in ["1723075200123", "0", "-1", "1.5", "\"1\"", "null"] {
        let read = de_u64_epoch_ms_as_datetime_utc(&mut Deserializer::from_str(text));
        rows.push(json!([
            "de_u64_epoch_ms_as_datetime_utc",
            text,
            read.ok().and_then(|time| time.timestamp_nanos_opt())
        ]));
    }
    for text in ["\"1723075200123\"", "\"0\"", "\"-1\"", "\"1.5\"", "\"x\"", "\"\"", "1"] {
        let read = de_str_u64_epoch_ms_as_datetime_utc(&mut Deserializer::from_str(text));
        rows.push(json!([
            "de_str_u64_epoch_ms_as_datetime_utc",
            text,
            read.ok().and_then(|time| time.timestamp_nanos_opt())
        ]));
    }
    for text in ["\"1723075200123\"", "\"0\"", "\"x\"", "\"\"", "1"] {
        let read = de_str_f64_epoch_ms_as_datetime_utc(&mut Deserializer::from_str(text));
        rows.push(json!([
            "de_str_f64_epoch_ms_as_datetime_utc",
            text,
            read.ok().and_then(|time| time.timestamp_nanos_opt())
        ]));
    }
    for text in ["\"1661978265.280067\"", "\"1661978265\"", "\"0.25\"", "\"x\"", "1"] {
        let read = de_str_f64_epoch_s_as_datetime_utc(&mut Deserializer::from_str(text));
        rows.push(json!([
            "de_str_f64_epoch_s_as_datetime_utc",
            text,
            read.ok().and_then(|time| time.timestamp_nanos_opt())
        ]));
    }
    json!(rows)
}

/// Texts, and what each says as JSON without spaces, or nothing where it is none.
fn json_texts() -> Value {
    let texts = [
        "{\"a\": 1, \"b\": [true, null, 1.5]}",
        " [1 , 2] ",
        "\"\\u00fc\"",
        "1e3",
        "-0.25",
        "18446744073709551615",
        "NaN",
        "[Infinity]",
        "{\"a\":1",
        "[1,]",
        "{'a':1}",
        "",
        "1 2",
        "01",
        "tru",
        "// x",
    ];
    let rows: Vec<_> = texts
        .into_iter()
        .map(|text| {
            let read: Option<Value> = DeJson::de_bytes(text.as_bytes()).ok();
            json!([text, read.map(|value| SeJsonString::se_string(&value).unwrap())])
        })
        .collect();
    json!(rows)
}

fn disconnected() -> Value {
    use tokio_tungstenite::tungstenite::error::ProtocolError;
    json!({
        "ConnectionClosed": is_websocket_disconnected(&WsError::ConnectionClosed),
        "AlreadyClosed": is_websocket_disconnected(&WsError::AlreadyClosed),
        "Io": is_websocket_disconnected(&WsError::Io(std::io::Error::other("x"))),
        "Utf8": is_websocket_disconnected(&WsError::Utf8),
        "AttackAttempt": is_websocket_disconnected(&WsError::AttackAttempt),
        "Protocol.SendAfterClosing": is_websocket_disconnected(&WsError::Protocol(ProtocolError::SendAfterClosing)),
        "Protocol.ResetWithoutClosingHandshake":
            is_websocket_disconnected(&WsError::Protocol(ProtocolError::ResetWithoutClosingHandshake)),
    })
}

#[test]
fn the_crate_says_what_the_golden_file_says() {
    let said = json!({
        "metric": metrics(),
        "order": order(),
        "collections": collections(),
        "messages": messages(),
        "modes": modes(),
        "signatures": signatures(),
        "backoff": backoff(),
        "times": times(),
        "json": json_texts(),
        "disconnected": disconnected(),
    });
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/integration/golden.json");
    if std::env::var_os("BARTER_WRITE_GOLDEN").is_some() {
        std::fs::write(path, serde_json::to_string_pretty(&said).unwrap() + "\n").unwrap();
    }
    let golden: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(said, golden);
}
