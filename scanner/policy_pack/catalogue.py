"""The catalogue of controls: what its entries name must be there."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from scanner.model import Control, Document, Severity, Source, Threshold


def control(item: Mapping[str, Any], domain: str) -> Control:
    """A control as its file has it; `owner` is still the id of a role."""
    made = {
        "severity": Severity(item["severity"]),
        "domain": domain,
        "thresholds": tuple(Threshold(**threshold) for threshold in item.get("thresholds", ())),
        "sources": tuple(Source(**source) for source in item.get("sources", ())),
        "verify": tuple(item.get("verify", ())),
    }
    return Control(**{**item, **made})


def owned(control: Control, roles: Mapping[str, Mapping[str, str]]) -> Control:
    """The control with its owner's name in both languages; a role that is not known stays as it is."""
    role = roles.get(control.owner)
    return replace(control, owner=role["title"], owner_zh=role["title_zh"]) if role else control


def problems(
    control: Control,
    documents: Mapping[str, Document],
    roles: Mapping[str, Any],
    parameters: Mapping[str, Any],
) -> Iterator[str]:
    """What a control names and no file of the packs defines."""
    where = f"controls/{control.domain}.yaml: {control.id}"
    if control.owner and control.owner not in roles:
        yield f"{where}: no role '{control.owner}' in roles.yaml"
    if control.rectify_within and control.rectify_within not in parameters:
        yield f"{where}: no parameter '{control.rectify_within}' in parameters.yaml"
    for source in control.sources:
        if source.document not in documents:
            yield f"{where}: no document '{source.document}' in documents.yaml"
    for threshold in control.thresholds:
        if threshold.parameter is not None and threshold.parameter not in parameters:
            yield f"{where}: no parameter '{threshold.parameter}' in parameters.yaml"
