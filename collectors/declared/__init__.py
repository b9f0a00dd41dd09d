"""Declared inventory: what people state about services whose configuration cannot be read."""

from collectors.declared.collector import DeclaredCollector

__all__ = ["DeclaredCollector"]
