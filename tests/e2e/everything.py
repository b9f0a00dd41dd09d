"""A company with all kinds of sources: three servers, a database, an account of AWS, registers."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.collectors.aws.moto_server import MotoServer
from tests.e2e import database, estate
from tests.e2e.fleet import Host

STRANGER = "222222222222"
_RECENTLY = (datetime.now(UTC) - timedelta(days=60)).date().isoformat()

# --- servers ------------------------------------------------------------------------------------------

_PEOPLE = "bob:x:1003:1003:Bob:/home/bob:/bin/bash\ndora:x:1004:1004:Dora:/home/dora:/bin/bash\n"
_SYSTEM = (
    "www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin\ndeploy:x:900:900:Deploy:/var/lib/deploy:/bin/sh\n"
)
_GROUPS = (
    "bob:x:1003:\ndora:x:1004:\nwww-data:x:33:\ndeploy:x:900:\ncrm:x:2001:ann,deploy\nvip:x:2002:ann,dora\n"
)
_SHADOW = "".join(
    f"{name}:{state}:{estate.LAST_CHANGE}:1:90:7:30::\n"
    for name, state in (("bob", "!"), ("dora", "!"), ("www-data", "*"), ("deploy", "!"))
)
_NGINX = """\
user www-data;
events {}
http {
	server {
		listen 443 ssl;
		server_name shop.example;
		ssl_protocols TLSv1.2 TLSv1.3;
		ssl_ciphers ECDHE+AESGCM;
		ssl_certificate /etc/ssl/shop.pem;
		ssl_certificate_key /etc/ssl/private/shop.key;
		add_header Strict-Transport-Security "max-age=31536000" always;
		return 200 ok;
	}
}
"""
_WEB = """\
openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=shop.example \\
	-keyout /etc/ssl/private/shop.key -out /root/shop.csr 2>/dev/null
printf 'subjectAltName=DNS:shop.example\\n' > /root/ext
openssl x509 -req -in /root/shop.csr -CA /etc/ssl/ca.pem -CAkey /root/ca.key -CAcreateserial -days 200 \\
	-extfile /root/ext -out /etc/ssl/shop.pem 2>/dev/null
nginx
"""
_FRONT = "mkdir -p /srv/news; chmod 755 /srv/news\n"
# The configuration was tightened, and nginx never loaded it.
_FILES = """\
sed -i 's/TLSv1.2 TLSv1.3/TLSv1.3/; s/ECDHE+AESGCM/ECDHE+CHACHA20/' /etc/nginx/nginx.conf
sed 's/[^ ]*$/ann@laptop/' /etc/ssh/twin_client.pub > /etc/ssh/keys/deploy
mkdir -p /srv/crm /srv/vip
chgrp crm /srv/crm; chmod 2750 /srv/crm; setfacl -m u:bob:rx /srv/crm
chgrp vip /srv/vip; chmod 750 /srv/vip
"""


def _host(name: str, setup: str, more: Mapping[str, str]) -> Host:
    files = estate.clean_files()
    files["/etc/passwd"] += _PEOPLE + _SYSTEM
    files["/etc/group"] += _GROUPS
    files["/etc/shadow"] += _SHADOW
    return Host(name, {**files, **more}, estate.SETUP + setup)


def front() -> Host:
    """The web server: its news may be read by everybody on it."""
    return _host("web1", _WEB + _FRONT, {"/etc/nginx/nginx.conf": _NGINX})


def files() -> Host:
    """The file server: data of customers behind groups, with one entry for somebody who left."""
    return _host("web2", _WEB + _FILES, {"/etc/nginx/nginx.conf": _NGINX})


_SQL = f"""\
CREATE ROLE ann LOGIN;
CREATE ROLE etl LOGIN;
GRANT shop TO ann;
GRANT CONNECT ON DATABASE shop TO etl;
CREATE ROLE guest LOGIN PASSWORD '{database.PASSWORD}';
REVOKE INSERT ON customers FROM shop;
DROP ROLE app;
GRANT SELECT ON customers TO etl;
"""


def db() -> Host:
    """The server of the database."""
    host = dict(database.CLEAN)
    host["/etc/database/setup.sql"] += _SQL
    host["/etc/database/pg_hba.conf"] += "hostssl all guest @GATEWAY@/32 scram-sha-256\n"
    more = {**host, "/etc/passwd": "", "/etc/group": "", "/etc/shadow": ""}
    made = estate.clean_files()
    more["/etc/passwd"] = made["/etc/passwd"] + "postgres:x:111:111::/var/lib/postgresql:/usr/sbin/nologin\n"
    more["/etc/group"] = made["/etc/group"] + "postgres:x:111:\n"
    more["/etc/shadow"] = made["/etc/shadow"] + f"postgres:!:{estate.LAST_CHANGE}::::::\n"
    return Host("db1", {**made, **more}, estate.SETUP + database.SETUP)


# --- the account --------------------------------------------------------------------------------------


def make_account(moto: MotoServer) -> None:
    """A bucket with an archive of customers, a public one, and who gets at them."""
    s3, iam = moto.client("s3"), moto.client("iam")
    for bucket in ("crm-archive", "newsletter"):
        s3.create_bucket(Bucket=bucket)
        s3.put_bucket_encryption(
            Bucket=bucket,
            ServerSideEncryptionConfiguration={
                "Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]
            },
        )
    iam.create_user(UserName="alice", Tags=[{"Key": "Owner", "Value": "E102"}])
    iam.create_group(GroupName="analysts")
    iam.add_user_to_group(GroupName="analysts", UserName="alice")
    iam.put_group_policy(
        GroupName="analysts",
        PolicyName="read",
        PolicyDocument=_policy(_allow("s3:GetObject", "/*"), _allow("s3:ListBucket", "")),
    )
    for name in ("courier", "zoe"):
        iam.create_user(UserName=name)
    iam.put_user_policy(
        UserName="zoe", PolicyName="own", PolicyDocument=_policy(_allow("s3:GetObject", "/*"))
    )
    courier = iam.get_user(UserName="courier")["User"]["Arn"]
    named = [
        {**_allow("s3:GetObject", "/*"), "Principal": {"AWS": principal}}
        for principal in (courier, f"arn:aws:iam::{STRANGER}:root")
    ]
    s3.put_bucket_policy(Bucket="crm-archive", Policy=_policy(*named))
    public = {**_allow("s3:GetObject", "/*", "newsletter"), "Principal": "*"}
    s3.put_bucket_policy(Bucket="newsletter", Policy=_policy(public))


def _allow(action: str, below: str, bucket: str = "crm-archive") -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": f"arn:aws:s3:::{bucket}{below}"}


def _policy(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


# --- registers ----------------------------------------------------------------------------------------

_REGISTERS = {
    "hr_roster": """\
person,accounts,status,left_on,role
E100,ann,active,,clerk
E101,bob,left,2026-01-31,clerk
E102,,active,,analyst
E103,,active,,engineer
E104,dora,active,,senior_management
E105,audit,active,,auditor
""",
    "account_owners": """\
account,system,person,service
etl,db,E103,nightly export
courier,,E103,parcels
""",
    "role_matrix": """\
role,person,account,dataset,rights
clerk,,,crm,read
analyst,,,crm,read;export
auditor,,,crm,read
senior_management,,,vip,read
,,etl,crm,read
,,courier,crm,read
""",
    "access_grant_register": """\
request_id,account,person,dataset,rights,requested_by,requested_on,approver,approved_on,granted_on,expires
G1,ann,E100,crm,read,E100,2026-01-05,E104,2026-01-06,2026-01-07,
G2,alice,E102,crm,read;export,E102,2026-01-05,E104,2026-01-06,2026-01-07,2026-02-01
G3,etl,E103,crm,read,E103,2026-01-05,E104,2026-01-06,2026-01-07,
G4,courier,E103,crm,read,E103,2026-01-05,E104,2026-01-06,2026-01-07,
G5,dora,E104,vip,read,E104,2026-01-05,E104,2026-01-06,2026-01-07,
G6,audit,E105,crm,read,E105,2026-01-05,E104,2026-01-06,2026-01-07,
""",
    "access_change_log": """\
person,from_post,to_post,effective_on,rights_updated_at
E104,head of sales,board,2026-01-12 09:00,
E100,trainee,clerk,2026-01-12 09:00,2026-01-12 17:00
""",
    "training_register": "session_id,date,course,topics,method,trainer,person,attended\n"
    + "".join(
        f"T1,{_RECENTLY},privacy,laws,online,Outside Ltd,{person},{attended}\n"
        for person, attended in (
            *(("E100", "true"), ("E102", "false"), ("E103", "true"), ("E104", "true"), ("E105", "true")),
        )
    ),
    "partner_register": """\
partner,active,main_partner,data_access,agreement_ref,clauses,signed_on,valid_until,authorised_accounts
Courier,true,true,true,A-7,use,2025-01-10,2026-01-10,courier
""",
}


def write_registers(folder: Path) -> None:
    """The registers that access lists are compared with."""
    folder.mkdir()
    for name, text in _REGISTERS.items():
        (folder / f"{name}.csv").write_text(text)
