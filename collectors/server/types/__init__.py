"""Resource types of a server: one module per type, registered here."""

from collections.abc import Mapping

from collectors.server.machine import ServerType
from collectors.server.types import (
    account,
    alerting,
    audit,
    authorized_key,
    backup,
    certificate,
    cron_job,
    firewall,
    host,
    intrusion_detection,
    listener,
    log_policy,
    packages,
    path,
    privileged_program,
    retention_job,
    sshd,
    sudo_rule,
    tls_endpoint,
)

ALL: Mapping[str, ServerType] = {
    module.TYPE.name: module.TYPE
    for module in (
        host,
        sshd,
        account,
        sudo_rule,
        path,
        log_policy,
        audit,
        intrusion_detection,
        alerting,
        authorized_key,
        privileged_program,
        cron_job,
        firewall,
        listener,
        packages,
        backup,
        retention_job,
        tls_endpoint,
        certificate,
    )
}
"""The types by name, in the order in which they are collected."""
