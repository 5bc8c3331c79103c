"""Whether a host is this very machine."""

from ipaddress import ip_address


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine by its very name: nothing is looked up, since a resolver can lie."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.rstrip(".").lower() == "localhost"
