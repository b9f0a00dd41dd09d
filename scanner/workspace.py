"""What `selfaudit init` writes: a workspace to fill in."""

import csv
import io
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from scanner.period import Calendar, interval_of, previous

Record = Mapping[str, Any]

AUDIT = """\
# What is audited. docs/configuration.md tells all settings.
# The zone in which days and quarters begin, and of times in registers without one, such as Asia/Shanghai.
period: {time_zone: UTC}
targets:
  - id: this-machine
    kind: local
  - id: registers
    kind: register
    folder: registers
    hmac_key: .selfaudit/hmac.key
  - id: statements
    kind: attestations
    folder: attestations
#  - {id: web-1, kind: ssh, host: web-1.example.org, labels: {owner: it}}
#  - {id: account, kind: aws, profile: auditor}
#datasets:
#  - id: customers
#    classification: sensitive
#    owner: sales
#    retention_days: 1095
#    stores: [{target: this-machine, path: /srv/customers}]
"""

WAIVERS = """\
# Findings and gaps that somebody accepts, for a reason and up to a day.
waivers: []
# - check: sshd-root-login
#   target: web-1
#   reason: Replaced by bastion in December.
#   owner: ann@example.org
#   approved_by: bob@example.org
#   expires: 2027-01-31
"""

GITIGNORE = """\
.selfaudit/
selfaudit-out/
audits/
*.zst
"""

ATTESTATIONS = """\
Signed statements of people, and who may make them. All commands run in the folder of audit.yaml.

1. Everybody who signs makes a key. What is printed belongs below `people:` in owners.yaml, with the controls
   and registers that the person may speak about.

    selfaudit keys new --name "Li Wei"

2. Somebody who does not keep this folder makes a key too, keeps it elsewhere, and signs owners.yaml with it:
   again after each change.

    selfaudit keys new --name root --output root.pem
    selfaudit owners sign --key root.pem
    selfaudit owners check --trust root.pem.pub

3. Statements on controls, and on registers of a period that is over.

    selfaudit attest acc-fair-process --by "Li Wei" --answer yes --until {until}
    selfaudit registers sign incident_log --by "Li Wei" --answer nothing --period {last}

4. The audit is given the public half of the key that vouches for owners.yaml.

    selfaudit audit --trust root.pem.pub
    selfaudit due --within 30d --trust root.pem.pub
"""

OWNERS = """\
# Who may attest what; README tells how. `*` stands for any text.
people: []
#  - name: Li Wei
#    keys: ["ed25519:..."]
#    controls: ["acc-*", rgt-least-harm]
#    registers: [incident_log]
"""


@dataclass(frozen=True, slots=True)
class File:
    """One file, by its path in the workspace; `private` ones are for the owner only."""

    path: str
    content: bytes
    private: bool = False


def workspace(records: Mapping[str, Record], today: date) -> Iterator[File]:
    """All files of a new workspace; `records` are the record types by name."""
    quarter = interval_of(today, "quarter", Calendar())
    readme = ATTESTATIONS.format(until=quarter.last, last=previous(quarter).name)
    yield File("audit.yaml", AUDIT.encode())
    yield File("waivers.yaml", WAIVERS.encode())
    yield File(".gitignore", GITIGNORE.encode())
    yield File("attestations/README", readme.encode())
    yield File("attestations/owners.yaml", OWNERS.encode())
    yield File(".selfaudit/hmac.key", secrets.token_hex(32).encode() + b"\n", private=True)
    yield File("registers/README.md", _overview(records).encode())
    for record in records.values():
        yield File(f"registers/{record['x-file']}.csv", template(record))


def template(record: Record) -> bytes:
    """A CSV file with a header and an example row, which is marked and not judged.

    With a byte order mark, by which spreadsheets tell UTF-8.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    columns = record["properties"]
    example = [_example(schema) for schema in columns.values()]
    writer.writerow(columns)
    writer.writerow([f"#example {example[0]}", *example[1:]])
    return text.getvalue().encode("utf-8-sig")


def _example(schema: Mapping[str, Any]) -> str:
    for source in (schema, schema.get("items", {})):
        if "enum" in source:
            values = [str(value) for value in source["enum"] if value is not None]
            return values[0] if source is schema else ";".join(values[:2])
    formats = {"date": "2026-11-28", "date-time": "2026-11-28T10:30+08:00"}
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    kinds = {"array": "first;second", "boolean": "yes", "integer": "1", "number": "1"}
    given: str = schema["description"]
    return formats.get(schema.get("format", "")) or next(
        (kinds[kind] for kind in types if kind in kinds), given
    )


def _overview(records: Mapping[str, Record]) -> str:
    """Every register with its columns, in English and Chinese."""
    lines = [
        "# Registers",
        "",
        "The row that begins with `#example` shows how to fill in; it is not judged.",
        "",
    ]
    for record in records.values():
        lines += [
            f"## {record['x-file']}.csv: {record['title']} {record['title_zh']}",
            "",
            record["description"],
            "",
        ]
        lines += ["| column | | |", "|---|---|---|"]
        for name, schema in record["properties"].items():
            said = f"{_cell(schema['description'])} | {_cell(schema['description_zh'])}"
            lines.append(f"| `{name}` | {said} |")
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
