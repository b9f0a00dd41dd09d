"""Benchmark of the gate: a Terraform plan from file to verdicts, start-up and all processes included.

Each command runs in processes of its own, several times; the least counts. The first run of a machine, which
also fills the cache of loaded policies, is shown beside. Checkov reads the same plan where it is installed.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.measure import say, show

COMMAND = Path(sys.executable).parent / "selfaudit"
CHECKOV = Path(__file__).parents[1] / ".checkov" / "bin" / "checkov"
PROVIDER = "registry.terraform.io/hashicorp/aws"
KINDS = 5
"""Resources of one round of `resources`."""


def resources(number: int) -> Iterator[tuple[str, Mapping[str, Any], Mapping[str, Sequence[str]]]]:
    """One bucket with two parts, a security group and a database: address, values, references."""
    bucket = f"aws_s3_bucket.b{number}"
    to_bucket = {"bucket": [f"{bucket}.id", bucket]}
    arn = f"arn:aws:s3:::data-{number}"
    statement = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [arn, f"{arn}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    rule = {"from_port": 22, "to_port": 22, "protocol": "tcp", "cidr_blocks": ["10.0.0.0/8"]}
    database = {"engine": "postgres", "engine_version": "16.4", "storage_encrypted": True}
    yield bucket, {"bucket": f"data-{number}"}, {}
    status = {"versioning_configuration": [{"status": "Enabled"}]}
    yield f"aws_s3_bucket_versioning.b{number}", status, to_bucket
    yield f"aws_s3_bucket_policy.b{number}", {"policy": policy}, to_bucket
    yield f"aws_security_group.g{number}", {"name": f"g{number}", "ingress": [rule], "egress": []}, {}
    yield f"aws_db_instance.d{number}", {"identifier": f"d{number}", **database}, {}


def plan(count: int) -> dict[str, Any]:
    """A plan that makes `count` resources."""
    changes, planned, declared = [], [], []
    for number in range(count // KINDS):
        for address, after, references in resources(number):
            type_, name = address.split(".")
            unknown = {"id": True, **dict.fromkeys(references, True)}
            change = {"actions": ["create"], "before": None, "after": after, "after_unknown": unknown}
            entry = {"address": address, "mode": "managed", "type": type_, "name": name}
            changes.append({**entry, "change": change})
            planned.append({**entry, "provider_name": PROVIDER, "schema_version": 0, "values": after})
            said = {key: {"references": value} for key, value in references.items()}
            constant = {key: {"constant_value": value} for key, value in after.items()}
            declared.append({**entry, "provider_config_key": "aws", "expressions": {**constant, **said}})
    provider = {"aws": {"name": "aws", "expressions": {"region": {"constant_value": "eu-west-1"}}}}
    return {
        "format_version": "1.2",
        "terraform_version": "1.9.8",
        "planned_values": {"root_module": {"resources": planned}},
        "resource_changes": changes,
        "configuration": {"provider_config": provider, "root_module": {"resources": declared}},
    }


def cost(command: Sequence[str], folder: Path, runs: int) -> tuple[float, float]:
    """The least CPU seconds, and the most MiB of one process, of a command with all its children."""
    found = [_once(command, folder) for _ in range(runs)]
    return min(cpu for cpu, _ in found), max(memory for _, memory in found)


def _once(command: Sequence[str], folder: Path) -> tuple[float, float]:
    code = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)\n"
    )
    # As installed: with compiled modules beside the sources.
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, "-c", code, *command],
        cwd=folder,
        env={**env, "XDG_CACHE_HOME": str(folder / "cache")},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    cpu, memory = map(float, done.stdout.split())
    return cpu, memory


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--resources", type=int, default=500)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--checkov", type=Path, default=CHECKOV, help="the command, in its own environment")
    given = parser.parse_args()
    gate = [str(COMMAND), "gate", "plan.json"]
    with tempfile.TemporaryDirectory(prefix="selfaudit-bench-") as name:
        folder = Path(name)
        (folder / "plan.json").write_text(json.dumps(plan(given.resources)))
        _once(gate, folder)  # compiles the modules
        shutil.rmtree(folder / "cache")
        first = cost(gate, folder, 1)
        found = {
            "selfaudit gate": cost(gate, folder, given.runs),
            "selfaudit gate, first run": first,
            "selfaudit --help": cost([str(COMMAND), "--help"], folder, given.runs),
        }
        if given.checkov.exists():
            command = [str(given.checkov.absolute()), "-f", "plan.json", "--compact", "--quiet"]
            found["checkov"] = cost(command, folder, given.runs)
        else:
            say(f"{given.checkov} is not there, so nothing is compared")
    base = found["selfaudit gate"][0]
    rows = [
        [title, f"{cpu:.2f}", f"{memory:.0f}", f"{cpu / base:.1f}"] for title, (cpu, memory) in found.items()
    ]
    show(f"a plan of {given.resources} resources", ["CPU s", "peak MiB", "ratio"], rows)


if __name__ == "__main__":
    main()
