"""Encryption at rest over recorded outputs of findmnt and lsblk."""

import json
import os
from typing import Any

import pytest

from scanner.model import GapReason
from tests.collectors.server.machine import FakeMachine
from tests.collectors.server.support import want


def device(name: str, kind: str, number: str, *children: Any, **more: str) -> dict[str, Any]:
    kname = more.pop("kname", name)
    row = {
        "name": name,
        "kname": kname,
        "maj:min": number,
        "type": kind,
        "fstype": None,
        "uuid": None,
        "tran": None,
    }
    return {**row, **more, **({"children": list(children)} if children else {})}


def mount(path: str, source: str, number: str, fstype: str = "ext4") -> dict[str, str]:
    return {"target": path, "source": source, "fstype": fstype, "options": "rw,relatime", "maj:min": number}


def put(machine: FakeMachine, mounts: list[Any], devices: list[Any]) -> None:
    machine.tool("findmnt", json.dumps({"filesystems": mounts}))
    machine.tool("lsblk", json.dumps({"blockdevices": devices}))


def encrypted(machine: FakeMachine) -> dict[str, str]:
    found = machine.scan(want(host="mounts")).one("host").facts["mounts"]
    return {mount["path"]: mount["encrypted"] for mount in found}


LUKS = device(
    "sda", "disk", "8:0", device("sda1", "part", "8:1"),
    device("sda2", "part", "8:2", device("luks", "crypt", "253:0",
           device("vg-root", "lvm", "253:1", kname="dm-1"), device("vg-swap", "lvm", "253:2", kname="dm-2"),
           kname="dm-0")),
)  # fmt: skip


def test_lvm_on_luks_and_a_plain_boot_partition(machine: FakeMachine) -> None:
    put(machine, [mount("/", "/dev/mapper/vg-root", "253:1"), mount("/boot", "/dev/sda1", "8:1")], [LUKS])
    swaps = [
        "/dev/dm-2 partition",
        "/swap file",
        "/dev/sda1 partition",
        "/dev/zram0 partition",
        "/gone partition",
    ]
    lines = "".join(f"{swap} 1 0 -2\n" for swap in swaps)
    machine.write("/proc/swaps", f"Filename Type Size Used Priority\n{lines}")
    assert encrypted(machine) == {"/": "yes", "/boot": "no"}
    swap = machine.scan(want(host="swap")).one("host").facts["swap"]
    assert [s["encrypted"] for s in swap] == ["yes", "yes", "no", "yes", "undetermined"]


def test_a_mirror_is_as_good_as_its_worst_half(machine: FakeMachine) -> None:
    md = device("md0", "raid1", "9:0")
    half = device("sda", "disk", "8:0", device("c1", "crypt", "253:0", md, kname="dm-0"))
    put(machine, [mount("/srv", "/dev/md0", "9:0")], [half, device("sdb", "disk", "8:16", md)])
    assert encrypted(machine) == {"/srv": "no"}
    other = device("sdb", "disk", "8:16", device("c2", "crypt", "253:1", md, kname="dm-1"))
    put(machine, [mount("/srv", "/dev/md0", "9:0")], [half, other])
    assert encrypted(machine) == {"/srv": "yes"}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (mount("/m", "overlay", "0:50", "overlay"), "undetermined"),
        (mount("/m", "server:/x", "0:51", "nfs4"), "undetermined"),
        (mount("/m", "/dev/sdz", "65:0"), "undetermined"),
        (mount("/m", "/dev/sdi", "8:128"), "undetermined"),
        (mount("/m", "/dev/loop0", "7:0"), "undetermined"),
        (mount("/m", "/home/.x", "0:52", "ecryptfs"), "yes"),
        (mount("/m", "/dev/sda1[/@home]", "0:53", "btrfs"), "undetermined"),
        (mount("/m", "/dev/sdb[/@home]", "0:53", "btrfs"), "no"),
    ],
)
def test_a_layer_out_of_sight_is_undetermined(
    machine: FakeMachine, row: dict[str, str], expected: str
) -> None:
    disks = [
        LUKS,
        device("sdb", "disk", "8:16", fstype="btrfs", uuid="1-2"),
        device("sdi", "disk", "8:128", tran="iscsi"),
        device("loop0", "loop", "7:0"),
    ]
    put(machine, [row, mount("/proc", "proc", "0:5", "proc"), mount("/tmp", "tmpfs", "0:6", "tmpfs")], disks)
    assert encrypted(machine) == {"/m": expected}


def test_without_lsblk_nothing_is_said_of_encryption(machine: FakeMachine) -> None:
    put(machine, [mount("/", "/dev/sda1", "8:1")], [])
    machine.tool("lsblk", "", 1, "lsblk: failed to access sysfs directory\n")
    assert encrypted(machine) == {"/": "undetermined"}


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"filesystems": [1]}', '{"filesystems": [{"target"'])
def test_a_listing_that_is_cut_is_a_gap(machine: FakeMachine, text: str) -> None:
    machine.tool("findmnt", text)
    assert machine.scan(want(host="mounts")).gap("host", "mounts").reason is GapReason.MALFORMED


# --- by which algorithm -----------------------------------------------------------------------------

KEY = "0" * 128


def ciphers(machine: FakeMachine, path: str = "/m") -> list[tuple[str, str | None, int | None]]:
    facts = machine.scan(want(path="ciphers"), path).one("path", path).facts
    return [(each["layer"], each["cipher"], each["key_bits"]) for each in facts["ciphers"]]


def of_disk(machine: FakeMachine, fstype: str = "ext4", options: str = "", source: str = "") -> None:
    """The machine's own root as a file system on LUKS, or stacked."""
    device_number = machine.root.stat().st_dev
    number = f"{os.major(device_number)}:{os.minor(device_number)}"
    row = mount("/", source or "/dev/mapper/data", number, fstype)
    put(
        machine,
        [{**row, "options": options or row["options"]}],
        [device("sda", "disk", "8:0", device("data", "crypt", number, kname="dm-0"))],
    )
    (machine.root / "m").mkdir(exist_ok=True)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"data: 0 9 crypt aes-xts-plain64 {KEY} 0 8:0 32768", ("aes", 256)),
        ("data: 0 9 crypt aes-xts-plain64 :64:logon:cryptsetup:3f2c-d0 0 8:0 32768", ("aes", 256)),
        ("data: 0 9 crypt aes-xts-plain64 :32:logon:cryptsetup:3f2c-d0 0 8:0 32768", ("aes", 128)),
        (f"data: 0 9 crypt aes-cbc-essiv:sha256 {KEY[:64]} 0 8:0 0", ("aes", 256)),
        (f"data: 0 9 crypt capi:xts(serpent)-plain64 {KEY} 0 8:0 0", ("serpent", 256)),
        (f"data: 0 9 crypt capi:authenc(hmac(sha256),xts(aes))-random {KEY} 0 8:0 0", (None, None)),
        (f"data: 0 9 crypt aes:64-cbc-lmk {KEY} 0 8:0 0", (None, None)),
        (f"other: 0 9 crypt aes-xts-plain64 {KEY} 0 8:0 0", (None, None)),
        ("No devices found", (None, None)),
    ],
)
def test_the_cipher_of_a_disk_and_never_its_key(
    machine: FakeMachine, line: str, expected: tuple[str | None, int | None]
) -> None:
    of_disk(machine)
    machine.tool("dmsetup", line + "\n")
    assert ciphers(machine) == [("data", *expected)]


def test_a_cipher_that_may_not_be_seen_is_a_gap(machine: FakeMachine) -> None:
    of_disk(machine)
    machine.tool("dmsetup", status=1, error="/dev/mapper/control: open failed: Permission denied\n")
    gap = machine.scan(want(path="ciphers mount"), "/m").gap("path", "ciphers", "/m")
    assert gap.reason is GapReason.DENIED


@pytest.mark.parametrize(
    ("fstype", "options", "expected"),
    [
        ("fuse.gocryptfs", "", ("aes", 256)),
        ("fuse.encfs", "", (None, None)),
        ("ecryptfs", "rw,ecryptfs_cipher=aes,ecryptfs_key_bytes=16", ("aes", 128)),
        ("ecryptfs", "rw", (None, None)),
        ("overlay", "", (None, None)),
    ],
)
def test_the_cipher_of_a_file_system_that_encrypts(
    machine: FakeMachine, fstype: str, options: str, expected: tuple[str | None, int | None]
) -> None:
    of_disk(machine, fstype, options, source="crypt")
    machine.tool("lsblk", json.dumps({"blockdevices": []}))
    assert ciphers(machine) == [("crypt", *expected)]


@pytest.mark.parametrize(
    ("state", "expected"),
    [("aes-256-gcm", ("aes", 256)), ("aes-128-ccm", ("aes", 128)), ("on", (None, None))],
)
def test_the_cipher_of_a_zfs_dataset(
    machine: FakeMachine, state: str, expected: tuple[str | None, int | None]
) -> None:
    of_disk(machine, "zfs", source="tank/m")
    machine.tool("zfs", f"tank/m\t{state}\n")
    assert ciphers(machine) == [("tank/m", *expected)]


def test_a_plain_disk_has_no_cipher(machine: FakeMachine) -> None:
    of_disk(machine)
    row = machine.root.stat().st_dev
    plain = f"{os.major(row)}:{os.minor(row)}"
    put(machine, [mount("/", "/dev/sda", plain, "xfs")], [device("sda", "disk", plain)])
    assert ciphers(machine) == []
