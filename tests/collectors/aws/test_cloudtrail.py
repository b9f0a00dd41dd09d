"""Trails: what they tell, where they count, what they record."""

from typing import Any

import pytest

from collectors.aws.cloudtrail import status
from collectors.aws.cloudtrail.selectors import selectors
from collectors.aws.troubles import MalformedAnswerError
from scanner.model import GapReason
from tests.collectors.aws.conftest import ScanType, all_facts, denied
from tests.collectors.aws.fault_proxy import Fault, FaultProxy
from tests.collectors.aws.moto_server import ACCOUNT, MotoServer

TYPE = "cloudtrail.trail"
GROUP = f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:trail"
EVERYTHING = {"ReadWriteType": "All", "IncludeManagementEvents": True}


@pytest.fixture
def trails(moto: MotoServer) -> Any:
    moto.client("s3").create_bucket(Bucket="trail-files")
    return moto.client("cloudtrail")


def create(trails: Any, name: str = "all", **settings: Any) -> str:
    arn: str = trails.create_trail(Name=name, S3BucketName="trail-files", **settings)["TrailARN"]
    # AWS gives new trails this selector; moto none.
    trails.put_event_selectors(TrailName=name, EventSelectors=[EVERYTHING])
    return arn


def test_everything_a_good_trail_tells(scan_type: ScanType, trails: Any) -> None:
    key = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/k"
    arn = create(
        trails,
        IsMultiRegionTrail=True,
        EnableLogFileValidation=True,
        S3KeyPrefix="audit",
        KmsKeyId=key,
        CloudWatchLogsLogGroupArn=f"{GROUP}:*",
    )
    trails.start_logging(Name="all")
    found = scan_type(TYPE).one
    assert (found.id, found.name) == (arn, "all")
    assert found.facts["config"] == {
        "multi_region": True,
        "global_events": True,
        "validation": True,
        "kms_key_id": key,
        "bucket": "trail-files",
        "prefix": "audit",
        "log_group": GROUP,
        "organization": False,
        "managed_elsewhere": False,
    }
    assert found.facts["status"].items() >= {"logging": True, "delivery_error": None}.items()
    assert found.facts["status"]["delivered"].endswith("Z")
    assert found.facts["selectors"] == {
        "management_read": {"events": "all", "excluded_sources": []},
        "management_write": {"events": "all", "excluded_sources": []},
        "s3_read": [],
        "s3_write": [],
    }


def test_everything_a_bad_trail_tells(scan_type: ScanType, trails: Any) -> None:
    create(trails, IncludeGlobalServiceEvents=False)
    found = scan_type(TYPE).one.facts
    expected = {"multi_region": False, "global_events": False, "validation": False}
    assert found["config"].items() >= expected.items()
    nothing = {"kms_key_id": None, "log_group": None, "prefix": ""}
    assert found["config"].items() >= nothing.items()
    assert found["status"].items() >= {"logging": False, "delivered": None}.items()


def test_a_trail_of_many_regions_counts_once_at_home(scan_type: ScanType, trails: Any) -> None:
    create(trails, IsMultiRegionTrail=True)
    found = scan_type(TYPE, regions=["eu-west-1", "us-east-1"])
    assert [(each.scope, each.count) for each in found.listings] == [("eu-west-1", 0), ("us-east-1", 1)]


def test_a_trail_from_a_region_that_is_not_audited_counts_once(scan_type: ScanType, trails: Any) -> None:
    create(trails, IsMultiRegionTrail=True)
    create(trails, "local")
    found = scan_type(TYPE, regions=["eu-west-1", "eu-central-1"])
    assert found.resources.keys() == {"all"}
    assert [(each.scope, each.count) for each in found.listings] == [("eu-central-1", 1), ("eu-west-1", 0)]


def test_the_trail_of_an_organization_is_seen_by_its_members(
    proxy: FaultProxy, scan_type: ScanType, trails: Any
) -> None:
    create(trails, IsOrganizationTrail=True)
    assert scan_type(TYPE, frozenset({"config"})).one.facts["config"]["managed_elsewhere"] is False
    seen = "<Arn>arn:aws:iam::444455556666:root</Arn><UserId>x</UserId><Account>444455556666</Account>"
    body = f"<GetCallerIdentityResponse><GetCallerIdentityResult>{seen}</GetCallerIdentityResult>"
    proxy.inject(
        Fault(status=200, operation="GetCallerIdentity", body=f"{body}</GetCallerIdentityResponse>".encode())
    )
    config = scan_type(TYPE, frozenset({"config"})).one.facts["config"]
    assert (config["organization"], config["managed_elsewhere"]) == (True, True)


@pytest.mark.parametrize(
    ("operation", "facts"),
    [("GetTrailStatus", {"logging", "status"}), ("GetEventSelectors", {"selectors"})],
)
def test_a_denied_call_is_a_gap_of_its_fact(
    proxy: FaultProxy, scan_type: ScanType, trails: Any, operation: str, facts: set[str]
) -> None:
    create(trails)
    proxy.inject(denied(operation))
    found = scan_type(TYPE)
    assert {(gap.fact, gap.reason) for gap in found.gaps} == {(fact, GapReason.DENIED) for fact in facts}
    assert all(f"cloudtrail:{operation}" in gap.detail for gap in found.gaps)
    assert found.one.facts.keys() == all_facts(TYPE) - facts


def test_a_denied_listing_is_no_listing(proxy: FaultProxy, scan_type: ScanType, trails: Any) -> None:
    create(trails)
    proxy.inject(denied("DescribeTrails"))
    found = scan_type(TYPE, regions=["us-east-1"])
    (gap,) = found.gaps
    assert (gap.resource, gap.fact, gap.scope, gap.reason) == (None, None, "us-east-1", GapReason.DENIED)
    assert found.listings == []


def test_an_answer_without_a_list_is_not_an_account_without_trails(
    proxy: FaultProxy, scan_type: ScanType
) -> None:
    proxy.inject(Fault(status=200, operation="DescribeTrails", body=b"{}"))
    found = scan_type(TYPE)
    assert [gap.reason for gap in found.gaps] == [GapReason.MALFORMED]
    assert found.listings == []


def test_errors_of_deliveries() -> None:
    """As documented; moto has none."""
    assert status({"IsLogging": True, "LatestDeliveryError": "AccessDenied\n"}) == {
        "logging": True,
        "delivered": None,
        "delivery_error": "AccessDenied",
        "digest_error": None,
        "log_group_error": None,
    }


def classic(*given: dict[str, Any]) -> dict[str, Any]:
    return selectors({"EventSelectors": list(given)})


def advanced(*given: dict[str, dict[str, list[str]]]) -> dict[str, Any]:
    form = [
        {"FieldSelectors": [{"Field": field, **conditions} for field, conditions in one.items()]}
        for one in given
    ]
    return selectors({"AdvancedEventSelectors": form})


def management(found: dict[str, Any]) -> tuple[str, str]:
    return found["management_read"]["events"], found["management_write"]["events"]


MANAGEMENT = {"eventCategory": {"Equals": ["Management"]}}
OBJECTS = {"eventCategory": {"Equals": ["Data"]}, "resources.type": {"Equals": ["AWS::S3::Object"]}}
READING = {"readOnly": {"Equals": ["true"]}}
WRITING = {"readOnly": {"Equals": ["false"]}}


def test_management_events_of_classic_selectors() -> None:
    assert management(classic(EVERYTHING)) == ("all", "all")
    assert management(classic(EVERYTHING | {"ReadWriteType": "ReadOnly"})) == ("all", "none")
    assert management(classic(EVERYTHING | {"ReadWriteType": "WriteOnly"})) == ("none", "all")
    assert management(classic(EVERYTHING | {"IncludeManagementEvents": False})) == ("none", "none")


def test_sources_that_one_selector_leaves_out_can_be_in_another() -> None:
    without_kms = EVERYTHING | {"ExcludeManagementEventSources": ["kms.amazonaws.com"]}
    assert classic(without_kms)["management_read"]["excluded_sources"] == ["kms.amazonaws.com"]
    assert classic(without_kms, EVERYTHING)["management_read"]["excluded_sources"] == []


def test_management_events_of_advanced_selectors() -> None:
    assert management(advanced(MANAGEMENT)) == ("all", "all")
    assert management(advanced(MANAGEMENT | READING)) == ("all", "none")
    assert management(advanced(MANAGEMENT | READING, MANAGEMENT | WRITING)) == ("all", "all")
    assert management(advanced(OBJECTS)) == ("none", "none")
    excluded = advanced(MANAGEMENT | {"eventSource": {"NotEquals": ["rdsdata.amazonaws.com"]}})
    assert excluded["management_write"] == {"events": "all", "excluded_sources": ["rdsdata.amazonaws.com"]}


@pytest.mark.parametrize(
    "limit",
    [
        {"eventSource": {"Equals": ["iam.amazonaws.com"]}},
        {"eventName": {"NotEquals": ["AssumeRole"]}},
        {"userIdentity.arn": {"NotStartsWith": ["arn:aws:sts::"]}},
        {"readOnly": {"NotEquals": ["true"]}},
    ],
)
def test_a_limited_selector_records_some_events(limit: dict[str, dict[str, list[str]]]) -> None:
    assert management(advanced(MANAGEMENT | limit)) == ("some", "some")


def test_objects_of_classic_selectors() -> None:
    resource = {"Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::crm/"]}
    functions = {"Type": "AWS::Lambda::Function", "Values": ["arn:aws:lambda"]}
    found = classic(EVERYTHING | {"ReadWriteType": "WriteOnly", "DataResources": [resource, functions]})
    assert found["s3_write"] == [{"prefix": "arn:aws:s3:::crm/", "except": []}]
    assert found["s3_read"] == []


def test_objects_of_advanced_selectors() -> None:
    assert advanced(OBJECTS)["s3_read"] == [{"prefix": "arn:", "except": []}]
    assert advanced(OBJECTS | WRITING)["s3_read"] == []
    logs = "arn:aws:s3:::logs/"
    found = advanced(OBJECTS | {"resources.ARN": {"NotStartsWith": [logs]}})
    assert found["s3_write"] == [{"prefix": "arn:", "except": [logs]}]
    crm = "arn:aws:s3:::crm/"
    found = advanced(OBJECTS | {"resources.ARN": {"StartsWith": [crm]}})
    assert found["s3_write"] == [{"prefix": crm, "except": []}]


@pytest.mark.parametrize(
    "limit",
    [
        {"eventName": {"Equals": ["DeleteObject"]}},
        {"resources.ARN": {"Equals": ["arn:aws:s3:::crm/one"]}},
        {"resources.ARN": {"StartsWith": ["arn:aws:s3:::crm/"], "NotEndsWith": [".csv"]}},
        {"resources.type": {"Equals": ["AWS::DynamoDB::Table"]}},
    ],
)
def test_a_limited_selector_records_no_bucket_as_a_whole(limit: dict[str, dict[str, list[str]]]) -> None:
    found = advanced(OBJECTS | limit)
    assert (found["s3_read"], found["s3_write"]) == ([], [])


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"EventSelectors": [], "AdvancedEventSelectors": []},
        {"EventSelectors": [EVERYTHING | {"ReadWriteType": "Some"}]},
        {"AdvancedEventSelectors": [{"FieldSelectors": [{"Field": "readOnly", "Equals": ["true"]}]}]},
        {"AdvancedEventSelectors": [{"FieldSelectors": [{"Field": "eventCategory"}]}]},
        {"AdvancedEventSelectors": [{"FieldSelectors": [{"Field": "eventCategory", "Matches": ["Data"]}]}]},
    ],
)
def test_what_is_not_documented_is_malformed(answer: dict[str, Any]) -> None:
    with pytest.raises(MalformedAnswerError):
        selectors(answer)
