//! Returns on a regular grid and the annualised figures made from them.

use crate::{
    exact,
    figure::{Figure, Null},
    input::PeriodEnd,
};
use rust_decimal::Decimal;

/// Differences of this size are rounding noise of `equity / equity − 1`.
const NOISE: f64 = 1e-15;

/// Simple returns of whole periods: from each end of a period to the next. A part of a period before the first end or after the
/// last one is left out.
pub fn period_returns(ends: &[PeriodEnd]) -> Figure<Vec<f64>> {
    let known: Vec<f64> = ends
        .iter()
        .map(|end| {
            end.equity
                .map(exact::float)
                .ok_or(Null::from("equity is not known at the end of a period"))
        })
        .collect::<Figure<_>>()?;
    known
        .windows(2)
        .map(|pair| {
            if pair[0] > 0.0 {
                Ok(pair[1] / pair[0] - 1.0)
            } else {
                Err(Null::from("equity is not positive at the start of a period"))
            }
        })
        .collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Sample standard deviation (n − 1) of one period's returns; `Err` below two returns.
pub fn deviation(returns: &[f64]) -> Figure<f64> {
    if returns.len() < 2 {
        return Err(Null::from("fewer than 2 returns"));
    }
    let mean = mean(returns);
    let squares: f64 = returns.iter().map(|value| (value - mean).powi(2)).sum();
    Ok((squares / (returns.len() - 1) as f64).sqrt())
}

/// Annualised volatility: deviation × √periods per year.
pub fn volatility(returns: &[f64], periods_per_year: f64) -> Figure<f64> {
    Ok(deviation(returns)? * periods_per_year.sqrt())
}

/// Sharpe ratio, annualised: mean excess return / deviation × √periods per year. `risk_free` per period.
pub fn sharpe(returns: &[f64], risk_free: f64, periods_per_year: f64) -> Figure<f64> {
    let deviation = deviation(returns)?;
    if deviation <= NOISE {
        return Err(Null::from("returns do not vary"));
    }
    Ok((mean(returns) - risk_free) / deviation * periods_per_year.sqrt())
}

/// Sortino ratio, annualised: mean excess return / √(mean of min(excess, 0)² over all periods) × √periods per year.
pub fn sortino(returns: &[f64], risk_free: f64, periods_per_year: f64) -> Figure<f64> {
    if returns.is_empty() {
        return Err(Null::from("no returns"));
    }
    let squares: f64 = returns.iter().map(|value| (value - risk_free).min(0.0).powi(2)).sum();
    let downside = (squares / returns.len() as f64).sqrt();
    if downside <= NOISE {
        return Err(Null::from("no period below the risk-free return"));
    }
    Ok((mean(returns) - risk_free) / downside * periods_per_year.sqrt())
}

/// Compound annual growth rate: (final / start)^(year / duration) − 1.
pub fn cagr(equity_start: Decimal, equity_final: Decimal, duration_ns: i64, year_ns: f64) -> Figure<f64> {
    if equity_start <= Decimal::ZERO {
        return Err(Null::from("equity at the start is not positive"));
    }
    if equity_final < Decimal::ZERO {
        return Err(Null::from("equity at the end is negative"));
    }
    if duration_ns <= 0 {
        return Err(Null::from("the run has no duration"));
    }
    let growth = exact::float(equity_final) / exact::float(equity_start);
    Ok(growth.powf(year_ns / duration_ns as f64) - 1.0)
}

/// Calmar ratio: CAGR / maximum drawdown.
pub fn calmar(cagr: f64, max_drawdown: Decimal) -> Figure<f64> {
    if max_drawdown.is_zero() {
        return Err(Null::from("no drawdown"));
    }
    Ok(cagr / exact::float(max_drawdown))
}

/// (final − start) / start, rounded half to even to 18 fractional digits.
pub fn total_return(equity_start: Decimal, equity_final: Decimal) -> Figure<Decimal> {
    if equity_start <= Decimal::ZERO {
        return Err(Null::from("equity at the start is not positive"));
    }
    exact::quotient(exact::subtract(equity_final, equity_start)?, equity_start)
}
