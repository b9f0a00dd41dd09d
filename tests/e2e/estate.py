"""A small company: one server and one S3 account, clean or with faults planted in them."""

import time
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from tests.e2e.twin import Twin

LAST_CHANGE = str(int(time.time() // 86400) - 10)
"""Ten days ago, as shadow(5) counts."""

SSHD = """\
ListenAddress @ADDRESS@:@PORT@
HostKey /etc/ssh/twin_host_key
AuthorizedKeysFile /etc/ssh/keys/%u
UsePAM no
AllowUsers audit ann
PermitRootLogin no
PasswordAuthentication no
KbdInteractiveAuthentication no
X11Forwarding no
AllowAgentForwarding no
AllowTcpForwarding no
MaxAuthTries 3
LoginGraceTime 30
ClientAliveInterval 120
ClientAliveCountMax 2
LogLevel VERBOSE
Ciphers chacha20-poly1305@openssh.com,aes256-gcm@openssh.com
MACs hmac-sha2-512-etm@openssh.com,hmac-sha2-256-etm@openssh.com
KexAlgorithms curve25519-sha256,curve25519-sha256@libssh.org
HostKeyAlgorithms ssh-ed25519
"""

PASSWD = """\
root:x:0:0:root:/root:/bin/bash
daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
sshd:x:105:65534::/run/sshd:/usr/sbin/nologin
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
audit:x:1001:1001:Audit:/home/audit:/bin/bash
ann:x:1002:1002:Ann:/home/ann:/bin/bash
"""

SHADOW = """\
root:*:@DAY@:0:90:7:30::
daemon:*:@DAY@:0:90:7:30::
sshd:!:@DAY@::::::
nobody:*:@DAY@:0:90:7:30::
audit:*:@DAY@:1:90:7:30::
ann:$y$j9T$F5Jx5fExrKuPp53xLKQ..1$X3DX6M94c7o.9agCG9G317fhZg9SqC.5i5rd.RhAtQ7:@DAY@:1:90:7:30::
"""

GROUP = """\
root:x:0:
daemon:x:1:
sudo:x:27:
nogroup:x:65534:
audit:x:1001:
ann:x:1002:
"""

LOGIN_DEFS = """\
UMASK 077
PASS_MAX_DAYS 90
PASS_MIN_DAYS 1
PASS_WARN_AGE 7
UID_MIN 1000
ENCRYPT_METHOD YESCRYPT
"""

LOGROTATE = """\
weekly
rotate 52
create
compress
/var/log/shop.log {
	missingok
}
"""

JOURNALD = """\
[Journal]
Storage=persistent
MaxRetentionSec=400day
"""

SUDOERS = """\
Defaults env_reset
root ALL=(ALL:ALL) ALL
%sudo ALL=(ALL:ALL) ALL
audit ALL=(root) NOPASSWD: ALL
"""

AUDITD = """\
max_log_file = 8
num_logs = 50
max_log_file_action = keep_logs
space_left_action = email
"""

SETUP = """\
rm -f /etc/ssh/sshd_config.d/* /etc/sudoers.d/* /etc/logrotate.d/* /etc/systemd/journald.conf.d/*
chmod 440 /etc/sudoers
chmod 640 /etc/shadow
mkdir -p /etc/ssh/keys /home/audit /home/ann /srv/customers/2026
cp /etc/ssh/twin_client.pub /etc/ssh/keys/audit
chown audit:audit /home/audit
chown ann:ann /home/ann
chmod 700 /home/audit /home/ann
chown root:root /srv/customers
chmod 700 /srv/customers /srv/customers/2026
echo 1 > /srv/customers/2026/a.csv
chmod 600 /srv/customers/2026/a.csv
"""


def clean_files() -> dict[str, str]:
    """The files of a server without faults."""
    return {
        "/etc/passwd": PASSWD,
        "/etc/shadow": SHADOW.replace("@DAY@", LAST_CHANGE),
        "/etc/group": GROUP,
        "/etc/login.defs": LOGIN_DEFS,
        "/etc/ssh/sshd_config": SSHD,
        "/etc/sudoers": SUDOERS,
        "/etc/audit/auditd.conf": AUDITD,
        "/etc/logrotate.conf": LOGROTATE,
        "/etc/systemd/journald.conf": JOURNALD,
    }


def clean_server(
    setup: str = "",
    sshd: str = "",
    name: str = "web1",
    root: Path = Path("/"),
    files: Mapping[str, str] = MappingProxyType({}),
) -> Twin:
    """A server as it should be, as far as a namespace can be one; `setup`, `sshd` and `files` add to it."""
    files = {**clean_files(), **files}
    files["/etc/ssh/sshd_config"] += sshd
    return Twin(name, files, SETUP + setup, root)


def faulty_server() -> Twin:
    """The same server with one fault after the other planted in it."""
    files = clean_files()
    files["/etc/ssh/sshd_config"] = (
        SSHD.replace("PasswordAuthentication no", "PasswordAuthentication yes").replace(
            "aes256-gcm@openssh.com", "aes256-gcm@openssh.com,3des-cbc"
        )
        + "Match User ann\n    X11Forwarding yes\n"
    )
    files["/etc/passwd"] += (
        "toor:x:0:0:second root:/root:/bin/bash\nbob:x:1003:1003:Bob:/home/bob:/bin/bash\n"
        "guest:x:1004:1004::/home/guest:/bin/bash\n"
    )
    files["/etc/group"] += "bob:x:1003:\nguest:x:1004:\n"
    files["/etc/shadow"] += (
        "toor:!:@DAY@:0:90:7:30::\n"
        "bob:$1$abcdefgh$CV6iOJjtKbyXeTjlkXOMj1:@DAY@:1:90:7:30::\n"
        "guest::@DAY@:1:90:7:30::\n"
    ).replace("@DAY@", LAST_CHANGE)
    files["/etc/sudoers"] += "ann ALL=(ALL) NOPASSWD: /usr/bin/vi\n"
    files["/etc/login.defs"] = LOGIN_DEFS.replace("UMASK 077", "UMASK 022")
    files["/etc/logrotate.conf"] = LOGROTATE.replace("rotate 52", "rotate 1")
    setup = SETUP + (
        "chmod 755 /srv/customers\n"
        "setfacl -m u:ann:rwx /srv/customers\n"
        "touch -d '3 years ago' /srv/customers/2026/a.csv\n"
        "chmod 644 /srv/customers/2026/a.csv\n"
    )
    return Twin("web1", files, setup)
