"""Programs that run with more rights than those of who starts them, and who may start them.

Sources: execve(2), capabilities(7). What a program does with its rights is told by its name: shells,
interpreters and tools that open any file do what they are told; those of the system check for themselves.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from collectors.server.facts import access
from collectors.server.reply import NotSeenError, Of, Reply
from scanner.interfaces import Json
from scanner.model import GapReason

_WAY = re.compile(r"S[0-7]+ .*|[AN?]|-[ADX]|(user|group|mask|other):.*")
_CAPABILITY = re.compile(r"cap_[a-z_]+")
_BITS = (
    "chown dac_override dac_read_search fowner fsetid kill setgid setuid setpcap linux_immutable "
    "net_bind_service net_broadcast net_admin net_raw ipc_lock ipc_owner sys_module sys_rawio sys_chroot "
    "sys_ptrace sys_pacct sys_admin sys_boot sys_nice sys_resource sys_time sys_tty_config mknod lease "
    "audit_write audit_control setfcap mac_override mac_admin syslog wake_alarm block_suspend audit_read "
    "perfmon bpf checkpoint_restore"
)
_CAPABILITIES = tuple(f"cap_{name}" for name in _BITS.split())
"""By their number, capabilities(7)."""
_SETUID, _SETGID = 0o4000, 0o2000
_TOOLS = re.compile(
    r"(ba|c|da|fi|k|tc|z)?sh|ash|busybox|toybox|[gmn]?awk|(python|perl|ruby|php|lua)[0-9.]*|node|nodejs|tclsh|expect|find"
    r"|xargs|env|nice|ionice|nohup|time|timeout|watch|setsid|stdbuf|taskset|flock|script|chroot|nsenter|unshare|strace|gdb"
    r"|(n|g)?vim?(\.[a-z]+)?|view|nano|pico|ed|emacs.*|joe|less|more|man|cat|tac|head|tail|cp|mv|dd|tee|od|xxd|hexdump"
    r"|base(32|64)|sort|uniq|cut|paste|[ef]?grep|sed|diff|cmp|install|ln|chmod|chown|rsync|tar|zip|unzip|gzip|bzip2|xz|zstd"
    r"|cpio|ar|7z[ar]?|git|ssh|scp|sftp|docker|podman|systemctl|journalctl|openssl|curl|wget|nc|ncat|socat|nmap|tcpdump"
    r"|make|gcc|cc|mysql|psql|sqlite3|su-exec|gosu"
)
_LIMITED = frozenset(
    [
        "at",
        "bsd-write",
        "bwrap",
        "chage",
        "chfn",
        "chrome-sandbox",
        "chrome_sandbox",
        "chsh",
        "cockpit-session",
        "crontab",
        "dbus-daemon-launch-helper",
        "dotlockfile",
        "dumpcap",
        "exim4",
        "expiry",
        "fusermount",
        "fusermount3",
        "gpasswd",
        "gst-ptp-helper",
        "krb5_child",
        "ldap_child",
        "locate",
        "lockfile",
        "mail-lock",
        "mail-touchlock",
        "mail-unlock",
        "mlocate",
        "mount",
        "mount.cifs",
        "mount.ecryptfs_private",
        "mount.nfs",
        "mtr-packet",
        "newgidmap",
        "newgrp",
        "newuidmap",
        "ntfs-3g",
        "pam_extrausers_chkpwd",
        "pam_timestamp_check",
        "passwd",
        "ping",
        "ping4",
        "ping6",
        "pkexec",
        "plocate",
        "polkit-agent-helper-1",
        "postdrop",
        "postqueue",
        "procmail",
        "proxy_child",
        "pt_chown",
        "screen",
        "selinux_child",
        "sendmail",
        "sg",
        "snap-confine",
        "ssh-agent",
        "ssh-keysign",
        "staprun",
        "su",
        "sudo",
        "sudoedit",
        "tmux",
        "traceroute",
        "traceroute6",
        "umount",
        "umount.nfs",
        "unix_chkpwd",
        "unix_update",
        "userhelper",
        "usernetctl",
        "utempter",
        "wall",
        "write",
        "write.ul",
        "Xorg.wrap",
    ]
)


@dataclass(slots=True)
class Program:
    """One program with what the probe says of the way to it."""

    path: str
    ways: list[str] = field(default_factory=list)
    capabilities: frozenset[str] = frozenset()

    def place(self, reply: Reply) -> access.Place:
        """The file itself; raises NotSeenError when it was not there."""
        chain = self._chain(reply, acls=False)
        return chain[0]

    def executors(self, reply: Reply, everyone: Sequence[access.Who]) -> Json:
        """Accounts besides root that may start it, each with the class that lets them."""
        return access.those_who_run(self._chain(reply, acls=True), everyone)

    def gives(self) -> str:
        """`any`: it does what it is told; `limited`: it checks for itself; `unclear`: nobody here knows."""
        name = self.path.rpartition("/")[2]
        if _TOOLS.fullmatch(name):
            return "any"
        return "limited" if name in _LIMITED and self.path.startswith(_SYSTEM) else "unclear"

    def _chain(self, reply: Reply, *, acls: bool) -> access.Chain:
        chain = access.parse(self.ways, reply, self.path, acls=acls)
        if not chain:
            raise NotSeenError(GapReason.MALFORMED, f"{self.path} was not there any more")
        return chain


_SYSTEM = ("/usr/", "/bin/", "/sbin/", "/lib", "/opt/google/")


@dataclass(slots=True)
class Listing:
    """The programs by path; `closed` when some folder could not be searched."""

    programs: dict[str, Program] = field(default_factory=dict)
    closed: bool = False
    no_capabilities: bool = False
    """Nothing tells the capabilities of programs."""


def listing(reply: Reply, section: str) -> Listing:
    """Raises NotSeenError when the programs came back garbled; nothing in it may be changed."""
    return reply.alike(Of(_listing, section))


def _listing(reply: Reply, section: str) -> Listing:
    found = Listing()
    program = Program("")
    for line in reply.output(section, "programs", "sh").lines():
        if line.startswith("F/"):
            program = Program(line[1:])
            found.programs.setdefault(program.path, program)
        elif line == "D":
            found.closed = True
        elif line == "c":
            found.no_capabilities = True
        elif line.startswith("C") and program.path:
            found.programs[program.path].capabilities |= frozenset(_CAPABILITY.findall(line))
        elif line.startswith("X") and program.path:
            found.programs[program.path].capabilities |= frozenset(_held(line[1:]))
        elif program.path and _WAY.fullmatch(line):
            program.ways.append(line)
        else:
            raise NotSeenError(GapReason.MALFORMED, "the list of privileged programs came back garbled")
    return found


def _held(attribute: str) -> Iterator[str]:
    """Names of the capabilities in security.capability, struct vfs_cap_data of linux/capability.h."""
    data = bytes.fromhex(attribute)
    words = [int.from_bytes(data[place : place + 4], "little") for place in range(4, min(len(data), 20), 4)]
    if len(words) not in (2, 4):
        raise ValueError("security.capability has another length")
    # Permitted and inheritable take turns, the lower 32 first.
    held = words[0] | words[1] | (words[2] | words[3] if len(words) == 4 else 0) << 32
    for bit in range(held.bit_length()):
        if held >> bit & 1:
            yield _CAPABILITIES[bit] if bit < len(_CAPABILITIES) else f"cap_{bit}"


def setuid(program: Program, reply: Reply) -> Json:
    """The uid as which it runs, None for that of who starts it."""
    place = program.place(reply)
    return place.uid if place.mode & _SETUID else None


def setgid(program: Program, reply: Reply) -> Json:
    """The group as which it runs; without the right to execute, the bit means something else."""
    place = program.place(reply)
    return place.gid if place.mode & _SETGID and place.mode & 0o010 else None
