//! Settings that make no exchange.

use crate::scene::*;
use barter_sim::{ExchangeConfig, SimError, SimulatedExchange};

fn argument_of(change: impl FnOnce(&mut ExchangeConfig)) -> &'static str {
    let mut config = perpetual(TOP_OF_BOOK);
    change(&mut config);
    match SimulatedExchange::new(config) {
        Err(SimError::Config { argument, message }) => {
            assert!(!message.is_empty());
            argument
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a2_a_negative_taker_fee_is_an_error_and_a_maker_rebate_is_not() {
    assert_eq!(argument_of(|config| config.fees.taker = d("-0.0001")), "fees.taker");
    let mut config = spot(TOP_OF_BOOK);
    config.fees.maker = d("-0.0001");
    assert!(SimulatedExchange::new(config).is_ok());
}

#[test]
fn settings_that_make_no_sense_are_named() {
    assert_eq!(argument_of(|config| config.fees.maker = d("5")), "fees.maker");
    assert_eq!(argument_of(|config| config.margin.leverage = d("0")), "leverage");
    assert_eq!(argument_of(|config| config.margin.maintenance = d("-0.1")), "maintenance_margin");
    assert_eq!(argument_of(|config| config.margin.maintenance = d("1")), "maintenance_margin");
    assert_eq!(argument_of(|config| config.max_quote_age = Some(-1)), "max_quote_age");
    assert_eq!(argument_of(|config| config.assets[0].balance = d("-1")), "balances");
    assert_eq!(argument_of(|config| config.instruments[0].quote = 2), "instruments");
    assert_eq!(argument_of(|config| config.instruments[0].quote = BASE), "instruments");
    assert_eq!(argument_of(|config| config.instruments[0].contract_size = d("0")), "contract_size");
    assert_eq!(argument_of(|config| config.instruments[0].is_spot = true), "contract_size");
    assert_eq!(
        argument_of(|config| config.instruments[0].minimum_notional = d("-1")),
        "minimum_notional"
    );
}
