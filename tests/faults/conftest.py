"""The fixtures of the end-to-end tests, for scans in which something goes wrong."""

from tests.e2e.conftest import moto, workspace

__all__ = ["moto", "workspace"]
