//! Equity by the exchanges' truth (A5, D8, D9): a fixed-point total that follows every mark change in a few
//! instructions, and an exact `Decimal` snapshot for the rows of the table.

use crate::{books::Books, mean::Mean, record::EquityValue, universe::Universe, venue::Venue};
use barter_instrument::asset::AssetIndex;
use barter_sim::exact::{self, Inexact};
use rust_decimal::{Decimal, prelude::ToPrimitive};

/// Fractional digits of the fixed-point total, and of the exact tables.
const DIGITS: u32 = 18;
/// Bounds whose product fits an `i128`, so that the fast path multiplies without a check.
const LEVER_MAX: u128 = 1 << 87;
const STEP_MAX: u64 = 1 << 39;

/// How an asset or an instrument's quote is counted in the report currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Path {
    /// It is the report currency.
    Report,
    /// By the mark of this instrument.
    By(usize),
    /// There is no way to count it: equity is null while any is held.
    None,
}

/// What one instrument's mark moves.
#[derive(Debug, Clone, Copy, Default)]
struct Lever {
    /// 10^18 × report currency per unit of `m2`, where `m2 × 10^-scale / 2` is the mark.
    total: i128,
    /// The part of it that belongs to derivatives of its group.
    derivative: i128,
    gross: i128,
    m2: i64,
    scale: u8,
    active: bool,
}

/// Derivatives of one exchange: what insolvency (A4) is judged on.
#[derive(Debug, Clone, Copy, Default)]
struct Group {
    /// Settled total plus unrealised.
    equity: i128,
    notional: i128,
    /// The exchange has derivatives; a flat account with a negative wallet is insolvent too.
    exposed: bool,
    /// All of them settle in the report currency, in which the two sums are.
    settles_in_report: bool,
}

#[derive(Debug)]
pub struct EquityTracker {
    asset_path: Vec<Path>,
    quote_path: Vec<Path>,
    levers: Vec<Lever>,
    groups: Vec<Group>,
    /// What is held is not linear in each mark (a product of two marks), or its levers do not fit: total and exposure are those
    /// of the snapshot, and the sums of the groups are not to be trusted.
    by_snapshot: bool,
    /// Everything held is valued.
    ready: bool,
    total: i128,
    gross: i128,
    peak: Option<Peak>,
    gross_max: i128,
    drawdown_max: Option<Decimal>,
    duration_max: i64,
    mean: Mean,
    /// Realised result and fees so far in the report currency; null once a fill had no way there (A9).
    booked: Option<(Decimal, Decimal)>,
}

#[derive(Debug, Clone, Copy)]
struct Peak {
    value: i128,
    trough: i128,
    /// Since when equity is below it, where the trough is.
    below_since: i64,
}

impl EquityTracker {
    pub fn new(universe: &Universe, report: AssetIndex, venues: usize) -> Self {
        let report_name = universe.asset_name(report);
        let path = |asset: AssetIndex| {
            let name = universe.asset_name(asset);
            if name == report_name {
                return Path::Report;
            }
            universe
                .instruments
                .iter()
                .position(|meta| universe.asset_name(meta.base) == name && universe.asset_name(meta.quote) == report_name)
                .map_or(Path::None, Path::By)
        };
        let quote_path: Vec<_> = universe.instruments.iter().map(|meta| path(meta.quote)).collect();
        Self {
            asset_path: (0..universe.asset_local.len()).map(|asset| path(AssetIndex(asset))).collect(),
            levers: vec![Lever::default(); universe.instruments.len()],
            groups: (0..venues)
                .map(|exchange| {
                    let mut derivatives = universe
                        .instruments
                        .iter()
                        .zip(&quote_path)
                        .filter(|(meta, _)| !meta.is_spot && meta.exchange.index() == exchange);
                    Group {
                        exposed: derivatives.clone().next().is_some(),
                        settles_in_report: derivatives.all(|(_, path)| *path == Path::Report),
                        ..Group::default()
                    }
                })
                .collect(),
            quote_path,
            by_snapshot: false,
            ready: false,
            total: 0,
            gross: 0,
            peak: None,
            gross_max: 0,
            drawdown_max: None,
            duration_max: 0,
            mean: Mean::default(),
            booked: Some((Decimal::ZERO, Decimal::ZERO)),
        }
    }

    /// (realised result, fees) so far in the report currency.
    pub fn booked(&self) -> Option<(Decimal, Decimal)> {
        self.booked
    }

    pub fn is_ready(&self) -> bool {
        self.ready
    }

    /// Whether a changed mark of the instrument changes equity (or whether there is any).
    #[inline]
    pub fn depends_on(&self, instrument: usize) -> bool {
        !self.ready || self.by_snapshot || self.levers[instrument].active
    }

    /// Follows a changed mark.
    pub fn mark_changed(
        &mut self,
        time: i64,
        instrument: usize,
        mark: Option<(i64, u8)>,
        universe: &Universe,
        venues: &[Venue],
        books: &Books,
    ) -> Result<(), Inexact> {
        let lever = &mut self.levers[instrument];
        let fast = match mark {
            Some((m2, scale)) if self.ready && !self.by_snapshot && scale == lever.scale && m2.abs_diff(lever.m2) < STEP_MAX => {
                let delta = i128::from(m2 - lever.m2);
                lever.m2 = m2;
                let group = &mut self.groups[universe.instruments[instrument].exchange.index()];
                // `LEVER_MAX × STEP_MAX` fits, so only the sums can overflow.
                match (
                    self.total.checked_add(lever.total * delta),
                    group.equity.checked_add(lever.derivative * delta),
                ) {
                    (Some(total), Some(equity)) => {
                        self.total = total;
                        group.equity = equity;
                        group.notional += lever.derivative.abs() * delta;
                        self.gross += lever.gross * delta;
                        true
                    }
                    _ => false,
                }
            }
            _ => false,
        };
        if !fast {
            self.rebuild(universe, venues, books)?;
        }
        self.follow(time)
    }

    /// Recomputes everything from the books, after a fill or another change of balances.
    pub fn rebuild(&mut self, universe: &Universe, venues: &[Venue], books: &Books) -> Result<(), Inexact> {
        // What has no lever, or none that fits, may still have an exact value; if not, the snapshot says so.
        self.by_snapshot = !self.set_levers(universe, venues, books).unwrap_or(false);
        if self.by_snapshot {
            let value = self.snapshot(universe, venues, books)?;
            self.ready = value.is_some();
            (self.total, self.gross) = match value {
                Some(value) => (to_fixed(value.equity)?, to_fixed(value.gross_exposure)?),
                None => (0, 0),
            };
        }
        Ok(())
    }

    /// Total, exposure and what each mark moves of them. False where they are not linear in the marks.
    fn set_levers(&mut self, universe: &Universe, venues: &[Venue], books: &Books) -> Result<bool, Inexact> {
        self.levers.fill(Lever::default());
        for group in &mut self.groups {
            (group.equity, group.notional) = (0, 0);
        }
        self.total = 0;
        self.gross = 0;
        self.ready = true;
        let mut linear = true;
        for (exchange, assets) in universe.assets.iter().enumerate() {
            for (local, asset) in assets.iter().enumerate() {
                let amount = books.total(exchange, local);
                if amount.is_zero() {
                    continue;
                }
                match self.asset_path[asset.index()] {
                    Path::Report => self.total = add(self.total, to_fixed(amount)?)?,
                    Path::None => self.ready = false,
                    Path::By(valuer) => self.expose(universe, venues, valuer, amount, Part::Spot)?,
                }
                // A derivative account's settled total is part of what insolvency is judged on.
                self.groups[exchange].equity = match self.asset_path[asset.index()] {
                    Path::Report => add(self.groups[exchange].equity, to_fixed(amount)?)?,
                    _ => self.groups[exchange].equity,
                };
            }
        }
        for (index, meta) in universe.instruments.iter().enumerate() {
            let exchange = meta.exchange.index();
            let net = books.net(index);
            if net.quantity.is_zero() {
                continue;
            }
            // A product of two marks has no lever.
            linear &= self.quote_path[index] == Path::Report;
            let exposure = exact::exact_mul(net.quantity, meta.contract_size)?;
            if !meta.is_spot {
                let cost = to_fixed(net.signed_cost())?;
                self.total = add(self.total, -cost)?;
                self.groups[exchange].equity = add(self.groups[exchange].equity, -cost)?;
                self.expose(universe, venues, index, exposure, Part::Derivative)?;
            }
            self.expose(universe, venues, index, exposure.abs(), Part::Gross)?;
        }
        Ok(linear)
    }

    fn expose(&mut self, universe: &Universe, venues: &[Venue], instrument: usize, exposure: Decimal, part: Part) -> Result<(), Inexact> {
        let meta = &universe.instruments[instrument];
        let exchange = meta.exchange.index();
        let Some((m2, scale)) = venues[exchange].sim.mark2(meta.local) else {
            self.ready = false;
            return match venues[exchange].sim.mark(meta.local) {
                Some(wide) => Err(Inexact::new("mark", wide)),
                None => Ok(()),
            };
        };
        let lever = lever_of(exposure, scale)?;
        let value = mul(lever, m2)?;
        let entry = &mut self.levers[instrument];
        (entry.m2, entry.scale, entry.active) = (m2, scale, true);
        match part {
            Part::Spot => entry.total = add(entry.total, lever)?,
            Part::Derivative => {
                entry.total = add(entry.total, lever)?;
                entry.derivative = lever;
                let group = &mut self.groups[exchange];
                group.equity = add(group.equity, value)?;
                group.notional = add(group.notional, value.abs())?;
            }
            Part::Gross => {
                entry.gross = lever;
                self.gross = add(self.gross, value)?;
                return Ok(());
            }
        }
        self.total = add(self.total, value)?;
        Ok(())
    }

    /// Peak, drawdown and largest exposure after a change.
    pub fn follow(&mut self, time: i64) -> Result<(), Inexact> {
        self.mean.change(time, self.ready.then_some(self.total as f64));
        if !self.ready {
            return Ok(());
        }
        self.gross_max = self.gross_max.max(self.gross);
        let total = self.total;
        match &mut self.peak {
            None => {
                self.peak = Some(Peak {
                    value: total,
                    trough: total,
                    below_since: time,
                });
            }
            Some(peak) if total >= peak.value => {
                let before = *peak;
                *peak = Peak {
                    value: total,
                    trough: total,
                    below_since: time,
                };
                if before.trough < before.value {
                    self.close_drawdown(before, time)?;
                }
            }
            Some(peak) => {
                if peak.trough == peak.value {
                    peak.below_since = time;
                }
                peak.trough = peak.trough.min(total);
            }
        }
        Ok(())
    }

    fn close_drawdown(&mut self, peak: Peak, time: i64) -> Result<(), Inexact> {
        self.duration_max = self.duration_max.max(time.saturating_sub(peak.below_since));
        if let Some(drawdown) = drawdown(peak.value, peak.trough)? {
            self.drawdown_max = Some(self.drawdown_max.map_or(drawdown, |max| max.max(drawdown)));
        }
        Ok(())
    }

    /// Largest drawdown and longest time under water until `time`, the end.
    pub fn drawdowns(&mut self, time: i64) -> Result<(Option<Decimal>, Option<i64>), Inexact> {
        let Some(peak) = self.peak else {
            return Ok((None, None));
        };
        if peak.trough < peak.value {
            self.close_drawdown(peak, time)?;
        }
        let drawdown = self.drawdown_max.or((peak.value > 0).then_some(Decimal::ZERO));
        Ok((drawdown, Some(self.duration_max)))
    }

    /// Equity now, if everything held is valued.
    pub fn now(&self) -> Result<Option<Decimal>, Inexact> {
        self.ready.then(|| from_fixed(self.total)).transpose()
    }

    /// Equity averaged over time until `time`, the end; `None` if it never was known.
    pub fn mean(&self, time: i64) -> Option<f64> {
        self.mean.until(time).map(|mean| mean / 10_f64.powi(DIGITS as i32))
    }

    pub fn gross_exposure_max(&self) -> Result<Option<Decimal>, Inexact> {
        self.peak.map(|_| from_fixed(self.gross_max)).transpose()
    }

    /// Whether the exchange may be insolvent (A4): a cheap necessary condition; the books decide.
    pub fn looks_insolvent(&self, exchange: usize, maintenance: Decimal) -> bool {
        let group = &self.groups[exchange];
        if !group.exposed {
            return false;
        }
        if !(self.ready && group.settles_in_report) || self.by_snapshot {
            return true;
        }
        // Floating point is enough for a hint, made a little too careful.
        let rate = maintenance.to_f64().unwrap_or(f64::MAX);
        group.equity < 0 || (group.equity as f64) < group.notional as f64 * rate * 1.000_001
    }

    /// The values of a row of the equity table; `None` while something held has no value.
    pub fn snapshot(&self, universe: &Universe, venues: &[Venue], books: &Books) -> Result<Option<EquityValue>, Inexact> {
        let rate = |path: Path| match path {
            Path::Report => Some(Decimal::ONE),
            Path::By(instrument) => mark(universe, venues, instrument),
            Path::None => None,
        };
        let (mut cash, mut position_value) = (Decimal::ZERO, Decimal::ZERO);
        let (mut unrealised, mut gross) = (Decimal::ZERO, Decimal::ZERO);
        for (exchange, assets) in universe.assets.iter().enumerate() {
            for (local, asset) in assets.iter().enumerate() {
                let amount = books.total(exchange, local);
                if amount.is_zero() {
                    continue;
                }
                let path = self.asset_path[asset.index()];
                let Some(rate) = rate(path) else {
                    return Ok(None);
                };
                let value = exact::exact_mul(amount, rate)?;
                if path == Path::Report {
                    cash = exact::exact_add(cash, value)?;
                } else {
                    position_value = exact::exact_add(position_value, value)?;
                }
            }
        }
        for (index, meta) in universe.instruments.iter().enumerate() {
            let net = books.net(index);
            if net.quantity.is_zero() {
                continue;
            }
            let (Some(mark), Some(rate)) = (mark(universe, venues, index), rate(self.quote_path[index])) else {
                return Ok(None);
            };
            let value = exact::exact_mul(exact::exact_mul(exact::exact_mul(net.quantity, meta.contract_size)?, mark)?, rate)?;
            let cost = exact::exact_mul(net.signed_cost(), rate)?;
            unrealised = exact::exact_add(unrealised, exact::exact_sub(value, cost)?)?;
            gross = exact::exact_add(gross, value.abs())?;
            if !meta.is_spot {
                position_value = exact::exact_add(position_value, value)?;
                cash = exact::exact_sub(cash, cost)?;
            }
        }
        let equity = exact::exact_add(cash, position_value)?;
        let peak = match self.peak {
            Some(peak) => peak.value.max(to_fixed(equity)?),
            None => to_fixed(equity)?,
        };
        Ok(Some(EquityValue {
            equity,
            cash,
            position_value,
            unrealised_pnl: unrealised,
            drawdown: drawdown(peak, to_fixed(equity)?)?,
            gross_exposure: gross,
        }))
    }

    /// Books a fill's realised result and fee in the report currency. Returns the rate at which its quote asset was counted.
    pub fn book(
        &mut self,
        instrument: usize,
        realised: Decimal,
        fee: Decimal,
        universe: &Universe,
        venues: &[Venue],
    ) -> Result<Option<Decimal>, Inexact> {
        let rate = match self.quote_path[instrument] {
            Path::Report => Some(Decimal::ONE),
            Path::By(valuer) => mark(universe, venues, valuer),
            Path::None => None,
        };
        self.booked = match self.booked.zip(rate) {
            Some(((pnl, fees), rate)) => Some((
                exact::exact_add(pnl, exact::exact_mul(realised, rate)?)?,
                exact::exact_add(fees, exact::exact_mul(fee, rate)?)?,
            )),
            None => None,
        };
        Ok(rate)
    }
}

#[derive(Debug, Clone, Copy)]
enum Part {
    Spot,
    Derivative,
    Gross,
}

fn mark(universe: &Universe, venues: &[Venue], instrument: usize) -> Option<Decimal> {
    let meta = &universe.instruments[instrument];
    venues[meta.exchange.index()].sim.mark(meta.local)
}

/// (peak − value) / peak, null while the peak is not positive.
fn drawdown(peak: i128, value: i128) -> Result<Option<Decimal>, Inexact> {
    if peak <= 0 {
        return Ok(None);
    }
    if value == peak {
        return Ok(Some(Decimal::ZERO));
    }
    exact::mul_div_half_even(from_fixed(peak - value)?, Decimal::ONE, from_fixed(peak)?, DIGITS).map(Some)
}

/// 10^18 × exposure per unit of `m2`, where `m2 × 10^-scale / 2` is a price.
fn lever_of(exposure: Decimal, scale: u8) -> Result<i128, Inexact> {
    let exposure = exposure.normalize();
    let used = exposure.scale() + u32::from(scale);
    // One digit is needed for the halving.
    if used >= DIGITS {
        return Err(Inexact::new("exposure × mark", exposure));
    }
    exposure
        .mantissa()
        .checked_mul(5 * 10_i128.pow(DIGITS - 1 - used))
        .filter(|lever| lever.unsigned_abs() <= LEVER_MAX)
        .ok_or_else(|| Inexact::new("exposure × mark", exposure))
}

pub fn to_fixed(value: Decimal) -> Result<i128, Inexact> {
    let value = value.normalize();
    if value.scale() > DIGITS {
        return Err(Inexact::new("amount", value));
    }
    value
        .mantissa()
        .checked_mul(10_i128.pow(DIGITS - value.scale()))
        .ok_or_else(|| Inexact::new("amount", value))
}

fn from_fixed(mut value: i128) -> Result<Decimal, Inexact> {
    let mut scale = DIGITS;
    // In big steps first: divisions of an i128 are slow, and most values end with many zeros.
    for (digits, power) in [(9, 1_000_000_000), (3, 1_000), (1, 10)] {
        while scale >= digits && value % power == 0 {
            value /= power;
            scale -= digits;
        }
    }
    Decimal::try_from_i128_with_scale(value, scale).map_err(|_| Inexact::new("equity", Decimal::MAX))
}

fn add(a: i128, b: i128) -> Result<i128, Inexact> {
    a.checked_add(b).ok_or_else(|| Inexact::new("equity", Decimal::MAX))
}

fn mul(a: i128, b: i64) -> Result<i128, Inexact> {
    a.checked_mul(i128::from(b)).ok_or_else(|| Inexact::new("equity", Decimal::MAX))
}
