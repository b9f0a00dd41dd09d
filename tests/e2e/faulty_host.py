"""A host of the fleet in which nearly everything is wrong: each fault is one that an auditor looks for."""

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from tests.e2e import database, estate, fleet
from tests.e2e.fleet import Host

SSHD = (
    estate.SSHD.replace("PasswordAuthentication no", "PasswordAuthentication yes")
    .replace("PermitRootLogin no", "PermitRootLogin yes")
    .replace("AllowUsers audit ann\n", "")
    .replace("X11Forwarding no", "X11Forwarding yes")
    .replace("MaxAuthTries 3", "MaxAuthTries 10")
    .replace("aes256-gcm@openssh.com", "aes256-gcm@openssh.com,3des-cbc")
    .replace("hmac-sha2-256-etm@openssh.com", "hmac-sha2-256-etm@openssh.com,hmac-md5")
    .replace("curve25519-sha256@libssh.org", "curve25519-sha256@libssh.org,diffie-hellman-group1-sha1")
)

PASSWD = """\
toor:x:0:0:second root:/root:/bin/bash
bob:x:1003:1003:Bob:/home/bob:/bin/bash
guest:x:1004:1004::/home/guest:/bin/bash
"""
GROUP = "bob:x:1003:\nguest:x:1004:\n"
SHADOW = """\
toor:!:@DAY@:0:90:7:30::
bob:$1$abcdefgh$CV6iOJjtKbyXeTjlkXOMj1:@DAY@:1:90:7:30::
guest::@DAY@:1:90:7:30::
"""

SUDOERS = """\
ann ALL=(ALL) NOPASSWD: /usr/bin/vi
bob ALL=(ALL) ALL, !/bin/su
"""

NFTABLES = """\
flush ruleset
table inet filter {
	chain input {
		type filter hook input priority filter; policy accept;
		tcp dport 23 drop
	}
}
"""

NGINX = """\
user www-data;
events {}
http {
	# As in Debian's file: what the whole server says holds where no block says anything else.
	ssl_protocols TLSv1 TLSv1.1 TLSv1.2;
	server {
		listen 443 ssl;
		server_name shop.example;
		ssl_ciphers ECDHE-RSA-AES256-GCM-SHA384:aNULL:@SECLEVEL=0;
		ssl_certificate /etc/ssl/shop.pem;
		ssl_certificate_key /etc/ssl/private/shop.key;
	}
	server {
		listen 80;
		server_name shop.example;
	}
}
"""

RSYSLOG = """\
module(load="imuxsock")
auth,authpriv.* /var/log/auth.log
*.* @logs.example:514
"""

AUDITD = """\
max_log_file = 8
num_logs = 2
max_log_file_action = rotate
space_left_action = ignore
admin_space_left_action = ignore
disk_full_action = ignore
disk_error_action = ignore
"""

AUDIT_RULES = "-w /etc/passwd -p wa -k identity\n"
AUDIT_STATUS = fleet.AUDIT_STATUS.replace("enabled 2", "enabled 1").replace("lost 0", "lost 12")

BACKUP = """\
#!/bin/sh
tar czf /srv/backup/customers.tgz /srv/customers
"""

CRON = """\
15 2 * * * root /usr/local/sbin/backup
0 3 * * * root mysqldump -pS3cretOfTheShop shop > /dev/null
"""

SYSCTL = fleet.SYSCTL.replace("accept_redirects=0", "accept_redirects=1").replace(
    "rp_filter=1", "rp_filter=0"
)

DATABASE = {
    "/etc/database/postgresql.conf": (
        "listen_addresses = '*'\nshared_buffers = 8MB\ndynamic_shared_memory_type = mmap\n"
        "password_encryption = md5\nfsync = off\n"
    ),
    "/etc/database/pg_hba.conf": "local all all trust\nhost all all 0.0.0.0/0 md5\n",
    "/etc/database/setup.sql": f"""\
CREATE DATABASE shop;
\\connect shop
CREATE ROLE audit LOGIN SUPERUSER PASSWORD '{database.PASSWORD}';
CREATE ROLE app LOGIN CREATEROLE BYPASSRLS PASSWORD '{database.PASSWORD}';
CREATE TABLE customers (name text, created_at timestamptz);
INSERT INTO customers VALUES ('c', now() - interval '3 years');
GRANT SELECT ON customers TO PUBLIC;
GRANT CREATE ON SCHEMA public TO PUBLIC;
""",
}

SETUP = """\
mkdir -p /home/bob /home/guest /srv/backup /home/ann/.ssh
chown bob:bob /home/bob; chown guest:guest /home/guest; chmod 777 /home/guest; chmod 700 /home/bob
cp /etc/ssh/twin_client.pub /etc/ssh/keys/bob
cp /etc/ssh/twin_client.pub /etc/ssh/keys/root
chmod 666 /etc/ssh/keys/bob
chmod 755 /srv/customers
setfacl -m u:ann:rwx /srv/customers
setfacl -d -m o::rx /srv/customers
touch -d '3 years ago' /srv/customers/2026/a.csv
chmod 4644 /srv/customers/2026/a.csv
touch /srv/customers/2026/b.csv; chown ann /srv/customers/2026/b.csv; chmod 666 /srv/customers/2026/b.csv
rm -f /etc/tmpfiles.d/customers.conf
cp /root/old.pem /etc/ssl/shop.pem; cp /root/old.key /etc/ssl/private/shop.key
chmod 644 /etc/ssl/private/shop.key; chmod 755 /etc/ssl/private
chmod 666 /etc/cron.d/backup
chmod 777 /usr/local/sbin/backup
printf 'machine shop.example login ann password x\\n' > /home/ann/.netrc; chmod 644 /home/ann/.netrc
touch -d '40 days ago' /srv/backup/customers.tgz; chmod 644 /srv/backup/customers.tgz
systemctl -q disable nftables unattended-upgrades 2>/dev/null
echo '/srv *(rw,no_root_squash)' > /etc/exports
echo 'deb [trusted=yes] http://packages.example ./' > /etc/apt/sources.list.d/own.list
sed -i '/^Package: openssl$/,/^$/s/^Version: .*/Version: 3.0.0-1/' /var/lib/dpkg/status
apt-mark -qq hold openssl
touch -d '40 days ago' /var/lib/apt/lists/* /var/lib/apt/lists /var/lib/apt/periodic/*
rm -f /var/lib/aide/aide.db
pkill -x auditd
touch /run/reboot-required
"""


def faulty_host(name: str = "web1") -> Host:
    """The host of `fleet.clean_host` with faults in every area."""
    files = fleet.clean_files()
    day = estate.LAST_CHANGE
    files |= {
        "/etc/passwd": files["/etc/passwd"] + PASSWD,
        "/etc/group": files["/etc/group"] + GROUP,
        "/etc/shadow": files["/etc/shadow"] + SHADOW.replace("@DAY@", day),
        "/etc/ssh/sshd_config": SSHD,
        "/etc/sudoers": files["/etc/sudoers"] + SUDOERS,
        "/etc/login.defs": estate.LOGIN_DEFS.replace("UMASK 077", "UMASK 022")
        .replace("PASS_MAX_DAYS 90", "PASS_MAX_DAYS 99999")
        .replace("YESCRYPT", "MD5"),
        "/etc/nftables.conf": NFTABLES,
        "/etc/nginx/nginx.conf": NGINX,
        "/etc/rsyslog.conf": RSYSLOG,
        "/etc/sysctl.d/90-audit.conf": SYSCTL,
        "/etc/logrotate.conf": estate.LOGROTATE.replace("rotate 52", "rotate 1"),
        "/etc/systemd/journald.conf": "[Journal]\nStorage=volatile\n",
        "/etc/audit/auditd.conf": AUDITD,
        "/var/said/rules": AUDIT_RULES,
        "/var/said/status": AUDIT_STATUS,
        "/etc/security/pwquality.conf": "minlen = 6\n",
        "/etc/apt/apt.conf.d/20auto-upgrades": 'APT::Periodic::Unattended-Upgrade "0";\n',
        "/etc/cron.d/backup": CRON,
        "/usr/local/sbin/backup": BACKUP,
        **DATABASE,
        **_old_certificate(),
    }
    host = Host(name, files, estate.SETUP + fleet.SETUP + database.SETUP + SETUP)
    host.sslmode = "disable"
    return host


def _old_certificate() -> dict[str, str]:
    """One that its owner signed himself a year ago, for a year and five days."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "shop.example")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(365)).not_valid_after(now + timedelta(5))
    pem = serialization.Encoding.PEM
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return {
        "/root/old.pem": builder.sign(key, hashes.SHA256()).public_bytes(pem).decode(),
        "/root/old.key": key.private_bytes(pem, *plain).decode(),
    }


PLANTED = {
    ("account-empty-password", "guest"),
    ("account-extra-root", "toor"),
    ("account-home-open", "guest"),
    ("account-leaver-active", "bob"),
    ("account-risky-files", "ann"),
    ("account-weak-password-hash", "bob"),
    ("account-without-person", "guest"),
    ("aide-database", "web1"),
    ("audit-dataset-watched", "/srv/customers"),
    ("audit-disk-full", "web1"),
    ("audit-log-kept", "web1"),
    ("audit-privileged-commands", "web1"),
    ("audit-recording", "web1"),
    ("audit-rules-identity", "web1"),
    ("audit-rules-immutable", "web1"),
    ("audit-rules-on-disk", "web1"),
    ("auditd-running", "web1"),
    ("backup-folder-private", "web1"),
    ("backup-present", "web1"),
    ("cert-expires-soon", "/etc/ssl/shop.pem"),
    ("cert-key-readable", "/etc/ssl/shop.pem"),
    ("cert-self-signed", "/etc/ssl/shop.pem"),
    ("cron-file-writable", "/usr/local/sbin/backup (15 2 * * *, root, /etc/cron.d/backup)"),
    ("cron-file-writable", "a command (0 3 * * *, root, /etc/cron.d/backup)"),
    ("cron-program-writable", "/usr/local/sbin/backup (15 2 * * *, root, /etc/cron.d/backup)"),
    ("cron-secret", "a command (0 3 * * *, root, /etc/cron.d/backup)"),
    ("exports-everyone", "web1"),
    ("exports-root", "web1"),
    ("firewall-default-deny", "web1"),
    ("host-login-lockout", "web1"),
    ("host-password-age-default", "web1"),
    ("host-password-hash-default", "web1"),
    ("host-password-length", "web1"),
    ("host-umask", "web1"),
    ("ids-present", "web1"),
    ("key-file-writable", "bob KEY"),
    ("key-leaver", "bob KEY"),
    ("key-root-unrestricted", "root KEY"),
    ("key-shared", "audit KEY"),
    ("key-shared", "bob KEY"),
    ("listener-private-service-open", "tcp 0.0.0.0:5432"),
    ("listener-private-service-open", "tcp [::]:5432"),
    ("log-files-closed", "web1"),
    ("logrotate-retention", "web1"),
    ("packages-automatic-updates", "web1"),
    ("packages-held-security", "web1"),
    ("packages-lists-fresh", "web1"),
    ("packages-reboot-pending", "web1"),
    ("packages-security-updates", "web1"),
    ("packages-signed-repositories", "web1"),
    ("path-acl-persons", "/srv/customers"),
    ("path-backed-up", "/srv/customers"),
    ("path-default-acl-open", "/srv/customers"),
    ("path-files-open", "/srv/customers"),
    ("path-files-setuid", "/srv/customers"),
    ("path-foreign-owners", "/srv/customers"),
    ("path-others-read", "/srv/customers"),
    ("path-readers-authorised", "/srv/customers"),
    ("path-retention", "/srv/customers"),
    ("path-root-persons", "/srv/customers"),
    ("postgres-access-logged", "DB"),
    ("postgres-archiving", "DB"),
    ("postgres-bypass-rls", "app"),
    ("postgres-create-role", "app"),
    ("postgres-database-public-connect", "shop"),
    ("postgres-durability", "DB"),
    ("postgres-hba-any-address", "host all all 0.0.0.0/0 md5"),
    ("postgres-hba-md5", "host all all 0.0.0.0/0 md5"),
    ("postgres-hba-plaintext", "host all all 0.0.0.0/0 md5"),
    ("postgres-hba-trust", "local all all trust"),
    ("postgres-log-connections", "DB"),
    ("postgres-log-ddl", "DB"),
    ("postgres-log-disconnections", "DB"),
    ("postgres-log-line-prefix", "DB"),
    ("postgres-password-encryption", "DB"),
    ("postgres-password-md5", "app"),
    ("postgres-password-md5", "audit"),
    ("postgres-public-create", "shop"),
    ("postgres-session-encrypted", "DB"),
    ("postgres-ssl", "DB"),
    ("postgres-superusers", "audit"),
    ("postgres-table-public", "shop.public.customers"),
    ("postgres-table-retention", "shop.public.customers"),
    ("sshd-allow-list", "web1"),
    ("sshd-max-auth-tries", "web1"),
    ("sshd-password-login", "web1"),
    ("sshd-root-login", "web1"),
    ("sshd-weak-ciphers", "web1"),
    ("sshd-weak-key-exchange", "web1"),
    ("sshd-weak-macs", "web1"),
    ("sshd-x11-forwarding", "web1"),
    ("sudo-all-to-person", "bob ALL = (ALL) ALL, !/bin/su"),
    ("sudo-negated-commands", "bob ALL = (ALL) ALL, !/bin/su"),
    ("sudo-nopasswd-escape", "ann ALL = (ALL) /usr/bin/vi"),
    ("sysctl-redirects", "web1"),
    ("sysctl-reverse-path", "web1"),
    ("syslog-tls", "web1"),
    ("tls-hsts", "nginx shop.example@*:443"),
    ("tls-plain-text-web", "nginx shop.example@*:80"),
    ("tls-postgresql-hba-auth", "postgresql _@*:5432,unix:.s.PGSQL.5432"),
    ("tls-postgresql-off", "postgresql _@*:5432,unix:.s.PGSQL.5432"),
    # The security level that lets the suites in lets the old versions in, too.
    ("tls-old-protocols", "nginx shop.example@*:443"),
    ("tls-weak-ciphers", "nginx shop.example@*:443"),
}
"""(check, name of the resource); KEY is the fingerprint of a key, DB the address of the database."""
