//! One request: from barter's future to the runner; its end goes to the account's events.

use super::{
    account::Account,
    error::{connectivity, ended},
};
use barter_execution::{
    AccountEventKind, UnindexedAccountEvent,
    error::{ConnectivityError, OrderError},
    order::{
        UnindexedOrderSnapshot,
        request::UnindexedOrderResponseCancel,
        state::{InactiveOrderState, OrderState},
    },
};
use barter_integration::collection::snapshot::Snapshot;
use barter_interop::{Canonical, canonical::to_foreign, foreign_arg, guard::guarded, runtime::attach};
use parking_lot::Mutex;
use pyo3::{intern, prelude::*};
use std::sync::Arc;
use tokio::sync::oneshot;

/// How a request ends, as an account event.
pub trait End: Canonical + Send + 'static {
    fn event(self) -> UnindexedAccountEvent;

    /// It says that there was no answer in time.
    fn is_timeout(&self) -> bool;

    /// Whether the account has told since that it is otherwise.
    fn is_outdated(&self, account: &Account) -> bool {
        let _ = account;
        false
    }
}

impl End for UnindexedOrderSnapshot {
    fn event(self) -> UnindexedAccountEvent {
        UnindexedAccountEvent {
            exchange: self.key.exchange,
            kind: AccountEventKind::OrderSnapshot(Snapshot(self)),
        }
    }

    fn is_timeout(&self) -> bool {
        matches!(
            self.state,
            OrderState::Inactive(InactiveOrderState::OpenFailed(OrderError::Connectivity(ConnectivityError::Timeout)))
        )
    }

    fn is_outdated(&self, account: &Account) -> bool {
        account.opened(&self.key.cid) && matches!(self.state, OrderState::Active(_))
    }
}

impl End for UnindexedOrderResponseCancel {
    fn event(self) -> UnindexedAccountEvent {
        UnindexedAccountEvent {
            exchange: self.key.exchange,
            kind: AccountEventKind::OrderCancelled(self),
        }
    }

    fn is_timeout(&self) -> bool {
        matches!(self.state, Err(OrderError::Connectivity(ConnectivityError::Timeout)))
    }
}

type Take = Box<dyn FnOnce(&Bound<'_, PyAny>) + Send>;

/// What the runner calls with the end of a request, once.
#[pyclass(frozen, name = "Answered", module = "barter_engine._engine")]
pub struct Answered(Mutex<Option<Take>>);

#[pymethods]
impl Answered {
    #[pyo3(signature = (answer: "Order | OrderResponseCancel | None"))]
    fn __call__(&self, answer: &Bound<'_, PyAny>) -> PyResult<()> {
        guarded(|| {
            let take = self.0.lock().take();
            if let Some(take) = take {
                take(answer);
            }
            Ok(())
        })
    }
}

/// Gives the request up when barter drops its future, as it does when its time is over.
struct Waiting(Option<Py<PyAny>>);

impl Drop for Waiting {
    fn drop(&mut self) {
        let Some(pending) = self.0.take() else { return };
        attach(|py| {
            if let Err(error) = pending.bind(py).call_method0(intern!(py, "cancel")) {
                tracing::warn!(%error, "a request could not be given up");
            }
        });
    }
}

/// Asks the client and waits for the end, which is told as an account event; an error if the client could not be asked, or if its answer
/// could not be read.
pub async fn carry_out<R: Canonical, T: End>(runner: &Py<PyAny>, request: &R, account: &Arc<Account>) -> Result<(), ConnectivityError> {
    let (sender, receiver) = oneshot::channel();
    let take = taking::<T>(sender, Arc::clone(account));
    let pending = attach(|py| submit(py, runner, request, take)).unwrap_or_else(|| Err(ended()))?;
    let mut waiting = Waiting(Some(pending));
    let answer = receiver.await;
    waiting.0 = None;
    answer.unwrap_or_else(|_| Err(ended()))
}

fn submit<R: Canonical>(py: Python<'_>, runner: &Py<PyAny>, request: &R, take: Take) -> Result<Py<PyAny>, ConnectivityError> {
    let submitted = || {
        let request = to_foreign(py, request)?;
        let pending = runner.bind(py).call_method1(intern!(py, "submit"), (request,))?;
        let answered = Answered(Mutex::new(Some(take)));
        pending.call_method1(intern!(py, "add_done_callback"), (answered,))?;
        Ok(pending.unbind())
    };
    submitted().map_err(connectivity)
}

/// Tells the end of a request in the thread that ends it, so that it stands among the account's events where it happened.
fn taking<T: End>(sender: oneshot::Sender<Result<(), ConnectivityError>>, account: Arc<Account>) -> Take {
    Box::new(move |answer| {
        let read = if answer.is_none() {
            Ok(None)
        } else {
            foreign_arg::<T>(answer, "answer").map(Some)
        };
        let end = match read {
            Ok(Some(end)) => end,
            // The account's events will tell.
            Ok(None) => return drop(sender.send(Ok(()))),
            Err(error) => return drop(sender.send(Err(connectivity(error)))),
        };
        // Given up by barter, who has said so.
        let is_said = sender.is_closed() && end.is_timeout();
        if !end.is_outdated(&account) && !is_said {
            account.tell(end.event());
        }
        drop(sender.send(Ok(())));
    })
}
