"""The Terraform collector: plans and states as JSON, and folders of configuration."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from collectors.aws.planned.accounts import SETTINGS, TYPES
from collectors.planned.blocks import Estate
from collectors.planned.collector import SourceCollector, schema
from collectors.planned.drafts import Declared
from collectors.planned.files import parse_json, read_bytes
from scanner.interfaces import Json
from scanner.model import Target

_HEAD = 4096


class TerraformCollector(SourceCollector):
    """What a plan or a folder of .tf files declares, as the resource types of live systems.

    Nothing is run and nothing is fetched. A value that is known only after apply is a gap of the facts that
    depend on it; so is what no plan holds.
    """

    types: frozenset[str] = TYPES
    settings_schema: Mapping[str, Json] = schema(
        "terraform",
        "A Terraform or OpenTofu plan as JSON, or a folder of .tf files. Nothing is run.",
        "The output of `terraform show -json`, or a folder of .tf files.",
        source={
            "type": "string",
            "format": "path",
            "minLength": 1,
            "description": "Folder of the .tf files that a plan was made of; its own folder by default.",
        },
        side={
            "type": "string",
            "enum": ["after", "before"],
            "description": "What the plan leads to, or what there was before; after by default.",
        },
        variables={
            "type": "array",
            "items": {"type": "string", "format": "path", "minLength": 1},
            "description": "Further .tfvars files for a folder of .tf files; the last one wins.",
        },
        **SETTINGS,
    )

    def check(self, target: Target) -> list[str]:
        """What is wrong with settings that fit the schema, one line each."""
        path = Path(target.settings["path"])
        if not path.exists():
            return [f"target {target.id}: {path} does not exist"]
        if target.settings.get("side") == "before" and path.is_dir():
            return [f"target {target.id}: a folder of configuration does not tell what there was before"]
        return []

    def recognise(self, path: Path) -> Mapping[str, Json] | None:
        """See scanner.interfaces.Recogniser."""
        if path.is_dir():
            return {"path": str(path)} if any(path.glob("*.tf")) else None
        if path.suffix == ".tf":
            return {"path": str(path)}
        with path.open("rb") as handle:
            head = handle.read(_HEAD).lstrip(b"\xef\xbb\xbf \t\r\n")
        if not head.startswith(b"{"):
            return None
        from collectors.terraform.plan import check_format, is_plan

        document = parse_json(read_bytes(path, str(path)), str(path))
        if not is_plan(document):
            return None
        check_format(document, str(path))
        return {"path": str(path)}

    def declared(self, settings: Mapping[str, Json], now: datetime) -> Declared:
        """See SourceCollector."""
        from collectors.aws.planned.terraform.services import declared

        estate = _estate(settings)
        account = settings.get("account") or estate.account
        return declared(replace(estate, account=account, now=now), settings)


def _estate(settings: Mapping[str, Json]) -> Estate:
    path = Path(settings["path"])
    shown = settings.get("shown", str(path))
    if path.is_dir() or path.suffix == ".tf":
        from collectors.terraform.configuration import Configuration

        variables = [Path(each) for each in settings.get("variables", ())]
        return Configuration(path, shown, variables, settings.get("account")).estate()
    from collectors.terraform.plan import Plan, check_format
    from collectors.terraform.sources import Sources

    document = parse_json(read_bytes(path, shown), shown)
    check_format(document, shown)
    folder = Path(settings["source"]) if "source" in settings else path.parent
    sources = Sources(folder if folder.is_dir() else None, str(folder) if str(folder) != "." else "")
    return Plan(document, sources, settings.get("side") == "before").estate()
