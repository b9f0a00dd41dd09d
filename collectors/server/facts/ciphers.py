"""The algorithms that encrypt a file system, one for each layer that does.

Sources: Linux documentation, admin-guide/device-mapper/dm-crypt; zfsprops(7), property encryption;
gocryptfs(1); ecryptfs(7).
"""

import re
from collections.abc import Iterator

from collectors.server.facts.disks import UNDETERMINED, YES, Disks, Mount
from collectors.server.reply import Reply
from scanner.interfaces import Json

_PLAIN = re.compile(
    r"(?:capi:)?(?:(xts|cbc|ecb|lrw|ctr)\((\w+)\)|(\w+)-(xts|cbc|ecb|lrw|ctr))(?:-\w+(?::\w+)?)?"
)
"""`aes-xts-plain64` or `capi:xts(aes)-plain64`; authenticated modes have a second key in the first."""
_ZFS = re.compile(r"(aes)-(128|192|256)-(?:ccm|gcm)")
_TWO_KEYS = "xts"


def layers(disks: Disks, mount: Mount, reply: Reply) -> Json:
    """Each layer that encrypts a file system, the topmost on every way down; none when it is not encrypted.

    What encrypts in an unknown way has no cipher. Raises NotSeenError when dmsetup(8) is refused.
    """
    state = disks.encrypted(mount)
    if state == UNDETERMINED:
        return [unknown(mount.source)]
    if state != YES:
        return []
    return list({each["layer"]: each for each in _layers(disks, mount, reply)}.values())


def unknown(name: str) -> Json:
    """A layer of which nothing is known."""
    return _layer(name, "")


def _layers(disks: Disks, mount: Mount, reply: Reply) -> Iterator[Json]:
    if mount.fstype == "zfs" and disks.zfs.get(mount.source, "off") != "off":
        yield _of_zfs(mount.source, disks.zfs[mount.source])
    elif mount.fstype in _STACKED:
        yield _STACKED[mount.fstype](mount)
    else:
        names = sorted(_crypts(disks, mount))
        table = _table(reply) if names else {}
        for name in names:
            yield _of_dm_crypt(name, *table.get(name, ("", 0)))
        if not names:
            yield unknown(mount.source)


def _crypts(disks: Disks, mount: Mount) -> set[str]:
    """Names of the topmost dm-crypt devices below a file system, on every way down."""
    return {name for start in _devices(disks, mount) for name in _down(disks, start, 0)}


def _devices(disks: Disks, mount: Mount) -> list[str]:
    """The devices that a file system lies on, by their kernel names."""
    if mount.fstype == "zfs":
        return [device.kname for device in disks.devices.values() if device.fstype == "zfs_member"]
    kname = disks.numbers.get(mount.device) or disks.find(mount.source.partition("[")[0])
    if kname is None or kname not in disks.devices:
        return []
    uuid = disks.devices[kname].uuid
    if mount.fstype == "btrfs" and uuid:
        return [device.kname for device in disks.devices.values() if device.uuid == uuid]
    return [kname]


def _down(disks: Disks, kname: str, depth: int) -> Iterator[str]:
    device = disks.devices.get(kname)
    if device is None or depth > 32:
        return
    if device.type == "crypt":
        yield device.name
        return
    backing = disks.holding(disks.loops.get(f"/dev/{kname}", "")) if device.type == "loop" else None
    below = _devices(disks, backing) if backing else device.parents
    for parent in below:
        yield from _down(disks, parent, depth + 1)


def _of_dm_crypt(name: str, cipher: str, size: int) -> Json:
    found = _PLAIN.fullmatch(cipher)
    if not found:
        return _layer(name, cipher)
    mode, algorithm = (found[1], found[2]) if found[1] else (found[4], found[3])
    return _layer(name, cipher, algorithm, size * 8 // (2 if mode == _TWO_KEYS else 1))


def _of_zfs(name: str, property_: str) -> Json:
    found = _ZFS.fullmatch(property_)
    return _layer(name, property_, found[1], int(found[2])) if found else _layer(name, property_)


def _of_gocryptfs(mount: Mount) -> Json:
    """AES-256 in GCM or SIV mode, or XChaCha20-Poly1305; it has nothing else, and which one is not told."""
    return _layer(mount.source, "gocryptfs", "aes", 256)


def _of_ecryptfs(mount: Mount) -> Json:
    options = dict(option.split("=", 1) for option in mount.options if "=" in option)
    cipher, size = options.get("ecryptfs_cipher", ""), options.get("ecryptfs_key_bytes", "")
    if not (re.fullmatch(r"\w+", cipher) and re.fullmatch(r"\d{1,3}", size)):
        return _layer(mount.source, "ecryptfs")
    return _layer(mount.source, cipher, cipher, int(size) * 8)


def _of_another(mount: Mount) -> Json:
    return _layer(mount.source, mount.fstype.removeprefix("fuse."))


_STACKED = {
    "fuse.gocryptfs": _of_gocryptfs,
    "ecryptfs": _of_ecryptfs,
    "fuse.cryfs": _of_another,
    "fuse.encfs": _of_another,
}


def _layer(name: str, algorithm: str, cipher: str | None = None, bits: int | None = None) -> Json:
    known = cipher is not None and bits is not None and bits > 0
    return {
        "layer": name,
        "algorithm": algorithm,
        "cipher": cipher.lower() if known and cipher else None,
        "key_bits": bits if known else None,
    }


def _table(reply: Reply) -> dict[str, tuple[str, int]]:
    """Name of a device to its cipher and the bytes of its key."""
    found = {}
    for line in reply.output("disk_ciphers", "dmsetup", "dmsetup").lines():
        words = line.split(" ")
        if len(words) == 3 and re.fullmatch(r"\d{1,4}", words[2]):
            found[words[0]] = (words[1], int(words[2]))
    return found
