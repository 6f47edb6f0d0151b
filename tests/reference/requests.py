"""Requests on their way to the exchange (D2, D3, T6), and the closing of positions at the end (T10)."""

from . import agenda as phase
from .agenda import Agenda
from .conditions import Latency
from .decimals import neg
from .orders import Order


class Requests:
    """Mixed into `Run`."""

    def send_open(self, order):
        self.journal.sent(self.now, order)
        order.state = "in_flight"
        self._push_request(order, self.arrive_open, self.request_of(order))

    def request_of(self, order):
        """The order as it travels to the exchange."""
        terms = (order.side, order.kind, order.time_in_force, order.post_only, order.price, order.quantity)
        return Order(order.number, self.markets[order.instrument.index], *terms, order.at_end)

    def send_cancel(self, order):
        self.journal.cancel_sent(self.now, order)
        self._push_request(order, self.arrive_cancel, order)

    def _push_request(self, order, action, argument):
        name = order.instrument.exchange
        time = max(self.now + self.latencies[name].entry, self.last_arrival[name])  # T6
        self.last_arrival[name] = time
        self.agenda.push(time, self.stratum_at(time), phase.ARRIVAL, action, argument)

    def close_all(self):
        """T10: market orders against what the exchange holds, by instrument index, at the end and without latency.

        What was on its way past the end is gone; working orders are cancelled first.
        """
        names = self.universe.exchanges
        self.agenda = Agenda()
        self.schedules.clear()
        self.latencies = dict.fromkeys(names, Latency())
        self.last_arrival = dict.fromkeys(names, 0)
        self.last_delivery = dict.fromkeys(names, 0)
        self.now, self.stratum = self.end, self.late
        for market in self.markets:
            self.desk.cancel_all(market.instrument)
            held = market.net.quantity
            if held != 0:
                side, quantity = ("sell", held) if held > 0 else ("buy", neg(held))
                self.desk.open_unchecked(market.instrument, side, quantity).at_end = True
        self.flush()
        self.happenings(lambda entry: entry[0] <= self.end)
