"""Snapshots come back as they went in, or are refused."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.interfaces import ConfigurationError
from scanner.model import Columns, Enumerated, Event, Gap, GapReason, Location, Resource
from scanner.output import private_file
from scanner.period import Calendar
from scanner.snapshot import Header, SnapshotWriter, TargetInfo, open_snapshot

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
HEADER = Header(
    "1",
    NOW,
    (TargetInfo("t", "aws", ("s3.bucket",), {"owner": "x"}),),
    has_datasets=True,
    calendar=Calendar(ZoneInfo("Asia/Shanghai"), 4, 6, timedelta(days=3)),
    parameters={"dormant_days": 30},
)
EVENTS: list[Event] = [
    Gap("t", "s3.bucket", GapReason.DENIED, "no", "eu", "arn:b", "acl"),
    Resource("arn:b", "s3.bucket", "b", "t", {"tags": {"k": "客户"}}, NOW, {"owner": "x"}, {"ids": ["d"]}),
    Resource("a", "s3.bucket", "a", "t", {}, NOW, locations={"": Location("main.tf", 3, 9)}),
    Resource("x.y", "s3.bucket", "y", "t", {}, NOW, native_id="arn:y", former_ids=("x.old",)),
    Resource("r", "register.x", "r", "t", Columns({"row_key": b'["a","\\u5ba2"]', "day": b"[null,1]"}), NOW),
    Enumerated("t", "s3.bucket", 1, "eu"),
]


def save(path: Path, events: list[Event]) -> Path:
    with private_file(path) as handle, SnapshotWriter(handle, HEADER) as writer:
        for event in events:
            writer.add(event)
    return path


def test_a_snapshot_comes_back_as_it_went_in(tmp_path: Path) -> None:
    snapshot = open_snapshot(save(tmp_path / "s", EVENTS))
    assert snapshot.header == HEADER
    assert list(snapshot.events()) == EVENTS
    assert list(snapshot.events()) == EVENTS


def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    assert stat.S_IMODE(save(tmp_path / "s", EVENTS).stat().st_mode) == 0o600


def test_a_symlink_in_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "s").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ConfigurationError, match="is a symlink"):
        save(tmp_path / "s", EVENTS)
    assert not (tmp_path / "elsewhere").exists()


def test_a_collection_that_fails_leaves_no_file(tmp_path: Path) -> None:
    unwritable = Enumerated("t", "s3.bucket", object())  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="does not belong in a snapshot"):
        save(tmp_path / "s", [*EVENTS, unwritable])
    assert list(tmp_path.iterdir()) == []


@settings(deadline=None)
@given(st.data())
def test_a_damaged_snapshot_is_refused_never_read_as_less(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = save(tmp_path_factory.mktemp("s") / "s", EVENTS)
    plain = zstandard.ZstdDecompressor().stream_reader(path.read_bytes()).read()
    cut = data.draw(st.integers(0, len(plain) - 1))
    change = data.draw(st.binary(max_size=3))
    skip = data.draw(st.integers(0, 3))
    damaged = plain[:cut] + change + plain[cut + skip :]
    path.write_bytes(zstandard.compress(damaged))
    if damaged == plain:
        return
    with pytest.raises(ConfigurationError):
        list(open_snapshot(path).events())


def test_what_is_not_a_snapshot_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("hello")
    (tmp_path / "empty").write_bytes(b"")
    for name in ("text", "empty", "missing"):
        with pytest.raises(ConfigurationError, match=name):
            open_snapshot(tmp_path / name)


def test_another_format_version_is_named(tmp_path: Path) -> None:
    (tmp_path / "s").write_bytes(zstandard.compress(b'{"schema_version": 99}\n'))
    with pytest.raises(ConfigurationError, match="snapshot format 99 is not 2"):
        open_snapshot(tmp_path / "s")
