"""The server of the company: a Debian of the fleet, with the database that its customers are in.

What only a whole machine has (encrypted disks, AppArmor, systemd; the fleet's audit system) is told by
programs and files of this host, in the words of real ones.
"""

import json
import shlex
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

from collectors.server import installed
from tests.company.workspace import NOW
from tests.e2e import database, estate, fleet
from tests.e2e.fleet import Host

PROBE = installed.DEFAULT_PATH
DATA = "/srv/customers"
LOGIN = "audit"
_EVERYTHING = "audit ALL=(root) NOPASSWD: ALL"


def _device(name: str, type_: str, number: str, *children: Any, kname: str = "") -> dict[str, Any]:
    row = {"name": name, "kname": kname or name, "maj:min": number, "type": type_}
    return {**row, "fstype": None, "uuid": None, "tran": None, "children": list(children)}


_ROOT = {"target": "/", "source": "/dev/mapper/root", "fstype": "ext4", "options": "rw,relatime"}
FINDMNT = json.dumps({"filesystems": [{**_ROOT, "maj:min": "@DEVICE@"}]})
LSBLK = json.dumps(
    {"blockdevices": [_device("vda", "disk", "254:0", _device("root", "crypt", "@DEVICE@", kname="dm-0"))]}
)
_TELL = """\
#!/bin/sh
sed "s/@DEVICE@/$(stat -c %Hd:%Ld /)/" <<'END'
{text}
END
"""
_SYSTEMCTL = """\
#!/bin/sh
case $1 in
show) cat /var/said/backup ;;
is-active) echo inactive; exit 3 ;;
*) SYSTEMD_OFFLINE=1 exec /usr/bin/systemctl.real "$@" ;;
esac
"""
_BACKUP = (
    "Id=backup.service\nResult=success\nExecMainStatus=0\nExecMainExitTimestamp={:%a %Y-%m-%d %H:%M:%S} UTC\n"
)
_SERVICE = "[Service]\nType=oneshot\nExecStart=/usr/local/sbin/backup\n"
_TIMER = "[Timer]\nOnCalendar=daily\n[Install]\nWantedBy=timers.target\n"

_PROMETHEUS = """\
alerting:
  alertmanagers:
  - static_configs:
    - targets: ["localhost:9093"]
rule_files: [rules.yml]
"""
_ALERT = """\
groups:
- name: abuse
  rules:
  - alert: MassRead
    expr: rate(crm_rows_read_total[5m]) > 1000
    for: 5m
    labels: {severity: critical, detects: abnormal_access_pattern}
"""
_ALERTMANAGER = """\
route:
  receiver: watch
receivers:
- name: watch
  webhook_configs:
  - url: http://localhost:9/alerts
"""
SETUP = """\
chmod 755 /usr/bin/findmnt /usr/bin/lsblk /usr/sbin/dmsetup
mv /usr/bin/systemctl /usr/bin/systemctl.real
mv /usr/bin/systemctl.new /usr/bin/systemctl
chmod 755 /usr/bin/systemctl
systemctl -q enable backup.timer
for name in prometheus alertmanager; do cp /usr/bin/sleep /usr/sbin/$name; done
mkdir -p /run/systemd/system /root/kernel
said() {
	file=/root/kernel/${1##*/}
	printf '%s\n' "$2" > "$file"
	mount --bind "$file" "$1"
}
said /proc/sys/fs/protected_hardlinks 1
said /proc/sys/fs/protected_symlinks 1
said /proc/sys/fs/suid_dumpable 0
said /proc/sys/kernel/randomize_va_space 2
said /proc/sys/kernel/core_pattern '|/bin/false'
said /proc/swaps 'Filename Type Size Used Priority'
sed -i 's/^Valid-Until:.*/Valid-Until: @UNTIL@/' /var/lib/apt/lists/*InRelease
for name in prometheus alertmanager; do setsid /usr/sbin/$name 100000 </dev/null >/dev/null 2>&1 & done
for uid in 1001 1002; do
	printf '@LOGIN@' | dd of=/var/log/lastlog bs=1 seek=$((uid * 292)) conv=notrunc status=none
done
touch -d @TODAY@ /var/lib/apt/periodic/*-stamp /var/lib/apt/lists /var/lib/apt/lists/* /var/lib/aide/aide.db
"""


def files() -> dict[str, str]:
    """The files of the fleet's clean host, and what differs."""
    found = fleet.clean_files()
    del found["/etc/cron.d/backup"]
    day = int(NOW.timestamp() // 86400) - 10
    return {
        **found,
        "/etc/shadow": found["/etc/shadow"].replace(estate.LAST_CHANGE, str(day)),
        "/etc/sudoers": estate.SUDOERS.replace(
            "audit ALL=(root) NOPASSWD: ALL", "@includedir /etc/sudoers.d"
        ),
        "/usr/bin/findmnt": _TELL.format(text=FINDMNT),
        "/usr/bin/lsblk": _TELL.format(text=LSBLK),
        "/usr/bin/systemctl.new": _SYSTEMCTL,
        "/usr/sbin/dmsetup": "#!/bin/sh\ncat /var/said/ciphers\n",
        "/var/said/ciphers": f"root: 0 41910272 crypt aes-xts-plain64 {'0' * 128} 0 254:0 32768\n",
        "/var/said/backup": _BACKUP.format(NOW - timedelta(hours=8)),
        "/sys/module/apparmor/parameters/enabled": "Y\n",
        "/sys/kernel/security/apparmor/profiles": "/usr/sbin/chronyd (enforce)\nrsyslogd (enforce)\n",
        "/etc/prometheus/prometheus.yml": _PROMETHEUS,
        "/etc/prometheus/rules.yml": _ALERT,
        "/etc/prometheus/alertmanager.yml": _ALERTMANAGER,
        "/etc/systemd/system/backup.service": _SERVICE,
        "/etc/systemd/system/backup.timer": _TIMER,
    }


class Server(Host):
    """The server while it runs; its files can be read and written from outside."""

    def __init__(self) -> None:
        seconds = int((NOW - timedelta(days=1)).timestamp())
        login = "".join(f"\\{byte:03o}" for byte in seconds.to_bytes(4, "little"))
        setup = SETUP.replace("@LOGIN@", login).replace("@TODAY@", f"@{seconds}")
        setup = setup.replace("@UNTIL@", f"{NOW + timedelta(days=3):%a, %d %b %Y %H:%M:%S} UTC")
        super().__init__("web1", files(), estate.SETUP + fleet.SETUP + database.SETUP + setup)

    @property
    def settings(self) -> dict[str, Any]:
        return {key: value for key, value in super().settings.items() if key != "sudo"} | {
            "installed_probe": PROBE
        }

    @property
    def _pid(self) -> int:
        """The first process of the host: its sshd."""
        assert self._process is not None
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text()
        return int(children.split()[0])

    def path(self, name: str) -> Path:
        """A file of the host, from outside."""
        return Path(f"/proc/{self._pid}/root{name}")

    def run(self, script: str) -> str:
        """Run a script as root of the host."""
        enter = ["nsenter", "-t", str(self._pid), "-m", "-p", "-u", "-n", "-r", "-w", "sh", "-ec", script]
        done = subprocess.run(enter, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def sql(self, statements: str) -> None:
        """Run statements in the customers' database as its superuser."""
        psql = "setpriv --reuid postgres --clear-groups psql -qv ON_ERROR_STOP=1 shop"
        self.run(f"cd /; printf %s {shlex.quote(statements)} | {psql}")

    def install(self, probe: bytes) -> None:
        """The probe of the audit, and the line of sudoers for it."""
        self.path(PROBE).write_bytes(probe)
        self.path(PROBE).chmod(0o755)
        rule = self.path("/etc/sudoers.d/selfaudit")
        rule.write_text(installed.sudoers(PROBE, LOGIN, probe))
        rule.chmod(0o440)
