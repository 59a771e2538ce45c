"""This module says which addresses a file may be fetched from, and finds the machine behind one.

An address in a ticket is a stranger's: without these checks it would make our worker ask the machines of our own network.
"""

import ipaddress
import socket
import threading
from dataclasses import dataclass
from urllib.parse import urlsplit

from worker.errors import NotFetched
from worker.helpdesks.vendor import FileHosts

_PORTS = {"https": 443, "http": 80}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_ELSEWHERE = "its address is not one of the helpdesk's"
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True)
class Place:
    """A place is where a file is, checked: its host is the helpdesk's own, or one that the vendor lists."""

    scheme: str
    host: str
    port: int
    path: str  # with the query
    is_own: bool  # the configured helpdesk itself
    loopback: bool  # may be on this machine

    @property
    def is_default_port(self) -> bool:
        return self.port == _PORTS[self.scheme]


def place(url: str, hosts: FileHosts, *, http: bool = False) -> Place:
    """Return the place that a URL names. Raises `NotFetched`. `http`: by http too, from this machine only."""
    if any(ord(sign) <= 32 or ord(sign) == 127 or sign == "\\" for sign in url):
        raise NotFetched("its address cannot be read")
    try:
        parts = urlsplit(url)
        origin = _origin(url)
    except ValueError as error:
        raise NotFetched("its address cannot be read") from error
    if origin is None or "@" in parts.netloc:
        raise NotFetched("its address cannot be read")
    scheme, host, port = origin
    if scheme != "https" and not http:
        raise NotFetched("its address does not begin with https")
    is_own = hosts.own is not None and _origin(hosts.own) == origin
    if not is_own and not any(_is_listed(host, port, scheme, pattern) for pattern in hosts.listed):
        raise NotFetched(_ELSEWHERE)
    path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    return Place(scheme, host, port, path, is_own, loopback=is_own or http)


def resolve(where: Place, seconds: float) -> list[str]:
    """Return the addresses of a place. Raises `NotFetched` if any of them is private: the helpdesk's own may be."""
    found: list[str] = []

    def look_up() -> None:
        try:
            known = socket.getaddrinfo(where.host, where.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return
        found.extend(dict.fromkeys(str(entry[4][0]) for entry in known))

    looking = threading.Thread(target=look_up, name="look-up", daemon=True)  # the system's own limit is minutes
    looking.start()
    looking.join(seconds)
    if not found:
        raise NotFetched("its host is not known")
    for address in found:
        if not _is_allowed(ipaddress.ip_address(address.partition("%")[0]), where):
            raise NotFetched("its host has an address inside a private network")
    return found


def _origin(url: str) -> tuple[str, str, int] | None:
    """Return scheme, host and port. Raises `ValueError` for a port that is none."""
    parts = urlsplit(url)
    scheme, host = parts.scheme.lower(), (parts.hostname or "").rstrip(".").lower()
    if scheme not in _PORTS or not host or not host.isascii():
        return None
    return scheme, host, parts.port or _PORTS[scheme]


def _is_listed(host: str, port: int, scheme: str, pattern: str) -> bool:
    name, _, wanted = pattern.lower().partition(":")
    if port != (int(wanted) if wanted else _PORTS[scheme]):
        return False
    return host.endswith(name[1:]) and host != name[2:] if name.startswith("*.") else host == name


def _is_allowed(address: _Address, where: Place) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return _is_allowed(inner, where)
    if address.is_link_local or address.is_multicast or address.is_unspecified:
        return False
    if address.is_loopback:
        return where.loopback
    if where.scheme == "http":  # only from this machine
        return False
    return where.is_own or (address.is_global and not address.is_reserved)
