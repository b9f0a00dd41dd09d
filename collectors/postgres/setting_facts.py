"""What settings of the server mean as facts, whoever tells them."""

from collections.abc import Callable, Mapping
from functools import cache
from ipaddress import ip_address
from typing import Any

from collectors.postgres.unseen import NotSeenError
from scanner.model import GapReason


def _text(value: str) -> str:
    return value


def _switch(value: str) -> bool:
    if value not in ("on", "off"):
        raise NotSeenError(GapReason.MALFORMED, f"neither on nor off: {value}")
    return value == "on"


def words(value: str) -> list[str]:
    """A list of names, as settings write it."""
    return [part.strip().strip('"') for part in value.split(",") if part.strip()]


def lower_words(value: str) -> list[str]:
    """The same in lower case."""
    return [part.lower() for part in words(value)]


SETTINGS: Mapping[str, Callable[[str], Any]] = {
    "ssl": _switch,
    "ssl_min_protocol_version": _text,
    "ssl_ciphers": _text,
    "password_encryption": _text,
    "listen_addresses": words,
    "log_connections": lower_words,
    "log_disconnections": _switch,
    "log_statement": _text,
    "log_line_prefix": _text,
    "log_destination": lower_words,
    "logging_collector": _switch,
    "row_security": _switch,
    "wal_level": _text,
    "data_checksums": _switch,
    "fsync": _switch,
    "full_page_writes": _switch,
}
"""Facts that are settings of the same name."""


def listens(addresses: str) -> str:
    """Where the server accepts connections, by listen_addresses: unix, loopback or network."""
    places = words(addresses)
    if not places:
        return "unix"
    return "loopback" if all(is_loopback(place) for place in places) else "network"


@cache
def is_loopback(place: str) -> bool:
    """Whether an address or name is of the machine itself."""
    try:
        return ip_address(place).is_loopback
    except ValueError:
        return place == "localhost"


def pgaudit(libraries: str, value: Callable[[str], str]) -> dict[str, Any]:
    """The fact of that name, from shared_preload_libraries and the settings of the extension."""
    if "pgaudit" not in words(libraries):
        return {"loaded": False, "log": [], "object_role": False}
    return {
        "loaded": True,
        "log": lower_words(value("pgaudit.log")),
        "object_role": value("pgaudit.role") != "",
    }
