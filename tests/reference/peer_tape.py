"""The tape of the peers' benchmarks: a recording repeated with shifted times, each row at a time of its own."""

from .rows import Feed

SECOND = 10**9


def peer_tape(feed, tiles):
    """Shift per tile: the recording's span plus one second, rounded up; then the fewest ns that make times unique."""
    first, last = feed.rows[0].time_received, feed.rows[-1].time_received
    shift = ((last - first) // SECOND + 2) * SECOND
    rows, before = [], first - 1
    for tile in range(tiles):
        for row in feed.rows:
            before = max(row.time_received + tile * shift, before + 1)
            rows.append(row.at(None, before))
    return Feed(feed.sources, rows)
