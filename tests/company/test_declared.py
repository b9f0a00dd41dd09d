"""What the company declares about services that nobody can read, and the controls that live by it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from collectors.declared import DeclaredCollector
from scanner.interfaces import FactRequest
from scanner.model import Outcome, Target
from scanner.policy_pack import Pack
from scanner.snapshot import TargetInfo
from tests.company.workspace import NOW, Said, judged

DECLARED = """\
owner: it-security
declared_on: 2026-12-15
expires_on: 2027-03-14
watch:
  - {people: [E10, E04], hours: 24x7}
dlp_channels: [mail, usb]
alert_rules:
  - {id: pattern, system: siem, detects: abnormal_access_pattern, covers: [crm], enabled: true,
     recipients: [E10], delay_minutes: 15, tested_on: 2026-12-10}
  - {id: flow, system: siem, detects: abnormal_data_flow, covers: [crm], enabled: true,
     recipients: [E10], delay_minutes: 5, tested_on: 2026-12-10}
log_sources:
  - {id: crm, system: crm, sends_to: siem, delay_minutes: 15, active: true, covers: [access, change, export]}
monitoring:
  - {id: probes, tool: prometheus, covers: [crm], running: true, delay_minutes: 1}
dlp_policies:
  - {id: all, channels: [mail, usb], mode: block, enabled: true}
transfer_routes:
  - {id: parcels, source: files, destination: courier, crosses: network, channel: vpn, tunnel: site-to-site,
     partner: Courier, authorised: [courier-sftp], logged: true,
     log_fields: [source, destination, path, time]}
vpn_tunnels:
  - {id: site-to-site, protocol: ipsec, encryption: aes-256-gcm, state: up, checked_on: 2027-01-04}
security_software:
  - {id: edr, product: guard, kind: edr, covers: [workplaces], running: true, version: "7.1",
     updated_on: 2026-12-30}
  - {id: tool, product: watcher, kind: audit_tool, covers: [crm], running: true, version: "2",
     updated_on: 2026-12-31}
data_stores:
  - {id: scans, contains: [name, id_card_number], classification: sensitive}
backups:
  - {id: erp, store: erp, last_success_on: 2027-01-04, encrypted: true, elsewhere: true}
"""
BREAKS: Mapping[str, tuple[str, str, Sequence[str]]] = {
    "aud-tech-measures-quarterly": ("declared_on: 2026-12-15", "declared_on: 2026-10-01", ()),
    "bkp-regular": ("encrypted: true", "encrypted: false", ()),
    "cls-sensitive-fields-labelled": ("classification: sensitive", "classification: general", ()),
    # A forbidden algorithm is none of the industry's either.
    "enc-secure-channel-vpn": ("channel: vpn, tunnel: site-to-site", "channel: vpn, tunnel: null", ()),
    "enc-standard-algorithms": ("aes-256-gcm", "3des", ("enc-secure-channel-vpn",)),
    "log-anomaly-alerting": ("delay_minutes: 15, tested_on", "delay_minutes: 16, tested_on", ()),
    "log-anomaly-detection": ("detects: abnormal_data_flow", "detects: mass_export", ()),
    "log-audit-software": ("kind: audit_tool", "kind: edr", ()),
    "log-realtime-monitoring": ("delay_minutes: 15, active", "delay_minutes: 16, active", ()),
    "log-transmission-recorded": ("[source, destination, path, time]", "[source, destination, time]", ()),
    "shr-internal-flow-protected": ("dlp_channels: [mail, usb]", "dlp_channels: [mail, usb, print]", ()),
    "shr-partner-access-controlled": ("authorised: [courier-sftp]", "authorised: []", ()),
    "vul-security-software-updated": (
        "updated_on: 2026-12-30",
        "updated_on: 2026-12-27",
        (),
    ),
}
"""By control: what the file says, what it says instead (test_live.py), and what fails with it by design."""


def _say(text: str, folder: Path, pack: Pack) -> dict[str, Said]:
    path = folder / "declared.yaml"
    path.write_text(text)
    collector = DeclaredCollector(lambda: NOW)
    facts = {type_: frozenset(pack.schemas[type_]["properties"]) for type_ in collector.types}
    target = Target("stated", "declared", {"path": str(path)})
    found = {"declared": tuple(collector.collect(target, FactRequest(facts)))}
    checks = tuple(check for check in pack.checks.values() if check.resource in collector.types)
    info = TargetInfo("stated", "declared", tuple(sorted(collector.types)), {})
    return judged(pack, checks, [info], found, "lib.")


def test_what_is_declared_passes_its_controls(tmp_path: Path, pack: Pack) -> None:
    said = _say(DECLARED, tmp_path, pack)
    assert {control: one.text for control, one in said.items() if one.outcome is not Outcome.PASS} == {}
    assert said.keys() == BREAKS.keys()
    assert all(DECLARED.count(good) == 1 for good, _, _ in BREAKS.values())


def test_what_ran_out_is_unknown(tmp_path: Path, pack: Pack) -> None:
    said = _say(DECLARED.replace("expires_on: 2027-03-14", "expires_on: 2027-01-04"), tmp_path, pack)
    assert not [control for control, one in said.items() if one.outcome is Outcome.PASS]
