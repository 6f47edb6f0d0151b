//! From what happened at the exchange to what its client is told: the order, then balances, then the fill (D4).

use super::{Listed, NamedError, NamedExchange, Record, moment};
use crate::packet::{OrderEventKind, Packet, Reason};
use barter_execution::{
    AccountEventKind, UnindexedAccountEvent,
    balance::{AssetBalance, Balance},
    error::{ApiError, UnindexedApiError, UnindexedOrderError},
    order::{
        id::OrderId,
        state::{ActiveOrderState, InactiveOrderState, Open, OrderState, UnindexedOrderState},
    },
    trade::{AssetFees, Trade, TradeId},
};
use barter_instrument::{
    Side,
    asset::{QuoteAsset, name::AssetNameExchange},
    instrument::name::InstrumentNameExchange,
};
use barter_integration::collection::snapshot::Snapshot;

type Kind = AccountEventKind<barter_instrument::exchange::ExchangeId, AssetNameExchange, InstrumentNameExchange>;

impl Record {
    /// The exchange's id, while the state carries one.
    pub(super) fn id(&self) -> Option<OrderId> {
        match &self.state {
            OrderState::Active(ActiveOrderState::Open(open)) => Some(open.id.clone()),
            OrderState::Inactive(InactiveOrderState::Cancelled(cancelled)) => Some(cancelled.id.clone()),
            OrderState::Active(_) | OrderState::Inactive(_) => None,
        }
    }
}

impl NamedExchange {
    /// Books packets into the records and queues their events; the buffer is kept for the next ones.
    pub(super) fn tell(&mut self, mut packets: Vec<Packet>) -> Result<(), NamedError> {
        for packet in packets.drain(..) {
            self.tell_one(packet);
        }
        self.packets = packets;
        Ok(())
    }

    fn tell_one(&mut self, packet: Packet) {
        let delivery = self.delivery(packet.time);
        let at = packet.number as usize - 1;
        // A refused cancel says nothing new about the order; its answer says why.
        if packet.event != OrderEventKind::CancelRejected {
            self.records[at].state = self.state_of(&packet);
            let order = self.records[at].order();
            self.queue(delivery, AccountEventKind::OrderSnapshot(Snapshot(order)));
        }
        for change in &packet.balances {
            let balance = AssetBalance {
                asset: self.assets[change.asset].clone(),
                balance: Balance {
                    total: change.total,
                    free: change.free,
                },
                time_exchange: moment(packet.time),
            };
            self.queue(delivery, AccountEventKind::BalanceSnapshot(Snapshot(balance)));
        }
        if let (Some(fill), Some(order_id)) = (&packet.fill, packet.order_id) {
            let key = &self.records[at].request.key;
            let trade = Trade {
                id: TradeId::new(fill.trade_id.to_string()),
                order_id: OrderId::new(order_id.to_string()),
                instrument: key.instrument.clone(),
                strategy: key.strategy.clone(),
                time_exchange: moment(packet.time),
                side: fill.side,
                price: fill.price,
                quantity: fill.quantity,
                fees: AssetFees {
                    asset: QuoteAsset,
                    fees: fill.fee,
                },
            };
            self.trades.push(trade.clone());
            self.queue(delivery, AccountEventKind::Trade(trade));
        }
    }

    fn queue(&mut self, delivery: i64, kind: Kind) {
        let exchange = self.exchange;
        self.events.push_back((delivery, UnindexedAccountEvent { exchange, kind }));
    }

    fn state_of(&self, packet: &Packet) -> UnindexedOrderState {
        let open = |id: u64| {
            OrderState::active(Open {
                id: OrderId::new(id.to_string()),
                time_exchange: moment(packet.time),
                filled_quantity: packet.filled_quantity,
            })
        };
        match (packet.event, packet.order_id) {
            (OrderEventKind::Accepted | OrderEventKind::PartiallyFilled, Some(id)) => open(id),
            (OrderEventKind::Filled, _) => OrderState::fully_filled(),
            (OrderEventKind::Cancelled, Some(id)) => OrderState::inactive(Self::cancelled(packet.time, id)),
            (OrderEventKind::Expired, _) => OrderState::expired(),
            _ => OrderState::inactive(UnindexedOrderError::Rejected(self.error_of(packet))),
        }
    }

    /// A refusal as upstream's error.
    fn error_of(&self, packet: &Packet) -> UnindexedApiError {
        let listed: &Listed = &self.listed[packet.instrument];
        let paid_with = match self.records[packet.number as usize - 1].request.state.side {
            Side::Buy => listed.quote,
            Side::Sell if listed.is_spot => listed.base,
            Side::Sell => listed.quote,
        };
        let reason = packet.reason.map_or("rejected", Reason::as_str);
        match packet.reason {
            Some(Reason::InsufficientBalance | Reason::InsufficientMargin) => {
                let (total, free) = self.sim.balance(paid_with);
                ApiError::BalanceInsufficient(self.assets[paid_with].clone(), format!("{reason}: total {total}, free {free}"))
            }
            Some(Reason::NoMarket | Reason::StaleMarket) => ApiError::OrderRejected(format!(
                "{reason}: the exchange has no fresh quote of {} to fill against",
                listed.name
            )),
            Some(Reason::PostOnlyWouldTake) => ApiError::OrderRejected(format!("{reason}: the order would have taken liquidity")),
            Some(Reason::OrderAlreadyCancelled) => ApiError::OrderAlreadyCancelled,
            Some(Reason::OrderAlreadyFullyFilled) => ApiError::OrderAlreadyFullyFilled,
            _ => ApiError::OrderRejected(reason.to_owned()),
        }
    }
}
