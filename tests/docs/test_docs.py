"""What the documents promise is what the code does."""

import json
import re
import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from collectors.attestations import AttestationsCollector
from collectors.aws import AwsCollector
from collectors.aws.advice import actions, policy
from collectors.aws.settings import settings_of
from collectors.cloudformation.collector import CloudFormationCollector
from collectors.declared import DeclaredCollector
from collectors.endpoints import EndpointCollector
from collectors.postgres import PostgresCollector
from collectors.registers import RegisterCollector
from collectors.server.inventories import ansible, csv_list
from collectors.server.local import LocalCollector
from collectors.server.ssh import SshCollector
from collectors.terraform.collector import TerraformCollector
from collectors.web import WebCollector
from scanner import plugins
from scanner.interfaces import Collector
from scanner.inventory import read_inventory
from scanner.model import Target
from scanner.pipeline import wanted_everywhere
from scanner.policy_pack import load_packs
from scanner.schemas import load_schema

ROOT = Path(__file__).parents[2]


def test_the_permissions_are_exactly_what_the_checks_need() -> None:
    text = (ROOT / "docs" / "aws-permissions.md").read_text()
    (block,) = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    target = Target("account", "aws", {})
    pack = load_packs([("policies", Path(str(files("policies"))))])
    wanted = wanted_everywhere([(target, AwsCollector())], pack, has_datasets=True)["account"]
    needed = policy(actions(settings_of(target), wanted))
    assert json.loads(block) == needed, f"write into docs/aws-permissions.md: {json.dumps(needed, indent=2)}"


@pytest.mark.parametrize(
    "collector",
    [
        LocalCollector(),
        SshCollector(),
        AwsCollector(),
        PostgresCollector(),
        EndpointCollector(),
        WebCollector(),
        DeclaredCollector(),
        RegisterCollector(),
        AttestationsCollector(),
    ],
)
def test_every_setting_is_documented(collector: Collector) -> None:
    text = (ROOT / "docs" / "configuration.md").read_text()
    missing = [key for key in collector.settings_schema["properties"] if f"`{key}`" not in text]
    assert missing == []


@pytest.mark.parametrize("collector", [TerraformCollector(), CloudFormationCollector()])
def test_every_setting_of_a_source_is_documented(collector: Collector) -> None:
    text = (ROOT / "docs" / "sources.md").read_text()
    assert [key for key in collector.settings_schema["properties"] if f"`{key}`" not in text] == []


def test_every_inventory_and_column_is_documented() -> None:
    text = (ROOT / "docs" / "configuration.md").read_text()
    names = [
        *plugins.available("inventories"),
        *load_schema("audit")["properties"]["inventories"]["items"]["properties"],
    ]
    assert [name for name in (*names, *csv_list.COLUMNS, ansible.LABEL) if f"`{name}`" not in text] == []


def test_the_example_configuration_is_valid(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    inventory = read_inventory(tmp_path / "examples" / "audit.yaml")
    assert {target.kind for target in inventory.targets} == {"ssh", "aws", "register"}
    assert sum(len(target.stores) for target in inventory.targets) == 2


def test_links_lead_somewhere() -> None:
    for page in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")):
        for link in re.findall(r"\]\(([^)#]+)\)", page.read_text()):
            if not link.startswith("http"):
                assert (page.parent / link).exists(), f"{page.name}: {link}"
