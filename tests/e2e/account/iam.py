"""Traps of IAM: what identities may do, who may take a role, and how people log in."""

import base64
import csv
import io
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.collectors.aws.moto_server import ACCOUNT, MotoServer
from tests.e2e.account.trap import (
    EVERYONE,
    OTHER_ORGANIZATION,
    OUR_ORGANIZATION,
    OUR_ROOT,
    STRANGERS_ROOT,
    Seed,
    Trap,
    allow,
    document,
    of_organization,
    only_if,
    trap,
)

PASSWORD = "Correct-horse-7-battery"
ONE_BUCKET = ["arn:aws:s3:::customers", "arn:aws:s3:::customers/*"]
LIMITED = allow("s3:GetObject", ONE_BUCKET)
EVERYTHING = allow("*")
DENIED = {**EVERYTHING, "Effect": "Deny"}
EC2 = {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
HUB = "token.actions.githubusercontent.com"
BOUNDARY = f"arn:aws:iam::{ACCOUNT}:policy/limit"
BOUNDED = frozenset({"user-star-bounded", "role-star-bounded"})


def _user(
    name: str,
    *fails: str,
    rights: tuple[Mapping[str, Any], ...] = (),
    password: bool = False,
    mfa: bool = False,
    keys: int = 0,
) -> Trap:
    """A user with the rights in a policy of its own, which is a finding by itself."""

    def seed(moto: MotoServer, _name: str) -> None:
        iam = moto.client("iam")
        iam.create_user(UserName=name)
        if rights:
            iam.put_user_policy(UserName=name, PolicyName="own", PolicyDocument=document(*rights))
        if password:
            iam.create_login_profile(UserName=name, Password=PASSWORD)
        if mfa:
            device = iam.create_virtual_mfa_device(VirtualMFADeviceName=name)["VirtualMFADevice"]
            codes = {"AuthenticationCode1": "123456", "AuthenticationCode2": "654321"}
            iam.enable_mfa_device(UserName=name, SerialNumber=device["SerialNumber"], **codes)
        for _ in range(keys):
            iam.create_access_key(UserName=name)

    return trap(name, seed, *fails, *(["iam-user-direct-policies"] if rights else []))


def _group(*statements: Mapping[str, Any], policy: str = "", member: str = "") -> Seed:
    """A group with the statements inside it, a managed policy, and a member."""

    def seed(moto: MotoServer, name: str) -> None:
        iam = moto.client("iam")
        iam.create_group(GroupName=name)
        if statements:
            iam.put_group_policy(GroupName=name, PolicyName="inside", PolicyDocument=document(*statements))
        if policy:
            iam.attach_group_policy(GroupName=name, PolicyArn=f"arn:aws:iam::{ACCOUNT}:policy/{policy}")
        if member:
            iam.create_user(UserName=member)
            iam.add_user_to_group(GroupName=name, UserName=member)

    return seed


def _role(*statements: Mapping[str, Any], trust: Mapping[str, Any] = EC2) -> Seed:
    """A role with the statements in a policy of its own."""

    def seed(moto: MotoServer, name: str) -> None:
        iam = moto.client("iam")
        limit = {"PermissionsBoundary": BOUNDARY} if name in BOUNDED else {}
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=document(trust), **limit)
        if statements:
            iam.put_role_policy(RoleName=name, PolicyName="rights", PolicyDocument=document(*statements))

    return seed


def _trusting(principal: object, action: str = "sts:AssumeRole", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": principal, "Action": action, **more}


def _by_token(operator: str, claim: str, value: str) -> dict[str, Any]:
    provider = {"Federated": f"arn:aws:iam::{ACCOUNT}:oidc-provider/{HUB}"}
    audience = {"StringEquals": {f"{HUB}:aud": "sts.amazonaws.com"}}
    condition = audience if not claim else {**audience, operator: {f"{HUB}:{claim}": value}}
    return _trusting(provider, "sts:AssumeRoleWithWebIdentity", Condition=condition)


def _policy(*statements: Mapping[str, Any], attached: bool = True) -> Seed:
    """A customer managed policy, attached to a role that is AWS's own business or to nobody."""

    def seed(moto: MotoServer, name: str) -> None:
        iam = moto.client("iam")
        arn = iam.create_policy(PolicyName=name, PolicyDocument=document(*statements))["Policy"]["Arn"]
        if attached:
            role = f"holder-{name}"
            iam.create_role(RoleName=role, Path="/aws-service-role/", AssumeRolePolicyDocument=document(EC2))
            iam.attach_role_policy(RoleName=role, PolicyArn=arn)

    return seed


USERS = (
    _user("user-plain"),
    _user("user-own-policy", rights=(LIMITED,)),
    # Administrators, or not.
    _user("user-star", "iam-user-admin", rights=(EVERYTHING,)),
    _user("user-star-written-out", "iam-user-admin", rights=(allow("*:*", "arn:aws:*"),)),
    _user("user-star-beside-deny", rights=(EVERYTHING, DENIED)),
    _user(
        "user-star-beside-deny-without-mfa",
        "iam-user-admin",
        rights=(EVERYTHING, {**DENIED, **only_if("BoolIfExists", "aws:MultiFactorAuthPresent", "false")}),
    ),
    _user("user-star-bounded", rights=(EVERYTHING,)),
    # Forms of actions and resources.
    _user("user-reads-all", "iam-user-read-all-objects", rights=(allow("s3:Get*"),)),
    _user("user-reads-all-in-lower-case", "iam-user-read-all-objects", rights=(allow("S3:getobject"),)),
    _user("user-lists-all", rights=(allow("s3:List*"),)),
    _user("user-reads-one-bucket", rights=(LIMITED,)),
    _user(
        "user-all-but-one-bucket",
        "iam-user-read-all-objects",
        rights=(allow("s3:Get*", None, NotResource=ONE_BUCKET),),
    ),
    _user(
        "user-all-but-iam",
        "iam-user-read-all-objects",
        "iam-user-decrypt-all",
        "iam-user-escalation",
        rights=(allow(None, NotAction="IAM:*"),),
    ),
    _user("user-all-but-everything", rights=(allow(None, NotAction="*"),)),
    _user("user-decrypts-all", "iam-user-decrypt-all", rights=(allow("kms:De*"),)),
    _user(
        "user-decrypts-for-one-app",
        rights=(allow("kms:Decrypt", **only_if("StringEquals", "kms:EncryptionContext:app", "crm")),),
    ),
    # More rights than given.
    _user(
        "user-passes-any-role",
        "iam-user-escalation",
        rights=(allow(["iam:PassRole", "ec2:RunInstances"]),),
    ),
    _user(
        "user-passes-one-role",
        rights=(allow("iam:PassRole", f"arn:aws:iam::{ACCOUNT}:role/web"), allow("ec2:RunInstances")),
    ),
    _user("user-rewrites-policies", "iam-user-escalation", rights=(allow("iam:createpolicyversion"),)),
    # How people log in.
    _user("user-console", "iam-user-mfa", password=True),
    _user("user-console-with-mfa", password=True, mfa=True),
    _user("user-new-key", keys=1),
    _user("user-old-key", "iam-user-key-age", keys=1),
    _user("user-forgotten-key", "iam-user-key-age", "iam-user-key-unused", keys=1),
    _user("user-two-keys", "iam-user-two-keys", keys=2),
    _user("user-replacing-key", keys=2),
)
GROUPS = (
    trap("group-plain", _group(policy="policy-plain", member="user-of-a-group")),
    trap("group-inside", _group(LIMITED), "iam-group-inline-policy"),
    trap("group-star", _group(EVERYTHING), "iam-group-inline-policy", "iam-group-admin"),
    trap("group-star-beside-deny", _group(EVERYTHING, DENIED), "iam-group-inline-policy"),
)
ROLES = (
    trap("role-plain", _role(LIMITED)),
    trap("role-star", _role(EVERYTHING), "iam-role-admin"),
    trap("role-star-bounded", _role(EVERYTHING)),
    trap("role-star-beside-deny", _role(EVERYTHING, DENIED)),
    trap("role-decrypts-all", _role(allow("kms:*")), "iam-role-decrypt-all"),
    trap("role-reads-all", _role(allow("s3:Get*", "arn:aws:s3:::*")), "iam-role-read-all-objects"),
    trap(
        "role-not-action",
        _role(allow(None, ONE_BUCKET, NotAction="s3:Put*")),
        "iam-role-inline-negation",
    ),
    trap("role-changes-itself", _role(allow("iam:PutRolePolicy")), "iam-role-escalation"),
    trap("role-for-us", _role(trust=_trusting(OUR_ROOT))),
    trap("role-for-everyone", _role(trust=_trusting(EVERYONE)), "iam-role-trust-public"),
    trap(
        "role-for-everyone-but-one",
        _role(trust={"Effect": "Allow", "NotPrincipal": STRANGERS_ROOT, "Action": "sts:AssumeRole"}),
        "iam-role-trust-public",
    ),
    trap(
        "role-for-our-organization",
        _role(trust=_trusting(EVERYONE, **of_organization(OUR_ORGANIZATION))),
    ),
    trap(
        "role-for-another-organization",
        _role(trust=_trusting(EVERYONE, **of_organization(OTHER_ORGANIZATION))),
        "iam-role-trust-organizations",
    ),
    trap(
        "role-for-a-stranger",
        _role(trust=_trusting(STRANGERS_ROOT)),
        "iam-role-trust-accounts",
        "iam-role-trust-external-id",
    ),
    trap(
        "role-for-a-stranger-who-proves-it",
        _role(trust=_trusting(STRANGERS_ROOT, **only_if("StringEquals", "sts:ExternalId", "7f1c"))),
        "iam-role-trust-accounts",
    ),
    trap(
        "role-for-a-stranger-with-any-id",
        _role(trust=_trusting(STRANGERS_ROOT, **only_if("StringLike", "sts:ExternalId", ["7f1c", "*"]))),
        "iam-role-trust-accounts",
        "iam-role-trust-external-id",
    ),
    trap("role-for-any-repository", _role(trust=_by_token("", "", "")), "iam-role-trust-web-identity"),
    trap(
        "role-for-any-owner",
        _role(trust=_by_token("StringLike", "sub", "repo:*")),
        "iam-role-trust-web-identity",
    ),
    trap("role-for-one-repository", _role(trust=_by_token("StringLike", "sub", "repo:us/app:*"))),
)
POLICIES = (
    trap("limit", _policy(LIMITED, attached=False)),
    trap("policy-plain", _policy(LIMITED)),
    trap("policy-star", _policy(EVERYTHING), "iam-policy-admin"),
    trap("policy-star-of-nobody", _policy(EVERYTHING, attached=False)),
    trap("policy-star-beside-deny", _policy(EVERYTHING, DENIED)),
    trap("policy-not-action", _policy(allow(None, ONE_BUCKET, NotAction="s3:Put*")), "iam-policy-not-action"),
    trap(
        "policy-not-resource",
        _policy(allow("s3:GetObject", None, NotResource=ONE_BUCKET)),
        "iam-policy-not-resource",
    ),
    trap("policy-all-of-kms", _policy(allow("KMS:*")), "iam-policy-service-wildcard"),
    trap("policy-all-of-kms-for-one-key", _policy(allow("kms:*", f"arn:aws:kms:*:{ACCOUNT}:key/1"))),
)


# --- what moto leaves out ---------------------------------------------------------------------------


def _with_boundaries(answer: bytes) -> bytes:
    """The boundary of users."""
    boundary = (
        "<PermissionsBoundary><PermissionsBoundaryType>Policy</PermissionsBoundaryType>"
        f"<PermissionsBoundaryArn>{BOUNDARY}</PermissionsBoundaryArn></PermissionsBoundary>"
    )
    name = b"<UserName>user-star-bounded</UserName>"
    return answer.replace(name, name + boundary.encode())


def _ago(days: int) -> str:
    """A date in the form of the credential report."""
    return (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="seconds")


AGES: Mapping[str, Mapping[str, str]] = {
    "user-old-key": {
        "access_key_1_last_rotated": _ago(300),
        "access_key_1_last_used_date": _ago(1),
    },
    "user-forgotten-key": {"access_key_1_last_rotated": _ago(300)},
    "user-two-keys": {
        "access_key_1_last_rotated": _ago(60),
        "access_key_2_last_rotated": _ago(30),
    },
    "user-replacing-key": {
        "access_key_1_last_rotated": _ago(60),
        "access_key_2_last_rotated": _ago(1),
    },
}
"""Columns of the credential report that only time can fill."""
ROOT: Mapping[str, str] = {
    "user": "<root_account>",
    "arn": f"arn:aws:iam::{ACCOUNT}:root",
    "password_enabled": "not_supported",
    "password_last_used": _ago(10),
    "mfa_active": "false",
    "access_key_1_active": "false",
    "access_key_2_active": "false",
}


def _aged(answer: bytes) -> bytes:
    """The report with keys of some age, and with the row of the root user."""
    before, content, after = _parts(answer)
    rows = list(csv.DictReader(io.StringIO(base64.b64decode(content).decode())))
    rows.append({**dict.fromkeys(rows[0], "N/A"), **ROOT})
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys())
    writer.writeheader()
    writer.writerows({**row, **AGES.get(row["user"], {})} for row in rows)
    return before + base64.b64encode(out.getvalue().encode()) + after


def _aged_keys(answer: bytes) -> bytes:
    """The same ages where users are asked about one by one: keys in the order of the report."""
    found = re.search(rb"<UserName>([^<]*)</UserName>", answer)
    ages = AGES.get(found[1].decode(), {}) if found else {}
    made = iter(
        [ages[f"access_key_{n}_last_rotated"] for n in (1, 2) if f"access_key_{n}_last_rotated" in ages]
    )
    return re.sub(
        rb"(?<=<CreateDate>)[^<]*",
        lambda date: next(made, date[0].decode()).replace("+00:00", "Z").encode(),
        answer,
    )


def _used_keys(answer: bytes) -> bytes:
    """The last use of a key, by its user."""
    found = re.search(rb"<UserName>([^<]*)</UserName>", answer)
    used = AGES.get(found[1].decode(), {}).get("access_key_1_last_used_date") if found else None
    if used is None:
        return answer
    date = f"<AccessKeyLastUsed><LastUsedDate>{used}</LastUsedDate>"
    return answer.replace(b"<AccessKeyLastUsed>", date.encode())


def _parts(answer: bytes) -> tuple[bytes, bytes, bytes]:
    before, start, rest = answer.partition(b"<Content>")
    content, end, after = rest.partition(b"</Content>")
    return before + start, content, end + after


AMENDMENTS = {
    "GetAccountAuthorizationDetails": _with_boundaries,
    "GetCredentialReport": _aged,
    "ListAccessKeys": _aged_keys,
    "GetAccessKeyLastUsed": _used_keys,
}
