"""The catalogue of controls is whole."""

from collections import Counter
from pathlib import Path

import pytest

from scanner.policy_pack import Pack, load_packs

ROOT = Path(__file__).parents[2]
IDS = (Path(__file__).parent / "control_ids.txt").read_text("utf-8").split()


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_packs([("policies", ROOT / "policies")])


def test_every_control_of_the_documents_is_there_and_no_other(pack: Pack) -> None:
    assert len(IDS) == 273
    assert sorted(pack.controls) == sorted(IDS)


def test_a_control_is_there_in_both_languages_with_owner_and_source(pack: Pack) -> None:
    for control in pack.controls.values():
        assert all((control.title_zh, control.requirement_zh, control.owner, control.owner_zh)), control.id
        assert control.sources, control.id


def test_each_document_is_cited_as_often_as_it_demands(pack: Pack) -> None:
    cited = Counter(
        document
        for control in pack.controls.values()
        for document in {source.document for source in control.sources}
    )
    assert cited == {
        "front-desk-privacy-plan": 65,
        "privacy-security-plan": 59,
        "information-protection-strategy": 208,
        "customer-service-security-rules": 64,
        "information-protection-scheme": 53,
    }


def test_severities_and_frequencies_are_those_that_were_agreed(pack: Pack) -> None:
    controls = pack.controls.values()
    severities = Counter(control.severity.value for control in controls)
    assert severities == {"critical": 21, "high": 102, "medium": 88, "low": 62}
    frequencies = Counter(control.frequency for control in controls)
    assert frequencies == {
        "continuous": 61,
        "weekly": 3,
        "monthly": 10,
        "quarterly": 38,
        "half-yearly": 7,
        "yearly": 82,
        "per-event": 72,
    }
    assert Counter(control.frequency_basis for control in controls)["documents"] == 94


def test_every_control_is_decided_by_something(pack: Pack) -> None:
    checked = {control for check in pack.checks.values() if not check.dated for control in check.controls}
    for control in pack.controls.values():
        assert control.verify, control.id
        if {"checks": True} in control.verify:
            assert control.id in checked, control.id


def test_what_names_a_control_counts_for_it(pack: Pack) -> None:
    """A check that no entry of the control mentions would decide nothing."""
    for check in pack.checks.values():
        for control in () if check.dated else check.controls:
            assert {"checks": True} in pack.controls[control].verify, (check.id, control)


def test_configuration_records_and_statements_decide_as_agreed(pack: Pack) -> None:
    kinds = Counter(
        "attestation" if any("attestation" in entry for entry in control.verify) else "records or checks"
        for control in pack.controls.values()
    )
    assert kinds == {"attestation": 10, "records or checks": 263}


def test_every_parameter_is_read(pack: Pack) -> None:
    read = {name for check in pack.checks.values() for name in check.reads.parameters}
    assert pack.parameters.keys() <= read
