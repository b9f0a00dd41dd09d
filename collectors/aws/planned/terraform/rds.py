"""Instances and clusters of RDS, DocumentDB and Neptune, with the parameter groups that decide on TLS."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from collectors.aws.planned.terraform.common import located, native, optional
from collectors.aws.rds import databases, parameters
from collectors.planned.blocks import Block, Estate
from collectors.planned.drafts import Draft, Source
from collectors.planned.values import NotInSourceError, UnknownValueError

Json = Any
INSTANCE = "aws_db_instance"
CLUSTERS = {"aws_rds_cluster": None, "aws_docdb_cluster": "docdb", "aws_neptune_cluster": "neptune"}
"""By type, the engine where there is but one."""
MEMBERS = {
    "aws_rds_cluster_instance": None,
    "aws_docdb_cluster_instance": "docdb",
    "aws_neptune_cluster_instance": "neptune",
}
_GROUPS = {
    INSTANCE: ("parameter_group_name", ("aws_db_parameter_group",)),
    "aws_rds_cluster": ("db_cluster_parameter_group_name", ("aws_rds_cluster_parameter_group",)),
    "aws_docdb_cluster": ("db_cluster_parameter_group_name", ("aws_docdb_cluster_parameter_group",)),
    "aws_neptune_cluster": (
        "neptune_cluster_parameter_group_name",
        ("aws_neptune_cluster_parameter_group",),
    ),
}
_COPIED = ("snapshot_identifier", "replicate_source_db", "restore_to_point_in_time", "s3_import")


def drafts(estate: Estate) -> Iterator[Draft]:
    """Instances of their own, members of clusters, and clusters."""
    clusters = {block.address: block for block in estate.of(*CLUSTERS)}
    for block in estate.of(INSTANCE):
        yield _draft("rds.instance", block, {**_both(block, estate, None), **_instance(block, None)})
    for block in estate.of(*MEMBERS):
        above = _cluster_of(block, clusters)
        yield _draft("rds.instance", block, _member(block, above))
    for block in clusters.values():
        yield _draft("rds.cluster", block, _both(block, estate, CLUSTERS[block.type]))


def _draft(type_: str, block: Block, made: Mapping[str, Source]) -> Draft:
    name = next(
        (block.values[key] for key in _NAMES if isinstance(block.values.get(key), str)), block.address
    )
    return Draft(type_, block.address, name, made, native(block), located(block, {}), block.former)


_NAMES = ("identifier", "cluster_identifier")


def _both(block: Block, estate: Estate, engine: str | None) -> dict[str, Source]:
    view = block.view
    made: dict[str, Callable[[], Json]] = {
        "engine": lambda: databases.engine(_engine(block, engine)),
        "storage": lambda: databases.storage(_storage(block)),
        "replica_of": lambda: _replica_of(block),
        "log_exports": lambda: databases.log_exports({"EnabledCloudwatchLogsExports": _exports(block)}),
        "backup_days": lambda: _backup_days(block),
        "deletion_protection": lambda: view.flag("deletion_protection", default=False),
        "iam_authentication": lambda: view.flag(_iam_key(block), default=False),
        "multi_az": lambda: _multi_az(block),
        "password_managed": lambda: view.flag("manage_master_user_password", default=False),
        "tls": lambda: _tls(block, estate, _engine(block, engine)["Engine"]),
    }
    return made


def _engine(block: Block, engine: str | None) -> dict[str, str]:
    view = block.view
    name = engine or view.text("engine")
    if name is None:
        if any(view.is_set(key) for key in _COPIED):
            raise NotInSourceError(f"{block.address}: the engine is that of what it is made from")
        name = "aurora" if block.type == "aws_rds_cluster" else view.needed("engine")
    return {"Engine": name, "EngineVersion": view.text("engine_version") or ""}


def _storage(block: Block) -> dict[str, Json]:
    """Without a word storage is not encrypted, unless it is a copy of something."""
    view = block.view
    if not view.is_set("storage_encrypted") and any(view.is_set(key) for key in _COPIED):
        raise NotInSourceError(f"{block.address}: encryption is that of what it is made from")
    serverless = view.text("engine_mode") == "serverless"
    encrypted = view.flag("storage_encrypted", default=serverless)
    return optional({"StorageEncrypted": encrypted, "KmsKeyId": view.identity("kms_key_id")})


def _replica_of(block: Block) -> str | None:
    view = block.view
    return view.identity("replicate_source_db") or view.identity("replication_source_identifier") or None


def _exports(block: Block) -> list[str]:
    view = block.view
    return view.texts("enabled_cloudwatch_logs_exports") or view.texts("enable_cloudwatch_logs_exports")


def _iam_key(block: Block) -> str:
    own = "iam_database_authentication_enabled"
    return own if block.type != "aws_docdb_cluster" else "none"


def _backup_days(block: Block) -> int:
    """An instance has no backups without a word, a cluster one day."""
    found = block.view.number("backup_retention_period")
    if found is None:
        return 0 if block.type == INSTANCE else 1
    return found


def _multi_az(block: Block) -> bool:
    if block.type == INSTANCE:
        return block.view.flag("multi_az", default=False)
    return len(block.view.texts("availability_zones")) > 1


def _tls(block: Block, estate: Estate, engine: str) -> Json:
    name = parameters.tls_parameter(engine)
    if name is None:
        return parameters.NO_PARAMETER
    attribute, types = _GROUPS[block.type]
    values = _group(block, estate, attribute, types)
    value = values.get(name)
    return {"parameter": name, "offered": True, "value": value, "pending": False}


def _group(block: Block, estate: Estate, attribute: str, types: tuple[str, ...]) -> Mapping[str, str]:
    """What the parameter group sets; the groups of AWS, which are the default, set nothing."""
    groups = {each.address: each for each in estate.of(*types)}
    linked = [groups[address] for address in block.links(attribute) if address in groups]
    if len(linked) != 1:
        name = block.view.text(attribute)
        if not name or name.startswith("default."):
            return {}
        linked = [each for each in groups.values() if each.values.get("name") == name]
    if len(linked) != 1:
        raise NotInSourceError(f"{block.address}: its parameter group is not in the source")
    return {each.needed("name"): each.needed("value") for each in linked[0].view.blocks("parameter")}


def _instance(block: Block, cluster: str | None) -> dict[str, Source]:
    view = block.view
    return {
        "cluster": lambda: cluster,
        "public": lambda: view.flag("publicly_accessible", default=False),
        "minor_upgrades": lambda: view.flag("auto_minor_version_upgrade", default=True),
        "monitoring_seconds": lambda: view.number("monitoring_interval") or 0,
    }


def _cluster_of(block: Block, clusters: Mapping[str, Block]) -> Block | None:
    linked = [clusters[address] for address in block.links("cluster_identifier") if address in clusters]
    if len(linked) == 1:
        return linked[0]
    name = block.values.get("cluster_identifier")
    return next((each for each in clusters.values() if each.values.get("cluster_identifier") == name), None)


def _member(block: Block, above: Block | None) -> dict[str, Source]:
    """Of a member: storage, backups and TLS are those of its cluster."""
    engine = MEMBERS[block.type]

    def cluster() -> str:
        if above is not None:
            return above.address
        found = block.view.identity("cluster_identifier")
        if found is None:
            raise UnknownValueError(f"{block.address}: its cluster is known only after the change is applied")
        return found

    def of_cluster(parse: Callable[[Block], Json]) -> Source:
        def make() -> Json:
            if above is None:
                raise NotInSourceError(f"{block.address}: its cluster is not in the source")
            return parse(above)

        return make

    def own_engine() -> Json:
        given = {
            **(above.values if above else {}),
            **{k: v for k, v in block.values.items() if v is not None},
        }
        return databases.engine(_engine(Block(block.address, block.type, given), engine))

    return {
        **_instance(block, None),
        "cluster": cluster,
        "engine": own_engine,
        "storage": of_cluster(lambda found: databases.storage(_storage(found))),
        "backup_days": of_cluster(_backup_days),
        "deletion_protection": of_cluster(
            lambda found: found.view.flag("deletion_protection", default=False)
        ),
        "log_exports": of_cluster(
            lambda found: databases.log_exports({"EnabledCloudwatchLogsExports": _exports(found)})
        ),
        "replica_of": lambda: None,
        "tls": lambda: parameters.NO_PARAMETER,
    }
