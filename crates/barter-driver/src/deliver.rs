//! Account events on their way from the exchange to the strategy: state updates first, then the hooks (D4).

use crate::{
    core::Core,
    desk::DeskState,
    engine::SimEvent,
    error::RunError,
    hooks::{DeliveredFill, Hooks},
    run::Run,
};
use barter::{
    EngineEvent,
    engine::{EngineOutput, UpdateFromAccountOutput, audit::ProcessAudit, state::position::PositionExited},
    execution::AccountStreamEvent,
};
use barter_execution::{
    AccountEvent, AccountEventKind,
    balance::{AssetBalance, Balance},
    error::{ApiError, OrderError},
    order::{
        Order, OrderKey,
        id::{ClientOrderId, OrderId},
        request::OrderResponseCancel,
        state::{Cancelled, InactiveOrderState, Open, OrderState},
    },
    trade::{AssetFees, Trade, TradeId},
};
use barter_instrument::{asset::QuoteAsset, exchange::ExchangeIndex, instrument::InstrumentIndex};
use barter_integration::collection::snapshot::Snapshot;
use barter_sim::{OrderEventKind, OrderNumber, Packet, Reason};
use chrono::{DateTime, Utc};
use parking_lot::MutexGuard;
use rust_decimal::Decimal;
use smol_str::{SmolStr, ToSmolStr};

impl<H: Hooks> Run<H> {
    pub(crate) fn deliver_packet(
        &mut self,
        core: &mut MutexGuard<'_, Core>,
        venue: usize,
        packet: Packet,
        event: usize,
        fill: Option<usize>,
        stratum: u8,
    ) -> Result<(), RunError<H::Error>> {
        let now = core.now();
        self.record.order_events[event].time_delivered = Some(now);
        if let Some(fill) = fill {
            self.record.fills[fill].time_delivered = Some(now);
        }
        let answers_open = !matches!(packet.event, OrderEventKind::CancelRejected);
        let row = self.record.order_mut(packet.number);
        if answers_open && row.time_acknowledged.is_none() {
            row.time_acknowledged = Some(now);
        }

        let activated = self.update_desk(core, &packet);
        let exit = self.update_engine(core, venue, &packet)?;

        let number = packet.number;
        if self.wants.order {
            self.call(core, stratum, |hooks| hooks.order(number))?;
        }
        let rejected = matches!(packet.event, OrderEventKind::Rejected | OrderEventKind::CancelRejected);
        if rejected && self.wants.reject {
            self.call(core, stratum, |hooks| hooks.reject(number))?;
        }
        if let Some(delivered) = delivered_fill(core, venue, &packet).filter(|_| self.wants.fill) {
            self.call(core, stratum, |hooks| hooks.fill(&delivered))?;
        }
        if let Some(exit) = exit.filter(|_| self.wants.position_exit) {
            self.call(core, stratum, |hooks| hooks.position_exit(&exit))?;
        }
        if self.wants.algo {
            self.call(core, stratum, |hooks| hooks.algo())?;
        }
        match activated {
            // A hook of this delivery may have withdrawn it.
            Some(Replacement::Send(number)) if core.desk.order(number).state == DeskState::Pending => {
                core.desk.opens.push(number);
                self.flush(core, stratum)?;
            }
            Some(Replacement::Refuse(number)) if core.desk.order(number).state == DeskState::Waiting => {
                self.refuse_open(core, number, "replaced_order_done".into(), stratum);
            }
            _ => {}
        }
        Ok(())
    }

    /// The order as the strategy now knows it. Returns what becomes of a replacement that waited for it.
    fn update_desk(&mut self, core: &mut Core, packet: &Packet) -> Option<Replacement> {
        let reason = packet.reason.map(|reason| SmolStr::new_static(reason.as_str()));
        let number = packet.number;
        let order = core.desk.order_mut(number);
        order.filled = packet.filled_quantity;
        order.order_id = packet.order_id.or(order.order_id);
        if packet.event == OrderEventKind::CancelRejected {
            order.cancelling = false;
            order.reject_reason = reason;
        } else {
            if packet.event == OrderEventKind::Rejected {
                order.reject_reason = reason;
            }
            let state = match packet.event {
                OrderEventKind::Accepted | OrderEventKind::PartiallyFilled => DeskState::Open,
                OrderEventKind::Filled => DeskState::Filled,
                OrderEventKind::Cancelled => DeskState::Cancelled,
                OrderEventKind::Expired => DeskState::Expired,
                OrderEventKind::Rejected | OrderEventKind::CancelRejected => DeskState::Rejected,
            };
            if state == DeskState::Open {
                order.state = state;
                return None;
            }
            core.desk.finish(number, state);
        }

        // Only the answer to the cancel decides (D3).
        let confirmed = packet.event == OrderEventKind::Cancelled && packet.reason.is_none();
        if !confirmed && packet.event != OrderEventKind::CancelRejected {
            return None;
        }
        let order = core.desk.order_mut(number);
        let remaining = order.remaining();
        let new = order.replacement.take()?;
        if core.desk.order(new).state != DeskState::Waiting {
            // It was withdrawn while it waited.
            return None;
        }
        if !confirmed {
            return Some(Replacement::Refuse(new));
        }
        let order = core.desk.order_mut(new);
        order.state = DeskState::Pending;
        if order.takes_remaining {
            order.quantity = remaining;
            order.takes_remaining = false;
            self.record.order_mut(new).quantity = remaining;
        }
        Some(Replacement::Send(new))
    }

    fn update_engine(
        &mut self,
        core: &mut Core,
        venue: usize,
        packet: &Packet,
    ) -> Result<Option<PositionExited<QuoteAsset>>, RunError<H::Error>> {
        let exchange = ExchangeIndex(venue);
        let time = DateTime::from_timestamp_nanos(packet.time);
        self.account(core, exchange, order_event(core, packet, time, &self.config.strategy))?;
        for change in &packet.balances {
            let asset = core.universe.assets[venue][change.asset];
            let balance = AssetBalance {
                asset,
                balance: Balance {
                    total: change.total,
                    free: change.free,
                },
                time_exchange: time,
            };
            self.account(core, exchange, AccountEventKind::BalanceSnapshot(Snapshot(balance)))?;
        }
        let Some(fill) = &packet.fill else {
            return Ok(None);
        };
        let meta = core.universe.instrument(venue, packet.instrument);
        let (instrument, contract_size) = (meta.index, meta.contract_size);
        core.net[instrument.index()].apply(fill.side, fill.price, fill.quantity, contract_size)?;
        let trade = Trade {
            id: TradeId(fill.trade_id.to_smolstr()),
            order_id: OrderId(packet.order_id.unwrap_or_default().to_smolstr()),
            instrument,
            strategy: self.config.strategy.clone(),
            time_exchange: time,
            side: fill.side,
            price: fill.price,
            quantity: fill.quantity,
            fees: AssetFees::quote_fees(fill.fee),
        };
        Ok(self.trade(core, exchange, trade))
    }

    /// A trade through the engine's parts, as `update_from_account_stream` would: but the tear sheet is made when the summary is
    /// asked for (see [`crate::summary`]).
    fn trade(
        &mut self,
        core: &mut Core,
        exchange: ExchangeIndex,
        trade: Trade<QuoteAsset, InstrumentIndex>,
    ) -> Option<PositionExited<QuoteAsset>> {
        let state = &mut core.engine.state;
        state.connectivity.update_from_account_event(&exchange);
        let exit = state
            .instruments
            .instrument_index_mut(&trade.instrument)
            .position
            .update_from_trade(&trade);
        self.exits.extend(exit.clone());
        let output = || {
            exit.clone()
                .map_or(UpdateFromAccountOutput::None, UpdateFromAccountOutput::PositionExit)
        };
        self.processed(core, || {
            let event = AccountEvent {
                exchange,
                kind: AccountEventKind::Trade(trade),
            };
            ProcessAudit::with_account_update(EngineEvent::Account(AccountStreamEvent::Item(event)), output())
        });
        exit
    }

    /// Counts what the engine processed; its audit is made where the run keeps one.
    fn processed(&mut self, core: &mut Core, audit: impl FnOnce() -> ProcessAudit<SimEvent, EngineOutput<(), ()>>) {
        match &mut self.audit {
            Some(log) => log.tick(&mut core.engine, audit()),
            None => {
                let _ = core.engine.meta.sequence.fetch_add();
            }
        }
    }

    /// One account event through the engine.
    pub(crate) fn account(
        &mut self,
        core: &mut Core,
        exchange: ExchangeIndex,
        kind: AccountEventKind<ExchangeIndex, barter_instrument::asset::AssetIndex, barter_instrument::instrument::InstrumentIndex>,
    ) -> Result<Option<PositionExited<QuoteAsset>>, RunError<H::Error>> {
        let event = AccountStreamEvent::Item(AccountEvent { exchange, kind });
        let output = core.engine.update_from_account_stream(&event);
        let exit = match &output {
            UpdateFromAccountOutput::PositionExit(exit) => Some(exit.clone()),
            UpdateFromAccountOutput::None | UpdateFromAccountOutput::OnDisconnect(()) => None,
        };
        self.processed(core, || ProcessAudit::with_account_update(EngineEvent::Account(event), output));
        Ok(exit)
    }

    pub(crate) fn deliver_refusal(
        &mut self,
        core: &mut MutexGuard<'_, Core>,
        number: OrderNumber,
        event: usize,
        stratum: u8,
    ) -> Result<(), RunError<H::Error>> {
        self.record.order_events[event].time_delivered = Some(core.now());
        if self.wants.order {
            self.call(core, stratum, |hooks| hooks.order(number))?;
        }
        if self.wants.reject {
            self.call(core, stratum, |hooks| hooks.reject(number))?;
        }
        Ok(())
    }
}

enum Replacement {
    Send(OrderNumber),
    Refuse(OrderNumber),
}

type Kind = AccountEventKind<ExchangeIndex, barter_instrument::asset::AssetIndex, barter_instrument::instrument::InstrumentIndex>;

/// The order's part of a packet in upstream's terms.
fn order_event(core: &Core, packet: &Packet, time: DateTime<Utc>, strategy: &barter_execution::order::id::StrategyId) -> Kind {
    let order = core.desk.order(packet.number);
    let meta = core.meta(order.instrument);
    let key = OrderKey {
        exchange: meta.exchange,
        instrument: meta.index,
        strategy: strategy.clone(),
        cid: ClientOrderId::new(order.client_order_id.clone()),
    };
    let id = || OrderId(packet.order_id.unwrap_or_default().to_smolstr());
    let cancelled = || Cancelled {
        id: id(),
        time_exchange: time,
    };
    let state = match packet.event {
        OrderEventKind::Accepted | OrderEventKind::PartiallyFilled => OrderState::active(Open {
            id: id(),
            time_exchange: time,
            filled_quantity: packet.filled_quantity,
        }),
        OrderEventKind::Filled => OrderState::fully_filled(),
        OrderEventKind::Expired => OrderState::expired(),
        // A cancel that was asked for is answered as upstream answers it.
        OrderEventKind::Cancelled if packet.reason.is_none() => {
            return AccountEventKind::OrderCancelled(OrderResponseCancel {
                key,
                state: Ok(cancelled()),
            });
        }
        OrderEventKind::Cancelled => OrderState::inactive(cancelled()),
        OrderEventKind::CancelRejected => {
            let error = match packet.reason {
                Some(Reason::OrderAlreadyFullyFilled) => ApiError::OrderAlreadyFullyFilled,
                Some(Reason::OrderAlreadyCancelled) => ApiError::OrderAlreadyCancelled,
                other => ApiError::OrderRejected(reason_text(other)),
            };
            return AccountEventKind::OrderCancelled(OrderResponseCancel {
                key,
                state: Err(OrderError::Rejected(error)),
            });
        }
        OrderEventKind::Rejected => {
            let error = match packet.reason {
                Some(Reason::InsufficientBalance | Reason::InsufficientMargin) => {
                    let asset = match (meta.is_spot, order.side) {
                        (true, barter_instrument::Side::Sell) => meta.base,
                        _ => meta.quote,
                    };
                    ApiError::BalanceInsufficient(asset, reason_text(packet.reason))
                }
                other => ApiError::OrderRejected(reason_text(other)),
            };
            OrderState::inactive(InactiveOrderState::OpenFailed(OrderError::Rejected(error)))
        }
    };
    AccountEventKind::OrderSnapshot(Snapshot(Order {
        key,
        side: order.side,
        price: order.price.unwrap_or(Decimal::ZERO),
        quantity: order.quantity,
        kind: order.kind,
        time_in_force: order.time_in_force,
        state,
    }))
}

fn reason_text(reason: Option<Reason>) -> String {
    reason.map_or_else(String::new, |reason| reason.as_str().to_owned())
}

fn delivered_fill(core: &Core, venue: usize, packet: &Packet) -> Option<DeliveredFill> {
    let fill = packet.fill.as_ref()?;
    let meta = core.universe.instrument(venue, packet.instrument);
    Some(DeliveredFill {
        number: packet.number,
        instrument: meta.index.index(),
        trade_id: fill.trade_id,
        order_id: packet.order_id.unwrap_or_default(),
        side: fill.side,
        price: fill.price,
        quantity: fill.quantity,
        fee: fill.fee,
        maker: fill.maker,
        time_exchange: packet.time,
        position_after: fill.position_after,
        realised_pnl: fill.realised_pnl,
    })
}
