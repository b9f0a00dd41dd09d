"""Servers of a small company, each a Debian with a network of its own: as they should be, or with faults."""

import itertools
import os
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.e2e import database, estate
from tests.e2e.debian import debian_root
from tests.e2e.twin import Twin
from tests.needs import need_root

_AUTHORITY = (
    *("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"),
    *("-days", "3650", "-subj", "/CN=Test CA", "-addext", "keyUsage=critical,keyCertSign,cRLSign"),
)
_PROCESS = Path("/proc/self/ns/pid").stat().st_ino + os.getpid()
"""No two that run at the same time have the same, whether or not each has processes of its own."""
_NUMBERS = itertools.count(_PROCESS * 8)


class Host(Twin):
    """A twin from a fresh Debian, with a firewall, listeners and kernel settings that are its own."""

    sslmode = "verify-full"
    """How to get to its database."""

    def __init__(self, name: str, files: dict[str, str], setup: str) -> None:
        need_root("ip", "nft", "openssl")
        number = next(_NUMBERS) % 16384
        # RFC 2544: addresses for tests, routed nowhere.
        network = f"198.18.{number >> 6}.{number % 64 * 4}"
        base = network.rpartition(".")[0]
        last = number % 64 * 4
        self.gateway, self.address = f"{base}.{last + 1}", f"{base}.{last + 2}"
        self._namespace = f"selfaudit-{_PROCESS}-{number}"
        self._cable = f"sa{number}"
        super().__init__(name, files, setup, debian_root())
        self.authority = self.folder / "ca.pem"
        _run("openssl", *_AUTHORITY, "-keyout", str(self.folder / "ca.key"), "-out", str(self.authority))
        self._put("/root/ca.key", (self.folder / "ca.key").read_text(), 0o600)
        self._put("/etc/ssl/ca.pem", self.authority.read_text())

    @property
    def database(self) -> dict[str, Any]:
        """Settings of a `postgres` target that reaches the cluster of the host."""
        return {
            "host": self.address,
            "user": "audit",
            "sslrootcert": str(self.authority),
            "sslmode": self.sslmode,
        }

    def __enter__(self) -> "Host":
        inside = ["ip", "-n", self._namespace]
        _run("ip", "netns", "add", self._namespace)
        try:
            _run("ip", "link", "add", self._cable, "type", "veth", "peer", "eth0", "netns", self._namespace)
            _run("ip", "addr", "add", f"{self.gateway}/30", "dev", self._cable)
            _run("ip", "link", "set", self._cable, "up")
            _run(*inside, "addr", "add", f"{self.address}/30", "dev", "eth0")
            _run(*inside, "link", "set", "lo", "up")
            _run(*inside, "link", "set", "eth0", "up")
            _run(*inside, "route", "add", "default", "via", self.gateway)
            super().__enter__()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        super().__exit__(kind, error, trace)
        subprocess.run(["ip", "netns", "del", self._namespace], check=False, capture_output=True)

    def _inside(self) -> list[str]:
        return ["ip", "netns", "exec", self._namespace]

    def _free_port(self) -> int:
        return 22

    def _filled(self, text: str) -> str:
        return super()._filled(text).replace("@GATEWAY@", self.gateway)


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


NFTABLES = """\
#!/usr/sbin/nft -f
flush ruleset
table inet filter {
	chain input {
		type filter hook input priority filter; policy drop;
		ct state established,related accept
		iif "lo" accept
		tcp dport { 22, 443 } accept
		ip saddr @GATEWAY@ tcp dport 5432 accept
		meta l4proto { icmp, icmpv6 } accept
	}
}
"""

SYSCTL = """\
net.ipv4.conf.all.rp_filter=1
net.ipv4.conf.default.rp_filter=1
net.ipv4.conf.eth0.rp_filter=1
net.ipv4.conf.all.accept_redirects=0
net.ipv4.conf.default.accept_redirects=0
net.ipv4.conf.eth0.accept_redirects=0
net.ipv4.conf.lo.accept_redirects=0
net.ipv6.conf.all.accept_redirects=0
net.ipv6.conf.default.accept_redirects=0
net.ipv6.conf.eth0.accept_redirects=0
net.ipv6.conf.lo.accept_redirects=0
net.ipv4.conf.all.send_redirects=0
net.ipv4.conf.default.send_redirects=0
net.ipv4.conf.eth0.send_redirects=0
net.ipv4.conf.lo.send_redirects=0
net.ipv4.conf.all.secure_redirects=0
net.ipv4.conf.all.accept_source_route=0
"""

NGINX = """\
user www-data;
events {}
http {
	server {
		listen 443 ssl;
		server_name shop.example;
		ssl_protocols TLSv1.2 TLSv1.3;
		ssl_ciphers ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384;
		ssl_certificate /etc/ssl/shop.pem;
		ssl_certificate_key /etc/ssl/private/shop.key;
		add_header Strict-Transport-Security "max-age=31536000" always;
	}
}
"""

RSYSLOG = """\
module(load="imuxsock")
$FileCreateMode 0640
global(DefaultNetstreamDriverCAFile="/etc/ssl/ca.pem")
auth,authpriv.* /var/log/auth.log
action(type="omfwd" target="logs.example" port="6514" protocol="tcp" StreamDriver="gtls"
       StreamDriverMode="1" StreamDriverAuthMode="x509/name" StreamDriverPermittedPeers="logs.example")
"""

CHRONY = "server 127.0.0.2 port 1123 iburst\n"
# The source of time: a second chronyd on another loopback address.
CHRONY_SOURCE = """\
local stratum 1
allow 127/8
bindaddress 127.0.0.2
port 1123
cmdport 0
bindcmdaddress /
pidfile /run/chrony-source.pid
"""

AIDE = """\
database_in=file:/var/lib/aide/aide.db
database_out=file:/var/lib/aide/aide.db.new
/etc p+u+g+sha256
/usr/bin p+u+g
/usr/sbin p+u+g
/usr/local p+u+g
/srv/customers p+u+g
"""

AUDITD = """\
admin_space_left_action = halt
disk_full_action = halt
disk_error_action = halt
"""

AUDIT_RULES = """\
-w /srv/customers -p rwa -k customers
-w /etc/passwd -p wa -k identity
-w /etc/shadow -p wa -k identity
-w /etc/group -p wa -k identity
-w /etc/gshadow -p wa -k identity
-w /etc/sudoers -p wa -k identity
-w /etc/sudoers.d -p wa -k identity
-a always,exit -F arch=b64 -S execve -C uid!=euid -F euid=0 -F auid>=1000 -F auid!=-1 -F key=privileged
-a always,exit -F arch=b32 -S execve -C uid!=euid -F euid=0 -F auid>=1000 -F auid!=-1 -F key=privileged
"""
AUDIT_STATUS = "enabled 2\nfailure 1\npid 512\nrate_limit 0\nbacklog_limit 8192\nlost 0\nbacklog 0\n"
AUDITCTL = """\
#!/bin/sh
if [ "$(id -u)" != 0 ]; then echo 'You must be root to run this program.' >&2; exit 4; fi
case $1 in -l) cat /var/said/rules ;; -s) cat /var/said/status ;; esac
"""
"""In the words of the real one: the kernel keeps its audit system for the machine itself."""

BACKUP = """\
#!/bin/sh
set -e
export BORG_PASSCOMMAND="cat /root/.borg-key"
borg create ssh://backup@vault.example/./web::'{now}' /srv/customers
borg prune --keep-daily 30 ssh://backup@vault.example/./web
"""

SETUP = """\
printf '127.0.0.1 localhost\\n127.0.1.1 %s\\n' "$(hostname)" > /etc/hosts
: > /etc/resolv.conf
openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=shop.example \\
	-keyout /etc/ssl/private/shop.key -out /root/shop.csr 2>/dev/null
printf 'subjectAltName=DNS:shop.example\\n' > /root/ext
openssl x509 -req -in /root/shop.csr -CA /etc/ssl/ca.pem -CAkey /root/ca.key -CAcreateserial -days 200 \\
	-extfile /root/ext -out /etc/ssl/shop.pem 2>/dev/null
chmod 640 /etc/ssl/private/shop.key
chmod 700 /usr/local/sbin/backup /root
chmod 600 /etc/audit/rules.d/*; chmod 755 /usr/sbin/auditctl
touch /root/.borg-key; chmod 600 /root/.borg-key
sysctl -q -p /etc/sysctl.d/90-audit.conf
nft -f /etc/nftables.conf
systemctl -q enable nftables rsyslog chrony auditd cron unattended-upgrades 2>/dev/null
touch /var/lib/apt/periodic/update-success-stamp /var/lib/apt/periodic/upgrade-stamp
aide --config=/etc/aide/aide.conf --init >/dev/null 2>&1; mv /var/lib/aide/aide.db.new /var/lib/aide/aide.db
rsyslogd; cron; nginx; chronyd -x -f /etc/chrony/source.conf; chronyd -x -f /etc/chrony/chrony.conf
chronyc -n waitsync 100 0 0 0.1 >/dev/null
cp /usr/bin/sleep /usr/sbin/auditd; setsid /usr/sbin/auditd 100000 </dev/null >/dev/null 2>&1 &
"""


def clean_host(name: str = "web1") -> Host:
    """A server as it should be, as far as a host in namespaces can be one."""
    return Host(name, clean_files(), estate.SETUP + SETUP + database.SETUP)


PASSWD = """\
www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin
_chrony:x:110:110:Chrony daemon:/var/lib/chrony:/usr/sbin/nologin
postgres:x:111:111:PostgreSQL:/var/lib/postgresql:/usr/sbin/nologin
"""
SHADOW = """\
www-data:*:@DAY@:0:90:7:30::
_chrony:!:@DAY@::::::
postgres:!:@DAY@::::::
"""


def clean_files() -> dict[str, str]:
    """The files of a host without faults."""
    files = estate.clean_files()
    return {
        **files,
        **database.CLEAN,
        "/etc/passwd": files["/etc/passwd"] + PASSWD,
        "/etc/group": files["/etc/group"] + "www-data:x:33:\n_chrony:x:110:\npostgres:x:111:\n",
        "/etc/shadow": files["/etc/shadow"] + SHADOW.replace("@DAY@", estate.LAST_CHANGE),
        "/etc/nftables.conf": NFTABLES,
        "/etc/sysctl.d/90-audit.conf": SYSCTL,
        "/etc/nginx/nginx.conf": NGINX,
        "/etc/rsyslog.conf": RSYSLOG,
        "/etc/chrony/chrony.conf": CHRONY,
        "/etc/chrony/source.conf": CHRONY_SOURCE,
        "/etc/audit/auditd.conf": files["/etc/audit/auditd.conf"] + AUDITD,
        "/etc/aide/aide.conf": AIDE,
        "/etc/audit/rules.d/audit.rules": AUDIT_RULES + "-e 2\n",
        "/usr/sbin/auditctl": AUDITCTL,
        "/var/said/rules": AUDIT_RULES,
        "/var/said/status": AUDIT_STATUS,
        "/etc/security/pwquality.conf": "minlen = 14\n",
        "/etc/apt/apt.conf.d/20auto-upgrades": (
            'APT::Periodic::Update-Package-Lists "1";\nAPT::Periodic::Unattended-Upgrade "1";\n'
        ),
        "/etc/cron.d/backup": "15 2 * * * root /usr/local/sbin/backup\n",
        "/usr/local/sbin/backup": BACKUP,
        "/etc/tmpfiles.d/customers.conf": "e /srv/customers - - - 300d\n",
    }
