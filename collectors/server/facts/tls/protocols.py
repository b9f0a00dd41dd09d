"""Which of the configured protocol versions a server can negotiate."""

import re
from collections.abc import Iterable, Sequence

from collectors.server.facts.tls.model import Library, unsupported

ORDER = ("SSLv2", "SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3")
"""Oldest first, as the schema names them."""
MODERN = frozenset(("TLSv1.2", "TLSv1.3"))
ALIASES = {"TLSV1.0": "TLSv1", **{name.upper(): name for name in ORDER}}


def protocol(name: str, where: str) -> str:
    """The name as in ORDER; raises NotSeenError for an unknown one."""
    found = ALIASES.get(name.upper())
    if found is None:
        raise unsupported(f"{where}: the protocol {name} is not known")
    return found


def between(lowest: str, highest: str | None = None) -> list[str]:
    """All versions from one to another."""
    top = ORDER.index(highest) if highest else len(ORDER) - 1
    return list(ORDER[ORDER.index(lowest) : top + 1])


def ordered(names: Iterable[str]) -> list[str]:
    """Each once, oldest first."""
    return sorted(set(names), key=ORDER.index)


def negotiable(configured: Sequence[str], ciphers: str | None, library: Library) -> list[str]:
    """The configured versions without those that OpenSSL refuses at its security level.

    SSL_CTX_set_security_level(3): OpenSSL 3 takes nothing below TLS 1.2 at level 1 or above; OpenSSL 1.1
    and older did, but for Ubuntu's. Raises NotSeenError when old versions are configured and it cannot be
    told whether the library takes them.
    """
    modern = [name for name in ordered(configured) if name in MODERN]
    old = [name for name in ordered(configured) if name not in MODERN and name != "SSLv2"]
    if not old:
        return modern
    if library.version is None:
        raise unsupported(f"{', '.join(old)} configured, but which OpenSSL the server uses is not known")
    level = security_level(ciphers)
    level = library.level if level is None else level
    if level == 0:
        return old + modern
    if library.version >= (3,):
        if library.managed and level == 1:
            raise unsupported(
                "a patched OpenSSL of a system-wide crypto policy may take old protocols at level 1"
            )
        return modern
    if library.managed or library.ubuntu:
        raise unsupported(
            "old protocols are configured; this distribution patches its OpenSSL 1.1 against them"
        )
    return old + modern


def security_level(ciphers: str | None) -> int | None:
    """The @SECLEVEL of a cipher string, the last one; None when it sets none."""
    found = re.findall(r"@SECLEVEL=(\d)", ciphers or "")
    return int(found[-1]) if found else None
