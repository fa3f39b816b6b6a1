"""Loaded by every Python process that the tests start: refuses connections to anything but this machine."""

import ipaddress
import socket

_connect = socket.socket.connect
_resolve = socket.getaddrinfo


def _is_here(host: object) -> bool:
    if host in (None, "", "localhost", b"localhost"):
        return True
    try:
        return ipaddress.ip_address(host if isinstance(host, str) else host.decode()).is_loopback
    except ValueError:
        return False


def connect(self, address):
    if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_here(address[0]):
        raise PermissionError(f"the tests run without a network: connection to {address[0]} refused")
    return _connect(self, address)


def getaddrinfo(host, *args, **kwargs):
    if not _is_here(host):
        raise PermissionError(f"the tests run without a network: name {host} not looked up")
    return _resolve(host, *args, **kwargs)


socket.socket.connect = connect
socket.getaddrinfo = getaddrinfo
