"""The database of a host of the fleet: a cluster that customers' data lie in, clean or with faults."""

PASSWORD = "correct-horse-7"
"""Of every role that logs in over the network."""

DATA = "/var/lib/postgresql/data"

SETTINGS = f"""\
listen_addresses = '*'
shared_buffers = 8MB
dynamic_shared_memory_type = mmap
ssl = on
ssl_cert_file = '/etc/ssl/db.pem'
ssl_key_file = '{DATA}/server.key'
ssl_min_protocol_version = 'TLSv1.2'
ssl_ciphers = 'ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384'
password_encryption = 'scram-sha-256'
archive_mode = on
archive_command = '/bin/true'
log_connections = on
log_disconnections = on
log_statement = 'all'
log_line_prefix = '%m [%p] user=%u,db=%d,client=%h '
"""

HBA = """\
local all postgres peer
hostssl all audit @GATEWAY@/32 scram-sha-256
hostssl shop app 10.1.2.0/24 scram-sha-256
"""

SQL = f"""\
CREATE ROLE app LOGIN PASSWORD '{PASSWORD}';
CREATE ROLE audit LOGIN PASSWORD '{PASSWORD}';
CREATE ROLE shop NOLOGIN;
CREATE ROLE auditors NOLOGIN;
GRANT shop TO app;
GRANT auditors, pg_monitor TO audit;
GRANT SELECT ON pg_hba_file_rules TO audit;
GRANT EXECUTE ON FUNCTION pg_hba_file_rules() TO audit;
GRANT SELECT (oid, rolpassword) ON pg_authid TO audit;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
\\connect template1
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
CREATE DATABASE shop;
REVOKE ALL ON DATABASE shop FROM PUBLIC;
GRANT CONNECT ON DATABASE shop TO shop, auditors;
\\connect shop
CREATE TABLE customers (name text, created_at timestamptz);
INSERT INTO customers VALUES ('c', now() - interval '300 days');
GRANT SELECT, INSERT ON customers TO shop;
GRANT SELECT (created_at) ON customers TO auditors;
CREATE POLICY all_rows ON customers USING (true);
ALTER TABLE customers ENABLE ROW LEVEL SECURITY;
ALTER TABLE customers FORCE ROW LEVEL SECURITY;
"""

SETUP = f"""\
openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=db \\
	-keyout /root/db.key -out /root/db.csr 2>/dev/null
openssl x509 -req -in /root/db.csr -CA /etc/ssl/ca.pem -CAkey /root/ca.key -CAcreateserial -days 200 \\
	-extfile /root/db.ext -out /etc/ssl/db.pem 2>/dev/null
rm -rf /etc/postgresql/* /var/lib/postgresql/*
install -d -o postgres -g postgres -m 700 {DATA}
install -d -o postgres -g postgres -m 750 /run/postgresql
as_postgres() {{
	(
		cd /
		PATH="/usr/lib/postgresql/15/bin:$PATH"
		exec setpriv --reuid postgres --regid postgres --clear-groups "$@"
	)
}}
as_postgres initdb -D {DATA} -N -A peer --no-locale -E UTF8 >/dev/null
cat /etc/database/postgresql.conf >> {DATA}/postgresql.conf
cat /etc/database/pg_hba.conf > {DATA}/pg_hba.conf
install -o postgres -g postgres -m 600 /root/db.key {DATA}/server.key
as_postgres pg_ctl -D {DATA} -l {DATA}/log -w start >/dev/null
as_postgres psql -q -v ON_ERROR_STOP=1 < /etc/database/setup.sql
rm -r /etc/database /root/db.key
"""

CLEAN = {
    "/root/db.ext": "subjectAltName=IP:@ADDRESS@\n",
    "/etc/database/postgresql.conf": SETTINGS,
    "/etc/database/pg_hba.conf": HBA,
    "/etc/database/setup.sql": SQL,
}
"""Files that SETUP makes a cluster of."""
