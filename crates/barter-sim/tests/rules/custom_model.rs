//! The plug: a matching model from outside the crate.

use crate::scene::*;
use barter_columns::{BookRow, CompactKind};
use barter_instrument::Side::{Buy, Sell};
use barter_sim::{Action, Arrival, Market, Matching, MatchingModel, Offer, OpenRequest, Order, Reason, SimError, Take, Working};
use rust_decimal::Decimal;
use std::sync::Arc;

/// Walks the asks of the latest book message (M4, for buyers): one fill per level.
#[derive(Debug, Default)]
struct Levels {
    asks: Vec<(Decimal, Decimal)>,
}

impl MatchingModel for Levels {
    fn arrive(&mut self, _time: i64, _market: &Market, order: &Order, _working: &Working) -> Result<Arrival, SimError> {
        let Some((best, _)) = self.asks.first() else {
            return Ok(Arrival::Rejected(Reason::NoMarket));
        };
        let mut rest = order.remaining;
        let takes = self.asks.iter().map_while(|(price, displayed)| {
            let quantity = rest.min(*displayed);
            rest -= quantity;
            (quantity > Decimal::ZERO).then_some(Take {
                price: *price,
                quantity,
                displayed: *displayed,
            })
        });
        Ok(Arrival::Met(Offer {
            price: Some(*best),
            takes: takes.collect(),
            ..Offer::default()
        }))
    }

    fn on_book(
        &mut self,
        _time: i64,
        _market: &Market,
        book: &BookRow,
        _working: &mut Working,
        _actions: &mut Vec<Action>,
    ) -> Result<(), SimError> {
        self.asks = book.asks.to_vec();
        Ok(())
    }
}

#[test]
fn m4_a_custom_model_can_walk_levels() {
    let mut scene = Scene::new(spot(Matching::Custom(Arc::new(|| Box::<Levels>::default()))));
    assert_eq!(scene.market(Buy, "1"), ["Rejected 1 no_market"]);
    scene.row(CompactKind::OrderBook(Arc::new(BookRow {
        snapshot: true,
        sequence: 1,
        bids: Box::new([]),
        asks: Box::new([(d("101"), d("2")), (d("102"), d("2"))]),
    })));
    assert_eq!(
        scene.market(Buy, "3"),
        ["Accepted 2", "PartiallyFilled 2 buy 2@101 taker", "Filled 2 buy 1@102 taker"]
    );
    assert_eq!(
        scene.market(Buy, "5"),
        [
            "Accepted 3",
            "PartiallyFilled 3 buy 2@101 taker",
            "PartiallyFilled 3 buy 2@102 taker",
            "Cancelled 3 no_liquidity"
        ]
    );
}

/// Answers every quote with one action, whatever it is.
#[derive(Debug)]
struct Answers(Action);

impl MatchingModel for Answers {
    fn arrive(&mut self, _time: i64, _market: &Market, _order: &Order, _working: &Working) -> Result<Arrival, SimError> {
        Ok(Arrival::Met(Offer::default()))
    }

    fn on_quote(&mut self, _time: i64, _market: &Market, _working: &mut Working, actions: &mut Vec<Action>) -> Result<(), SimError> {
        actions.push(self.0);
        Ok(())
    }
}

#[test]
fn a_model_that_breaks_the_rules_is_an_error() {
    let fill = |number, price: &str, quantity: &str| Action::Fill {
        number,
        price: d(price),
        quantity: d(quantity),
        taker: None,
    };
    for (action, good) in [
        (fill(1, "98", "1"), true),
        (fill(1, "97", "2"), true),
        (fill(1, "98.1", "1"), false),
        (fill(1, "98", "3"), false),
        (fill(1, "98", "0"), false),
        (fill(2, "98", "1"), false),
    ] {
        let mut scene = Scene::new(spot(Matching::Custom(Arc::new(move || Box::new(Answers(action))))));
        scene.limit(Buy, "98", "2", GTC);
        let result = scene.exchange.on_market(5_000, 0, &quote("1", "1", "2", "1"), &mut scene.packets);
        assert_eq!(matches!(result, Err(SimError::Model { .. })), !good, "{action:?}");
        assert_eq!(result.is_ok(), good);
    }
}

#[test]
fn a_model_without_a_price_for_a_market_order_is_an_error() {
    let action = Action::Cancel {
        number: 1,
        reason: Reason::NoLiquidity,
    };
    let mut scene = Scene::new(spot(Matching::Custom(Arc::new(move || Box::new(Answers(action))))));
    let request = OpenRequest {
        number: 1,
        instrument: 0,
        side: Sell,
        kind: barter_execution::order::OrderKind::Market,
        time_in_force: IOC,
        price: d("0"),
        quantity: d("1"),
        closing: false,
    };
    let result = scene.exchange.on_open(1, &request, &mut scene.packets);
    assert!(matches!(result, Err(SimError::Model { number: 1, .. })));
}
