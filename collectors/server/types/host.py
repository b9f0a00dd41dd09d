"""The machine itself: operating system, file systems, swap, login defaults."""

from collectors.server.facts import disks, host
from collectors.server.machine import single

TYPE = single(
    "server.host",
    "",
    {
        "os": (host.operating_system, "os"),
        "mounts": (disks.mounts, "mounts"),
        "swap": (disks.swap, "swap mounts"),
        "login_defs": (host.login_defs, "login_defs"),
    },
)
