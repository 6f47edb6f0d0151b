//! From keys by index to keys by name: what upstream's `AccountEventIndexer` does, the other way round. Upstream itself names
//! requests only.

use barter_execution::{
    AccountEvent, AccountEventKind, AccountSnapshot, InstrumentAccountSnapshot, UnindexedAccountEvent, UnindexedAccountSnapshot,
    balance::AssetBalance,
    error::{ApiError, KeyError, OrderError, UnindexedApiError, UnindexedOrderError},
    map::ExecutionInstrumentMap,
    order::{
        Order, OrderEvent, OrderKey, OrderSnapshot, UnindexedOrderKey, UnindexedOrderSnapshot,
        request::{OrderResponseCancel, UnindexedOrderResponseCancel},
        state::{InactiveOrderState, OrderState, UnindexedOrderState},
    },
    trade::Trade,
};
use barter_instrument::{
    asset::{AssetIndex, QuoteAsset, name::AssetNameExchange},
    exchange::ExchangeId,
    instrument::{InstrumentIndex, name::InstrumentNameExchange},
};
use barter_integration::collection::snapshot::Snapshot;

/// Gives names to what is keyed by index, for one exchange.
#[derive(Debug, Clone, Copy)]
pub struct Namer<'a>(pub &'a ExecutionInstrumentMap);

impl Namer<'_> {
    /// The exchange's name of an asset of this exchange; upstream's map also answers for other exchanges' assets.
    pub fn asset(&self, asset: AssetIndex) -> Result<AssetNameExchange, KeyError> {
        let name = self.0.find_asset_name_exchange(asset)?;
        if self.0.asset_names.get(name) == Some(&asset) {
            Ok(name.clone())
        } else {
            Err(KeyError::AssetKey(format!(
                "{asset} is not an asset of {}",
                self.0.exchange.value.as_str()
            )))
        }
    }

    /// The exchange's name of an instrument of this exchange.
    pub fn instrument(&self, instrument: InstrumentIndex) -> Result<InstrumentNameExchange, KeyError> {
        let name = self.0.find_instrument_name_exchange(instrument)?;
        if self.0.instrument_names.get(name) == Some(&instrument) {
            Ok(name.clone())
        } else {
            Err(KeyError::InstrumentKey(format!(
                "{instrument} is not an instrument of {}",
                self.0.exchange.value.as_str()
            )))
        }
    }

    pub fn order_key(&self, key: OrderKey) -> Result<UnindexedOrderKey, KeyError> {
        Ok(OrderKey {
            exchange: self.0.find_exchange_id(key.exchange)?,
            instrument: self.instrument(key.instrument)?,
            strategy: key.strategy,
            cid: key.cid,
        })
    }

    pub fn api_error(&self, error: ApiError) -> Result<UnindexedApiError, KeyError> {
        Ok(match error {
            ApiError::AssetInvalid(asset, text) => ApiError::AssetInvalid(self.asset(asset)?, text),
            ApiError::InstrumentInvalid(instrument, text) => ApiError::InstrumentInvalid(self.instrument(instrument)?, text),
            ApiError::RateLimit => ApiError::RateLimit,
            ApiError::BalanceInsufficient(asset, text) => ApiError::BalanceInsufficient(self.asset(asset)?, text),
            ApiError::OrderRejected(text) => ApiError::OrderRejected(text),
            ApiError::OrderAlreadyCancelled => ApiError::OrderAlreadyCancelled,
            ApiError::OrderAlreadyFullyFilled => ApiError::OrderAlreadyFullyFilled,
        })
    }

    pub fn order_error(&self, error: OrderError) -> Result<UnindexedOrderError, KeyError> {
        Ok(match error {
            OrderError::Connectivity(error) => OrderError::Connectivity(error),
            OrderError::Rejected(error) => OrderError::Rejected(self.api_error(error)?),
        })
    }

    pub fn order_state(&self, state: OrderState) -> Result<UnindexedOrderState, KeyError> {
        Ok(match state {
            OrderState::Active(state) => OrderState::Active(state),
            OrderState::Inactive(InactiveOrderState::OpenFailed(error)) => OrderState::inactive(self.order_error(error)?),
            OrderState::Inactive(InactiveOrderState::Cancelled(state)) => OrderState::inactive(state),
            OrderState::Inactive(InactiveOrderState::FullyFilled) => OrderState::fully_filled(),
            OrderState::Inactive(InactiveOrderState::Expired) => OrderState::expired(),
        })
    }

    /// A request, or any other order event whose state has no keys.
    pub fn order_event<S>(&self, event: OrderEvent<S>) -> Result<OrderEvent<S, ExchangeId, InstrumentNameExchange>, KeyError> {
        Ok(OrderEvent {
            key: self.order_key(event.key)?,
            state: event.state,
        })
    }

    pub fn order(&self, order: OrderSnapshot) -> Result<UnindexedOrderSnapshot, KeyError> {
        let Order {
            key,
            side,
            price,
            quantity,
            kind,
            time_in_force,
            state,
        } = order;
        Ok(Order {
            key: self.order_key(key)?,
            side,
            price,
            quantity,
            kind,
            time_in_force,
            state: self.order_state(state)?,
        })
    }

    pub fn order_response_cancel(&self, response: OrderResponseCancel) -> Result<UnindexedOrderResponseCancel, KeyError> {
        Ok(OrderEvent {
            key: self.order_key(response.key)?,
            state: match response.state {
                Ok(cancelled) => Ok(cancelled),
                Err(error) => Err(self.order_error(error)?),
            },
        })
    }

    pub fn asset_balance(&self, balance: AssetBalance<AssetIndex>) -> Result<AssetBalance<AssetNameExchange>, KeyError> {
        Ok(AssetBalance {
            asset: self.asset(balance.asset)?,
            balance: balance.balance,
            time_exchange: balance.time_exchange,
        })
    }

    pub fn trade(&self, trade: Trade<QuoteAsset, InstrumentIndex>) -> Result<Trade<QuoteAsset, InstrumentNameExchange>, KeyError> {
        let Trade {
            id,
            order_id,
            instrument,
            strategy,
            time_exchange,
            side,
            price,
            quantity,
            fees,
        } = trade;
        Ok(Trade {
            id,
            order_id,
            instrument: self.instrument(instrument)?,
            strategy,
            time_exchange,
            side,
            price,
            quantity,
            fees,
        })
    }

    pub fn instrument_snapshot(
        &self,
        snapshot: InstrumentAccountSnapshot,
    ) -> Result<InstrumentAccountSnapshot<ExchangeId, AssetNameExchange, InstrumentNameExchange>, KeyError> {
        Ok(InstrumentAccountSnapshot {
            instrument: self.instrument(snapshot.instrument)?,
            orders: snapshot
                .orders
                .into_iter()
                .map(|order| self.order(order))
                .collect::<Result<_, _>>()?,
        })
    }

    pub fn snapshot(&self, snapshot: AccountSnapshot) -> Result<UnindexedAccountSnapshot, KeyError> {
        let AccountSnapshot {
            exchange,
            balances,
            instruments,
        } = snapshot;
        Ok(AccountSnapshot {
            exchange: self.0.find_exchange_id(exchange)?,
            balances: balances
                .into_iter()
                .map(|balance| self.asset_balance(balance))
                .collect::<Result<_, _>>()?,
            instruments: instruments
                .into_iter()
                .map(|snapshot| self.instrument_snapshot(snapshot))
                .collect::<Result<_, _>>()?,
        })
    }

    pub fn account_event(&self, event: AccountEvent) -> Result<UnindexedAccountEvent, KeyError> {
        let AccountEvent { exchange, kind } = event;
        Ok(AccountEvent {
            exchange: self.0.find_exchange_id(exchange)?,
            kind: match kind {
                AccountEventKind::Snapshot(snapshot) => AccountEventKind::Snapshot(self.snapshot(snapshot)?),
                AccountEventKind::BalanceSnapshot(balance) => AccountEventKind::BalanceSnapshot(Snapshot(self.asset_balance(balance.0)?)),
                AccountEventKind::OrderSnapshot(order) => AccountEventKind::OrderSnapshot(Snapshot(self.order(order.0)?)),
                AccountEventKind::OrderCancelled(response) => AccountEventKind::OrderCancelled(self.order_response_cancel(response)?),
                AccountEventKind::Trade(trade) => AccountEventKind::Trade(self.trade(trade)?),
            },
        })
    }
}
