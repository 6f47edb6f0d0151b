//! What hooks asked for, on its way through risk and `GenerateAlgoOrders` to the exchange (D3, T7).

use crate::{
    core::Core,
    desk::{Accepts, DeskError, DeskState},
    engine::Refusals,
    error::RunError,
    happening::{Happening, phase},
    hooks::{Hooks, RiskDecision},
    record::{EventName, OrderEventRow, OrderRow, OrderStatus, TABLE_DIGITS, TABLE_LIMIT},
    run::Run,
    universe::InstrumentMeta,
};
use barter::{
    EngineEvent,
    engine::{
        action::generate_algo_orders::GenerateAlgoOrders,
        audit::ProcessAudit,
        state::{instrument::data::InstrumentDataState, trading::TradingState},
    },
    execution::request::ExecutionRequest,
    risk::RiskRefused,
};
use barter_execution::order::{
    OrderKey, OrderKind,
    id::{ClientOrderId, OrderId},
    request::{OrderRequestCancel, OrderRequestOpen, RequestCancel, RequestOpen},
};
use barter_sim::{OpenRequest, OrderNumber, exact::exact_mul};
use parking_lot::MutexGuard;
use rust_decimal::Decimal;
use smol_str::{SmolStr, ToSmolStr, format_smolstr};

/// The instrument's rules, before a request leaves the hook.
pub fn check_rules(meta: &InstrumentMeta, price: Option<Decimal>, quantity: Decimal) -> Result<(), DeskError> {
    let name = meta.name_internal.name();
    if quantity <= Decimal::ZERO {
        return Err(DeskError::new(
            "quantity",
            "not_positive",
            format!("quantity must be positive, not {quantity}; the side says the direction"),
        ));
    }
    if let Some(price) = price
        && price <= Decimal::ZERO
    {
        return Err(DeskError::new(
            "price",
            "not_positive",
            format!("price must be positive, not {price}"),
        ));
    }
    for (argument, value) in [("quantity", Some(quantity)), ("price", price)] {
        if value.is_some_and(|value| value.normalize().scale() > TABLE_DIGITS) {
            return Err(DeskError::new(
                argument,
                "too_fine",
                format!("{argument} has more than {TABLE_DIGITS} fractional digits, which no table holds exactly; round it first"),
            ));
        }
    }
    for (argument, value) in [("quantity", Some(quantity)), ("price", price)] {
        if value.is_some_and(|value| value >= TABLE_LIMIT) {
            return Err(DeskError::new(
                argument,
                "too_large",
                format!("{argument} has more than 20 digits before the point, which no table holds"),
            ));
        }
    }
    let Some(spec) = &meta.spec else {
        return Ok(());
    };
    if let Some(price) = price {
        let tick = spec.price.tick_size;
        let over = rest(price, tick);
        if !over.is_zero() {
            let below = on_grid(price - over, tick);
            return Err(DeskError::new(
                "price",
                "off_tick",
                format!(
                    "price {price} is not a multiple of the tick {tick} of {name}; its neighbours are {below} and {}",
                    below.saturating_add(tick)
                ),
            ));
        }
        if price < spec.price.min {
            return Err(DeskError::new(
                "price",
                "below_minimum",
                format!("price {price} is below the minimum {} of {name}", spec.price.min),
            ));
        }
        let value = exact_mul(price, quantity).and_then(|value| exact_mul(value, meta.contract_size));
        let notional =
            value.map_err(|error| DeskError::new("quantity", "inexact", format!("{quantity} at {price} has no exact value: {error}")))?;
        if notional < spec.notional.min {
            return Err(DeskError::new(
                "quantity",
                "below_minimum_notional",
                format!(
                    "{quantity} at {price} is worth {notional}, below the minimum notional {} of {name}",
                    spec.notional.min
                ),
            ));
        }
    }
    let lot = spec.quantity.increment;
    let over = rest(quantity, lot);
    if !over.is_zero() {
        let below = on_grid(quantity - over, lot);
        return Err(DeskError::new(
            "quantity",
            "off_lot",
            format!(
                "quantity {quantity} is not a multiple of the lot {lot} of {name}; its neighbours are {below} and {}",
                below.saturating_add(lot)
            ),
        ));
    }
    if quantity < spec.quantity.min {
        return Err(DeskError::new(
            "quantity",
            "below_minimum",
            format!("quantity {quantity} is below the minimum {} of {name}", spec.quantity.min),
        ));
    }
    Ok(())
}

/// A multiple of `step`, with as many digits as it.
fn on_grid(mut value: Decimal, step: Decimal) -> Decimal {
    value.rescale(step.scale());
    value
}

/// What is left over of `value` beyond a multiple of `step`; nothing where there is no step.
pub(crate) fn rest(value: Decimal, step: Decimal) -> Decimal {
    value.checked_rem(step).unwrap_or_default()
}

impl<H: Hooks> Run<H> {
    /// Sends what the hook that just returned asked for.
    pub(crate) fn flush(&mut self, core: &mut MutexGuard<'_, Core>, stratum: u8) -> Result<(), RunError<H::Error>> {
        if !core.desk.has_requests() {
            return Ok(());
        }
        let now = core.now();
        for timer in std::mem::take(&mut core.desk.timers) {
            self.agenda.push(
                now.saturating_add(timer.interval),
                self.late(),
                phase::TIMER,
                Happening::Timer { timer: timer.timer },
            );
        }
        let cancels = std::mem::take(&mut core.desk.cancels);
        let mut opens = std::mem::take(&mut core.desk.opens);
        opens.append(&mut core.desk.withdrawn);
        opens.sort_unstable();
        self.add_order_rows(core);

        let refusal = if core.is_warming_up() {
            Some("warm_up")
        } else if core.engine.state.trading == TradingState::Disabled {
            Some("trading_disabled")
        } else {
            None
        };
        let reason_of = |core: &Core, number: OrderNumber| {
            let order = core.desk.order(number);
            if order.cancelling { Some("cancelled_before_sent") } else { refusal }
        };

        // Refused here, or to be judged by risk.
        let mut cancel_requests = Vec::new();
        for number in cancels {
            match refusal {
                Some("trading_disabled") => self.refuse_cancel(core, number, "trading_disabled".into(), stratum),
                _ => cancel_requests.push(cancel_request(core, self, number)),
            }
        }
        let mut open_requests = Vec::new();
        let mut refused = Vec::new();
        for number in opens {
            match reason_of(core, number) {
                Some(reason) => refused.push((number, SmolStr::new_static(reason))),
                None => open_requests.push(open_request(core, self, number)?),
            }
        }
        let judged = !(cancel_requests.is_empty() && open_requests.is_empty());
        let decision = if judged && self.wants.risk {
            let hooks = &mut self.hooks;
            let asked = (cancel_requests.clone(), open_requests.clone());
            core.desk.accepts = Accepts::NotInRisk;
            let decision = MutexGuard::unlocked(core, || hooks.risk(cancel_requests, open_requests)).map_err(RunError::Hook)?;
            core.desk.accepts = Accepts::Requests;
            checked(core, decision, &asked).map_err(RunError::Risk)?
        } else {
            RiskDecision {
                cancels: cancel_requests,
                opens: open_requests,
                ..RiskDecision::default()
            }
        };
        let sent = if judged { self.generate(core, &decision)? } else { Vec::new() };

        // Records in call order: cancels, then opens; an open that risk or the desk refused stands in its place.
        for (request, reason) in decision.refused_cancels {
            if let Some(number) = core.desk.find(&request.key.cid.0) {
                self.refuse_cancel(core, number, format_smolstr!("risk: {reason}"), stratum);
            }
        }
        for (request, reason) in decision.refused_opens {
            if let Some(number) = core.desk.find(&request.key.cid.0) {
                refused.push((number, format_smolstr!("risk: {reason}")));
            }
        }
        let mut sent_opens = Vec::new();
        for request in sent {
            match request {
                ExecutionRequest::Cancel(request) => self.send_cancel(core, &request, stratum),
                ExecutionRequest::Open(request) => sent_opens.push(request),
                ExecutionRequest::Shutdown => {}
            }
        }
        refused.sort_by_key(|(number, _)| *number);
        let mut refused = refused.into_iter().peekable();
        for request in sent_opens {
            let Some(number) = core.desk.find(&request.key.cid.0) else {
                continue;
            };
            while let Some((number, reason)) = refused.next_if(|(other, _)| *other < number) {
                self.refuse_open(core, number, reason, stratum);
            }
            self.send_open(core, number, request, stratum);
        }
        for (number, reason) in refused {
            self.refuse_open(core, number, reason, stratum);
        }
        if let Some(enabled) = core.desk.trading.take() {
            self.set_trading(core, enabled, stratum)?;
        }
        Ok(())
    }

    /// Rows for orders that are new since the last flush.
    fn add_order_rows(&mut self, core: &Core) {
        for order in &core.desk.orders[self.record.orders.len()..] {
            self.record.orders.push(OrderRow {
                sequence: None,
                number: order.number,
                client_order_id: order.client_order_id.clone(),
                instrument: order.instrument,
                side: order.side,
                kind: order.kind,
                time_in_force: order.time_in_force,
                price: order.price,
                quantity: order.quantity,
                order_id: None,
                filled: Decimal::ZERO,
                value: Decimal::ZERO,
                fee: Decimal::ZERO,
                status: OrderStatus::Pending,
                reject_reason: None,
                time_sent: None,
                time_arrived: None,
                time_acknowledged: None,
                time_done: None,
                mid_at_decision: None,
                mark_at_arrival: None,
            });
        }
    }

    /// The engine's own pass: risk (replayed), send, record in flight. Returns what landed in the outbox.
    fn generate(&mut self, core: &mut Core, decision: &RiskDecision) -> Result<Vec<ExecutionRequest>, RunError<H::Error>> {
        core.engine.strategy.set(decision.cancels.clone(), decision.opens.clone());
        core.engine.risk.set(Refusals {
            cancels: decision
                .refused_cancels
                .iter()
                .map(|(request, reason)| RiskRefused::new(request.clone(), reason.as_str()))
                .collect(),
            opens: decision
                .refused_opens
                .iter()
                .map(|(request, reason)| RiskRefused::new(request.clone(), reason.as_str()))
                .collect(),
        });
        let output = core.engine.generate_algo_orders();
        if let Some(errors) = output.unrecoverable_errors() {
            return Err(RunError::Engine(format!("{errors:?}")));
        }
        if let Some(log) = &mut self.audit {
            let event = EngineEvent::TradingStateUpdate(core.engine.state.trading);
            log.tick(&mut core.engine, ProcessAudit::with_output(event, output));
        }
        Ok(self.outbox.take())
    }

    fn push_event(&mut self, time: i64, number: OrderNumber, event: EventName, reason: Option<SmolStr>) -> usize {
        let sequence = self.record.next_sequence();
        let filled = self.record.order_mut(number).filled;
        self.record.order_events.push(OrderEventRow {
            sequence,
            time,
            time_delivered: None,
            number,
            event,
            filled,
            reason,
        });
        self.record.order_events.len() - 1
    }

    fn send_open(&mut self, core: &mut Core, number: OrderNumber, request: OrderRequestOpen, stratum: u8) {
        let now = core.now();
        let instrument = core.desk.order(number).instrument;
        let meta = core.meta(instrument);
        let (venue, local) = (meta.exchange.index(), meta.local);
        let mid_at_decision = core.data(instrument).price();
        let order = core.desk.order_mut(number);
        order.state = DeskState::InFlight;
        // Risk may have edited the request.
        let state = request.state;
        order.kind = state.kind;
        order.quantity = state.quantity;
        order.price = (state.kind == OrderKind::Limit).then_some(state.price);
        (order.side, order.time_in_force) = (state.side, state.time_in_force);
        let (price, closing) = (order.price, order.closing);

        let event = self.push_event(now, number, EventName::Sent, None);
        let sequence = self.record.order_events[event].sequence;
        let row = self.record.order_mut(number);
        row.sequence = Some(sequence);
        row.time_sent = Some(now);
        row.status = OrderStatus::InFlight;
        row.mid_at_decision = mid_at_decision;
        (row.side, row.price, row.quantity) = (state.side, price, state.quantity);
        (row.kind, row.time_in_force) = (state.kind, state.time_in_force);

        let arrival = self.venues[venue].arrival(now);
        let stratum = self.stratum_at(venue, now, arrival, stratum);
        self.agenda.push(
            arrival,
            stratum,
            phase::ARRIVAL,
            Happening::Open {
                venue,
                request: Box::new(OpenRequest {
                    number,
                    instrument: local,
                    side: state.side,
                    kind: state.kind,
                    time_in_force: state.time_in_force,
                    price: state.price,
                    quantity: state.quantity,
                    closing,
                }),
            },
        );
    }

    fn send_cancel(&mut self, core: &mut Core, request: &OrderRequestCancel, stratum: u8) {
        let Some(number) = core.desk.find(&request.key.cid.0) else {
            return;
        };
        let now = core.now();
        let meta = core.meta(core.desk.order(number).instrument);
        let (venue, local) = (meta.exchange.index(), meta.local);
        self.push_event(now, number, EventName::CancelSent, None);
        let arrival = self.venues[venue].arrival(now);
        let stratum = self.stratum_at(venue, now, arrival, stratum);
        self.agenda.push(
            arrival,
            stratum,
            phase::ARRIVAL,
            Happening::Cancel {
                venue,
                instrument: local,
                number,
            },
        );
    }

    pub(crate) fn refuse_open(&mut self, core: &mut Core, number: OrderNumber, reason: SmolStr, stratum: u8) {
        let now = core.now();
        core.desk.finish(number, DeskState::Refused);
        core.desk.order_mut(number).reject_reason = Some(reason.clone());
        let event = self.push_event(now, number, EventName::Refused, Some(reason.clone()));
        let sequence = self.record.order_events[event].sequence;
        let row = self.record.order_mut(number);
        row.sequence = Some(sequence);
        row.status = OrderStatus::Refused;
        row.reject_reason = Some(reason);
        row.time_done = Some(now);
        self.agenda.push(now, stratum, phase::ACCOUNT, Happening::Refusal { number, event });
    }

    fn refuse_cancel(&mut self, core: &mut Core, number: OrderNumber, reason: SmolStr, stratum: u8) {
        let now = core.now();
        let order = core.desk.order_mut(number);
        order.cancelling = false;
        order.reject_reason = Some(reason.clone());
        let replacement = order.replacement.take();
        let event = self.push_event(now, number, EventName::CancelRefused, Some(reason));
        self.agenda.push(now, stratum, phase::ACCOUNT, Happening::Refusal { number, event });
        if let Some(new) = replacement {
            self.refuse_open(core, new, "cancel_refused".into(), stratum);
        }
    }
}

fn key(core: &Core, strategy: &barter_execution::order::id::StrategyId, number: OrderNumber) -> OrderKey {
    let order = core.desk.order(number);
    let meta = core.meta(order.instrument);
    OrderKey {
        exchange: meta.exchange,
        instrument: meta.index,
        strategy: strategy.clone(),
        cid: ClientOrderId::new(order.client_order_id.clone()),
    }
}

fn cancel_request<H: Hooks>(core: &Core, run: &Run<H>, number: OrderNumber) -> OrderRequestCancel {
    OrderRequestCancel {
        key: key(core, &run.config.strategy, number),
        state: RequestCancel {
            id: core.desk.order(number).order_id.map(|id| OrderId(id.to_smolstr())),
        },
    }
}

fn open_request<H: Hooks>(core: &Core, run: &Run<H>, number: OrderNumber) -> Result<OrderRequestOpen, RunError<H::Error>> {
    let order = core.desk.order(number);
    // M18: upstream's price is mandatory, so a market order carries the touch the strategy sees (0 before there is one;
    // the exchange then rejects it with `no_market`).
    let price = order.price.unwrap_or_else(|| {
        let data = core.data(order.instrument);
        let touch = match order.side {
            barter_instrument::Side::Buy => data.ask(),
            barter_instrument::Side::Sell => data.bid(),
        };
        touch.or_else(|| data.price()).unwrap_or_default()
    });
    Ok(OrderRequestOpen {
        key: key(core, &run.config.strategy, number),
        state: RequestOpen {
            side: order.side,
            price,
            quantity: order.quantity,
            kind: order.kind,
            time_in_force: order.time_in_force,
        },
    })
}

/// The risk manager's answer, checked against what it was asked: every request is approved or refused exactly once, an
/// edit keeps its key and obeys the instrument's rules. Approved requests come back in call order.
fn checked(
    core: &Core,
    mut decision: RiskDecision,
    asked: &(Vec<OrderRequestCancel>, Vec<OrderRequestOpen>),
) -> Result<RiskDecision, String> {
    let cancels = decision
        .cancels
        .iter()
        .chain(decision.refused_cancels.iter().map(|(request, _)| request));
    same_keys(
        "cancel",
        asked.0.iter().map(|request| &request.key),
        cancels.map(|request| &request.key),
    )?;
    let opens = decision
        .opens
        .iter()
        .chain(decision.refused_opens.iter().map(|(request, _)| request));
    same_keys(
        "open",
        asked.1.iter().map(|request| &request.key),
        opens.map(|request| &request.key),
    )?;
    for request in &decision.opens {
        let price = (request.state.kind == OrderKind::Limit).then_some(request.state.price);
        check_rules(core.meta(request.key.instrument.index()), price, request.state.quantity).map_err(|error| {
            format!(
                "the risk manager approved order {} with an edit that breaks a rule: {error}",
                request.key.cid.0
            )
        })?;
    }
    let place = |cid: &ClientOrderId| core.desk.find(&cid.0).unwrap_or(OrderNumber::MAX);
    let call = |cid: &ClientOrderId| asked.0.iter().position(|request| request.key.cid == *cid);
    decision.cancels.sort_by_key(|request| call(&request.key.cid));
    decision.opens.sort_by_key(|request| place(&request.key.cid));
    Ok(decision)
}

fn same_keys<'a>(
    what: &str,
    asked: impl Iterator<Item = &'a OrderKey>,
    answered: impl Iterator<Item = &'a OrderKey>,
) -> Result<(), String> {
    let mut open: Vec<_> = asked.collect();
    for key in answered {
        let Some(at) = open.iter().position(|other| *other == key) else {
            return Err(format!(
                "the risk manager returned a {what} request for order {} that it was not asked about, or returned it twice, or changed its key",
                key.cid.0
            ));
        };
        open.swap_remove(at);
    }
    match open.first() {
        None => Ok(()),
        Some(key) => Err(format!(
            "the risk manager neither approved nor refused the {what} request of order {}; every request must be in one of the lists",
            key.cid.0
        )),
    }
}
