"""Registers under a prefix of a bucket."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from scanner.interfaces import FactRequest
from scanner.model import ROW_KEY, Event, GapReason, Target
from tests.collectors.aws.contract import gaps
from tests.collectors.aws.moto_server import MotoServer
from tests.collectors.registers.conftest import TYPE, collector_of, rows

ROSTER = b"person,accounts,status,left_on\nE1,ann,active,\n"


@pytest.fixture(scope="module")
def server() -> Iterator[MotoServer]:
    with MotoServer() as moto:
        yield moto


@pytest.fixture(autouse=True)
def profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "credentials").write_text("[audit]\naws_access_key_id = a\naws_secret_access_key = b\n")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))


def collected(server: MotoServer, **s3: Any) -> list[Event]:
    place = {
        "bucket": "evidence",
        "profile": "audit",
        "region": "us-east-1",
        "endpoint_url": server.url,
        **s3,
    }
    target = Target("registers", "register", {"s3": place, "hmac_key": "nowhere"})
    collector = collector_of(TYPE)
    assert not collector.check(target)
    return list(collector.collect(target, FactRequest({TYPE: frozenset({"person", "status", ROW_KEY})})))


def test_the_register_is_read_from_the_prefix(server: MotoServer) -> None:
    session = boto3.Session(profile_name="audit", region_name="us-east-1")
    client = session.client("s3", endpoint_url=server.url)
    client.create_bucket(Bucket="evidence")
    client.put_object(Bucket="evidence", Key="2026/hr_roster.csv", Body=ROSTER)
    client.put_object(Bucket="evidence", Key="other/hr_roster.yaml", Body=b"[]")
    found = rows(collected(server, prefix="2026/"))
    assert found["E1"]["status"] == "active"
    (gap,) = gaps(collected(server, prefix="2025/"))
    assert gap.reason is GapReason.UNREACHABLE
    assert "s3://evidence/2025/hr_roster.csv: not there" in gap.detail


def test_a_bucket_that_cannot_be_listed_is_a_gap(server: MotoServer) -> None:
    (gap,) = gaps(collected(server, bucket="nobody-has-this"))
    assert gap.reason is GapReason.UNREACHABLE
    assert "s3:ListBucket: NoSuchBucket" in gap.detail


@pytest.mark.parametrize(
    ("s3", "said"),
    [
        ({"endpoint_url": "http://store.example"}, "https"),
        ({"endpoint_url": "https://user@store.example"}, "https"),
        ({"profile": None}, "profile of its own"),
    ],
)
def test_credentials_do_not_go_where_they_should_not(s3: dict[str, Any], said: str) -> None:
    place = {"bucket": "evidence", "profile": "audit", "endpoint_url": "https://store.example", **s3}
    given = {key: value for key, value in place.items() if value is not None}
    problems = collector_of(TYPE).check(Target("r", "register", {"s3": given, "hmac_key": "k"}))
    assert said in " ".join(problems)
