"""How long logs are kept and where they go."""

from collectors.server.facts import journald, log_files, log_shippers, logrotate, syslog
from collectors.server.machine import single

TYPE = single(
    "server.log_policy",
    "/log_policy",
    {
        "logrotate": (logrotate.logrotate, "logrotate"),
        "journald": (journald.journald, "journald"),
        "syslog": (syslog.syslog, "syslog"),
        "shippers": (log_shippers.shippers, "log_shippers"),
        "log_files": (log_files.log_files, "log_files"),
    },
)
