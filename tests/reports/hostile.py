"""Text as an attacker would name a bucket, a file or an account."""

from dataclasses import replace

from scanner.model import Gap, GapReason, Reason, Report, Severity, Subject
from tests.reports import sample

HOSTILE = (
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    "</style><img src=x onerror=alert(3)>",
    "\"><svg onload='alert(4)'>",
    "-->{{ 7*7 }}{% raw %}<!--",
    "\u202egnp.exe\u2066\u200b\ufeff",
    "\x1b]0;owned\x07\x1b[2J\x9b31m",
    "nul\x00 del\x7f cr\r lf\n tab\t",
    "lone\ud800surrogate\udcff",
    "[bold red]markup[/] :smile:",
    "a" * 20_000,
)


def report_about(text: str) -> Report:
    """A report that holds the text wherever foreign text can be."""
    check = replace(
        sample.check("hostile-check", "s3.bucket", Severity.HIGH, text, facts=("fact",)),
        description=text,
        remediation=f"{text}\n\n    {text}",
        references=(text, f"https://example.org/{text}", f"javascript:{text}"),
        controls=("enc-in-transit-tls", text),
        zh={"title": text, "remediation": text},
    )
    dataset = {"ids": [text], "classification": "general", "retention_days": 1, "owner": text}
    subject = Subject("s3.bucket", text, text or "id", text, text, {text: text}, dataset)
    reason = Reason(text, GapReason.DENIED, text)
    evidence = {text: {"list": [text, None, True, 1.5, [], {}], "inner": [{text: text}]}}
    results = [
        sample.failed(check, subject, text, evidence, path=text),
        sample.unknown(check, replace(subject, id=f"{text}2"), reason, fact=text),
    ]
    gaps = (Gap(text, "s3.bucket", GapReason.DENIED, text, text, text, text),)
    return sample.report_of(
        (check,), results, gaps=gaps, warnings=(text,), verdict=text, filters={"target": (text,)}
    )
