"""The one parameter of a group that refuses connections without TLS; each group is read once per region.

Source: "Using SSL/TLS to encrypt a connection to a DB instance or cluster" in the RDS user guide, the same
chapters of the Aurora user guide, and "Encrypting data in transit" in the DocumentDB developer guide.
"""

from collections.abc import Mapping
from typing import Any

from collectors.aws.caller import Caller

INSTANCE_ACTION = "rds:DescribeDBParameters"
CLUSTER_ACTION = "rds:DescribeDBClusterParameters"
NO_PARAMETER: dict[str, Any] = {"parameter": None, "offered": False, "value": None, "pending": False}
"""The engine has no such parameter, or another resource has it."""
_FORCE_SSL = "rds.force_ssl"
_SECURE_TRANSPORT = "require_secure_transport"
_BY_ENGINE = {
    "aurora-mysql": _SECURE_TRANSPORT,
    "aurora-postgresql": _FORCE_SSL,
    "docdb": "tls",
    "mariadb": _SECURE_TRANSPORT,
    "mysql": _SECURE_TRANSPORT,
    "postgres": _FORCE_SSL,
    "sqlserver-dev-ee": _FORCE_SSL,
    "sqlserver-ee": _FORCE_SSL,
    "sqlserver-ex": _FORCE_SSL,
    "sqlserver-se": _FORCE_SSL,
    "sqlserver-web": _FORCE_SSL,
}
_NAMES = frozenset(_BY_ENGINE.values())


def tls_parameter(engine: str) -> str | None:
    """The parameter that refuses plain text; None for Oracle, Db2, Neptune, custom and new engines."""
    return _BY_ENGINE.get(engine)


def of_instances(caller: Caller, group: str, name: str, *, pending: bool) -> dict[str, Any]:
    """What a group of instances says of a parameter. Raises what boto3 raises."""
    return _fact(_group(caller, "describe_db_parameters", "DBParameterGroupName", group), name, pending)


def of_clusters(caller: Caller, group: str, name: str, *, pending: bool) -> dict[str, Any]:
    """What a group of clusters says of a parameter. Raises what boto3 raises."""
    found = _group(caller, "describe_db_cluster_parameters", "DBClusterParameterGroupName", group)
    return _fact(found, name, pending)


def _fact(group: Mapping[str, str | None], name: str, pending: bool) -> dict[str, Any]:
    return {"parameter": name, "offered": name in group, "value": group.get(name), "pending": pending}


def _group(caller: Caller, method: str, key: str, group: str) -> Mapping[str, str | None]:
    """Values by name; a parameter at the default of its engine can come without a value."""
    found: Mapping[str, str | None] = caller.once(
        f"rds {method} {group}",
        lambda: {
            each["ParameterName"]: each.get("ParameterValue")
            for each in caller.pages("rds", method, "Parameters", **{key: group})
            if each["ParameterName"] in _NAMES
        },
    )
    return found
