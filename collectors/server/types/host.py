"""The machine itself: operating system, file systems, swap, login defaults."""

from collectors.server.facts import (
    coredumps,
    crypttab,
    disks,
    exports,
    host,
    log_files,
    pam,
    sysctl,
    time_sync,
)
from collectors.server.facts.tls import openssl
from collectors.server.machine import single

TYPE = single(
    "server.host",
    "",
    {
        "os": (host.operating_system, "os"),
        "mounts": (disks.mounts, "mounts"),
        "swap": (disks.swap, "swap mounts"),
        "login_defs": (host.login_defs, "login_defs"),
        "coredumps": (coredumps.coredumps, "coredump"),
        "time_sync": (time_sync.time_sync, "time_sync"),
        "pam": (pam.pam, "pam"),
        "login_records": (log_files.login_records, "login_records"),
        "crypttab": (crypttab.crypttab, "crypttab mounts"),
        "crypto_policy": (openssl.crypto_policy, "tls_openssl"),
        "sysctl": (sysctl.sysctl, "sysctl"),
        "nfs_exports": (exports.nfs_exports, "exports"),
        "samba_shares": (exports.samba_shares, "shares"),
    },
)
