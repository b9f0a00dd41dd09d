"""Object lock, replication, websites and CORS of buckets."""

from typing import Any

import pytest
from jsonschema import Draft7Validator

from collectors.aws.s3 import facts
from collectors.aws.s3.replication import rules
from collectors.aws.troubles import MalformedAnswerError
from scanner.model import GapReason
from tests.collectors.aws.conftest import Scan, schema
from tests.collectors.aws.contract import gaps, resources
from tests.collectors.aws.fault_proxy import Fault, FaultProxy
from tests.collectors.aws.moto_server import MotoServer

REPLICATION = Draft7Validator(schema("s3.bucket")["properties"]["replication"])
ROLE = "arn:aws:iam::123456789012:role/replication"
TO = "arn:aws:s3:::copies"


@pytest.fixture
def s3(moto: MotoServer) -> Any:
    client = moto.client("s3")
    client.create_bucket(Bucket="locked", ObjectLockEnabledForBucket=True)
    client.create_bucket(Bucket="plain")
    client.create_bucket(Bucket="copies")
    for name in ("plain", "copies"):
        client.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    return client


@pytest.mark.parametrize(
    ("period", "days"), [({"Mode": "COMPLIANCE", "Days": 30}, 30), ({"Mode": "GOVERNANCE", "Years": 2}, 730)]
)
def test_a_default_retention_is_told_in_days(period: dict[str, Any], days: int, s3: Any, scan: Scan) -> None:
    lock = {"ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": period}}
    s3.put_object_lock_configuration(Bucket="locked", ObjectLockConfiguration=lock)
    found = resources(scan(frozenset({"object_lock"})))
    assert found["locked"].facts["object_lock"] == {"enabled": True, "mode": period["Mode"], "days": days}
    assert found["plain"].facts["object_lock"] == {"enabled": False, "mode": None, "days": None}


def test_a_lock_without_a_default_retention(s3: Any, scan: Scan) -> None:
    del s3
    found = resources(scan(frozenset({"object_lock"})))["locked"].facts["object_lock"]
    assert found == {"enabled": True, "mode": None, "days": None}


@pytest.mark.parametrize("given", [{}, {"Days": 1, "Years": 1}])
def test_a_lock_without_a_clear_period_is_no_answer(given: dict[str, int]) -> None:
    retention = {"Mode": "COMPLIANCE"} | given
    with pytest.raises(MalformedAnswerError):
        facts.object_lock(
            {
                "ObjectLockConfiguration": {
                    "ObjectLockEnabled": "Enabled",
                    "Rule": {"DefaultRetention": retention},
                }
            }
        )


def test_replication_to_another_bucket(s3: Any, scan: Scan) -> None:
    rule = {
        "ID": "copy",
        "Priority": 1,
        "Status": "Enabled",
        "Filter": {"Prefix": ""},
        "DeleteMarkerReplication": {"Status": "Disabled"},
        "Destination": {"Bucket": TO},
    }
    given = {"Role": ROLE, "Rules": [rule]}
    s3.put_bucket_replication(Bucket="plain", ReplicationConfiguration=given)
    found = resources(scan(frozenset({"replication"})))
    assert found["plain"].facts["replication"]["rules"] == [
        {
            "id": "copy",
            "enabled": True,
            "prefix": "",
            "tags": {},
            "bucket": "copies",
            "account": None,
            "delete_markers": False,
            "kms_objects": False,
            "kms_key_id": None,
        }
    ]
    assert found["copies"].facts["replication"] == {"rules": []}


# As documented; the emulator drops what a rule says beyond its destination.
DOCUMENTED = {
    "ID": "full",
    "Status": "Disabled",
    "Filter": {"And": {"Prefix": "crm/", "Tags": [{"Key": "copy", "Value": "yes"}]}},
    "SourceSelectionCriteria": {"SseKmsEncryptedObjects": {"Status": "Enabled"}},
    "DeleteMarkerReplication": {"Status": "Enabled"},
    "Destination": {
        "Bucket": "arn:aws-cn:s3:::copies",
        "Account": "444455556666",
        "AccessControlTranslation": {"Owner": "Destination"},
        "EncryptionConfiguration": {"ReplicaKmsKeyID": "arn:aws-cn:kms:cn-north-1:444455556666:key/k"},
    },
}


def replicated(rule: dict[str, Any]) -> dict[str, Any]:
    found = rules({"ReplicationConfiguration": {"Role": ROLE, "Rules": [rule]}})
    REPLICATION.validate(found)
    (only,) = found["rules"]
    assert isinstance(only, dict)
    return only


def test_everything_that_a_replication_rule_can_say() -> None:
    assert replicated(DOCUMENTED) == {
        "id": "full",
        "enabled": False,
        "prefix": "crm/",
        "tags": {"copy": "yes"},
        "bucket": "copies",
        "account": "444455556666",
        "delete_markers": True,
        "kms_objects": True,
        "kms_key_id": "arn:aws-cn:kms:cn-north-1:444455556666:key/k",
    }


def test_a_rule_of_the_first_version_replicates_delete_markers() -> None:
    old = replicated({"Status": "Enabled", "Prefix": "crm/", "Destination": {"Bucket": TO}})
    assert (old["prefix"], old["delete_markers"]) == ("crm/", True)


@pytest.mark.parametrize(
    "change",
    [
        {"Status": "enabled"},
        {"Destination": {"Bucket": "copies"}},
        {"Filter": {"Prefix": "a", "Tag": {"Key": "a", "Value": "b"}}},
    ],
)
def test_what_is_no_replication_rule(change: dict[str, Any]) -> None:
    with pytest.raises(MalformedAnswerError):
        replicated(DOCUMENTED | change)


def test_replication_without_rules_is_not_none_at_all() -> None:
    with pytest.raises(MalformedAnswerError):
        rules({"ReplicationConfiguration": {"Role": ROLE, "Rules": []}})


def test_a_replication_answer_with_news_is_a_gap(s3: Any, proxy: FaultProxy, scan: Scan) -> None:
    del s3
    rule = b"<Rule><Status>Enabled</Status><Twist/></Rule>"
    body = b"<ReplicationConfiguration><Role>r</Role>" + rule + b"</ReplicationConfiguration>"
    proxy.inject(Fault(status=200, bucket="plain", subresource="replication", body=body))
    (gap,) = gaps(scan(frozenset({"replication"})))
    assert (gap.reason, gap.fact) == (GapReason.MALFORMED, "replication")
    assert "Twist" in gap.detail


def test_websites(s3: Any, scan: Scan) -> None:
    hosting = {"IndexDocument": {"Suffix": "index.html"}}
    s3.put_bucket_website(Bucket="plain", WebsiteConfiguration=hosting)
    elsewhere = {"RedirectAllRequestsTo": {"HostName": "example.com"}}
    s3.put_bucket_website(Bucket="copies", WebsiteConfiguration=elsewhere)
    found = {name: r.facts["website"] for name, r in resources(scan(frozenset({"website"}))).items()}
    assert found == {"locked": "off", "plain": "hosting", "copies": "redirect"}


def test_a_website_that_does_neither_is_no_answer() -> None:
    with pytest.raises(MalformedAnswerError):
        facts.website({"ErrorDocument": {"Key": "404.html"}})


def test_cors(s3: Any, scan: Scan) -> None:
    rule = {"AllowedOrigins": ["*", "https://a.example"], "AllowedMethods": ["GET", "PUT"]}
    s3.put_bucket_cors(Bucket="plain", CORSConfiguration={"CORSRules": [rule]})
    found = resources(scan(frozenset({"cors"})))
    assert found["plain"].facts["cors"] == {
        "rules": [{"origins": ["*", "https://a.example"], "methods": ["GET", "PUT"]}]
    }
    assert found["copies"].facts["cors"] == {"rules": []}
