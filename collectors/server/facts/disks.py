"""Mounted file systems, swap, and whether every layer below them encrypts."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from collectors.server.reply import Item, NotSeenError, Reply, once
from scanner.interfaces import Json
from scanner.model import GapReason

YES, NO, UNDETERMINED = "yes", "no", "undetermined"

PSEUDO = frozenset(
    [
        "autofs",
        "bdev",
        "binder",
        "binfmt_misc",
        "bpf",
        "cgroup",
        "cgroup2",
        "configfs",
        "cpuset",
        "debugfs",
        "devfs",
        "devpts",
        "devtmpfs",
        "efivarfs",
        "fuse.gvfsd-fuse",
        "fuse.lxcfs",
        "fuse.portal",
        "fuse.snapfuse",
        "fusectl",
        "hugetlbfs",
        "mqueue",
        "nfsd",
        "none",
        "nsfs",
        "pipefs",
        "proc",
        "pstore",
        "ramfs",
        "resctrl",
        "rpc_pipefs",
        "securityfs",
        "selinuxfs",
        "smackfs",
        "sockfs",
        "sysfs",
        "tmpfs",
        "tracefs",
        "usbfs",
    ]
)
"""File systems that store nothing on a disk."""

READ_ONLY_IMAGES = frozenset(["cramfs", "erofs", "iso9660", "romfs", "squashfs", "udf"])
"""Images of software (snaps, media): nothing can be stored in them."""

NETWORK = frozenset(
    [
        "9p",
        "afs",
        "beegfs",
        "ceph",
        "cifs",
        "davfs",
        "fuse.ceph",
        "fuse.davfs2",
        "fuse.glusterfs",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.sshfs",
        "glusterfs",
        "gpfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "orangefs",
        "pvfs2",
        "smb3",
        "smbfs",
    ]
)
ENCRYPTING = frozenset(["ecryptfs", "fuse.cryfs", "fuse.encfs", "fuse.gocryptfs"])
REMOTE_TRANSPORT = frozenset(["fc", "fcoe", "iscsi", "nbd", "rbd"])
REMOTE_DEVICE = re.compile(r"(nbd|rbd|drbd)\d")
FSCRYPT = frozenset(["ceph", "ext4", "f2fs", "ubifs"])


@dataclass(frozen=True, slots=True)
class Mount:
    """One row of findmnt(8)."""

    path: str
    source: str
    fstype: str
    options: tuple[str, ...]
    device: str


@dataclass(frozen=True, slots=True)
class Device:
    """One block device with the devices that it lies on."""

    kname: str
    name: str
    type: str
    fstype: str
    uuid: str
    transport: str
    parents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Disks:
    """Everything known about storage; `devices` by kernel name, empty when lsblk(8) told nothing."""

    mounts: Sequence[Mount]
    devices: Mapping[str, Device]
    numbers: Mapping[str, str]
    zfs: Mapping[str, str]
    loops: Mapping[str, str]

    def encrypted(self, mount: Mount, depth: int = 0) -> str:
        """Whether a file system is encrypted at rest."""
        if mount.fstype in ENCRYPTING:
            return YES
        if mount.fstype == "zfs":
            return self._zfs(mount)
        if mount.fstype == "bcachefs":
            return UNDETERMINED
        kname = self.numbers.get(mount.device) or self.find(mount.source.partition("[")[0])
        if kname is None:
            return UNDETERMINED
        if mount.fstype == "btrfs":
            return self._btrfs(kname)
        return self.layers(kname, depth)

    def find(self, path: str) -> str | None:
        """Kernel name of a device node."""
        name = path.removeprefix("/dev/").removeprefix("mapper/")
        if name in self.devices:
            return name
        return next((d.kname for d in self.devices.values() if d.name == name), None)

    def layers(self, kname: str, depth: int = 0) -> str:
        """Walks down from a device to its disks: encrypted when each way down meets an encrypting layer."""
        device = self.devices.get(kname)
        if device is None or depth > 32:
            return UNDETERMINED
        if device.type == "crypt":
            return YES
        if device.type == "loop":
            return self._loop(kname, depth)
        if device.parents:
            return every(self.layers(parent, depth + 1) for parent in device.parents)
        if device.type != "disk" and not device.type.startswith("part"):
            return UNDETERMINED
        if device.transport in REMOTE_TRANSPORT or REMOTE_DEVICE.match(kname):
            return UNDETERMINED
        # A partition whose disk is out of sight (a container that was handed the partition).
        return NO if device.type == "disk" else UNDETERMINED

    def file(self, path: str, depth: int = 0) -> str:
        """Whether a file lies on encrypted storage."""
        mount = self.holding(path)
        return UNDETERMINED if mount is None or depth > 8 else self.encrypted(mount, depth + 1)

    def holding(self, path: str, device: str | None = None) -> Mount | None:
        """The file system that holds a path without symlinks; `device` (major:minor) must fit if given."""
        over = [m for m in self.mounts if path == m.path or path.startswith(m.path.rstrip("/") + "/")]
        # Of mounts on the same folder the last covers the others; a folder that a mount further up covers
        # is out of sight, which the device number tells.
        over.sort(key=lambda mount: len(mount.path))
        if device is not None:
            over = [m for m in over if m.device == device or m.fstype == "btrfs"]
        return over[-1] if over else None

    def _loop(self, kname: str, depth: int) -> str:
        backing = self.loops.get(f"/dev/{kname}")
        return self.file(backing, depth) if backing else UNDETERMINED

    def _btrfs(self, kname: str) -> str:
        uuid = self.devices[kname].uuid
        if not uuid:
            return UNDETERMINED
        return every(self.layers(d.kname) for d in self.devices.values() if d.uuid == uuid)

    def _zfs(self, mount: Mount) -> str:
        state = self.zfs.get(mount.source)
        if state is None or state == "-":
            return UNDETERMINED
        if state != "off":
            return YES
        members = [self.layers(d.kname) for d in self.devices.values() if d.fstype == "zfs_member"]
        # Which pool a member belongs to is not known here.
        return members[0] if len(set(members)) == 1 else UNDETERMINED


def every(states: Iterable[str]) -> str:
    """Encrypted when all parts are; not encrypted as soon as one is not."""
    seen = set(states)
    if NO in seen:
        return NO
    return YES if seen == {YES} else UNDETERMINED


def mounts(reply: Reply) -> Json:
    """File systems that store data."""
    disks = read_disks(reply)
    stored = (m for m in disks.mounts if m.fstype not in PSEUDO | READ_ONLY_IMAGES)
    return [describe(mount, disks.encrypted(mount)) for mount in stored]


def describe(mount: Mount, encrypted: str) -> Json:
    """A mount as the schemas have it."""
    return {
        "path": mount.path,
        "source": mount.source,
        "fstype": mount.fstype,
        "options": list(mount.options),
        "network": mount.fstype in NETWORK,
        "encrypted": encrypted,
    }


def swap(reply: Reply) -> Json:
    """Active swap, from /proc/swaps, proc(5)."""
    lines = reply.output("swap", "swaps", "cat /proc/swaps").lines()
    if not lines or not lines[0].startswith("Filename"):
        raise NotSeenError(GapReason.MALFORMED, "/proc/swaps has no heading")
    if len(lines) == 1:
        return []
    disks = read_disks(reply)
    return [_swap(line.split(), disks) for line in lines[1:]]


def _swap(fields: Sequence[str], disks: Disks) -> Json:
    if len(fields) != 5:
        raise NotSeenError(GapReason.MALFORMED, "/proc/swaps has a line with other than five fields")
    device = re.sub(r"\\([0-7]{3})", lambda m: chr(int(m[1], 8)), fields[0])
    return {"device": device, "encrypted": _swap_encrypted(device, fields[1], disks)}


def _swap_encrypted(device: str, kind: str, disks: Disks) -> str:
    if re.fullmatch(r"/dev/zram\d+", device):
        return YES
    if kind == "file":
        return disks.file(device)
    kname = disks.find(device)
    return UNDETERMINED if kname is None else disks.layers(kname)


@once
def read_disks(reply: Reply) -> Disks:
    """Raises NotSeenError without findmnt(8); without lsblk(8) nothing can be said of encryption."""
    rows = _table(reply.output("mounts", "findmnt", "findmnt (util-linux)"), "filesystems")
    devices, numbers = _devices(reply.maybe("mounts", "lsblk"))
    return Disks(
        mounts=[_mount(row) for row in rows],
        devices=devices,
        numbers=numbers,
        zfs=_pairs(reply.maybe("mounts", "zfs"), "\t"),
        loops=_pairs(reply.maybe("mounts", "losetup"), None),
    )


def _mount(row: Mapping[str, Json]) -> Mount:
    return Mount(
        path=_text(row, "target"),
        source=_text(row, "source"),
        fstype=_text(row, "fstype"),
        options=tuple(part for part in _text(row, "options").split(",") if part),
        device=_text(row, "maj:min").strip(),
    )


def _devices(item: Item | None) -> tuple[dict[str, Device], dict[str, str]]:
    if item is None or item.status != 0:
        return {}, {}
    rows: dict[str, Mapping[str, Json]] = {}
    parents: dict[str, list[str]] = {}
    for row, parent in _walk(_table(item, "blockdevices"), None):
        kname = _text(row, "kname")
        rows[kname] = row
        above = parents.setdefault(kname, [])
        if parent is not None and parent not in above:
            above.append(parent)
    devices = {kname: _device(row, parents[kname]) for kname, row in rows.items()}
    return devices, {_text(row, "maj:min").strip(): kname for kname, row in rows.items()}


def _walk(
    rows: Iterable[Mapping[str, Json]], parent: str | None
) -> Iterator[tuple[Mapping[str, Json], str | None]]:
    for row in rows:
        yield row, parent
        yield from _walk(row.get("children", ()), _text(row, "kname"))


def _device(row: Mapping[str, Json], parents: Sequence[str]) -> Device:
    return Device(
        kname=_text(row, "kname"),
        name=_text(row, "name"),
        type=_text(row, "type"),
        fstype=_text(row, "fstype"),
        uuid=_text(row, "uuid"),
        transport=_text(row, "tran"),
        parents=tuple(parents),
    )


def _table(item: Item, key: str) -> Sequence[Mapping[str, Json]]:
    try:
        rows = json.loads(item.text)[key]
    except (ValueError, KeyError, TypeError, RecursionError):
        rows = None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise NotSeenError(GapReason.MALFORMED, f"the listing of {key} is not the JSON of util-linux")
    return rows


def _text(row: Mapping[str, Json], key: str) -> str:
    value = row.get(key)
    return value if isinstance(value, str) else ""


def _pairs(item: Item | None, separator: str | None) -> dict[str, str]:
    if item is None or item.status != 0:
        return {}
    parts = (line.strip().split(separator, 1) for line in item.lines())
    return {pair[0]: pair[1].strip() for pair in parts if len(pair) == 2}
