"""Good and bad twins of configuration files: the bad one has every fault that a file alone can show."""

SSHD_BAD = """\
# Twin with every fault.
Port 22
PermitRootLogin yes
PasswordAuthentication yes
PermitEmptyPasswords yes
KbdInteractiveAuthentication no
HostbasedAuthentication yes
IgnoreRhosts no
StrictModes no
PermitUserEnvironment yes
PermitTunnel yes
GatewayPorts yes
X11Forwarding yes
AllowAgentForwarding yes
LogLevel QUIET
MaxAuthTries 20
LoginGraceTime 10m
ClientAliveInterval 0
ClientAliveCountMax 3
UsePAM no
Ciphers 3des-cbc,aes256-ctr
MACs hmac-md5,hmac-sha2-256
KexAlgorithms diffie-hellman-group1-sha1,curve25519-sha256
HostKeyAlgorithms ssh-rsa,ssh-ed25519
AllowUsers ann
Match User backup
    PermitRootLogin yes
    X11Forwarding yes
"""
SSHD_GOOD = """\
Port 22
PermitRootLogin no
PasswordAuthentication no
PermitEmptyPasswords no
KbdInteractiveAuthentication no
HostbasedAuthentication no
IgnoreRhosts yes
StrictModes yes
PermitUserEnvironment no
PermitTunnel no
GatewayPorts no
X11Forwarding no
AllowAgentForwarding no
LogLevel VERBOSE
MaxAuthTries 3
LoginGraceTime 30
ClientAliveInterval 300
ClientAliveCountMax 1
UsePAM no
Ciphers aes256-gcm@openssh.com,aes256-ctr
MACs hmac-sha2-512-etm@openssh.com
KexAlgorithms curve25519-sha256
HostKeyAlgorithms ssh-ed25519
AllowGroups ssh-users
Match Group sftp
    X11Forwarding no
"""
SUDOERS_BAD = """\
Defaults env_reset
Cmnd_Alias EDITORS = /usr/bin/vim, /usr/bin/less
root ALL=(ALL:ALL) ALL
ann ALL=(ALL) ALL
ALL ALL=(ALL) NOPASSWD: ALL
deploy ALL=(root) NOPASSWD: EDITORS
%ops ALL=(root) PASSWD: ALL, \\
    !/bin/sh
bob ALL=(root) SETENV: /usr/bin/systemctl restart shop : shop = (root) NOPASSWD: /usr/bin/find
"""
SUDOERS_GOOD = """\
Defaults env_reset
root ALL=(ALL:ALL) PASSWD: ALL
%admins ALL=(ALL) PASSWD: ALL
deploy ALL=(root) NOPASSWD: /usr/bin/systemctl restart shop
"""
SUITES = "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384"
NGINX_BAD = """\
events {}
http {
    ssl_protocols TLSv1 TLSv1.1 TLSv1.2;
    ssl_ciphers RC4-SHA:AES256-SHA:@SECLEVEL=0;
    server {
        listen 80;
        server_name shop.example;
        root /srv/shop;
    }
    server {
        listen 443 ssl;
        server_name shop.example;
        ssl_certificate shop.pem;
        ssl_certificate_key shop.key;
        add_header X-Frame-Options DENY;
    }
}
"""
NGINX_GOOD = f"""\
events {{}}
http {{
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_ciphers {SUITES};
    server {{
        listen 80;
        server_name shop.example;
        return 301 https://$host$request_uri;
    }}
    server {{
        listen 443 ssl;
        server_name shop.example;
        ssl_certificate shop.pem;
        ssl_certificate_key shop.key;
        add_header Strict-Transport-Security "max-age=63072000" always;
    }}
}}
"""
POSTGRESQL_BAD = """\
listen_addresses = '*'
ssl = off
ssl_cert_file = '/etc/ssl/db.pem'
ssl_key_file = '/etc/ssl/db.key'
password_encryption = md5
log_connections = off
log_disconnections = off
log_statement = 'none'
shared_preload_libraries = ''
log_line_prefix = '%m '
log_destination = 'stderr'
fsync = off
full_page_writes = off
"""
POSTGRESQL_GOOD = f"""\
listen_addresses = '*'
ssl = on
ssl_cert_file = '/etc/ssl/db.pem'
ssl_key_file = '/etc/ssl/db.key'
ssl_min_protocol_version = 'TLSv1.2'
ssl_ciphers = '{SUITES}'
password_encryption = scram-sha-256
log_connections = on
log_disconnections = on
log_statement = 'ddl'
shared_preload_libraries = ''
log_line_prefix = '%m %u %d %h '
log_destination = 'stderr'
fsync = on
full_page_writes = on
"""
HBA_BAD = """\
local all all trust
hostnossl shop app 10.1.0.0 255.255.0.0 password
hostssl shop ann 10.2.0.0/16 trust clientcert=verify-ca
hostssl all bob 10.3.0.0/16 scram-sha-256
hostssl all bob 10.3.1.0/24 reject
host all all 0.0.0.0/0 md5
"""
HBA_GOOD = """\
local all postgres peer
hostssl shop app 10.1.0.0/16 scram-sha-256
hostssl all all 10.0.0.0/8 reject
"""
