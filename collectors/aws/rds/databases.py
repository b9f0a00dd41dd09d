"""Instances and clusters: nearly everything is in their listings."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from collectors.aws.caller import Caller, Item
from collectors.aws.kinds import Fact, Listed
from collectors.aws.rds import parameters
from collectors.aws.times import instant
from collectors.aws.troubles import MalformedAnswerError

Entry = Mapping[str, Any]


def _instances(caller: Caller) -> Iterable[Item]:
    for entry in caller.pages("rds", "describe_db_instances", "DBInstances"):
        yield Item(entry["DBInstanceArn"], entry["DBInstanceIdentifier"], entry)


def _clusters(caller: Caller) -> Iterable[Item]:
    for entry in caller.pages("rds", "describe_db_clusters", "DBClusters"):
        yield Item(entry["DBClusterArn"], entry["DBClusterIdentifier"], entry)


def engine(entry: Entry) -> dict[str, str]:
    """Such as `aurora-postgresql` and `16.4`."""
    return {"name": entry["Engine"], "version": entry["EngineVersion"]}


def storage(entry: Entry) -> dict[str, Any]:
    """Encryption at rest. The kind is not sent by older endpoints; no key is named when AWS owns it."""
    kind = entry.get("StorageEncryptionType")
    return {
        "encrypted": entry["StorageEncrypted"] or kind in ("sse-kms", "sse-rds"),
        "kms_key_id": entry.get("KmsKeyId") or None,
    }


def replica_of(entry: Entry) -> str | None:
    """The database that this one copies; left out of the answer when it is nobody's replica."""
    sources = ("ReadReplicaSourceDBInstanceIdentifier", "ReadReplicaSourceDBClusterIdentifier")
    return next((entry[key] for key in (*sources, "ReplicationSourceIdentifier") if entry.get(key)), None)


def log_exports(entry: Entry) -> list[str]:
    """Logs that go to CloudWatch Logs; left out of the answer when none do."""
    return sorted(entry.get("EnabledCloudwatchLogsExports", ()))


def certificate(entry: Entry) -> dict[str, str | None]:
    """Authority and end of the server certificate; not sent for engines without one, nor at creation."""
    details = entry.get("CertificateDetails") or {}
    ca = details.get("CAIdentifier") or entry.get("CACertificateIdentifier") or None
    return {"ca": ca, "valid_till": instant(details.get("ValidTill"))}


def _of_entry(parse: Callable[[Entry], Any]) -> Fact:
    return Fact(lambda _, item: parse(item.given))


def _told(key: str) -> Fact:
    """A member that AWS always sends."""
    return Fact(lambda _, item: item.given[key])


def _instance_tls(caller: Caller, item: Item) -> dict[str, Any]:
    """Whether plain-text connections are refused; clusters decide for their members."""
    name = parameters.tls_parameter(item.given["Engine"])
    if name is None or item.given.get("DBClusterIdentifier"):
        return parameters.NO_PARAMETER
    groups = item.given["DBParameterGroups"]
    if len(groups) != 1:
        raise MalformedAnswerError(f"{len(groups)} parameter groups on one instance")
    pending = groups[0]["ParameterApplyStatus"] != "in-sync"
    return parameters.of_instances(caller, groups[0]["DBParameterGroupName"], name, pending=pending)


def _cluster_tls(caller: Caller, item: Item) -> dict[str, Any]:
    name = parameters.tls_parameter(item.given["Engine"])
    if name is None:
        return parameters.NO_PARAMETER
    members = item.given["DBClusterMembers"]
    pending = any(member["DBClusterParameterGroupStatus"] != "in-sync" for member in members)
    return parameters.of_clusters(caller, item.given["DBClusterParameterGroup"], name, pending=pending)


_BOTH = {
    "engine": _of_entry(engine),
    "storage": _of_entry(storage),
    "replica_of": _of_entry(replica_of),
    "log_exports": _of_entry(log_exports),
    "backup_days": _told("BackupRetentionPeriod"),
    "deletion_protection": _told("DeletionProtection"),
    "iam_authentication": _told("IAMDatabaseAuthenticationEnabled"),
    "multi_az": _told("MultiAZ"),
    # Left out of the answer when the password is not kept in Secrets Manager.
    "password_managed": _of_entry(lambda entry: bool(entry.get("MasterUserSecret"))),
}
INSTANCE = Listed(
    name="rds.instance",
    regional=True,
    list_items=_instances,
    list_actions=("rds:DescribeDBInstances",),
    given=_BOTH
    | {
        # Left out of the answer when the instance is no member of a cluster.
        "cluster": _of_entry(lambda entry: entry.get("DBClusterIdentifier") or None),
        "public": _told("PubliclyAccessible"),
        "minor_upgrades": _told("AutoMinorVersionUpgrade"),
        "certificate": _of_entry(certificate),
        # Zero, or left out of the answer, when enhanced monitoring is off.
        "monitoring_seconds": _of_entry(lambda entry: entry.get("MonitoringInterval", 0)),
        "tls": Fact(_instance_tls, (parameters.INSTANCE_ACTION,)),
    },
)
CLUSTER = Listed(
    name="rds.cluster",
    regional=True,
    list_items=_clusters,
    list_actions=("rds:DescribeDBClusters",),
    given=_BOTH | {"tls": Fact(_cluster_tls, (parameters.CLUSTER_ACTION,))},
)
