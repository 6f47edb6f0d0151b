"""Prints the account and then its events; trades nothing."""

from __future__ import annotations

import argparse

from client import BinanceSpot

from barter_execution import AccountReconnecting, ClientRunner


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("symbols", nargs="+", help="BASE/QUOTE, such as BTC/USDT")
    parser.add_argument("--rest", default="https://testnet.binance.vision")
    parser.add_argument("--stream", default="wss://ws-api.testnet.binance.vision/ws-api/v3", help="the WebSocket API")
    parser.add_argument(
        "--listen-key-stream", help="streams that are let in by a listen key, instead of the WebSocket API"
    )
    parser.add_argument("--seconds", type=float, default=60.0)
    arguments = parser.parse_args()
    pairs = [tuple(symbol.upper().split("/")) for symbol in arguments.symbols]
    symbols = {base + quote: (base, quote) for base, quote in pairs}
    client = BinanceSpot(
        symbols, rest=arguments.rest, stream=arguments.stream, listen_key_stream=arguments.listen_key_stream
    )
    assets = sorted({asset for pair in pairs for asset in pair})
    with ClientRunner(client, assets=assets, instruments=list(symbols)) as runner:
        runner.start_stream()
        while (event := runner.poll(arguments.seconds)) is not None:
            if isinstance(event, AccountReconnecting):
                print(f"reconnecting: {event.reason}")
            elif (snapshot := event.snapshot()) is not None:
                for balance in snapshot.balances:
                    print(f"{balance.asset}: {balance.balance.total} of which {balance.balance.free} free")
            else:
                print(event.kind.name, event.kind.value)
    client.close()


if __name__ == "__main__":
    main()
