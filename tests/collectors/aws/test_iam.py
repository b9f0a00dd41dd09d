"""Users, groups, roles, policies and the settings of an account."""

import base64
import json
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.aws.iam import account, analyzer, credentials
from collectors.aws.troubles import MalformedAnswerError
from scanner.model import GapReason
from tests.collectors.aws.conftest import ScanType, all_facts
from tests.collectors.aws.fault_proxy import Fault, FaultProxy
from tests.collectors.aws.moto_server import ACCOUNT, MotoServer

READ = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
EC2 = {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
PASSWORD = "Correct-horse-7-battery"


def document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def answer(operation: str, inside: str) -> Fault:
    """An answer of a query service, in the form that the API reference gives."""
    body = f"<{operation}Response><{operation}Result>{inside}</{operation}Result></{operation}Response>"
    return Fault(status=200, operation=operation, body=body.encode())


def refused(operation: str, code: str) -> Fault:
    """An error of a query service."""
    error = f"<Error><Type>Sender</Type><Code>{code}</Code><Message>not possible</Message></Error>"
    body = f"<ErrorResponse>{error}<RequestId>1</RequestId></ErrorResponse>".encode()
    return Fault(status=403 if code == "AccessDenied" else 400, operation=operation, body=body)


def denied(operation: str) -> Fault:
    """The answer of a query service to a caller without the right."""
    return refused(operation, "AccessDenied")


@pytest.fixture
def iam(moto: MotoServer) -> Any:
    return moto.client("iam")


@pytest.fixture
def seeded(iam: Any) -> Any:
    """One of each: ann in the group readers, the role app, the policy shared by all of them."""
    arn = iam.create_policy(PolicyName="shared", Path="/team/", PolicyDocument=document(READ))["Policy"][
        "Arn"
    ]
    iam.create_policy_version(PolicyArn=arn, PolicyDocument=document(READ, READ), SetAsDefault=True)
    iam.create_group(GroupName="readers")
    iam.put_group_policy(GroupName="readers", PolicyName="inside", PolicyDocument=document(READ))
    iam.attach_group_policy(GroupName="readers", PolicyArn=arn)
    iam.create_user(UserName="ann")
    iam.add_user_to_group(GroupName="readers", UserName="ann")
    iam.put_user_policy(UserName="ann", PolicyName="own", PolicyDocument=document(READ))
    iam.attach_user_policy(UserName="ann", PolicyArn=arn)
    iam.create_login_profile(UserName="ann", Password=PASSWORD)
    iam.create_role(RoleName="app", AssumeRolePolicyDocument=document(EC2), PermissionsBoundary=arn)
    iam.attach_role_policy(RoleName="app", PolicyArn=arn)
    return iam


SHARED = f"arn:aws:iam::{ACCOUNT}:policy/team/shared"


def told(policies: list[Any]) -> list[tuple[str, Any, Any, int]]:
    """What the fact says of each policy, in short."""
    return [(each["name"], each["arn"], each["group"], len(each["statements"])) for each in policies]


@pytest.mark.usefixtures("seeded")
def test_what_holds_for_a_user_and_where_it_comes_from(scan_type: ScanType) -> None:
    found = scan_type("iam.user").one
    assert (found.id, found.name) == (f"arn:aws:iam::{ACCOUNT}:user/ann", "ann")
    assert told(found.facts["policies"]) == [
        ("own", None, None, 1),
        ("shared", SHARED, None, 2),
        ("inside", None, "readers", 1),
        ("shared", SHARED, "readers", 2),
    ]
    assert found.facts["policies"][0]["statements"][0]["actions"] == ["s3:GetObject"]
    assert found.facts["groups"] == ["readers"]
    assert found.facts["boundary"] is None


@pytest.mark.usefixtures("seeded")
def test_a_group_and_its_members(scan_type: ScanType) -> None:
    found = scan_type("iam.group").one
    assert found.facts["members"] == ["ann"]
    assert told(found.facts["policies"]) == [("inside", None, None, 1), ("shared", SHARED, None, 2)]


@pytest.mark.usefixtures("seeded")
def test_a_role_its_trust_and_its_boundary(scan_type: ScanType) -> None:
    found = scan_type("iam.role").one
    (statement,) = found.facts["trust"]["statements"]
    assert statement["principals"] == {"Service": ["ec2.amazonaws.com"]}
    assert statement["resources"] == []
    assert told(found.facts["policies"]) == [("shared", SHARED, None, 2)]
    assert found.facts["boundary"]["arn"] == SHARED
    assert len(found.facts["boundary"]["statements"]) == 2
    assert found.facts["use"]["created"].endswith("Z")
    assert found.facts["use"]["last_used"] is None


@pytest.mark.usefixtures("seeded")
def test_a_customer_policy_has_the_version_in_force(scan_type: ScanType) -> None:
    found = scan_type("iam.policy", frozenset({"statements", "attachments"})).one
    assert (found.id, found.name) == (SHARED, "shared")
    assert len(found.facts["statements"]) == 2
    assert found.facts["attachments"] == 3


def test_calls_do_not_grow_with_users(proxy: FaultProxy, scan_type: ScanType, seeded: Any) -> None:
    for number in range(30):
        seeded.create_user(UserName=f"user-{number}")
        seeded.attach_user_policy(UserName=f"user-{number}", PolicyArn=SHARED)
        seeded.add_user_to_group(GroupName="readers", UserName=f"user-{number}")
    found = scan_type("iam.user", frozenset({"policies", "groups", "boundary"}))
    assert len(found.resources) == 31
    # Users, groups, policies.
    assert [each.operation for each in proxy.asked()] == ["GetAccountAuthorizationDetails"] * 3


def member(name: str, inside: str = "") -> str:
    """A user as the API reference shows it, without inline policies."""
    return (
        f"<member><Path>/</Path><UserName>{name}</UserName><UserId>AIDA{name}</UserId>"
        f"<Arn>arn:aws:iam::{ACCOUNT}:user/{name}</Arn><CreateDate>2026-01-01T00:00:00Z</CreateDate>"
        f"<GroupList/><AttachedManagedPolicies/>{inside}</member>"
    )


def users(*members: str, marker: str = "") -> Fault:
    """One page of users; answers once when another one follows."""
    more = f"<IsTruncated>true</IsTruncated><Marker>{marker}</Marker>" if marker else ""
    inside = (
        f"<UserDetailList>{''.join(members)}</UserDetailList>{more or '<IsTruncated>false</IsTruncated>'}"
    )
    fault = answer("GetAccountAuthorizationDetails", inside)
    fault.times = 1
    return fault


def test_all_pages_are_read(proxy: FaultProxy, scan_type: ScanType) -> None:
    proxy.inject(users(member("bob"), marker="next"), users(member("ann")))
    found = scan_type("iam.user", frozenset({"policies", "groups"}))
    assert list(found.resources) == ["ann", "bob"]
    assert found.resources["ann"].facts["policies"] == []
    assert [each.count for each in found.listings] == [2]


def test_a_lost_page_is_no_listing(proxy: FaultProxy, scan_type: ScanType) -> None:
    proxy.inject(users(member("bob"), marker="next"), denied("GetAccountAuthorizationDetails"))
    found = scan_type("iam.user", frozenset({"groups"}))
    (gap,) = found.gaps
    assert (gap.resource, gap.fact, gap.reason) == (None, None, GapReason.DENIED)
    assert "iam:GetAccountAuthorizationDetails" in gap.detail
    assert found.listings == []


@pytest.mark.usefixtures("seeded")
def test_the_boundary_of_a_user(proxy: FaultProxy, scan_type: ScanType) -> None:
    # As documented; moto leaves it out of this answer.
    boundary = (
        "<PermissionsBoundary><PermissionsBoundaryType>Policy</PermissionsBoundaryType>"
        f"<PermissionsBoundaryArn>{SHARED}</PermissionsBoundaryArn></PermissionsBoundary>"
    )
    proxy.inject(users(member("ann", boundary)))
    found = scan_type("iam.user", frozenset({"boundary"})).one.facts["boundary"]
    assert (found["arn"], len(found["statements"])) == (SHARED, 2)


def policy_page(text: str, arn: str = SHARED) -> Fault:
    """A page with one managed policy, as documented."""
    inside = (
        f"<Policies><member><PolicyName>shared</PolicyName><Arn>{arn}</Arn>"
        "<AttachmentCount>2</AttachmentCount><PermissionsBoundaryUsageCount>1</PermissionsBoundaryUsageCount>"
        "<PolicyVersionList><member><VersionId>v1</VersionId><IsDefaultVersion>true</IsDefaultVersion>"
        f"<Document>{quote(text)}</Document></member></PolicyVersionList></member></Policies>"
        "<IsTruncated>false</IsTruncated>"
    )
    return answer("GetAccountAuthorizationDetails", inside)


def test_whose_boundary_a_policy_is(proxy: FaultProxy, scan_type: ScanType) -> None:
    # As documented; moto does not count boundaries.
    proxy.inject(policy_page(document(READ)))
    found = scan_type("iam.policy").one
    assert (found.facts["attachments"], found.facts["boundary_of"]) == (2, 1)


def test_a_document_with_a_key_twice_is_not_read_in_part(proxy: FaultProxy, scan_type: ScanType) -> None:
    twice = '{"Statement": {"Effect": "Allow", "Effect": "Deny", "Action": "*", "Resource": "*"}}'
    proxy.inject(policy_page(twice))
    found = scan_type("iam.policy")
    (gap,) = found.gaps
    assert (gap.fact, gap.reason) == ("statements", GapReason.MALFORMED)
    assert "twice" in gap.detail


def test_a_trust_policy_that_is_none(proxy: FaultProxy, scan_type: ScanType) -> None:
    role = (
        "<RoleDetailList><member><Path>/</Path><RoleName>app</RoleName>"
        f"<Arn>arn:aws:iam::{ACCOUNT}:role/app</Arn><CreateDate>2026-01-01T00:00:00Z</CreateDate>"
        f"<AssumeRolePolicyDocument>{quote(document(READ))}</AssumeRolePolicyDocument>"
        "<RolePolicyList/><AttachedManagedPolicies/>"
        "<RoleLastUsed><LastUsedDate>2026-11-02T01:02:03Z</LastUsedDate><Region>eu-west-1</Region></RoleLastUsed>"
        "</member></RoleDetailList><IsTruncated>false</IsTruncated>"
    )
    proxy.inject(answer("GetAccountAuthorizationDetails", role))
    found = scan_type("iam.role")
    assert [(gap.fact, gap.reason) for gap in found.gaps] == [("trust", GapReason.MALFORMED)]
    assert found.one.facts["use"] == {"created": "2026-01-01T00:00:00Z", "last_used": "2026-11-02T01:02:03Z"}
    assert found.one.facts["boundary"] is None


def test_a_policy_of_aws_is_asked_for_once(proxy: FaultProxy, scan_type: ScanType) -> None:
    arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    attached = f"<member><PolicyName>ReadOnlyAccess</PolicyName><PolicyArn>{arn}</PolicyArn></member>"

    def user(name: str) -> str:
        return member(name).replace(
            "<AttachedManagedPolicies/>", f"<AttachedManagedPolicies>{attached}</AttachedManagedPolicies>"
        )

    version = f"<PolicyVersion><Document>{quote(document(READ))}</Document></PolicyVersion>"
    proxy.inject(
        users(user("ann"), user("bob")),
        answer("GetPolicy", "<Policy><DefaultVersionId>v7</DefaultVersionId></Policy>"),
        answer("GetPolicyVersion", version),
    )
    found = scan_type("iam.user", frozenset({"policies"}))
    assert all(
        told(each.facts["policies"]) == [("ReadOnlyAccess", arn, None, 1)]
        for each in found.resources.values()
    )
    asked = [each.operation for each in proxy.asked()]
    assert (asked.count("GetPolicy"), asked.count("GetPolicyVersion")) == (1, 1)


def test_a_managed_policy_that_cannot_be_read(proxy: FaultProxy, scan_type: ScanType) -> None:
    arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    attached = f"<member><PolicyName>ReadOnlyAccess</PolicyName><PolicyArn>{arn}</PolicyArn></member>"
    user = member("ann").replace(
        "<AttachedManagedPolicies/>", f"<AttachedManagedPolicies>{attached}</AttachedManagedPolicies>"
    )
    proxy.inject(users(user), denied("GetPolicy"))
    found = scan_type("iam.user", frozenset({"policies", "groups"}))
    (gap,) = found.gaps
    assert (gap.fact, gap.reason) == ("policies", GapReason.DENIED)
    assert found.one.facts.keys() == {"groups"}


HEADER = (
    "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,"
    "password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,"
    "access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,"
    "access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,"
    "access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,"
    "cert_2_active,cert_2_last_rotated"
)
"""As documented."""
ROOT_ROW = (
    f"<root_account>,arn:aws:iam::{ACCOUNT}:root,2020-01-01T00:00:00+00:00,not_supported,"
    "2026-10-01T08:00:00+00:00,not_supported,not_supported,true,false,N/A,N/A,N/A,N/A,"
    "true,2021-01-01T00:00:00+00:00,2026-09-01T00:00:00+00:00,us-east-1,s3,false,N/A,false,N/A"
)
ANN_ROW = (
    f"ann,arn:aws:iam::{ACCOUNT}:user/ann,2020-01-01T00:00:00+00:00,true,no_information,"
    "2026-05-01T08:00:00+00:00,N/A,false,true,2026-01-01T00:00:00+00:00,N/A,N/A,N/A,"
    "false,2021-01-01T00:00:00+00:00,2026-09-01T00:00:00+00:00,us-east-1,s3,false,N/A,false,N/A"
)


def reported(*rows: str) -> tuple[Fault, Fault]:
    """A credential report that is ready, as documented."""
    content = base64.b64encode("\n".join((HEADER, *rows)).encode()).decode()
    made = f"<Content>{content}</Content><GeneratedTime>2026-11-10T09:00:00Z</GeneratedTime>"
    return (
        answer("GenerateCredentialReport", "<State>COMPLETE</State>"),
        answer("GetCredentialReport", f"{made}<ReportFormat>text/csv</ReportFormat>"),
    )


@pytest.mark.usefixtures("seeded")
def test_credentials_come_from_the_report(proxy: FaultProxy, scan_type: ScanType) -> None:
    proxy.inject(*reported(ROOT_ROW, ANN_ROW))
    found = scan_type("iam.user", frozenset({"credentials"})).one.facts["credentials"]
    assert found == {
        "as_of": "2026-11-10T09:00:00Z",
        "password": {"enabled": True, "last_used": None, "last_changed": "2026-05-01T08:00:00Z"},
        "mfa": False,
        "keys": [
            {"slot": 1, "active": True, "created": "2026-01-01T00:00:00Z", "last_used": None},
            {
                "slot": 2,
                "active": False,
                "created": "2021-01-01T00:00:00Z",
                "last_used": "2026-09-01T00:00:00Z",
            },
        ],
    }


def test_the_report_is_asked_for_once_and_waited_for(
    proxy: FaultProxy, scan_type: ScanType, seeded: Any
) -> None:
    for number in range(10):
        seeded.create_user(UserName=f"user-{number}")
    found = scan_type("iam.user", frozenset({"credentials"}))
    assert len(found.resources) == 11
    assert found.resources["ann"].facts["credentials"]["password"]["enabled"]
    asked = [each.operation for each in proxy.asked()]
    # Started by the first, ready at the second.
    assert (asked.count("GenerateCredentialReport"), asked.count("GetCredentialReport")) == (2, 1)
    assert "GetLoginProfile" not in asked


def test_a_user_who_is_too_new_for_the_report(proxy: FaultProxy, scan_type: ScanType, seeded: Any) -> None:
    seeded.create_user(UserName="bob")
    seeded.create_access_key(UserName="bob")
    device = seeded.create_virtual_mfa_device(VirtualMFADeviceName="bob")["VirtualMFADevice"]["SerialNumber"]
    seeded.enable_mfa_device(
        UserName="bob", SerialNumber=device, AuthenticationCode1="123456", AuthenticationCode2="654321"
    )
    proxy.inject(*reported(ROOT_ROW, ANN_ROW))
    found = scan_type("iam.user", frozenset({"credentials"})).resources["bob"].facts["credentials"]
    assert found["password"] == {"enabled": False, "last_used": None, "last_changed": None}
    assert found["mfa"] is True
    (key,) = found["keys"]
    assert (key["slot"], key["active"]) == (1, True)
    # Only bob is asked about.
    assert [each.operation for each in proxy.asked()].count("GetLoginProfile") == 1


@pytest.mark.usefixtures("seeded")
def test_without_a_report_the_users_are_asked_about(proxy: FaultProxy, scan_type: ScanType) -> None:
    proxy.inject(denied("GenerateCredentialReport"))
    found = scan_type("iam.user", frozenset({"credentials"})).one.facts["credentials"]
    assert found["password"]["enabled"] is True
    assert found["password"]["last_changed"].endswith("Z")
    assert found["mfa"] is False
    assert found["keys"] == []


@pytest.mark.parametrize("operation", ["GetLoginProfile", "ListMFADevices", "ListAccessKeys", "ListUsers"])
@pytest.mark.usefixtures("seeded")
def test_neither_report_nor_user(proxy: FaultProxy, scan_type: ScanType, operation: str) -> None:
    proxy.inject(denied("GetCredentialReport"), denied(operation))
    found = scan_type("iam.user")
    (gap,) = found.gaps
    assert (gap.fact, gap.reason) == ("credentials", GapReason.DENIED)
    assert f"iam:{operation}" in gap.detail
    assert found.one.facts.keys() == all_facts("iam.user") - {"credentials"}


def test_a_report_that_never_gets_ready(
    proxy: FaultProxy, scan_type: ScanType, seeded: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeded.create_user(UserName="bob")
    monkeypatch.setattr(credentials, "WAITS", (0, 0))
    proxy.inject(answer("GenerateCredentialReport", "<State>INPROGRESS</State>"))
    (gap,) = scan_type("iam.account", frozenset({"root"})).gaps
    assert (gap.fact, gap.reason) == ("root", GapReason.TIMEOUT)
    found = scan_type("iam.user", frozenset({"credentials"})).resources
    assert [found[name].facts["credentials"]["password"]["enabled"] for name in ("ann", "bob")] == [
        True,
        False,
    ]


def test_everything_about_the_account(proxy: FaultProxy, scan_type: ScanType, seeded: Any) -> None:
    seeded.update_account_password_policy(
        MinimumPasswordLength=14, RequireNumbers=True, PasswordReusePrevention=24, MaxPasswordAge=90
    )
    proxy.inject(*reported(ROOT_ROW, ANN_ROW))
    found = scan_type("iam.account").one
    assert (found.id, found.name) == (f"aws:{ACCOUNT}/iam", ACCOUNT)
    assert found.facts["password_policy"] == {
        "custom": True,
        "min_length": 14,
        "symbols": False,
        "numbers": True,
        "uppercase": False,
        "lowercase": False,
        "reuse_prevention": 24,
        "max_age_days": 90,
    }
    assert found.facts["summary"] == {
        "users": 1,
        "root_mfa": False,
        "root_keys": 0,
        "root_certificates": 0,
        "root_password": None,
    }
    assert found.facts["root"] == {
        "as_of": "2026-11-10T09:00:00Z",
        "password_last_used": "2026-10-01T08:00:00Z",
        "keys_last_used": "2026-09-01T00:00:00Z",
    }


def test_no_password_policy_is_a_value(scan_type: ScanType) -> None:
    found = scan_type("iam.account", frozenset({"password_policy"})).one
    assert found.facts["password_policy"] == account.DEFAULT_PASSWORD_POLICY


def test_a_root_user_without_a_password() -> None:
    given_ = {
        "Users": 0,
        "AccountMFAEnabled": 0,
        "AccountAccessKeysPresent": 0,
        "AccountSigningCertificatesPresent": 0,
        "AccountPasswordPresent": 0,
    }
    assert account.summary(given_)["root_password"] is False
    assert account.summary(given_ | {"AccountPasswordPresent": 1})["root_password"] is True


@pytest.mark.parametrize(
    ("operation", "fact"),
    [
        ("GetAccountPasswordPolicy", "password_policy"),
        ("GetAccountSummary", "summary"),
        ("GenerateCredentialReport", "root"),
        ("GetCredentialReport", "root"),
    ],
)
def test_a_denied_call_is_a_gap_of_its_fact(
    proxy: FaultProxy, scan_type: ScanType, operation: str, fact: str
) -> None:
    proxy.inject(denied(operation), *reported(ROOT_ROW))
    found = scan_type("iam.account")
    (gap,) = found.gaps
    assert (gap.fact, gap.reason) == (fact, GapReason.DENIED)
    assert f"iam:{operation}" in gap.detail
    assert found.one.facts.keys() == all_facts("iam.account") - {fact}


def test_a_report_without_root_is_a_gap(proxy: FaultProxy, scan_type: ScanType) -> None:
    proxy.inject(*reported(ANN_ROW))
    found = scan_type("iam.account", frozenset({"root"}))
    (gap,) = found.gaps
    assert (gap.fact, gap.reason) == ("root", GapReason.MALFORMED)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>",
        HEADER.encode(),
        f"{HEADER}\n{ANN_ROW}\n{ANN_ROW}".encode(),
        f"{HEADER}\n{ANN_ROW},more".encode(),
        f"{HEADER}\nann,arn".encode(),
        f"{HEADER.replace('mfa_active', 'mfa')}\n{ANN_ROW}".encode(),
        b"\xff",
    ],
)
def test_what_is_no_report(content: bytes) -> None:
    with pytest.raises(MalformedAnswerError):
        credentials.rows_of(content)


cells = st.one_of(
    st.sampled_from(
        ["true", "FALSE", "N/A", "no_information", "not_supported", "", "2026-01-01T00:00:00+00:00"]
    ),
    st.text(max_size=12),
)


@settings(deadline=None)
@given(st.fixed_dictionaries(dict.fromkeys(sorted(credentials._COLUMNS), cells)))
def test_a_row_is_read_or_refused(row: dict[str, str]) -> None:
    try:
        found = credentials.from_report("2026-11-10T09:00:00Z", row)
    except MalformedAnswerError:
        return
    enabled = row["password_enabled"].lower()
    assert found["password"]["enabled"] == (enabled == "true")
    assert enabled in {"true", "false", "not_supported"}
    assert {key["slot"] for key in found["keys"] if key["active"]} == {
        slot for slot in (1, 2) if row[f"access_key_{slot}_active"].lower() == "true"
    }


def analyzers(*found: dict[str, str]) -> Fault:
    """The analyzers of a region, as documented; moto has none."""
    return Fault(status=200, method="GET", bucket="analyzer", body=json.dumps({"analyzers": found}).encode())


def findings(*found: dict[str, Any]) -> Fault:
    return Fault(status=200, method="POST", bucket="finding", body=json.dumps({"findings": found}).encode())


def watching(kind: str = "ACCOUNT", status: str = "ACTIVE") -> dict[str, str]:
    arn = f"arn:aws:access-analyzer:us-east-1:{ACCOUNT}:analyzer/a"
    return {"arn": arn, "name": "a", "type": kind, "createdAt": "2026-01-01T00:00:00Z", "status": status}


OPEN = {
    "id": "f-1",
    "resource": "arn:aws:s3:::open",
    "resourceType": "AWS::S3::Bucket",
    "isPublic": True,
    "status": "ACTIVE",
    "resourceOwnerAccount": ACCOUNT,
}
ANALYZER = "iam.access_analyzer"


def test_analyzers_and_what_they_found_open(proxy: FaultProxy, scan_type: ScanType, moto: MotoServer) -> None:
    moto.client("organizations").create_organization(FeatureSet="ALL")
    proxy.inject(analyzers(watching(), watching("ACCOUNT_UNUSED_ACCESS")), findings(OPEN))
    found = scan_type(ANALYZER, regions=["us-east-1"]).one
    assert (found.id, found.name) == (f"aws:{ACCOUNT}/us-east-1/access-analyzer", "us-east-1")
    assert [(each["kind"], each["external"], each["active"]) for each in found.facts["analyzers"]] == [
        ("ACCOUNT", True, True),
        ("ACCOUNT_UNUSED_ACCESS", False, True),
    ]
    assert found.facts["public_findings"] == [
        {"id": "f-1", "resource": "arn:aws:s3:::open", "kind": "AWS::S3::Bucket", "account": ACCOUNT}
    ]
    assert found.facts["organization"].startswith("o-")


def test_regions_have_analyzers_of_their_own(proxy: FaultProxy, scan_type: ScanType) -> None:
    proxy.inject(analyzers())
    found = scan_type(ANALYZER, frozenset({"analyzers"}), regions=["eu-west-1", "us-east-1"])
    assert list(found.resources) == ["eu-west-1", "us-east-1"]
    assert len({each.id for each in found.resources.values()}) == 2


def test_without_an_organization_or_a_working_analyzer(proxy: FaultProxy, scan_type: ScanType) -> None:
    proxy.inject(analyzers(watching(status="FAILED")))
    found = scan_type(ANALYZER, regions=["us-east-1"]).one.facts
    assert (found["organization"], found["public_findings"]) == (None, [])
    assert "finding" not in [each.bucket for each in proxy.asked()]


@pytest.mark.parametrize(
    ("fault", "facts"),
    [
        (Fault(method="GET", bucket="analyzer"), {"analyzers", "public_findings"}),
        (Fault(method="POST", bucket="finding"), {"public_findings"}),
        (Fault(operation="DescribeOrganization"), {"organization"}),
    ],
)
def test_a_denied_call_of_the_analyzer(
    proxy: FaultProxy, scan_type: ScanType, fault: Fault, facts: set[str]
) -> None:
    fault.body = b'{"__type": "AccessDeniedException", "message": "no"}'
    proxy.inject(fault, analyzers(watching()), findings())
    found = scan_type(ANALYZER, regions=["us-east-1"])
    assert {gap.fact for gap in found.gaps} == facts
    assert {gap.reason for gap in found.gaps} == {GapReason.DENIED}
    assert found.one.facts.keys() == all_facts(ANALYZER) - facts


@pytest.mark.parametrize("change", [{"isPublic": False}, {"status": "ARCHIVED"}, {"isPublic": None}])
def test_a_finding_that_was_not_asked_for(change: dict[str, Any]) -> None:
    with pytest.raises(MalformedAnswerError):
        analyzer.public_finding(OPEN | change)
