//! Python methods of a wheel's stream class.

/// Gives a `#[pyclass(frozen)] struct Class(EventStream<Item>)` the methods of a stream. The texts are the hints in its stub.
///
/// ```ignore
/// barter_interop::stream_methods!(PyMarketStream, PyAwaitable {
///     item: "MarketEvent", list: "list[MarketEvent]",
///     next: "Coroutine[Any, Any, MarketEvent]", batch: "Coroutine[Any, Any, list[MarketEvent]]", close: "Coroutine[Any, Any, None]",
/// });
/// ```
#[macro_export]
macro_rules! stream_methods {
    ($class:ident, $awaitable:ident {
        item: $item:literal, list: $list:literal, next: $next:literal, batch: $batch:literal, close: $close:literal $(,)?
    }) => {
        #[::pyo3::pymethods]
        impl $class {
            fn __iter__<'py>(slf: ::pyo3::PyRef<'py, Self>) -> ::pyo3::PyRef<'py, Self> {
                slf
            }

            fn __next__(&self, py: ::pyo3::Python<'_>) -> ::pyo3::PyResult<Option<::pyo3::Py<::pyo3::PyAny>>> {
                self.0.next(py)
            }

            fn __aiter__<'py>(slf: ::pyo3::PyRef<'py, Self>) -> ::pyo3::PyRef<'py, Self> {
                slf
            }

            fn __anext__(slf: ::pyo3::Bound<'_, Self>) -> $awaitable {
                let stream = slf.get().0.next_async(slf.clone().into_any().unbind());
                $awaitable(stream)
            }

            /// Waits for the next event and returns it.
            ///
            /// Args:
            ///     timeout: seconds, a `timedelta`, text such as "5ms", or None to wait as long as it takes.
            ///
            /// Raises:
            ///     TimedOutError: nothing came in time; the stream is still open.
            ///     StateError: code "closed", the stream has ended and everything was read.
            #[pyo3(signature = (timeout: "float | timedelta | str | None" = None) -> $item)]
            fn recv(
                &self,
                py: ::pyo3::Python<'_>,
                timeout: Option<&::pyo3::Bound<'_, ::pyo3::PyAny>>,
            ) -> ::pyo3::PyResult<::pyo3::Py<::pyo3::PyAny>> {
                self.0.recv(py, timeout)
            }

            /// `recv` for asyncio. Cancelling it loses no event.
            #[pyo3(signature = (timeout: "float | timedelta | str | None" = None) -> $next)]
            fn recv_async(
                slf: ::pyo3::Bound<'_, Self>,
                timeout: Option<&::pyo3::Bound<'_, ::pyo3::PyAny>>,
            ) -> ::pyo3::PyResult<$awaitable> {
                slf.get()
                    .0
                    .recv_async(slf.clone().into_any().unbind(), timeout)
                    .map($awaitable)
            }

            /// Waits for one event and returns it with those that are ready behind it.
            ///
            /// Args:
            ///     max: most events to return.
            ///     timeout: seconds, a `timedelta`, text such as "5ms", or None to wait as long as it takes.
            ///
            /// Returns:
            ///     Events in order; an empty list when nothing came in time or the stream has ended (`is_closed` tells).
            #[pyo3(signature = (max = 1024, timeout: "float | timedelta | str | None" = None) -> $list)]
            fn batch(
                &self,
                py: ::pyo3::Python<'_>,
                max: usize,
                timeout: Option<&::pyo3::Bound<'_, ::pyo3::PyAny>>,
            ) -> ::pyo3::PyResult<::pyo3::Py<::pyo3::types::PyList>> {
                self.0.batch(py, max, timeout)
            }

            /// `batch` for asyncio. Cancelling it loses no event.
            #[pyo3(signature = (max = 1024, timeout: "float | timedelta | str | None" = None) -> $batch)]
            fn batch_async(
                slf: ::pyo3::Bound<'_, Self>,
                max: usize,
                timeout: Option<&::pyo3::Bound<'_, ::pyo3::PyAny>>,
            ) -> ::pyo3::PyResult<$awaitable> {
                slf.get()
                    .0
                    .batch_async(slf.clone().into_any().unbind(), max, timeout)
                    .map($awaitable)
            }

            /// The events that are ready, without waiting; an empty list if there are none.
            #[pyo3(signature = (max = None) -> $list)]
            fn drain(&self, py: ::pyo3::Python<'_>, max: Option<usize>) -> ::pyo3::PyResult<::pyo3::Py<::pyo3::types::PyList>> {
                self.0.drain(py, max)
            }

            /// Ends the stream: nothing is added any more, what is here can still be read. May be called again.
            fn close(&self, py: ::pyo3::Python<'_>) -> ::pyo3::PyResult<()> {
                self.0.close(py)
            }

            /// `close` for asyncio.
            #[pyo3(signature = () -> $close)]
            fn aclose(&self, py: ::pyo3::Python<'_>) -> ::pyo3::PyResult<$awaitable> {
                self.0.close_async(py).map($awaitable)
            }

            fn __enter__<'py>(slf: ::pyo3::PyRef<'py, Self>) -> ::pyo3::PyRef<'py, Self> {
                slf
            }

            #[pyo3(signature = (*exception: "object") -> "None")]
            fn __exit__(&self, py: ::pyo3::Python<'_>, exception: &::pyo3::Bound<'_, ::pyo3::types::PyTuple>) -> ::pyo3::PyResult<()> {
                let _ = exception;
                self.0.close(py)
            }

            #[pyo3(signature = () -> "Coroutine[Any, Any, Self]")]
            fn __aenter__(slf: ::pyo3::Bound<'_, Self>) -> $awaitable {
                $awaitable($crate::awaitable::Await::ready(slf.into_any().unbind()))
            }

            #[pyo3(signature = (*exception: "object") -> $close)]
            fn __aexit__(
                &self,
                py: ::pyo3::Python<'_>,
                exception: &::pyo3::Bound<'_, ::pyo3::types::PyTuple>,
            ) -> ::pyo3::PyResult<$awaitable> {
                let _ = exception;
                self.0.close_async(py).map($awaitable)
            }

            /// Whether nothing is added any more: closed, or every producer has ended. Events may be left (`ready`).
            #[getter]
            fn is_closed(&self) -> ::pyo3::PyResult<bool> {
                self.0.is_closed()
            }

            /// Events that can be read without waiting.
            #[getter]
            fn ready(&self) -> ::pyo3::PyResult<usize> {
                self.0.ready()
            }

            /// Events that were dropped because the stream was full and its overflow is "drop_oldest".
            #[getter]
            fn dropped(&self) -> ::pyo3::PyResult<u64> {
                self.0.dropped()
            }

            /// Most events that may wait; None without a bound.
            #[getter]
            fn capacity(&self) -> Option<usize> {
                self.0.capacity()
            }

            fn __traverse__(&self, visit: ::pyo3::PyVisit<'_>) -> Result<(), ::pyo3::PyTraverseError> {
                self.0.traverse(&visit)
            }

            fn __clear__(&self) {
                self.0.clear();
            }
        }
    };
}
