//! M17: orders that end with the UTC day.

use crate::scene::*;
use barter_instrument::Side::{Buy, Sell};

const MIDNIGHT: i64 = 86_400_000_000_000;

#[test]
fn m17_day_orders_expire_at_the_first_midnight_after_acceptance_in_order() {
    let mut scene = Scene::quoted(spot(TOP_OF_BOOK));
    assert_eq!(scene.exchange.next_schedule(), None);
    scene.limit(Buy, "90", "1", DAY);
    scene.limit(Buy, "91", "1", GTC);
    scene.limit(Sell, "110", "1", DAY);
    scene.limit(Buy, "95", "1", DAY);
    assert_eq!(scene.exchange.next_schedule(), Some(MIDNIGHT));
    scene.time = MIDNIGHT;
    // At midnight itself: the next day's.
    scene.limit(Buy, "94", "1", DAY);
    assert_eq!(
        scene.schedule(MIDNIGHT),
        ["Expired 1 end_of_day", "Expired 3 end_of_day", "Expired 4 end_of_day"]
    );
    assert_eq!(scene.exchange.next_schedule(), Some(2 * MIDNIGHT));
    assert_eq!(scene.balances(), [(d("100"), d("100")), (d("10000"), d("9815"))]);
    assert_eq!(scene.cancel(1), ["CancelRejected 1 order_not_found"]);
    assert_eq!(scene.schedule(2 * MIDNIGHT), ["Expired 5 end_of_day"]);
    assert_eq!(scene.exchange.next_schedule(), None);
}

#[test]
fn m17_an_order_that_is_done_has_no_end_of_day() {
    let mut scene = Scene::quoted(spot(TOP_OF_BOOK));
    scene.limit(Buy, "99", "1", DAY);
    scene.limit(Buy, "98", "1", DAY);
    scene.limit(Buy, "101", "1", DAY);
    scene.cancel(1);
    scene.quote("90", "1", "91", "1");
    assert_eq!(scene.exchange.next_schedule(), None);
    assert!(scene.schedule(MIDNIGHT).is_empty());
}

#[test]
fn m17_days_before_the_epoch_end_at_midnight_too() {
    let mut scene = Scene::quoted(spot(TOP_OF_BOOK));
    scene.time = -5;
    scene.limit(Buy, "99", "1", DAY);
    assert_eq!(scene.exchange.next_schedule(), Some(0));
}
