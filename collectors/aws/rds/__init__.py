"""Databases of the Relational Database Service, which also lists those of DocumentDB and Neptune.

Source: the RDS API reference. Passwords, log lines and rows are never asked for.
"""

from collectors.aws.rds.databases import CLUSTER, INSTANCE
from collectors.aws.rds.snapshots import SNAPSHOT

TYPES = (INSTANCE, CLUSTER, SNAPSHOT)
