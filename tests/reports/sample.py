"""A finished scan as a reader meets it: built from evaluations, so that its totals add up."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from scanner.model import (
    Check,
    CheckSummary,
    Control,
    Coverage,
    Disposition,
    EntryPoint,
    Evaluation,
    ExitCode,
    Finding,
    Gap,
    GapReason,
    Message,
    Outcome,
    PackInfo,
    Reads,
    Reason,
    Report,
    Severity,
    Subject,
    TargetSummary,
)

STARTED = datetime(2026, 11, 22, 15, 31, 4, tzinfo=UTC)
FINISHED = datetime(2026, 11, 22, 15, 32, 16, 500000, tzinfo=UTC)

CONTROLS = {
    control.id: control
    for control in (
        Control(
            "enc-at-rest-rate-100",
            "encryption",
            "All stored customer data encrypted (rate 100%)",
            "客户数据存储加密率100%",
            "Every store that holds customer information is encrypted at rest.",
            Severity.CRITICAL,
            "continuous",
        ),
        Control(
            "enc-in-transit-tls",
            "encryption",
            "Customer information encrypted in transit with TLS",
            "客户信息传输加密（TLS）",
            "Every transfer of customer information uses TLS 1.2 or later.",
            Severity.HIGH,
            "continuous",
        ),
        Control(
            "lp-no-unauthorised-access",
            "least-privilege",
            "No public, anonymous or unauthorised access",
            "防止未授权访问",
            "No store can be read without authorisation.",
            Severity.CRITICAL,
            "continuous",
        ),
        Control(
            "lp-authentication-required",
            "least-privilege",
            "Identity verified before every access",
            "访问前身份验证",
            "Every access is authenticated.",
            Severity.HIGH,
            "continuous",
        ),
        Control(
            "log-access-recorded",
            "logging",
            "All access to customer information logged (time, content, operation)",
            "访问日志记录",
            "Access logs exist for every store.",
            Severity.HIGH,
            "continuous",
        ),
        Control(
            "ret-expiry-destroyed",
            "retention",
            "Data past its retention period is destroyed in time",
            "超期信息及时销毁",
            "Nothing is kept longer than its period.",
            Severity.CRITICAL,
            "continuous",
        ),
        Control(
            "lp-leaver-revoked",
            "least-privilege",
            "Leaver access revoked",
            "离职人员权限撤销",
            "Accounts of leavers are closed.",
            Severity.HIGH,
            "per-event",
        ),
    )
}


def check(id_: str, resource: str, severity: Severity, title: str, **more: Any) -> Check:
    """A check with the texts a policy author would give it."""
    package = f"checks.{id_.replace('-', '_')}"
    reads = Reads(facts=frozenset(more.pop("facts", ())))
    defaults = {
        "controls": (),
        "description": "Whoever reaches the resource another way must still be kept from the data.",
        "remediation": "Change the setting and scan again.",
        "references": (),
    }
    texts = {**defaults, **more}
    return Check(
        id=id_,
        package=package,
        file=f"policies/{id_}.rego",
        resource=resource,
        severity=severity,
        title=title,
        reads=reads,
        deny=EntryPoint(f"{package}.deny", reads),
        **texts,
    )


S3_ENCRYPTION = check(
    "s3-default-encryption",
    "s3.bucket",
    Severity.CRITICAL,
    "Bucket is encrypted at rest by default",
    facts=("encryption",),
    controls=("enc-at-rest-rate-100",),
    description="Objects written without an explicit algorithm must still be encrypted. "
    "A bucket with `algorithm: none` stores customer data in the clear on the provider's disks.",
    remediation="Enable default encryption with a key of your own:\n\n"
    "    aws s3api put-bucket-encryption --bucket BUCKET \\\n"
    "      --server-side-encryption-configuration \\\n"
    '      \'{"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"aws:kms"}}]}\'\n\n'
    "Objects written earlier stay as they are: copy them over themselves.",
    references=("https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html",),
    zh={"title": "存储桶默认加密", "remediation": "为存储桶启用默认加密(SSE-KMS)。"},
)
S3_PUBLIC = check(
    "s3-not-public",
    "s3.bucket",
    Severity.CRITICAL,
    "Bucket cannot be read by the public",
    facts=("acl", "policy", "public_access_block"),
    controls=("lp-no-unauthorised-access",),
    description="A public bucket hands customer data to anyone who guesses its name.",
    remediation="Block public access:\n\n```\naws s3api put-public-access-block --bucket BUCKET \\\n"
    "  --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,"
    "BlockPublicPolicy=true,RestrictPublicBuckets=true\n```",
    references=(
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
    ),
)
S3_TLS = check(
    "s3-tls-only",
    "s3.bucket",
    Severity.HIGH,
    "Bucket refuses requests without TLS",
    facts=("policy",),
    controls=("enc-in-transit-tls",),
)
S3_LOGGING = check(
    "s3-access-logged",
    "s3.bucket",
    Severity.MEDIUM,
    "Access to the bucket is logged",
    facts=("logging",),
    controls=("log-access-recorded",),
)
S3_RETENTION = check(
    "s3-retention-dataset",
    "s3.bucket",
    Severity.CRITICAL,
    "Objects expire with the retention period of their data",
    controls=("ret-expiry-destroyed",),
)
SSH_ROOT = check(
    "sshd-no-root-login",
    "server.sshd",
    Severity.HIGH,
    "Nobody logs in as root over SSH",
    facts=("permitrootlogin", "match_blocks"),
    controls=("lp-authentication-required",),
    description="A shared root login leaves no trace of who read customer data.",
    remediation="Set `PermitRootLogin no` in a drop-in and reload:\n\n"
    "$ echo 'PermitRootLogin no' > /etc/ssh/sshd_config.d/10-root.conf\n$ systemctl reload ssh",
    references=("https://man7.org/linux/man-pages/man5/sshd_config.5.html",),
    zh={"title": "禁止 root 通过 SSH 登录"},
)
SSH_CIPHERS = check(
    "sshd-strong-ciphers",
    "server.sshd",
    Severity.MEDIUM,
    "SSH offers only strong ciphers",
    facts=("ciphers", "macs"),
    controls=("enc-in-transit-tls",),
)
ACCOUNT_EMPTY = check(
    "account-no-empty-password",
    "server.account",
    Severity.CRITICAL,
    "No account has an empty password",
    facts=("password",),
    controls=("lp-authentication-required",),
)
PATH_MODE = check(
    "path-not-world-readable",
    "server.path",
    Severity.HIGH,
    "Customer data is not readable by every account",
    facts=("stat", "acl", "files"),
    controls=("lp-no-unauthorised-access",),
)
AUDITD = check(
    "auditd-watches-data",
    "server.audit",
    Severity.MEDIUM,
    "Reads of customer data are recorded by auditd",
    facts=("rules",),
    controls=("log-access-recorded",),
)
LOGINS_LOW = check(
    "login-banner", "server.sshd", Severity.LOW, "A banner states the rules before login", facts=("banner",)
)

CHECKS = (
    S3_ENCRYPTION,
    S3_PUBLIC,
    S3_TLS,
    S3_LOGGING,
    S3_RETENTION,
    SSH_ROOT,
    SSH_CIPHERS,
    ACCOUNT_EMPTY,
    PATH_MODE,
    AUDITD,
    LOGINS_LOW,
)


def bucket(name: str) -> Subject:
    """A bucket of the production account."""
    dataset = {
        "ids": ["customers"],
        "classification": "highly_sensitive",
        "retention_days": 365,
        "owner": "客服部",
    }
    return Subject(
        "s3.bucket",
        "prod-aws",
        f"arn:aws:s3:::{name}",
        name,
        "eu-central-1",
        {"owner": "客服部 Customer care"},
        dataset,
    )


def on_host(target: str, type_: str, name: str) -> Subject:
    """A thing on a server."""
    host = sha256(target.encode()).hexdigest()[:16]
    return Subject(type_, target, f"host:{host}/{type_.split('.')[1]}/{name}", name)


def failed(
    check_: Check, subject: Subject, text: str, evidence: Mapping[str, Any], **more: Any
) -> Evaluation:
    """A failure with one message."""
    message = Message(text, more.pop("severity", check_.severity), more.pop("path", ""))
    return Evaluation(check_.id, subject, Outcome.FAIL, (message,), evidence=evidence, **more)


def unknown(check_: Check, subject: Subject, *reasons: Reason, **evidence: Any) -> Evaluation:
    """An undecided evaluation."""
    return Evaluation(check_.id, subject, Outcome.UNKNOWN, reasons=reasons, evidence=evidence)


def passed(check_: Check, subject: Subject, outcome: Outcome = Outcome.PASS) -> Evaluation:
    """An evaluation without findings."""
    return Evaluation(check_.id, subject, outcome)


DENIED = Reason(
    "s3:GetBucketAcl denied; allow it on arn:aws:s3:::prod-customer-exports", GapReason.DENIED, "acl"
)
NO_ROOT = Reason("getfacl needs root to search /srv/客户资料; install the probe", GapReason.DENIED, "acl")
UNREACHABLE = Reason("connection to 10.0.0.12 port 22 timed out after 10 s", GapReason.UNREACHABLE)
BROKEN = Reason("runtime error: to_number: invalid input", broken=True)
TOOL = Reason("auditctl is not installed; install auditd", GapReason.TOOL_ABSENT, "rules")

GAPS = (
    *(
        Gap("web2", type_, GapReason.UNREACHABLE, UNREACHABLE.text)
        for type_ in ("server.sshd", "server.account", "server.path", "server.audit")
    ),
    Gap(
        "prod-aws",
        "s3.bucket",
        GapReason.DENIED,
        DENIED.text,
        "eu-central-1",
        "arn:aws:s3:::prod-customer-exports",
        "acl",
    ),
    Gap("web1", "server.path", GapReason.DENIED, NO_ROOT.text, fact="acl"),
    Gap("archive", "server.audit", GapReason.TOOL_ABSENT, TOOL.text, fact="rules"),
)


def evaluations() -> list[Evaluation]:
    """What the checks said."""
    exports, backups, logs, site = map(
        bucket, ("prod-customer-exports", "prod-backups-2024", "prod-logs", "prod-site-assets")
    )
    web1, archive = on_host("web1", "server.sshd", "sshd"), on_host("archive", "server.sshd", "sshd")
    none = {"encryption": {"algorithm": "none", "kms_key_id": None, "bucket_key": False}}
    open_policy = {
        "public_access_block": dict.fromkeys(
            ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"),
            False,
        ),
        "acl": {
            "grants": [
                {
                    "grantee_type": "Group",
                    "grantee": "http://acs.amazonaws.com/groups/global/AllUsers",
                    "permission": "READ",
                    "owner": False,
                }
            ]
        },
        "policy": None,
    }
    weak = {
        "ciphers": ["chacha20-poly1305@openssh.com", "aes256-gcm@openssh.com", "aes128-cbc", "3des-cbc"],
        "macs": ["hmac-sha2-512", "hmac-md5"],
    }
    results = [
        failed(S3_ENCRYPTION, exports, "prod-customer-exports has no default encryption", none),
        failed(S3_ENCRYPTION, backups, "prod-backups-2024 has no default encryption", none),
        failed(
            S3_PUBLIC, site, "the ACL lets AllUsers read prod-site-assets", open_policy, path="acl/AllUsers"
        ),
        unknown(
            S3_PUBLIC, exports, DENIED, public_access_block=open_policy["public_access_block"], policy=None
        ),
        failed(
            S3_TLS,
            exports,
            "no policy statement denies requests without TLS",
            {"policy": None},
            severity=Severity.CRITICAL,
        ),
        failed(
            S3_LOGGING, site, "access is not logged", {"logging": {"enabled": False, "target_bucket": None}}
        ),
        failed(SSH_ROOT, web1, "PermitRootLogin is yes", {"permitrootlogin": "yes", "match_blocks": []}),
        failed(SSH_CIPHERS, web1, "offers aes128-cbc, 3des-cbc and hmac-md5", weak, reasons=(NO_ROOT,)),
        passed(SSH_ROOT, archive),
        passed(SSH_CIPHERS, archive),
        failed(
            ACCOUNT_EMPTY,
            on_host("archive", "server.account", "备份用户"),
            "备份用户 can log in without a password",
            {"password": {"state": "empty", "algorithm": "none", "last_changed": None, "max_days": 99999}},
        ),
        passed(ACCOUNT_EMPTY, on_host("web1", "server.account", "alice")),
        unknown(
            PATH_MODE,
            on_host("web1", "server.path", "/srv/客户资料"),
            NO_ROOT,
            stat={
                "kind": "directory",
                "mode": "0750",
                "owner": "app",
                "group": "app",
                "uid": 998,
                "gid": 998,
                "symlink": False,
            },
        ),
        failed(
            PATH_MODE,
            on_host("archive", "server.path", "/data/exports"),
            "412 files are readable by every account",
            {
                "stat": {
                    "kind": "directory",
                    "mode": "0755",
                    "owner": "root",
                    "group": "root",
                    "uid": 0,
                    "gid": 0,
                    "symlink": False,
                },
                "acl": [
                    {"tag": "user", "qualifier": "", "perms": "rwx", "effective": "rwx"},
                    {"tag": "other", "qualifier": "", "perms": "r-x", "effective": "r-x"},
                ],
                "files": {
                    "count": 5120,
                    "oldest": "2019-03-01T02:00:00Z",
                    "newest": "2026-11-21T02:00:00Z",
                    "world_readable": 412,
                    "world_writable": 0,
                    "foreign_owner": 3,
                    "setuid": 0,
                },
            },
        ),
        unknown(AUDITD, on_host("archive", "server.audit", "auditd"), TOOL),
        unknown(AUDITD, on_host("web1", "server.audit", "auditd"), BROKEN, rules=[]),
        failed(LOGINS_LOW, web1, "no banner is configured", {"banner": "none"}),
        passed(LOGINS_LOW, archive, Outcome.NOT_APPLICABLE),
    ]
    results += [
        unknown(one, Subject(one.resource, "web2"), UNREACHABLE)
        for one in CHECKS
        if one.resource.startswith("server.")
    ]
    results += [passed(one, some) for one in (S3_ENCRYPTION, S3_TLS, S3_LOGGING) for some in (logs,)]
    results += [
        passed(S3_TLS, backups),
        passed(S3_TLS, site, Outcome.NOT_APPLICABLE),
        passed(S3_PUBLIC, logs),
        passed(S3_PUBLIC, backups),
    ]
    return results


def findings(checks: Mapping[str, Check], results: Iterable[Evaluation]) -> list[Finding]:
    """One finding per message of a failure, one per unknown."""
    return [
        _finding(checks[result.check], result, message)
        for result in results
        if result.outcome in (Outcome.FAIL, Outcome.UNKNOWN)
        for message in result.messages or (Message(result.reasons[0].text, checks[result.check].severity),)
    ]


def _finding(check_: Check, result: Evaluation, message: Message) -> Finding:
    subject = result.subject
    identity = "\0".join((check_.id, subject.type, subject.target, subject.id, subject.scope, message.path))
    fingerprint = sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return Finding(
        fingerprint,
        check_.id,
        result.outcome,
        message.severity,
        subject,
        message.text,
        message.path,
        result.reasons,
        result.evidence,
        check_.controls,
    )


def report_of(checks: Sequence[Check], results: Sequence[Evaluation], **more: Any) -> Report:
    """A report whose counts follow from the evaluations; `more` replaces members."""
    by_id = {one.id: one for one in checks}
    gaps: Sequence[Gap] = more.get("gaps", ())
    kinds: Mapping[str, str] = more.pop("kinds", {})
    names = sorted({result.subject.target for result in results} | set(kinds) | {gap.target for gap in gaps})
    seen = {
        (result.subject.type, result.subject.target, result.subject.id)
        for result in results
        if result.subject.id
    }
    summaries = {
        one.id: CheckSummary(one, _outcomes(result for result in results if result.check == one.id))
        for one in checks
    }
    idle = {
        id_: "audit.yaml defines no datasets"
        for id_, one in summaries.items()
        if not any(one.outcomes.values())
    }
    coverage = Coverage(
        resources=Counter(type_ for type_, _, _ in seen),
        outcomes=_outcomes(results),
        checks_loaded=len(checks),
        checks_evaluated=len(checks) - len(idle),
        not_assessed=idle,
        gaps=Counter(gap.reason for gap in gaps),
    )
    report = Report(
        version="0.1.0",
        started_at=STARTED,
        finished_at=FINISHED,
        evaluated_as_of=STARTED,
        engine="regorus 0.13.0",
        packs=(PackInfo("default", "sha256:" + sha256(b"pack").hexdigest(), len(checks)),),
        fail_on=Severity.HIGH,
        filters={},
        targets=tuple(_target(name, kinds.get(name, "ssh"), results, seen, gaps) for name in names),
        coverage=coverage,
        checks=summaries,
        controls=CONTROLS,
        findings=tuple(findings(by_id, results)),
        gaps=(),
        warnings=(),
        exit_code=ExitCode.FINDINGS,
        verdict="Open findings at or above high.",
    )
    return replace(report, **more)


def _outcomes(results: Iterable[Evaluation]) -> Mapping[Outcome, int]:
    return Counter(result.outcome for result in results)


def _target(
    name: str, kind: str, results: Sequence[Evaluation], seen: set[tuple[str, str, str]], gaps: Sequence[Gap]
) -> TargetSummary:
    labels = {"owner": "客服部 Customer care", "environment": "production"} if name.startswith("prod") else {}
    return TargetSummary(
        name,
        kind,
        labels,
        sum(target == name for _, target, _ in seen),
        sum(gap.target == name for gap in gaps),
        _outcomes(result for result in results if result.subject.target == name),
    )


def sample_report(**more: Any) -> Report:
    """Four targets, one of them unreachable; failures, unknowns and one waived finding."""
    report = report_of(
        CHECKS,
        evaluations(),
        gaps=GAPS,
        kinds={"prod-aws": "aws", "web1": "ssh", "web2": "ssh", "archive": "local"},
        exit_code=ExitCode.INCOMPLETE,
        verdict="Incomplete: 5 verdicts at or above 'high' are unknown. "
        "7 failures at or above 'high' on top of that.",
        warnings=("waiver w-17 in audit.yaml matches nothing; remove it",),
        packs=(
            PackInfo("default", "sha256:" + sha256(b"pack").hexdigest(), 10),
            PackInfo("ours", "sha256:" + sha256(b"ours").hexdigest(), 1, ("login-banner",)),
        ),
    )
    waived = (
        replace(one, disposition=Disposition.WAIVED)
        if one.subject.name == "prod-site-assets" and one.check == "s3-access-logged"
        else one
        for one in report.findings
    )
    return replace(report, **{"findings": tuple(waived), **more})


def clean_report() -> Report:
    """Everything looked at, nothing found."""
    results = [passed(S3_TLS, bucket("prod-logs"))]
    return report_of(
        (S3_TLS,),
        results,
        kinds={"prod-aws": "aws"},
        exit_code=ExitCode.CLEAN,
        verdict="Everything in scope was decided and nothing fails.",
    )


def big_report(number: int = 10_500, checks: int = 42) -> Report:
    """Many findings over many checks, buckets and hosts."""
    many = [
        replace(S3_ENCRYPTION if n % 2 else SSH_ROOT, id=f"check-{n:02}", severity=list(Severity)[n % 4])
        for n in range(checks)
    ]
    results = []
    for n in range(number):
        one = many[n % checks]
        name = f"prod-customer-data-{n // checks:04}"
        subject = replace(bucket(name), target=f"account-{n % 20:02}")
        if n % 9 == 0:
            results.append(
                unknown(
                    one,
                    subject,
                    replace(DENIED, text=f"s3:GetEncryptionConfiguration denied; allow it on {subject.id}"),
                )
            )
            continue
        evidence = {
            "encryption": {"algorithm": "none", "kms_key_id": None, "bucket_key": False},
            "region": "eu-central-1",
        }
        results.append(failed(one, subject, f"{name} has no default encryption", evidence))
    return report_of(many, results)
