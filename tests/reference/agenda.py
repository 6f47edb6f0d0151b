"""Happenings and their order (D2)."""

import heapq

# phases
ROW, SCHEDULE, ARRIVAL, ACCOUNT, MARKET, TIMER = range(6)


class Agenda:
    """A heap of (time, stratum, phase, sequence, action, argument)."""

    def __init__(self):
        self.heap = []
        self.sequence = 0

    def push(self, time, stratum, phase, action, argument):
        self.sequence += 1
        heapq.heappush(self.heap, (time, stratum, phase, self.sequence, action, argument))

    def next_time(self):
        return self.heap[0][0] if self.heap else None

    def pop(self):
        return heapq.heappop(self.heap)

    def undelivered(self):
        """T10: what was on its way when the run ended: requests, account events, rows that had acted at the exchange.

        Timers and venue schedules are promises to nobody; rows that never acted are counted elsewhere.
        """
        not_acted = {id(entry[5]) for entry in self.heap if entry[2] == ROW}
        count = 0
        for entry in self.heap:
            if entry[2] in (ARRIVAL, ACCOUNT) or (entry[2] == MARKET and id(entry[5]) not in not_acted):
                count += 1
        return count
