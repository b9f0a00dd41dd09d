"""Which statements count, and why others do not."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from collectors.attestations import log, owners
from collectors.attestations.keys import public_text
from scanner.collect import FactSchemas
from scanner.model import Enumerated, Gap, GapReason, Resource
from scanner.policy_pack import load_packs
from tests.collectors.attestations.support import FACTS, NOW, Folder, signed


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "attestations")


def facts(folder: Folder, **more: Any) -> list[dict[str, Any]]:
    events = folder.collect(**{"trust": folder.trust, **more})
    return [dict(event.facts) for event in events if isinstance(event, Resource)]


def only(folder: Folder, **more: Any) -> tuple[bool, str | None]:
    (found,) = facts(folder, **more)
    return found["valid"], found["problem"]


def test_a_signed_and_authorised_statement_counts(folder: Folder) -> None:
    folder.control()
    folder.completeness()
    events = folder.collect(folder.trust)
    assert [event for event in events if isinstance(event, Enumerated)] == [
        Enumerated("statements", "attestation.completeness", 1),
        Enumerated("statements", "attestation.control", 1),
    ]
    assert [(one["valid"], one["problem"]) for one in facts(folder)] == [(True, None), (True, None)]


def test_every_fact_is_delivered_and_fits_its_schema(folder: Folder) -> None:
    folder.control()
    folder.completeness()
    schemas = FactSchemas(load_packs([("policies", Path(__file__).parents[3] / "policies")]).schemas)
    for event in folder.collect(folder.trust):
        if isinstance(event, Resource):
            assert event.facts.keys() == FACTS[event.type]
            for fact, value in event.facts.items():
                assert schemas.problem(event.type, fact, value) is None


def test_no_folder_holds_no_statements(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "attestations")
    folder.path = tmp_path / "elsewhere"
    assert [type(event) for event in folder.collect()] == [Enumerated, Enumerated]


def test_without_a_key_to_trust_nothing_counts(folder: Folder) -> None:
    folder.control()
    assert only(folder, trust=None) == (
        False,
        "nobody vouches for owners.yaml; give the public key of who does with --trust",
    )


def test_a_key_that_did_not_sign_the_owners_is_not_enough(folder: Folder) -> None:
    folder.control()
    valid, problem = only(folder, trust=public_text(Ed25519PrivateKey.generate()))
    assert not valid
    assert problem is not None
    assert "owners.yaml is not signed by the key" in problem


def test_owners_that_were_changed_vouch_for_nobody(folder: Folder) -> None:
    folder.control()
    path = folder.path / owners.NAME
    path.write_text(path.read_text().replace("acc-*", "*"))
    assert only(folder)[0] is False


@pytest.mark.parametrize("missing", [owners.NAME, owners.SIGNATURE])
def test_without_owners_or_their_signature_nothing_counts(folder: Folder, missing: str) -> None:
    folder.control()
    (folder.path / missing).unlink()
    valid, problem = only(folder)
    assert (valid, str(problem).split(" in ")[0]) == (False, f"{missing} is missing")


def test_what_somebody_may_not_attest_does_not_count(folder: Folder) -> None:
    folder.control(control="use-no-leak-sale")
    assert only(folder) == (False, "owners.yaml does not let 李伟 attest use-no-leak-sale")


def test_a_pattern_for_controls_says_nothing_about_registers(folder: Folder) -> None:
    folder.completeness(register="acc-register")
    assert only(folder)[0] is False


def test_strangers_and_wrong_keys_do_not_count(folder: Folder) -> None:
    folder.control(by="Mallory")
    folder.control(folder.ann)
    assert [one["problem"] for one in facts(folder)] == [
        "owners.yaml does not know Mallory",
        "the signature is not 李伟's, or the statement was changed",
    ]


def test_a_statement_that_was_changed_and_chained_again_does_not_count(folder: Folder) -> None:
    folder.control(answer="no")
    values = {**log.read(folder.path).statements[0].values, "answer": "yes"}
    forged = log.Log().statements
    assert forged == ()
    line = signed(Ed25519PrivateKey.generate(), {**values}, 1, log.Head().digest)
    (folder.path / log.NAME).write_bytes(line.line)
    (folder.path / log.HEAD).write_bytes(log.Head().after(line).content)
    assert only(folder)[0] is False


def test_a_damaged_log_is_a_gap_and_nothing_else(folder: Folder) -> None:
    folder.control()
    path = folder.path / log.NAME
    path.write_bytes(path.read_bytes().replace(b'"yes"', b'"no"'))
    events = folder.collect(folder.trust)
    assert {type(event) for event in events} == {Gap}
    assert {(event.reason, event.type) for event in events if isinstance(event, Gap)} == {
        (GapReason.MALFORMED, "attestation.control"),
        (GapReason.MALFORMED, "attestation.completeness"),
    }


def test_a_statement_from_the_future_does_not_count(folder: Folder) -> None:
    folder.control(at=(NOW + timedelta(days=1)).isoformat())
    assert only(folder) == (False, "made in the future; check the clocks")


@pytest.mark.parametrize(
    ("made", "audited", "valid"),
    [
        ("2026-10-01T00:00:00+00:00", "2026-10-05", True),  # after the period
        ("2026-09-30T23:59:59+00:00", "2026-10-05", False),  # a second before its end, audited afterwards
        ("2026-09-10T00:00:00+00:00", "2026-09-20", True),  # while it is running
        ("2026-08-01T00:00:00+00:00", "2026-09-20", False),  # too long ago for that
        ("2026-06-30T00:00:00+00:00", "2026-07-05", False),  # before it began
    ],
)
def test_completeness_is_about_what_is_past(folder: Folder, made: str, audited: str, valid: bool) -> None:
    folder.completeness(at=made)
    now = datetime.fromisoformat(audited).replace(tzinfo=UTC)
    assert only(folder, now=now)[0] is valid


def test_of_several_about_one_register_and_period_the_newest_counts(folder: Folder) -> None:
    folder.completeness()
    folder.completeness(answer="complete")
    folder.completeness(register="alert_log", by="Ann", key=folder.ann)
    assert [(one["register"], one["valid"], one["problem"]) for one in facts(folder)] == [
        ("incident_log", False, "entry 2 is newer"),
        ("incident_log", True, None),
        ("alert_log", True, None),
    ]


OWNERS_PROBLEMS = [
    ("people: []", "people must contain at least 1 items"),
    ("people: [{name: a, keys: [x]}]", "a: not a public key: a public key begins with ed25519:"),
    ("people: [{name: a, keys: [ed25519:AAAA]}]", "a: not a public key"),
    ("people:\n  - &x {name: a, keys: [k]}\n  - *x\n", "aliases are not allowed here"),
    ("people: [{name: a, name: b, keys: [k]}]", "the key 'name' is given twice"),
    ("people: [{name: a, keys: [k], control: [x]}]", "must not contain {'control'}"),
    ("people: {", "not valid YAML"),
    ("- a", "must be object"),
    ("", "must be object"),
]


@pytest.mark.parametrize(("text", "problem"), OWNERS_PROBLEMS)
def test_owners_that_cannot_be_used_say_why(folder: Folder, text: str, problem: str) -> None:
    folder.control()
    folder.write_owners(text)
    valid, said = only(folder)
    assert not valid
    assert problem in str(said)


def test_two_people_do_not_share_a_name_or_a_key(folder: Folder) -> None:
    key = public_text(folder.li)
    other = public_text(folder.ann)
    with pytest.raises(owners.OwnersError, match="a is there twice"):
        owners.parse(f"people: [{{name: a, keys: ['{key}']}}, {{name: a, keys: ['{other}']}}]".encode())
    with pytest.raises(owners.OwnersError, match="b and a share a key"):
        owners.parse(f"people: [{{name: a, keys: ['{key}']}}, {{name: b, keys: ['{key}']}}]".encode())
