"""Local servers and the certificates of the encrypted ones."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

import pytest
import trustme
from integration.rest_server import serving
from integration.ws_server import Venue
from integration.ws_server import serving as serving_streams


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """A certificate authority that nobody else trusts."""
    return trustme.CA()


@pytest.fixture(scope="session")
def server_context(authority: trustme.CA) -> ssl.SSLContext:
    """What an encrypted server on loopback needs."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1", "localhost").configure_cert(context)
    return context


@pytest.fixture(scope="session")
def venue() -> Iterator[str]:
    """Address of a venue."""
    with serving() as address:
        yield address


@pytest.fixture(scope="session")
def encrypted_venue(server_context: ssl.SSLContext) -> Iterator[str]:
    """Address of a venue with a certificate of `authority`."""
    with serving(server_context) as address:
        yield address


@pytest.fixture
def streams() -> Iterator[Venue]:
    """A server of WebSockets."""
    with serving_streams() as venue:
        yield venue


@pytest.fixture
def encrypted_streams(server_context: ssl.SSLContext) -> Iterator[Venue]:
    """A server of WebSockets with a certificate of `authority`."""
    with serving_streams(server_context) as venue:
        yield venue
