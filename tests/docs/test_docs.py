"""What the documents promise is what the code does."""

import json
import re
import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from collectors.aws import AwsCollector
from collectors.aws.s3.facts import ACCOUNT_BLOCK, ACCOUNT_FACT, BUCKET_FACTS, LIST_ACTION
from collectors.registers import RegisterCollector
from collectors.server import LocalCollector, SshCollector
from scanner.interfaces import Collector
from scanner.inventory import read_inventory
from scanner.policy_pack import load_packs

ROOT = Path(__file__).parents[2]


def test_the_permissions_in_the_readme_are_exactly_what_the_checks_need() -> None:
    (block,) = re.findall(r"```json\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    (statement,) = json.loads(block)["Statement"]
    checks = load_packs([("policies", Path(str(files("policies"))))]).checks.values()
    facts = {fact for check in checks if check.resource == "s3.bucket" for fact in check.reads.facts}
    needed = {BUCKET_FACTS[fact].action for fact in facts - {ACCOUNT_FACT}}
    needed |= {LIST_ACTION, ACCOUNT_BLOCK.action}
    regions = {BUCKET_FACTS["region"].action}  # asked where the listing does not tell the region
    assert set(statement["Action"]) == needed | regions


@pytest.mark.parametrize("collector", [LocalCollector(), SshCollector(), AwsCollector(), RegisterCollector()])
def test_every_setting_is_documented(collector: Collector) -> None:
    text = (ROOT / "docs" / "configuration.md").read_text()
    missing = [key for key in collector.settings_schema["properties"] if f"`{key}`" not in text]
    assert missing == []


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
