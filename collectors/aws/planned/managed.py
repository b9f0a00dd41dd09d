"""The few policies of AWS of which the documents are known without asking.

Source: "AWS managed policies for job functions" in the IAM user guide, and the reference of AWS managed
policies for those that functions get, as of 2026. The others change with the services, so that what they
allow is read from the account only.
"""

from collections.abc import Mapping
from typing import Any


def _allow(*actions: str) -> list[dict[str, Any]]:
    statement = {
        "sid": "",
        "effect": "Allow",
        "principals": {},
        "not_principals": {},
        "actions": list(actions),
    }
    return [{**statement, "not_actions": [], "resources": ["*"], "not_resources": [], "conditions": {}}]


_LOGS = ("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents")
_TRACES = (
    "xray:PutTraceSegments",
    "xray:PutTelemetryRecords",
    "xray:GetSamplingRules",
    "xray:GetSamplingTargets",
    "xray:GetSamplingStatisticSummaries",
)
_INTERFACES = (
    "ec2:CreateNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:DeleteNetworkInterface",
    "ec2:AssignPrivateIpAddresses",
    "ec2:UnassignPrivateIpAddresses",
)
KNOWN: Mapping[str, list[dict[str, Any]]] = {
    "AdministratorAccess": _allow("*"),
    "AWSLambdaBasicExecutionRole": _allow(*_LOGS),
    "AWSLambdaVPCAccessExecutionRole": _allow(*_LOGS, *_INTERFACES),
    "AWSXrayWriteOnlyAccess": _allow(*_TRACES),
    "AWSXRayDaemonWriteAccess": _allow(*_TRACES),
}
"""Statements by name."""


def of_aws(arn: str) -> str | None:
    """The name of a policy of AWS, None for one of the account."""
    parts = arn.split(":", 5)
    return arn.rpartition("/")[2] if len(parts) == 6 and parts[4] == "aws" else None
