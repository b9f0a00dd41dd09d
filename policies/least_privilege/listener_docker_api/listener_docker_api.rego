# METADATA
# title: The Docker API is not open over TCP
# description: >-
#   Who reaches the Docker API without a client certificate is root on the machine: one call starts a
#   container with the whole disk in it. On loopback every local account, and every program that can be
#   made to fetch a URL, is enough.
# related_resources:
#   - ref: https://docs.docker.com/engine/security/protect-access/
# custom:
#   id: listener-docker-api
#   resource: server.listener
#   severity: critical
#   controls: [lp-no-unauthorised-access, lp-authentication-required]
#   remediation: |
#     Take the TCP address out of "hosts" in /etc/docker/daemon.json and out of -H in the unit (systemctl
#     cat docker), then
#       systemctl daemon-reload && systemctl restart docker
#     From afar use SSH: docker -H ssh://USER@HOST ps. Where TCP must stay: port 2376 with --tlsverify and
#     client certificates.
#     Verify: ss -lntp | grep dockerd, and curl -s http://HOST:2375/version gives nothing
#   zh:
#     title: Docker API 不经 TCP 开放
#     message: "{id} 开放了无认证的 Docker API"
#     remediation: |
#       从 /etc/docker/daemon.json 的 hosts 和服务单元的 -H 中去掉 TCP 地址，然后执行：
#         systemctl daemon-reload && systemctl restart docker
#       远程管理用 docker -H ssh://USER@HOST。必须使用 TCP 时：端口 2376，--tlsverify 和客户端证书。
#       验证：ss -lntp | grep dockerd
package least_privilege.listener_docker_api

deny contains {"msg": msg} if {
	input.facts.service == "docker"
	msg := sprintf("%s is the Docker API without proof of who calls", [input.name])
}

unknown contains {"msg": msg} if {
	input.facts.service == "docker-tls"
	msg := sprintf("it is not known whether %s (Docker API) demands client certificates", [input.name])
}

not_applicable if not input.facts.service in {"docker", "docker-tls"}
