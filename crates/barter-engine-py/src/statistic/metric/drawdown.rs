//! `Drawdown`, `MaxDrawdown`, `MeanDrawdown` and their generators.

use crate::statistic::value::record_methods;
use barter::{
    Timed,
    statistic::metric::drawdown::{
        Drawdown, DrawdownGenerator,
        max::{MaxDrawdown, MaxDrawdownGenerator},
        mean::{MeanDrawdown, MeanDrawdownGenerator},
    },
};
use barter_interop::{
    errors::{shown, type_name, wrong_type},
    guard::guarded,
    money::{Exact, decimal_arg, to_f64},
    time::{Moment, duration_to_py, time_arg, time_ns},
    value::own_arg,
};
use parking_lot::Mutex;
use pyo3::prelude::*;
use rust_decimal::Decimal;
use std::hash::{Hash, Hasher};

/// A fall from a peak, until the peak is passed or the series ends.
///
/// Args:
///     value: share of the peak that was lost.
///     time_start: of the peak.
///     time_end: of the first higher value, or of the last one.
///
/// >>> from barter_engine import Drawdown
/// >>> Drawdown("0.25", 0, 5_000_000_000).duration.seconds
/// 5
#[pyclass(frozen, eq, hash, name = "Drawdown", module = "barter_engine")]
#[derive(Clone, PartialEq)]
pub struct PyDrawdown(pub Drawdown);

impl Hash for PyDrawdown {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.0.value, self.0.time_start, self.0.time_end).hash(state);
    }
}

#[pymethods]
impl PyDrawdown {
    #[new]
    #[pyo3(signature = (value: "Decimal | int | str | float", time_start: "int | datetime", time_end: "int | datetime"))]
    fn new(value: &Bound<'_, PyAny>, time_start: &Bound<'_, PyAny>, time_end: &Bound<'_, PyAny>) -> PyResult<Self> {
        guarded(|| {
            let (start, end) = (time_arg(time_start, "time_start")?, time_arg(time_end, "time_end")?);
            Ok(Self(Drawdown::new(decimal_arg(value, "value")?, start, end)))
        })
    }

    /// Share of the peak that was lost.
    #[getter]
    fn value(&self) -> Exact {
        Exact(self.0.value)
    }

    /// Share of the peak that was lost, as a float.
    #[getter]
    fn value_f64(&self) -> f64 {
        to_f64(&self.0.value)
    }

    /// When the peak was.
    #[getter]
    fn time_start(&self) -> Moment {
        Moment(self.0.time_start)
    }

    /// When the peak was, ns UTC.
    #[getter]
    fn time_start_ns(&self) -> PyResult<i64> {
        time_ns(self.0.time_start)
    }

    /// When it was over.
    #[getter]
    fn time_end(&self) -> Moment {
        Moment(self.0.time_end)
    }

    /// When it was over, ns UTC.
    #[getter]
    fn time_end_ns(&self) -> PyResult<i64> {
        time_ns(self.0.time_end)
    }

    /// From the peak to the end, a `timedelta`.
    #[getter]
    fn duration<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        duration_to_py(py, self.0.duration().num_nanoseconds().unwrap_or(i64::MAX))
    }
}
record_methods!(PyDrawdown {
    value,
    time_start,
    time_end
});

/// The largest `Drawdown`.
#[pyclass(frozen, eq, hash, name = "MaxDrawdown", module = "barter_engine")]
#[derive(Clone, PartialEq)]
pub struct PyMaxDrawdown(pub MaxDrawdown);

impl Hash for PyMaxDrawdown {
    fn hash<H: Hasher>(&self, state: &mut H) {
        PyDrawdown(self.0.0.clone()).hash(state);
    }
}

#[pymethods]
impl PyMaxDrawdown {
    #[new]
    #[pyo3(signature = (drawdown: "Drawdown"))]
    fn new(drawdown: &Bound<'_, PyAny>) -> PyResult<Self> {
        Ok(Self(MaxDrawdown(drawdown_arg(drawdown)?)))
    }

    /// The drawdown.
    #[getter]
    fn drawdown(&self) -> PyDrawdown {
        PyDrawdown(self.0.0.clone())
    }
}
record_methods!(PyMaxDrawdown { drawdown });

/// Mean depth and length of drawdowns.
///
/// Args:
///     mean_drawdown: share of the peak.
///     mean_drawdown_ms: whole milliseconds; barter rounds at each step.
#[pyclass(frozen, eq, hash, name = "MeanDrawdown", module = "barter_engine")]
#[derive(Clone, PartialEq)]
pub struct PyMeanDrawdown(pub MeanDrawdown);

impl Hash for PyMeanDrawdown {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.0.mean_drawdown, self.0.mean_drawdown_ms).hash(state);
    }
}

#[pymethods]
impl PyMeanDrawdown {
    #[new]
    #[pyo3(signature = (mean_drawdown: "Decimal | int | str | float", mean_drawdown_ms))]
    fn new(mean_drawdown: &Bound<'_, PyAny>, mean_drawdown_ms: i64) -> PyResult<Self> {
        guarded(|| {
            Ok(Self(MeanDrawdown::new(
                decimal_arg(mean_drawdown, "mean_drawdown")?,
                mean_drawdown_ms,
            )))
        })
    }

    /// Mean share of the peak.
    #[getter]
    fn mean_drawdown(&self) -> Exact {
        Exact(self.0.mean_drawdown)
    }

    /// Mean length, ms.
    #[getter]
    fn mean_drawdown_ms(&self) -> i64 {
        self.0.mean_drawdown_ms
    }
}
record_methods!(PyMeanDrawdown {
    mean_drawdown,
    mean_drawdown_ms
});

fn drawdown_arg(value: &Bound<'_, PyAny>) -> PyResult<Drawdown> {
    own_arg::<PyDrawdown>(value, "drawdown").map(|drawdown| drawdown.get().0.clone())
}

/// A point of a series: a pair (value, time).
fn point_arg(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<Timed<Decimal>> {
    let Ok((amount, time)) = value.extract::<(Bound<'_, PyAny>, Bound<'_, PyAny>)>() else {
        return Err(wrong_type(
            argument,
            format!(
                "{argument} must be a pair (value, time) such as (100, 1_700_000_000_000_000_000), got {} {}",
                type_name(value),
                shown(value)
            ),
        ));
    };
    Ok(Timed::new(decimal_arg(&amount, argument)?, time_arg(&time, argument)?))
}

/// Follows a series of values and gives each drawdown when it is over.
///
/// >>> from barter_engine import DrawdownGenerator
/// >>> [drawdown.value for drawdown in DrawdownGenerator.series([(100, 0), (75, 1), (120, 2), (90, 3)])]
/// [Decimal('0.25'), Decimal('0.25')]
#[pyclass(frozen, name = "DrawdownGenerator", module = "barter_engine")]
#[derive(Default)]
pub struct PyDrawdownGenerator(Mutex<DrawdownGenerator>);

impl PyDrawdownGenerator {
    /// A panic half way must not leave half a step.
    fn step(&self, point: Timed<Decimal>) -> Option<Drawdown> {
        let mut generator = self.0.lock();
        let mut next = generator.clone();
        let ended = next.update(point);
        *generator = next;
        ended
    }
}

#[pymethods]
impl PyDrawdownGenerator {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// One that has seen a first point (value, time).
    #[staticmethod]
    #[pyo3(signature = (point: "tuple[Decimal | int | str | float, int | datetime]"))]
    fn init(point: &Bound<'_, PyAny>) -> PyResult<Self> {
        guarded(|| Ok(Self(Mutex::new(DrawdownGenerator::init(point_arg(point, "point")?)))))
    }

    /// All drawdowns of a series of points (value, time), the unfinished last one too; none for less than two points or a curve that
    /// only rises.
    ///
    /// Raises:
    ///     BarterError: a point that is no pair, or holds no finite number or no time; it is named with its position.
    #[staticmethod]
    #[pyo3(signature = (points: "Iterable[tuple[Decimal | int | str | float, int | datetime]]"))]
    fn series(points: &Bound<'_, PyAny>) -> PyResult<Vec<PyDrawdown>> {
        guarded(|| {
            let mut generator = DrawdownGenerator::default();
            let mut drawdowns = Vec::new();
            for (position, point) in points.try_iter()?.enumerate() {
                let point = point_arg(&point?, &format!("points[{position}]"))?;
                drawdowns.extend(generator.update(point).map(PyDrawdown));
            }
            drawdowns.extend(generator.generate().map(PyDrawdown));
            Ok(drawdowns)
        })
    }

    /// Takes the next point (value, time); gives the drawdown that it ends, if it ends one.
    #[pyo3(signature = (point: "tuple[Decimal | int | str | float, int | datetime]"))]
    fn update(&self, point: &Bound<'_, PyAny>) -> PyResult<Option<PyDrawdown>> {
        guarded(|| Ok(self.step(point_arg(point, "point")?).map(PyDrawdown)))
    }

    /// The drawdown under way, if there is one.
    fn generate(&self) -> Option<PyDrawdown> {
        self.0.lock().generate().map(PyDrawdown)
    }

    /// The present peak.
    #[getter]
    fn peak(&self) -> Option<Exact> {
        self.0.lock().peak.map(Exact)
    }

    /// The largest fall since the peak.
    #[getter]
    fn drawdown_max(&self) -> Exact {
        Exact(self.0.lock().drawdown_max)
    }
}

macro_rules! generators {
    ($($(#[doc = $doc:literal])* $name:literal $class:ident($upstream:ident) -> $value:ident),* $(,)?) => {$(
        $(#[doc = $doc])*
        #[pyclass(frozen, name = $name, module = "barter_engine")]
        #[derive(Default)]
        pub struct $class(Mutex<$upstream>);

        #[pymethods]
        impl $class {
            #[new]
            fn new() -> Self {
                Self::default()
            }

            /// One that has seen a first drawdown.
            #[staticmethod]
            #[pyo3(signature = (drawdown: "Drawdown"))]
            fn init(drawdown: &Bound<'_, PyAny>) -> PyResult<Self> {
                guarded(|| Ok(Self(Mutex::new($upstream::init(drawdown_arg(drawdown)?)))))
            }

            /// Takes the next drawdown.
            #[pyo3(signature = (next_drawdown: "Drawdown"))]
            fn update(&self, next_drawdown: &Bound<'_, PyAny>) -> PyResult<()> {
                guarded(|| {
                    let drawdown = drawdown_arg(next_drawdown)?;
                    let mut generator = self.0.lock();
                    let mut next = generator.clone();
                    next.update(&drawdown);
                    *generator = next;
                    Ok(())
                })
            }

            /// The figure so far; None before the first drawdown.
            fn generate(&self) -> Option<$value> {
                self.0.lock().generate().map($value)
            }
        }
    )*};
}
generators! {
    /// Keeps the largest of the drawdowns it is given.
    ///
    /// >>> from barter_engine import Drawdown, MaxDrawdownGenerator
    /// >>> generator = MaxDrawdownGenerator.init(Drawdown("0.1", 0, 1))
    /// >>> generator.update(Drawdown("0.3", 1, 2))
    /// >>> generator.generate().drawdown.value
    /// Decimal('0.3')
    "MaxDrawdownGenerator" PyMaxDrawdownGenerator(MaxDrawdownGenerator) -> PyMaxDrawdown,
    /// Keeps mean depth and length of the drawdowns it is given.
    ///
    /// >>> from barter_engine import Drawdown, MeanDrawdownGenerator
    /// >>> generator = MeanDrawdownGenerator.init(Drawdown("0.1", 0, 1_000_000))
    /// >>> generator.update(Drawdown("0.3", 0, 3_000_000))
    /// >>> generator.generate()
    /// MeanDrawdown(mean_drawdown=Decimal('0.2'), mean_drawdown_ms=2)
    "MeanDrawdownGenerator" PyMeanDrawdownGenerator(MeanDrawdownGenerator) -> PyMeanDrawdown,
}
