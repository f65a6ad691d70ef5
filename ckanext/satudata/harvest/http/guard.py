"""Which addresses a source may lie at: public ones, and those in networks that the operator has allowed.

The check is made on the resolved address at the moment of connecting, and the connection goes to that very address: a
name that resolves differently a moment later, or a redirect, gains nothing. TLS still checks the name.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import urlsplit

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.errors import AddressRefusedError
from ckanext.satudata.harvest.http.deadline import with_deadline

Network = IPv4Network | IPv6Network


def check_address(url: str, allowed: Sequence[Network]) -> None:
    """Refuse a URL whose host is known to lie only in networks that are not allowed; a name that is unknown now passes.

    Raises AddressRefusedError.
    """
    try:
        allowed_addresses(urlsplit(url).hostname or "", allowed)
    except OSError:
        return


def allowed_addresses(host: str, allowed: Sequence[Network]) -> list[str]:
    """Addresses of the host that may be connected to, in the resolver's order.

    Raises AddressRefusedError if it has addresses but none may be used, socket.gaierror if it has none.
    """
    try:
        answers = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise socket.gaierror(socket.EAI_NONAME, str(error)) from error
    found = list(dict.fromkeys(str(answer[4][0]) for answer in answers))
    usable = [address for address in found if is_allowed(address, allowed)]
    if not usable:
        raise AddressRefusedError(
            N_(
                "{host} has the address {address}, which lies in a loopback or private network. Sources there are read"
                " only if the operator of this portal lists the network in {option}, or a sysadmin allows it for the"
                " source."
            ),
            host=host,
            address=", ".join(found),
            option="ckanext.satudata.harvest.allowed_networks",
        )
    return usable


def is_allowed(address: str, allowed: Sequence[Network]) -> bool:
    """True for public addresses and for those in an allowed network.

    >>> is_allowed("8.8.8.8", []), is_allowed("127.0.0.1", []), is_allowed("::ffff:10.0.0.1", [])
    (True, False, False)
    """
    parsed = _innermost(ip_address(address.partition("%")[0]))
    if any(parsed.version == network.version and parsed in network for network in allowed):
        return True
    # What IPv6 has outside this range is no address on the internet, or a wrapped one that some gateways unwrap.
    is_routed = isinstance(parsed, IPv4Address) or parsed in IPv6Network("2000::/3")
    return is_routed and parsed.is_global and not parsed.is_multicast


def guarded_adapter(allowed: Sequence[Network], *, header_timeout_s: float, **options: Any) -> HTTPAdapter:
    """A requests adapter whose connections go to allowed addresses only, and end if the headers do not come in time.

    `options` are those of HTTPAdapter.
    """
    return _GuardedAdapter(allowed, header_timeout_s, **options)


def _innermost(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """An IPv4 address that is wrapped into an IPv6 one (mapped, 6to4, Teredo, NAT64), else the address itself."""
    if isinstance(address, IPv4Address):
        return address
    if address in IPv6Network("64:ff9b::/96"):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else address)


class _GuardedAdapter(HTTPAdapter):
    def __init__(self, allowed: Sequence[Network], header_timeout_s: float, **options: Any) -> None:
        self._allowed = allowed
        self._header_timeout_s = header_timeout_s
        super().__init__(**options)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        http, https = (
            with_deadline(_guarded(base, self._allowed), self._header_timeout_s)
            for base in (HTTPConnection, HTTPSConnection)
        )
        self.poolmanager.pool_classes_by_scheme = {
            "http": type("_HttpPool", (HTTPConnectionPool,), {"ConnectionCls": http}),
            "https": type("_HttpsPool", (HTTPSConnectionPool,), {"ConnectionCls": https}),
        }


def _guarded(base: type[HTTPConnection], allowed: Sequence[Network]) -> type[HTTPConnection]:
    class Guarded(base):
        def _new_conn(self) -> socket.socket:
            host = self._dns_host
            try:
                addresses = allowed_addresses(host, allowed)
            except socket.gaierror as error:
                raise NameResolutionError(host, self, error) from error
            try:
                return self._connect_to_one(addresses)
            finally:
                self._dns_host = host

        def _connect_to_one(self, addresses: Sequence[str]) -> socket.socket:
            *others, last = addresses
            for address in others:
                self._dns_host = address
                try:
                    return super()._new_conn()
                except (ConnectTimeoutError, NewConnectionError):
                    continue
            self._dns_host = last
            return super()._new_conn()

    return Guarded
