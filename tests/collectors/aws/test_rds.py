"""Instances, clusters and manual snapshots of the Relational Database Service."""

from typing import Any

import pytest

from collectors.aws.rds.databases import certificate, replica_of, storage
from collectors.aws.rds.snapshots import sharing, snapshot
from collectors.aws.troubles import MalformedAnswerError
from scanner.model import GapReason
from tests.collectors.aws.conftest import ScanType, all_facts, answer_xml, denied_xml, refused_xml
from tests.collectors.aws.fault_proxy import Fault, FaultProxy
from tests.collectors.aws.moto_server import ACCOUNT, MotoServer

BASE = "arn:aws:rds:us-east-1:" + ACCOUNT
KEY = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/k"
NOTHING = {"parameter": None, "offered": False, "value": None, "pending": False}


@pytest.fixture
def rds(moto: MotoServer) -> Any:
    return moto.client("rds")


def instance(rds: Any, name: str, **given: Any) -> None:
    rds.create_db_parameter_group(
        DBParameterGroupName=f"group-{name}", DBParameterGroupFamily="postgres16", Description="x"
    )
    seed = {
        "DBInstanceIdentifier": name,
        "DBInstanceClass": "db.t3.micro",
        "Engine": "postgres",
        "EngineVersion": "16.4",
        "MasterUsername": "root",
        "MasterUserPassword": "hunter2hunter2",
        "AllocatedStorage": 10,
        "DBParameterGroupName": f"group-{name}",
        "PubliclyAccessible": False,
    }
    rds.create_db_instance(**seed | given)


def cluster(rds: Any, name: str, **given: Any) -> None:
    seed = {
        "DBClusterIdentifier": name,
        "Engine": "aurora-postgresql",
        "EngineVersion": "16.4",
        "MasterUsername": "root",
        "MasterUserPassword": "hunter2hunter2",
    }
    rds.create_db_cluster(**seed | given)


def parameters(operation: str, *given: tuple[str, str | None]) -> Fault:
    """As documented: moto tells only the parameters that somebody changed."""
    values = "".join(
        f"<Parameter><ParameterName>{name}</ParameterName>"
        + (f"<ParameterValue>{value}</ParameterValue>" if value is not None else "")
        + "</Parameter>"
        for name, value in given
    )
    return answer_xml(operation, f"<Parameters>{values}</Parameters>")


FORCED = parameters("DescribeDBParameters", ("autovacuum", "1"), ("rds.force_ssl", "1"))
FORCED_CLUSTER = parameters("DescribeDBClusterParameters", ("rds.force_ssl", "0"))


def test_a_good_and_a_bad_instance(proxy: FaultProxy, scan_type: ScanType, rds: Any) -> None:
    instance(
        rds,
        "good",
        StorageEncrypted=True,
        KmsKeyId=KEY,
        PubliclyAccessible=False,
        BackupRetentionPeriod=14,
        DeletionProtection=True,
        AutoMinorVersionUpgrade=True,
        EnableIAMDatabaseAuthentication=True,
        EnableCloudwatchLogsExports=["upgrade", "postgresql"],
        MultiAZ=True,
    )
    instance(rds, "bad", PubliclyAccessible=True, BackupRetentionPeriod=0, AutoMinorVersionUpgrade=False)
    proxy.inject(FORCED)
    found = scan_type("rds.instance").resources
    good, bad = found["good"], found["bad"]
    assert good.id == f"{BASE}:db:good"
    assert good.facts["engine"] == {"name": "postgres", "version": "16.4"}
    assert good.facts["storage"] == {"encrypted": True, "kms_key_id": KEY}
    assert good.facts["tls"] == {
        "parameter": "rds.force_ssl",
        "offered": True,
        "value": "1",
        "pending": False,
    }
    told = ["public", "backup_days", "deletion_protection", "minor_upgrades", "iam_authentication"]
    assert [good.facts[fact] for fact in told] == [False, 14, True, True, True]
    assert [bad.facts[fact] for fact in told] == [True, 0, False, False, False]
    assert good.facts["log_exports"] == ["postgresql", "upgrade"]
    assert (bad.facts["log_exports"], bad.facts["cluster"], bad.facts["replica_of"]) == ([], None, None)
    assert bad.facts["storage"] == {"encrypted": False, "kms_key_id": None}
    assert (good.facts["multi_az"], bad.facts["multi_az"]) == (True, False)


def test_a_member_leaves_tls_to_its_cluster(proxy: FaultProxy, scan_type: ScanType, rds: Any) -> None:
    cluster(rds, "shop", StorageEncrypted=True)
    rds.create_db_instance(
        DBInstanceIdentifier="shop-1",
        DBInstanceClass="db.r6g.large",
        Engine="aurora-postgresql",
        DBClusterIdentifier="shop",
    )
    found = scan_type("rds.instance").one
    assert found.facts["cluster"] == "shop"
    assert found.facts["tls"] == NOTHING
    assert "DescribeDBParameters" not in [request.operation for request in proxy.requests]


def test_a_cluster(proxy: FaultProxy, scan_type: ScanType, rds: Any) -> None:
    cluster(
        rds,
        "shop",
        StorageEncrypted=True,
        KmsKeyId=KEY,
        BackupRetentionPeriod=7,
        DeletionProtection=True,
        EnableCloudwatchLogsExports=["postgresql"],
    )
    proxy.inject(FORCED_CLUSTER)
    found = scan_type("rds.cluster").one
    assert (found.id, found.name) == (f"{BASE}:cluster:shop", "shop")
    assert found.facts["engine"] == {"name": "aurora-postgresql", "version": "16.4"}
    assert found.facts["storage"]["encrypted"]
    assert (found.facts["backup_days"], found.facts["deletion_protection"]) == (7, True)
    assert found.facts["log_exports"] == ["postgresql"]
    assert found.facts["tls"]["value"] == "0"


def test_a_group_is_read_once_for_all_instances(proxy: FaultProxy, scan_type: ScanType, rds: Any) -> None:
    instance(rds, "a")
    instance(rds, "b", DBParameterGroupName="group-a")
    instance(rds, "c", DBParameterGroupName="group-a")
    proxy.inject(FORCED)
    scan_type("rds.instance", frozenset({"tls"}))
    assert [request.operation for request in proxy.requests].count("DescribeDBParameters") == 1


def test_all_pages_of_a_group_are_read(proxy: FaultProxy, scan_type: ScanType, rds: Any) -> None:
    """As documented: a group has some hundred parameters and comes in pages of at most a hundred."""
    instance(rds, "a")
    one = "<Parameter><ParameterName>rds.adaptive_autovacuum</ParameterName></Parameter>"
    first = answer_xml("DescribeDBParameters", f"<Parameters>{one}</Parameters><Marker>more</Marker>")
    first.times = 1
    proxy.inject(first, FORCED)
    assert scan_type("rds.instance", frozenset({"tls"})).one.facts["tls"]["value"] == "1"


def test_a_default_and_a_missing_parameter(proxy: FaultProxy, scan_type: ScanType, rds: Any) -> None:
    instance(rds, "a")
    proxy.inject(parameters("DescribeDBParameters", ("rds.force_ssl", None)))
    found = scan_type("rds.instance", frozenset({"tls"})).one.facts["tls"]
    assert (found["offered"], found["value"]) == (True, None)
    proxy.reset()
    proxy.inject(parameters("DescribeDBParameters", ("autovacuum", "1")))
    found = scan_type("rds.instance", frozenset({"tls"})).one.facts["tls"]
    assert (found["offered"], found["value"]) == (False, None)


def test_an_engine_without_the_parameter_costs_no_call(
    proxy: FaultProxy, scan_type: ScanType, rds: Any
) -> None:
    instance(rds, "a", Engine="oracle-ee", EngineVersion="19.0.0.0.ru-2024-07.rur-2024-07.r1")
    assert scan_type("rds.instance", frozenset({"tls"})).one.facts["tls"] == NOTHING
    assert {request.operation for request in proxy.requests} == {"DescribeDBInstances"}


def test_answers_as_documented() -> None:
    assert storage({"StorageEncrypted": False, "StorageEncryptionType": "sse-rds"})["encrypted"]
    assert not storage({"StorageEncrypted": False, "StorageEncryptionType": "none"})["encrypted"]
    assert replica_of({"ReadReplicaSourceDBInstanceIdentifier": "a"}) == "a"
    assert replica_of({"ReplicationSourceIdentifier": "arn:b"}) == "arn:b"
    assert replica_of({"ReplicationSourceIdentifier": ""}) is None
    assert certificate({"CACertificateIdentifier": "rds-ca-2019"}) == {
        "ca": "rds-ca-2019",
        "valid_till": None,
    }
    assert snapshot({}, "cluster", "c", encrypted=False)["created"] is None


def test_the_end_of_the_certificate(proxy: FaultProxy, scan_type: ScanType) -> None:
    """As documented; moto tells no CertificateDetails. The rest is missing: gaps, not values."""
    inside = (
        f"<DBInstances><DBInstance><DBInstanceArn>{BASE}:db:a</DBInstanceArn>"
        "<DBInstanceIdentifier>a</DBInstanceIdentifier><CertificateDetails><CAIdentifier>rds-ca-rsa2048-g1"
        "</CAIdentifier><ValidTill>2027-05-01T10:00:00.5Z</ValidTill></CertificateDetails></DBInstance>"
        "</DBInstances>"
    )
    proxy.inject(answer_xml("DescribeDBInstances", inside))
    found = scan_type("rds.instance")
    assert found.one.facts["certificate"] == {
        "ca": "rds-ca-rsa2048-g1",
        "valid_till": "2027-05-01T10:00:00Z",
    }
    gapped = {gap.fact for gap in found.gaps}
    assert {"storage", "public", "backup_days", "deletion_protection", "minor_upgrades", "tls"} <= gapped
    assert {gap.reason for gap in found.gaps} == {GapReason.MALFORMED}


def snapshots(rds: Any) -> None:
    instance(rds, "db")
    cluster(rds, "shop")
    for name in ("private", "open", "shared"):
        rds.create_db_snapshot(DBSnapshotIdentifier=name, DBInstanceIdentifier="db")
    rds.create_db_cluster_snapshot(DBClusterSnapshotIdentifier="of-shop", DBClusterIdentifier="shop")


def share(rds: Any, name: str, *who: str) -> None:
    rds.modify_db_snapshot_attribute(
        DBSnapshotIdentifier=name, AttributeName="restore", ValuesToAdd=list(who)
    )


def restore(operation: str, element: str, *who: str) -> Fault:
    """As documented: AWS sends the attribute when nothing is shared too, moto does not."""
    values = "".join(f"<AttributeValue>{each}</AttributeValue>" for each in who)
    attribute = (
        f"<{element}Attribute><AttributeName>restore</AttributeName>"
        f"<AttributeValues>{values}</AttributeValues></{element}Attribute>"
    )
    inside = f"<{element}Attributes>{attribute}</{element}Attributes>"
    return answer_xml(operation, f"<{element}AttributesResult>{inside}</{element}AttributesResult>")


def test_who_may_restore_a_snapshot(scan_type: ScanType, rds: Any) -> None:
    snapshots(rds)
    share(rds, "private", "444455556666")
    rds.modify_db_snapshot_attribute(
        DBSnapshotIdentifier="private", AttributeName="restore", ValuesToRemove=["444455556666"]
    )
    share(rds, "open", "all")
    share(rds, "shared", "444455556666", "111122223333")
    rds.modify_db_cluster_snapshot_attribute(
        DBClusterSnapshotIdentifier="of-shop", AttributeName="restore", ValuesToAdd=["777788889999"]
    )
    found = scan_type("rds.snapshot").resources
    told = {name: each.facts["sharing"] for name, each in found.items()}
    assert told == {
        "private": {"public": False, "accounts": []},
        "open": {"public": True, "accounts": []},
        "shared": {"public": False, "accounts": ["111122223333", "444455556666"]},
        "of-shop": {"public": False, "accounts": ["777788889999"]},
    }
    assert found["open"].id == f"{BASE}:snapshot:open"
    assert found["of-shop"].id == f"{BASE}:cluster-snapshot:of-shop"
    assert found["of-shop"].facts["snapshot"]["of"] == "cluster"
    assert found["open"].facts["snapshot"]["source"] == "db"
    assert found["open"].facts["snapshot"]["encrypted"] is False
    assert found["open"].facts["snapshot"]["created"].endswith("Z")


def test_only_manual_snapshots_are_listed(scan_type: ScanType, rds: Any) -> None:
    instance(rds, "db", BackupRetentionPeriod=7)
    assert [each["SnapshotType"] for each in rds.describe_db_snapshots()["DBSnapshots"]] == ["automated"]
    found = scan_type("rds.snapshot")
    assert found.resources == {}
    assert [each.count for each in found.listings] == [0]


def test_nobody_may_restore() -> None:
    assert sharing([{"AttributeName": "restore", "AttributeValues": []}]) == {
        "public": False,
        "accounts": [],
    }


@pytest.mark.parametrize("attributes", [[], [{"AttributeName": "other", "AttributeValues": []}]])
def test_an_answer_without_the_attribute_is_not_private(attributes: list[Any]) -> None:
    with pytest.raises(MalformedAnswerError):
        sharing(attributes)


def test_a_snapshot_that_is_gone_is_no_resource(proxy: FaultProxy, scan_type: ScanType, rds: Any) -> None:
    snapshots(rds)
    proxy.inject(
        refused_xml("DescribeDBSnapshotAttributes", "DBSnapshotNotFound", 404),
        refused_xml("DescribeDBClusterSnapshotAttributes", "DBClusterSnapshotNotFoundFault", 404),
    )
    found = scan_type("rds.snapshot")
    assert (found.resources, found.gaps, [each.count for each in found.listings]) == ({}, [], [0])


@pytest.mark.parametrize(
    ("type_", "operation", "fact"),
    [
        ("rds.instance", "DescribeDBParameters", "tls"),
        ("rds.cluster", "DescribeDBClusterParameters", "tls"),
    ],
)
def test_denied_parameters_are_a_gap(
    proxy: FaultProxy, scan_type: ScanType, rds: Any, type_: str, operation: str, fact: str
) -> None:
    instance(rds, "db")
    cluster(rds, "shop")
    proxy.inject(denied_xml(operation))
    found = scan_type(type_)
    (gap,) = found.gaps
    assert (gap.fact, gap.reason) == (fact, GapReason.DENIED)
    assert f"rds:{operation}" in gap.detail
    assert found.one.facts.keys() == all_facts(type_) - {fact}


def test_denied_attributes_are_a_gap_of_their_snapshots(
    proxy: FaultProxy, scan_type: ScanType, rds: Any
) -> None:
    snapshots(rds)
    element = "DBClusterSnapshot"
    proxy.inject(
        denied_xml("DescribeDBSnapshotAttributes"),
        restore("DescribeDBClusterSnapshotAttributes", element),
    )
    found = scan_type("rds.snapshot")
    assert {gap.resource for gap in found.gaps} == {
        f"{BASE}:snapshot:{name}" for name in ("private", "open", "shared")
    }
    assert {(gap.fact, gap.reason) for gap in found.gaps} == {("sharing", GapReason.DENIED)}
    assert found.resources["of-shop"].facts["sharing"] == {"public": False, "accounts": []}


@pytest.mark.parametrize(
    ("type_", "operation"),
    [
        ("rds.instance", "DescribeDBInstances"),
        ("rds.cluster", "DescribeDBClusters"),
        ("rds.snapshot", "DescribeDBSnapshots"),
        ("rds.snapshot", "DescribeDBClusterSnapshots"),
    ],
)
def test_a_denied_listing_is_no_listing(
    proxy: FaultProxy, scan_type: ScanType, type_: str, operation: str
) -> None:
    proxy.inject(denied_xml(operation))
    found = scan_type(type_, regions=["us-east-1"])
    (gap,) = found.gaps
    assert (gap.resource, gap.fact, gap.scope, gap.reason) == (None, None, "us-east-1", GapReason.DENIED)
    assert found.listings == []


def test_all_pages_are_read(scan_type: ScanType, rds: Any) -> None:
    rds.create_db_parameter_group(
        DBParameterGroupName="g", DBParameterGroupFamily="postgres16", Description="x"
    )
    for number in range(105):
        rds.create_db_instance(
            DBInstanceIdentifier=f"db-{number}",
            DBInstanceClass="db.t3.micro",
            Engine="postgres",
            MasterUsername="root",
            MasterUserPassword="hunter2hunter2",
            AllocatedStorage=10,
        )
    assert len(scan_type("rds.instance", frozenset()).resources) == 105


def test_regions_are_listed_one_by_one(scan_type: ScanType, rds: Any) -> None:
    cluster(rds, "shop")
    found = scan_type("rds.cluster", frozenset(), regions=["eu-west-1", "us-east-1"])
    assert [(each.scope, each.count) for each in found.listings] == [("eu-west-1", 0), ("us-east-1", 1)]
