"""One break for each control that checks decide on what runs: done where it is, and taken back."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.collectors.aws.moto_server import ACCOUNT
from tests.company import account
from tests.company.changes import drop, edit
from tests.company.estate import Estate, Found
from tests.e2e.account.trap import allow, document
from tests.e2e.bucket import tls_only

Done = Callable[[Estate], AbstractContextManager[Found]]
"""Breaks something, collects what that touches, and mends it."""


@dataclass(frozen=True, slots=True)
class LiveBreak:
    """What is done, and the other controls that fail with it by design, each with the reason."""

    done: Done
    also: Mapping[str, str] = field(default_factory=dict)


# --- where things are broken ------------------------------------------------------------------------


def _page(path: str, old: str, new: str) -> Done:
    """Another text on a page of the shop."""

    @contextmanager
    def done(estate: Estate) -> Iterator[Found]:
        page = estate.shop.pages[path]
        assert isinstance(page, str)
        assert page.count(old) == 1
        estate.shop.pages[path] = page.replace(old, new)
        try:
            yield estate.collect([estate.target("shop")])
        finally:
            estate.shop.pages[path] = page

    return done


Call = Callable[[Any], object]


def _aws(service: str, change: Call, back: Call, *types: str) -> Done:
    """A call in the account, and the one that takes it back."""

    @contextmanager
    def done(estate: Estate) -> Iterator[Found]:
        client = estate.moto.client(service)
        change(client)
        try:
            yield estate.collect([estate.target("account")], *types)
        finally:
            back(client)

    return done


def _file(path: str, old: str, new: str, *types: str) -> Done:
    """Another text in a file of the server."""

    @contextmanager
    def done(estate: Estate) -> Iterator[Found]:
        file = estate.server.path(path)
        text = file.read_text()
        assert text.count(old) == 1, text
        file.write_text(text.replace(old, new))
        try:
            yield estate.collect([estate.target("web1")], *types)
        finally:
            file.write_text(text)

    return done


def _host(change: str, back: str, *types: str) -> Done:
    """A script on the server, and the one that takes it back."""

    @contextmanager
    def done(estate: Estate) -> Iterator[Found]:
        estate.server.run(change)
        try:
            yield estate.collect([estate.target("web1")], *types)
        finally:
            estate.server.run(back)

    return done


def _sql(change: str, back: str) -> Done:
    """Statements in the customers' database."""

    @contextmanager
    def done(estate: Estate) -> Iterator[Found]:
        estate.server.sql(change)
        try:
            yield estate.collect([estate.target("db")])
        finally:
            estate.server.sql(back)

    return done


def _records(changes: Mapping[str, Any]) -> Done:
    """Other records."""

    @contextmanager
    def done(estate: Estate) -> Iterator[Found]:
        yield estate.records(changes)

    return done


def _both(*parts: Done) -> Done:
    @contextmanager
    def done(estate: Estate) -> Iterator[Found]:
        first, second = parts
        with first(estate) as one, second(estate) as two:
            yield {**one, **two}

    return done


# --- what is done -----------------------------------------------------------------------------------

FILES = {"Bucket": "files"}
EVERY_RIGHT = ["read", "write", "export"]
IAM = ("iam.user", "iam.group", "iam.policy")
"""What a change of users, groups and policies touches."""


def _encrypted(rule: Mapping[str, str]) -> Call:
    rules = {"Rules": [{"ApplyServerSideEncryptionByDefault": rule}]}
    return lambda s3: s3.put_bucket_encryption(**FILES, ServerSideEncryptionConfiguration=rules)


def _tagged(level: str) -> Call:
    tags = {"TagSet": [{"Key": "classification", "Value": level}]}
    return lambda s3: s3.put_bucket_tagging(**FILES, Tagging=tags)


def _policy(name: str, *actions: str, buckets: Sequence[str]) -> tuple[Call, Call]:
    """Other rights on buckets in a managed policy, by a version that ends again."""
    arn = f"arn:aws:iam::{ACCOUNT}:policy/{name}"
    places = [f"arn:aws:s3:::{bucket}{end}" for bucket in buckets for end in ("", "/*")]

    def change(iam: Any) -> None:
        _, decrypt = iam.get_policy_version(PolicyArn=arn, VersionId="v1")["PolicyVersion"]["Document"][
            "Statement"
        ]
        text = document(allow(list(actions), places), decrypt)
        iam.create_policy_version(PolicyArn=arn, PolicyDocument=text, SetAsDefault=True)

    def back(iam: Any) -> None:
        iam.set_default_policy_version(PolicyArn=arn, VersionId="v1")
        for version in iam.list_policy_versions(PolicyArn=arn)["Versions"]:
            if version["VersionId"] != "v1":
                iam.delete_policy_version(PolicyArn=arn, VersionId=version["VersionId"])

    return change, back


def _user(name: str) -> tuple[Call, Call]:
    """A user who can log in, with a second factor."""

    def change(iam: Any) -> None:
        iam.create_user(UserName=name)
        iam.create_login_profile(UserName=name, Password="Correct-horse-7-battery")
        device = iam.create_virtual_mfa_device(VirtualMFADeviceName=name)["VirtualMFADevice"]["SerialNumber"]
        codes = {"AuthenticationCode1": "123456", "AuthenticationCode2": "654321"}
        iam.enable_mfa_device(UserName=name, SerialNumber=device, **codes)

    def back(iam: Any) -> None:
        (device,) = iam.list_mfa_devices(UserName=name)["MFADevices"]
        iam.deactivate_mfa_device(UserName=name, SerialNumber=device["SerialNumber"])
        iam.delete_virtual_mfa_device(SerialNumber=device["SerialNumber"])
        iam.delete_login_profile(UserName=name)
        iam.delete_user(UserName=name)

    return change, back


def _own_policy() -> tuple[Call, Call]:
    given = {"UserName": "e07", "PolicyName": "own"}
    text = document(allow("ec2:DescribeVpcs"))
    return lambda iam: iam.put_user_policy(**given, PolicyDocument=text), lambda iam: iam.delete_user_policy(
        **given
    )


def _rule(ec2: Any) -> dict[str, Any]:
    rule = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "10.9.0.0/24"}]}
    return {"GroupId": account.default_group(ec2), "IpPermissions": [rule]}


def _key(kms: Any) -> str:
    key: str = kms.describe_key(KeyId="alias/customers")["KeyMetadata"]["KeyId"]
    return key


KMS = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "alias/customers"}
PASSWORDS = account.PASSWORDS
CORS = {"CORSRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}]}
WEAK = {"SSEAlgorithm": "AES256"}

LIVE_BREAKS: dict[str, LiveBreak] = {
    # --- the shop ---
    "col-policy-link-prominent": LiveBreak(_page("/member", "href=/privacy", "href=/gone")),
    "col-consent-not-preticked": LiveBreak(_page("/member", "name=ok required", "name=ok checked required")),
    "col-minimal-fields": LiveBreak(
        _page(
            "/member",
            "<p><label>手机",
            "<p><label>身份证号码（选填）<input name=idcard></label></p><p><label>手机",
        )
    ),
    "col-necessary-optional-marked": LiveBreak(_page("/member", "，用于为您开通会员", "")),
    "col-secure-channel": LiveBreak(_page("/member", "method=post", "method=get")),
    "pub-contact-published": LiveBreak(_page("/contact", "<p>客服热线：400-123-4567</p>", "")),
    "shr-default-deny": LiveBreak(_page("/member", "action=/in", "action=https://forms.partner.example/in")),
    # --- the account ---
    "cls-level-assigned": LiveBreak(_aws("s3", _tagged("general"), _tagged("sensitive"), "s3.bucket")),
    "cls-differentiated-protection": LiveBreak(
        _aws("s3", _encrypted(WEAK), _encrypted(KMS), "s3.bucket"),
        {"enc-key-management-system": "the key of S3 is none that the company keeps"},
    ),
    "enc-at-rest-rate-100": LiveBreak(
        _aws(
            "ec2",
            lambda ec2: ec2.disable_ebs_encryption_by_default(),
            lambda ec2: ec2.enable_ebs_encryption_by_default(),
            "ebs.region",
        )
    ),
    "enc-in-transit-tls": LiveBreak(
        _aws(
            "s3",
            lambda s3: s3.delete_bucket_policy(**FILES),
            lambda s3: s3.put_bucket_policy(**FILES, Policy=document(tls_only("files"))),
            "s3.bucket",
        ),
        {"col-secure-channel": "the channel ends in this bucket"},
    ),
    "enc-key-management-system": LiveBreak(
        _aws(
            "kms",
            lambda kms: kms.disable_key_rotation(KeyId=_key(kms)),
            lambda kms: kms.enable_key_rotation(KeyId=_key(kms)),
            "kms.key",
        )
    ),
    "int-tamper-protection": LiveBreak(
        _aws(
            "cloudtrail",
            lambda trails: trails.update_trail(Name="trail", EnableLogFileValidation=False),
            lambda trails: trails.update_trail(Name="trail", EnableLogFileValidation=True),
            "cloudtrail.trail",
        )
    ),
    "log-access-recorded": LiveBreak(
        _aws(
            "logs",
            lambda logs: logs.put_retention_policy(logGroupName="trail", retentionInDays=150),
            lambda logs: logs.put_retention_policy(logGroupName="trail", retentionInDays=400),
            "logs.group",
        )
    ),
    "log-access-attempts-tracked": LiveBreak(
        _aws(
            "ec2",
            lambda ec2: account.record_traffic(ec2, "ACCEPT"),
            lambda ec2: account.record_traffic(ec2, "ALL"),
            "ec2.vpc",
        )
    ),
    "net-firewall-present": LiveBreak(
        _aws(
            "ec2",
            lambda ec2: ec2.authorize_security_group_ingress(**_rule(ec2)),
            lambda ec2: ec2.revoke_security_group_ingress(**_rule(ec2)),
            "ec2.security_group",
        )
    ),
    "ret-expiry-destroyed": LiveBreak(
        _aws(
            "s3",
            lambda s3: account.expire(s3, "files", 1096),
            lambda s3: account.expire(s3, "files", 1000),
            "s3.bucket",
        )
    ),
    "lp-no-unauthorised-access": LiveBreak(
        _aws(
            "s3",
            lambda s3: s3.put_bucket_cors(**FILES, CORSConfiguration=CORS),
            lambda s3: s3.delete_bucket_cors(**FILES),
            "s3.bucket",
        )
    ),
    "lp-authentication-required": LiveBreak(
        _aws(
            "iam",
            lambda iam: iam.update_account_password_policy(**{**PASSWORDS, "MinimumPasswordLength": 8}),
            lambda iam: iam.update_account_password_policy(**PASSWORDS),
            "iam.account",
        )
    ),
    "lp-authorised-only": LiveBreak(_aws("iam", *_user("stranger"), *IAM)),
    "lp-leaver-revoked": LiveBreak(
        _aws("iam", *_user("e11"), *IAM), {"lp-authorised-only": "who left is not authorised any more"}
    ),
    "lp-role-based": LiveBreak(_aws("iam", *_own_policy(), *IAM)),
    "lp-info-type-permissions": LiveBreak(
        _aws("iam", *_policy("read-orders", "s3:GetObject", buckets=("orders", "files")), *IAM),
        {"lp-need-to-know": "one policy opens more than the work with one kind needs"},
    ),
    "lp-edit-download-restricted": LiveBreak(
        _both(
            _aws(
                "iam",
                *_policy("read-files", "s3:GetObject", "s3:PutObject", "s3:ListBucket", buckets=["files"]),
                *IAM,
            ),
            _records(
                {
                    **edit("role_matrix", {"role": "agent", "dataset": "crm"}, rights=EVERY_RIGHT),
                    **edit("access_grant_register", {"request_id": "G1"}, rights=EVERY_RIGHT),
                }
            ),
        ),
        {"lp-info-type-permissions": "who has every right holds all kinds together"},
    ),
    # --- the server ---
    "enc-sensitive-aes256": LiveBreak(_file("/var/said/ciphers", "0" * 128, "0" * 64, "server.path")),
    "enc-in-processing": LiveBreak(
        _file("/root/kernel/swaps", "Priority\n", "Priority\n/dev/vda partition 1 0 -2\n", "server.host")
    ),
    "net-secure-storage-hosts": LiveBreak(_file("/root/kernel/randomize_va_space", "2", "0", "server.host")),
    "net-ids-present": LiveBreak(
        _host(
            "mv /var/lib/aide/aide.db /root/aide.db",
            "mv /root/aide.db /var/lib/aide/aide.db",
            "server.intrusion_detection",
        ),
        {
            "int-tamper-protection": "without its database nothing tells that a file was changed",
            "log-realtime-monitoring": "nothing watches the server any more",
        },
    ),
    "log-anomaly-alerting": LiveBreak(
        _file(
            "/etc/prometheus/alertmanager.yml",
            "  webhook_configs:\n  - url: http://localhost:9/alerts\n",
            "",
            "server.alerting",
        ),
        {"log-realtime-monitoring": "Alertmanager tells nobody of anything"},
    ),
    "lp-permission-enforced-after-auth": LiveBreak(
        _file("/etc/ssh/sshd_config", "UsePAM no\n", "UsePAM no\nPermitUserEnvironment yes\n", "server.sshd")
    ),
    "vul-software-updated": LiveBreak(
        _file("/usr/lib/os-release", 'VERSION_ID="12"', 'VERSION_ID="9"', "server.packages")
    ),
    "vul-patches-installed": LiveBreak(
        _host("touch /run/reboot-required", "rm /run/reboot-required", "server.packages")
    ),
    # --- the database ---
    "lp-need-to-know": LiveBreak(
        _sql("CREATE LANGUAGE unsafe HANDLER plpgsql_call_handler", "DROP LANGUAGE unsafe")
    ),
    # --- people ---
    "lp-high-sensitive-restricted": LiveBreak(
        _records(
            {
                **edit("hr_roster", {"person": "E01"}, role="director"),
                **edit("role_matrix", {"dataset": "board"}, role="director"),
            }
        )
    ),
    "trn-handlers-trained": LiveBreak(
        _records(
            {
                **edit("hr_roster", {"person": "E07"}, status="leave"),
                **drop("training_register", person="E07"),
            }
        )
    ),
}
"""By control, in the order of where they are broken."""
