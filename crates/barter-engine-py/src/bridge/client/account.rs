//! What the runner tells of the account, in one order, cut into connections.
//!
//! Answers to requests go the same way as the account's own events. barter has a channel for each and merges them as they come, so that
//! an answer "open" could overtake "filled", and the engine would keep an order that is gone.

use barter_execution::{
    AccountEventKind, UnindexedAccountEvent, UnindexedAccountSnapshot,
    error::{ApiError, OrderError, UnindexedOrderError},
    indexer::AccountEventIndexer,
    map::generate_execution_instrument_map,
    order::{
        id::ClientOrderId,
        state::{InactiveOrderState, OrderState},
    },
};
use barter_instrument::{exchange::ExchangeId, index::IndexedInstruments};
use barter_interop::{enum_arg, errors::invalid, foreign_arg, guard::guarded};
use futures::{Stream, stream::unfold};
use parking_lot::Mutex;
use pyo3::prelude::*;
use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
};
use tokio::sync::{
    Mutex as AsyncMutex,
    mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
};

/// What the runner tells.
enum Told {
    Event(Box<UnindexedAccountEvent>),
    /// The connection ended, with the reason.
    Reconnecting(String),
}

/// The account as the runner tells of it. One connection is read at a time.
pub struct Account {
    pub indexer: AccountEventIndexer,
    sender: UnboundedSender<Told>,
    told: AsyncMutex<UnboundedReceiver<Told>>,
    /// The snapshot that the connection began with.
    snapshot: Mutex<Option<UnindexedAccountSnapshot>>,
    /// Told before the snapshot: answers that came late.
    early: Mutex<VecDeque<UnindexedAccountEvent>>,
    reason: Mutex<String>,
    /// Orders whose opening is not answered yet, and whether the account has told that they are gone.
    opening: Mutex<HashMap<ClientOrderId, bool>>,
}

impl Account {
    fn new(indexer: AccountEventIndexer) -> Self {
        let (sender, told) = unbounded_channel();
        Self {
            indexer,
            sender,
            told: AsyncMutex::new(told),
            snapshot: Mutex::default(),
            early: Mutex::default(),
            reason: Mutex::default(),
            opening: Mutex::default(),
        }
    }

    /// Why the last connection ended.
    pub fn reason(&self) -> String {
        self.reason.lock().clone()
    }

    /// The snapshot that the connection began with, once.
    pub fn take_snapshot(&self) -> Option<UnindexedAccountSnapshot> {
        self.snapshot.lock().take()
    }

    /// The account of what was asked for: barter cannot index another asset or instrument, and would refuse the whole snapshot.
    fn make_snapshot_indexable(&self, snapshot: &mut UnindexedAccountSnapshot) {
        let map = &self.indexer.map;
        snapshot.balances.retain(|balance| map.find_asset_index(&balance.asset).is_ok());
        snapshot
            .instruments
            .retain(|instrument| map.find_instrument_index(&instrument.instrument).is_ok());
        for order in snapshot.instruments.iter_mut().flat_map(|instrument| &mut instrument.orders) {
            if let OrderState::Inactive(InactiveOrderState::OpenFailed(error)) = &mut order.state {
                self.make_indexable(error);
            }
        }
    }

    /// The opening of an order is asked for.
    pub fn opens(&self, cid: ClientOrderId) {
        self.opening.lock().insert(cid, false);
    }

    /// The opening is answered; whether the account has told before that the order is gone.
    pub fn opened(&self, cid: &ClientOrderId) -> bool {
        self.opening.lock().remove(cid).unwrap_or(false)
    }

    fn gone(&self, cid: &ClientOrderId) {
        if let Some(gone) = self.opening.lock().get_mut(cid) {
            *gone = true;
        }
    }

    /// The receiver lives as long as this, so nothing is refused.
    fn put(&self, told: Told) {
        let _ = self.sender.send(told);
    }

    pub fn tell(&self, mut event: UnindexedAccountEvent) {
        match &mut event.kind {
            AccountEventKind::OrderSnapshot(order) => {
                if let OrderState::Inactive(state) = &mut order.0.state {
                    self.gone(&order.0.key.cid);
                    if let InactiveOrderState::OpenFailed(error) = state {
                        self.make_indexable(error);
                    }
                }
            }
            AccountEventKind::OrderCancelled(response) => match &mut response.state {
                Ok(_) => self.gone(&response.key.cid),
                Err(error) => self.make_indexable(error),
            },
            AccountEventKind::Snapshot(snapshot) => self.make_snapshot_indexable(snapshot),
            AccountEventKind::BalanceSnapshot(_) | AccountEventKind::Trade(_) => {}
        }
        self.put(Told::Event(Box::new(event)));
    }

    /// barter drops an event whose error names an unknown asset or instrument, and with it the order.
    fn make_indexable(&self, error: &mut UnindexedOrderError) {
        if self.indexer.order_error(error.clone()).is_err() {
            *error = OrderError::Rejected(ApiError::OrderRejected(error.to_string()));
        }
    }

    /// Waits for the snapshot of the next connection; the reason if there is none.
    pub async fn connected(&self) -> Result<(), String> {
        let mut told = self.told.lock().await;
        loop {
            match told.recv().await {
                Some(Told::Event(event)) => match *event {
                    UnindexedAccountEvent {
                        kind: AccountEventKind::Snapshot(snapshot),
                        ..
                    } => {
                        *self.snapshot.lock() = Some(snapshot);
                        return Ok(());
                    }
                    event => self.early.lock().push_back(event),
                },
                Some(Told::Reconnecting(reason)) => {
                    self.reason.lock().clone_from(&reason);
                    return Err(reason);
                }
                None => return Err("the client is closed".to_owned()),
            }
        }
    }

    /// The events of this connection.
    pub fn events(self: Arc<Self>) -> impl Stream<Item = UnindexedAccountEvent> + Send {
        unfold(self, async |account| {
            let early = account.early.lock().pop_front();
            if let Some(event) = early {
                return Some((event, account));
            }
            let told = account.told.lock().await.recv().await;
            match told {
                Some(Told::Event(event)) => Some((*event, account)),
                Some(Told::Reconnecting(reason)) => {
                    *account.reason.lock() = reason;
                    None
                }
                None => None,
            }
        })
    }
}

/// What the runner's events are given to.
#[pyclass(frozen, name = "AccountSink", module = "barter_engine._engine")]
pub struct AccountSink(pub Arc<Account>);

#[pymethods]
impl AccountSink {
    #[new]
    #[pyo3(signature = (instruments: "IndexedInstruments", exchange: "ExchangeId"))]
    fn new(instruments: &Bound<'_, PyAny>, exchange: &Bound<'_, PyAny>) -> PyResult<Self> {
        guarded(|| {
            let instruments: IndexedInstruments = foreign_arg(instruments, "instruments")?;
            let exchange: ExchangeId = enum_arg(exchange, "exchange")?;
            let map =
                generate_execution_instrument_map(&instruments, exchange).map_err(|error| invalid("instruments", error.to_string()))?;
            Ok(Self(Arc::new(Account::new(AccountEventIndexer::new(Arc::new(map))))))
        })
    }

    /// An `AccountEvent` by name.
    #[pyo3(signature = (event: "AccountEvent"))]
    fn event(&self, event: &Bound<'_, PyAny>) -> PyResult<()> {
        guarded(|| {
            self.0.tell(foreign_arg(event, "event")?);
            Ok(())
        })
    }

    /// The connection ended.
    fn reconnecting(&self, reason: String) {
        self.0.put(Told::Reconnecting(reason));
    }
}
