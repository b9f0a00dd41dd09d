"""The CloudFormation collector: templates, also of SAM."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from collectors.aws.planned.accounts import SETTINGS, TYPES
from collectors.planned.blocks import Estate
from collectors.planned.collector import SourceCollector, schema
from collectors.planned.drafts import Declared
from collectors.planned.files import read_text
from scanner.interfaces import ConfigurationError, Json

_MARKS = ("Resources", "AWSTemplateFormatVersion")
_ENDINGS = frozenset({".yaml", ".yml", ".json", ".template", ".cfn", ""})


class CloudFormationCollector(SourceCollector):
    """What a template declares, as the resource types of live accounts. Nothing is looked up or deployed.

    Parameters count with their defaults; conditions and functions as far as the template tells.
    """

    types: frozenset[str] = TYPES
    settings_schema: Mapping[str, Json] = schema(
        "cloudformation",
        "A CloudFormation or SAM template in YAML or JSON. Nothing is deployed.",
        "The template.",
        region={
            "type": "string",
            "pattern": "^[a-z0-9-]{1,40}$",
            "description": "The region that the template is for.",
        },
        **SETTINGS,
    )

    def recognise(self, path: Path) -> Mapping[str, Json] | None:
        """See scanner.interfaces.Recogniser."""
        if not path.is_file() or path.suffix not in _ENDINGS:
            return None
        try:
            text = read_text(path, str(path))
        except ConfigurationError:
            return None
        if not any(mark in text for mark in _MARKS) or "::" not in text:
            return None
        from collectors.cloudformation.template import looks_like_one, read_template

        return {"path": str(path)} if looks_like_one(read_template(text, str(path)).data) else None

    def declared(self, settings: Mapping[str, Json], now: datetime) -> Declared:
        """See SourceCollector."""
        from collectors.aws.planned.terraform.services import declared

        return declared(replace(_estate(settings), now=now), settings)


def _estate(given: Mapping[str, Json]) -> Estate:
    from collectors.cloudformation.stack import estate_of
    from collectors.cloudformation.template import looks_like_one, read_template

    shown = given.get("shown", given["path"])
    template = read_template(read_text(Path(given["path"]), shown), shown)
    if not looks_like_one(template.data):
        raise ConfigurationError(f"{shown}: not a template: it has no Resources with types")
    return estate_of(template, given.get("account"), given.get("region"))
