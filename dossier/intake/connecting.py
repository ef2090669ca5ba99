"""How a fetch connects: an httpx client whose every connection is checked against private networks and a deadline.

Imported only where something is fetched: httpx is an optional part of the package.
"""

from __future__ import annotations

import functools
import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore
import httpx

from dossier.intake.fetched import NotFetched

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, embedded IPv4 addresses looked through."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if ip.is_site_local:
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not ip.is_unspecified


def addresses_of(host: str, port: int) -> list[str]:
    """The IP addresses of a host. Raises NotFetched when it has none."""
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotFetched("no-such-host", "the host name does not resolve") from None
    return list(dict.fromkeys(str(row[4][0]) for row in rows))


def client(deadline: float, *, private: bool, proxy: str | None) -> httpx.Client:
    """A client for one request. `private` allows addresses of private networks."""
    transport = _Transport(_Backend(deadline, private=private or proxy is not None), proxy, private)
    return httpx.Client(transport=transport, timeout=None, follow_redirects=False, trust_env=False)


def translated(error: Exception, seconds: float) -> NotFetched | None:
    """What an error of the libraries means; None when it is no failure to fetch."""
    if isinstance(error, httpx.TimeoutException | TimeoutError):
        return NotFetched("timeout", "it took more than {seconds:g} seconds", seconds=seconds)
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol | httpx.LocalProtocolError | UnicodeError):
        return NotFetched("bad-address", "the address cannot be read")
    if isinstance(error, httpx.ProxyError):
        return NotFetched("proxy", "the proxy set on this machine refused")
    if isinstance(error, httpx.RemoteProtocolError | httpx.DecodingError):
        return NotFetched("bad-answer", "the answer is no complete HTTP")
    if isinstance(error, httpx.TransportError):
        if any(word in str(error).lower() for word in ("certificate", "ssl")):
            return NotFetched("tls", "the server's certificate does not verify")
        return NotFetched("unreachable", "there was no connection, or it broke off")
    return None


class _Transport(httpx.HTTPTransport):
    def __init__(self, backend: _Backend, proxy: str | None, private: bool) -> None:
        super().__init__(verify=_tls(), trust_env=False)
        self._private = private
        self._proxied = proxy is not None
        if proxy is None:
            self._pool = httpcore.ConnectionPool(ssl_context=_tls(), network_backend=backend)
        else:
            self._pool = _proxied(proxy, backend)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request. What a proxy is asked for is judged by the address as written: the proxy resolves it."""
        if self._proxied and not self._private:
            _refuse_written(request.url.host)
        return super().handle_request(request)


def _proxied(proxy: str, backend: _Backend) -> Any:
    url = httpx.URL(proxy if "://" in proxy else f"http://{proxy}")
    where = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=b"/")
    login = (url.username, url.password) if url.username else None
    if url.scheme in ("http", "https"):
        return httpcore.HTTPProxy(where, proxy_auth=login, ssl_context=_tls(), network_backend=backend)
    try:
        import socksio  # type: ignore[import-not-found]  # noqa: F401

        return httpcore.SOCKSProxy(where, proxy_auth=login, ssl_context=_tls(), network_backend=backend)
    except ImportError:
        raise NotFetched("proxy", "a SOCKS proxy is set; it needs `pip install 'httpx[socks]'`") from None


def _refuse_written(host: str) -> None:
    try:
        public = is_public(host.strip("[]"))
    except ValueError:
        public = not (host == "localhost" or host.endswith((".localhost", ".local", ".internal")) or "." not in host)
    if not public:
        raise NotFetched("private-address", "the address is of a private network or of this machine")


@functools.cache
def _tls() -> ssl.SSLContext:
    return httpx.create_ssl_context()


class _Backend(httpcore.NetworkBackend):
    """Connects only to public addresses, and lets nothing outlast the deadline."""

    def __init__(self, deadline: float, *, private: bool) -> None:
        self._deadline = deadline
        self._private = private
        self._below = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address that answers; what was checked is what is connected to."""
        addresses = addresses_of(host, port)
        if not self._private and not all(is_public(address) for address in addresses):
            raise NotFetched("private-address", "the address is of a private network or of this machine")
        failure: Exception | None = None
        for address in addresses:
            try:
                stream = self._below.connect_tcp(address, port, left(self._deadline), local_address, socket_options)
                return _Stream(stream, self._deadline)
            except httpcore.ConnectError as error:
                failure = error
        raise failure or httpcore.ConnectError("no address")


class _Stream(httpcore.NetworkStream):
    """A stream whose every step gets only the time that is left of the whole."""

    def __init__(self, below: httpcore.NetworkStream, deadline: float) -> None:
        self._below = below
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what has come."""
        return self._below.read(max_bytes, left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all."""
        self._below.write(buffer, left(self._deadline))

    def close(self) -> None:
        """Close the connection."""
        self._below.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same stream, encrypted."""
        return _Stream(self._below.start_tls(ssl_context, server_hostname, left(self._deadline)), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """What the stream below knows."""
        return self._below.get_extra_info(info)


def left(deadline: float) -> float:
    """The seconds left. Raises the timeout when there are none."""
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise httpcore.ReadTimeout("the deadline has passed")
    return seconds
