"""A Debian of its own for tests: a fresh root file system with the packages that an audited server has.

Made by mmdebstrap from the machine's own package sources, once a day, and kept below the user's cache folder.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from tests.needs import need_root

PACKAGES = (
    "acl",
    "aide",
    "aide-common",
    "auditd",
    "borgbackup",
    "chrony",
    "cron",
    "iproute2",
    "libpam-pwquality",
    "logrotate",
    "nftables",
    "nginx-light",
    "openssh-server",
    "openssl",
    "postgresql",
    "procps",
    "rsyslog",
    "rsyslog-gnutls",
    "sudo",
    "systemd",
    "unattended-upgrades",
)
_SUITE = "bookworm"
_KEPT = "--skip=cleanup/apt/lists"


def debian_root() -> Path:
    """The root file system; up to date as of today. Skips the test (fails it in CI) without root."""
    need_root("mmdebstrap")
    today = datetime.now(UTC).date().isoformat()
    name = hashlib.sha256(" ".join((_SUITE, *PACKAGES)).encode()).hexdigest()[:12]
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "selfaudit-tests"
    root = cache / f"debian-{name}-{today}"
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("w") as lock:
        # Several test processes may want it at once.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not root.exists():
            for old in cache.glob("debian-*"):
                if not old.name.endswith(today):
                    shutil.rmtree(old, ignore_errors=True)
            _make(root)
    return root


def _make(root: Path) -> None:
    partial = root.with_suffix(".partial")
    include = f"--include={','.join(PACKAGES)}"
    done = subprocess.run(
        ["mmdebstrap", "--quiet", "--variant=minbase", _KEPT, include, _SUITE, str(partial)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    if done.returncode != 0:
        shutil.rmtree(partial, ignore_errors=True)
        raise RuntimeError(f"mmdebstrap: {done.stderr[-2000:]}")
    partial.rename(root)
