"""Servers: the local machine, and others over SSH.

Both run the same probe and read its answer the same way; only the way there differs.
"""

from collectors.server.local import LocalCollector
from collectors.server.ssh import SshCollector

__all__ = ["LocalCollector", "SshCollector"]
