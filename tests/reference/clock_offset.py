"""Times of a recording (D10, T4): exchange times inferred, then the clock offset added to the received times."""

from .errors import SimulationError
from .rows import Feed

WINDOW = 10 * 10**9


def with_times(feed, *, clock_offset=None, infer_exchange_time=None):
    """A feed with the same rows at corrected times."""
    if infer_exchange_time not in (None, "previous"):
        raise SimulationError(
            f"infer_exchange_time={infer_exchange_time!r}, expected previous", "unknown", "infer_exchange_time"
        )
    measured = [row.time_exchange for row in feed.rows]
    exchange = infer_previous(measured) if infer_exchange_time else measured
    inferred = sum(1 for before, after in zip(measured, exchange, strict=True) if before is None and after is not None)

    received = [row.time_received for row in feed.rows]
    delays = [None if time is None else time - seen for time, seen in zip(measured, received, strict=True)]
    if clock_offset is None:
        pass
    elif clock_offset == "min":
        offset = largest(delays)
        received = [time + offset for time in received]
    elif clock_offset == "drift":
        received = drift(received, delays)
    elif isinstance(clock_offset, int) and not isinstance(clock_offset, bool):
        received = [time + clock_offset for time in received]
    else:
        raise SimulationError(
            f"clock_offset={clock_offset!r}, expected int ns, min or drift", "unknown", "clock_offset"
        )

    rows = [row.at(*times) for row, times in zip(feed.rows, zip(exchange, received, strict=True), strict=True)]
    return Feed(feed.sources, rows, counts=feed.counts, clock_offset=clock_offset, inferred=inferred)


def infer_previous(times):
    """A missing time becomes the largest before it; none before it: it stays missing."""
    latest, result = None, []
    for time in times:
        if time is not None and (latest is None or time > latest):
            latest = time
        result.append(latest if time is None else time)
    return result


def largest(delays):
    known = [delay for delay in delays if delay is not None]
    if not known:
        raise SimulationError(
            "a clock offset needs rows with a measured exchange time", "no_exchange_time", "clock_offset"
        )
    return max(known)


def drift(received, delays):
    """The lower envelope per window of 10 s since the first row; received times never go back."""
    largest(delays)
    windows = [(time - received[0]) // WINDOW for time in received]
    offsets = {}
    for window, delay in zip(windows, delays, strict=True):
        if delay is not None and (window not in offsets or delay > offsets[window]):
            offsets[window] = delay
    known = sorted(offsets)
    result = []
    for time, window in zip(received, windows, strict=True):
        before = [other for other in known if other <= window][-1:] if window not in offsets else [window]
        time += offsets[before[0] if before else known[0]]
        result.append(max(time, result[-1]) if result else time)
    return result
