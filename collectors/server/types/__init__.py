"""Resource types of a server: one module per type, registered here."""

from collections.abc import Mapping

from collectors.server.machine import ServerType
from collectors.server.types import account, audit, host, log_policy, path, sshd, sudo_rule

ALL: Mapping[str, ServerType] = {
    module.TYPE.name: module.TYPE for module in (host, sshd, account, sudo_rule, path, log_policy, audit)
}
"""The types by name, in the order in which they are collected."""
