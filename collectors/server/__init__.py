"""Servers: the local machine, and others over SSH.

Both run the same probe and read its answer the same way; only the way there differs.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collectors.server.local import LocalCollector
    from collectors.server.ssh import SshCollector

__all__ = ["LocalCollector", "SshCollector"]


def __getattr__(name: str) -> Any:
    """The collectors, loaded when they are asked for: who reads configuration files needs only parsers."""
    if name == "LocalCollector":
        from collectors.server.local import LocalCollector

        return LocalCollector
    if name == "SshCollector":
        from collectors.server.ssh import SshCollector

        return SshCollector
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
