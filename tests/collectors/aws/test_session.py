"""Credentials, roles and endpoints."""

from pathlib import Path

import pytest

from collectors.aws import AwsCollector
from scanner.interfaces import ConfigurationError, FactRequest
from scanner.model import Gap, GapReason, Target
from tests.collectors.aws.aws_request import STS
from tests.collectors.aws.conftest import SECRET, Scan
from tests.collectors.aws.contract import enumerated, resources
from tests.collectors.aws.fault_proxy import FaultProxy
from tests.collectors.aws.moto_server import MotoServer

ONLY = frozenset({"acl"})


def test_unknown_profile_gaps_every_type(scan: Scan) -> None:
    events = scan(ONLY, account=frozenset(), profile="nobody")
    assert {(event.type, event.reason) for event in events if isinstance(event, Gap)} == {
        ("s3.account", GapReason.DENIED),
        ("s3.bucket", GapReason.DENIED),
    }
    assert len(events) == 2
    assert "nobody" in repr(events)


def test_profile_without_credentials(scan: Scan) -> None:
    (gap,) = scan(ONLY, profile="empty")
    assert isinstance(gap, Gap)
    assert gap.reason == GapReason.DENIED


def test_credentials_of_the_environment_never_go_to_a_custom_endpoint(
    proxy: FaultProxy, scan: Scan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAPRODUCTION")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "production")
    (gap,) = scan(ONLY, profile="empty")
    assert isinstance(gap, Gap)
    assert not proxy.asked()


def test_broken_configuration_file_is_a_gap(aws_env: Path, scan: Scan) -> None:
    (aws_env / "config").write_text("[profile audit\nthis is not a file\n")
    (gap,) = scan(ONLY)
    assert isinstance(gap, Gap)
    assert gap.reason == GapReason.DENIED


def test_a_credential_process_does_not_leak_its_output(aws_env: Path, scan: Scan) -> None:
    leak = f"sh -c 'echo {SECRET} >&2; exit 1'"
    (aws_env / "config").write_text(f"[profile process]\ncredential_process = {leak}\n")
    (gap,) = scan(ONLY, profile="process")
    assert isinstance(gap, Gap)
    assert gap.reason == GapReason.DENIED


def test_an_endpoint_of_the_environment_is_not_taken(
    moto: MotoServer, proxy: FaultProxy, scan: Scan, monkeypatch: pytest.MonkeyPatch
) -> None:
    moto.client("s3").create_bucket(Bucket="elsewhere")
    monkeypatch.setenv("AWS_ENDPOINT_URL", proxy.url)
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", proxy.url)
    # No way out to the real service, whatever the machine allows.
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    (gap,) = scan(ONLY, endpoint_url=None)
    assert isinstance(gap, Gap)
    assert gap.reason == GapReason.UNREACHABLE
    assert not proxy.asked()


def test_an_assumed_role_with_its_external_id(
    moto: MotoServer, proxy: FaultProxy, scan: Scan, monkeypatch: pytest.MonkeyPatch
) -> None:
    moto.client("s3").create_bucket(Bucket="own-bucket")
    monkeypatch.setenv("EXTERNAL", "the-external-id")
    role = "arn:aws:iam::210987654321:role/auditor"
    events = scan(ONLY, account=frozenset(), role_arn=role, external_id_env="EXTERNAL")
    assert list(resources(events, "s3.account")) == ["210987654321"]
    # The role is of another account, whose buckets are not those of the caller.
    assert enumerated(events) == {"s3.account": 1, "s3.bucket": 0}
    assert sum(request.subresource == STS for request in proxy.asked()) == 2
    assert "the-external-id" not in repr(events)


def target(**settings: object) -> Target:
    """A target with these settings."""
    return Target("cloud", "aws", settings)


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"endpoint_url": "https://s3.example.com"}, "profile"),
        ({"endpoint_url": "http://s3.example.com", "profile": "audit"}, "https"),
        ({"endpoint_url": "http://10.0.0.1:9000", "profile": "audit"}, "https"),
        ({"endpoint_url": "http://127.0.0.1.example.com", "profile": "audit"}, "https"),
        ({"endpoint_url": "ftp://127.0.0.1", "profile": "audit"}, "not a URL"),
        ({"endpoint_url": "s3.example.com", "profile": "audit"}, "not a URL"),
        ({"endpoint_url": "https://[::1", "profile": "audit"}, "not a URL"),
        ({"endpoint_url": "https://host:port", "profile": "audit"}, "not a URL"),
        ({"endpoint_url": "https://key:secret@host", "profile": "audit"}, "credentials"),
        ({"external_id_env": "NOT_SET_ANYWHERE", "role_arn": "arn:aws:iam::1:role/x"}, "NOT_SET_ANYWHERE"),
        ({"external_id_env": "PATH"}, "role_arn"),
        ({"role_session_name": "audit"}, "role_arn"),
    ],
)
def test_settings_that_cannot_be_used(settings: dict[str, object], says: str) -> None:
    (problem,) = AwsCollector().check(target(**settings))
    assert says in problem
    assert problem.startswith("target cloud: ")
    assert "secret" not in problem
    with pytest.raises(ConfigurationError, match="target cloud"):
        AwsCollector().collect(target(**settings), FactRequest({}))


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"profile": "audit"},
        {"profile": "audit", "endpoint_url": "https://s3.example.com:9000/base"},
        {"profile": "audit", "endpoint_url": "http://localhost:9000"},
        {"profile": "audit", "endpoint_url": "http://[::1]:9000"},
        {
            "role_arn": "arn:aws:iam::123456789012:role/x",
            "external_id_env": "PATH",
            "role_session_name": "me",
        },
    ],
)
def test_settings_that_can_be_used(settings: dict[str, object]) -> None:
    assert AwsCollector().check(target(**settings)) == []
