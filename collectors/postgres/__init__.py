"""PostgreSQL: the configuration, the roles and the grants of one database cluster."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collectors.postgres.collector import PostgresCollector

__all__ = ["PostgresCollector"]


def __getattr__(name: str) -> Any:
    """The collector, loaded when it is asked for: who reads configuration files needs only parsers."""
    if name != "PostgresCollector":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from collectors.postgres.collector import PostgresCollector

    return PostgresCollector
