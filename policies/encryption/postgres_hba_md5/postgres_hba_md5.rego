# METADATA
# title: PostgreSQL does not accept MD5 authentication
# description: >-
#   The method md5 accepts roles whose password is stored as an MD5 hash; who has that hash can log in
#   with it, without knowing the password. Roles that have a SCRAM secret already use SCRAM under this
#   method too, so the change to scram-sha-256 costs them nothing.
# related_resources:
#   - ref: https://www.postgresql.org/docs/current/auth-password.html
# custom:
#   id: postgres-hba-md5
#   resource: postgres.hba_entry
#   severity: low
#   controls: [enc-standard-algorithms]
#   remediation: |
#     When no role has an md5 hash any more (check postgres-password-md5), replace md5 by scram-sha-256 in
#     pg_hba.conf (SHOW hba_file), then as a superuser
#       SELECT pg_reload_conf();
#     Verify: SELECT line_number FROM pg_hba_file_rules WHERE auth_method = 'md5';   (no rows)
#   zh:
#     title: PostgreSQL 不接受 MD5 认证
#     message: "规则 {id} 使用 md5 认证"
#     remediation: |
#       确认没有角色使用 md5 散列（检查 postgres-password-md5）后，在 pg_hba.conf 中把 md5 改为 scram-sha-256，
#       然后以超级用户执行：
#         SELECT pg_reload_conf();
#       验证：SELECT line_number FROM pg_hba_file_rules WHERE auth_method = 'md5';（应无结果）
package encryption.postgres_hba_md5

import data.lib.postgres

deny contains {"msg": msg} if {
	input.facts.method == "md5"
	msg := sprintf("the rule '%s' accepts MD5 authentication", [input.name])
}

not_applicable if input.facts.shadowed_by != null

not_applicable if postgres.out_of_reach(input.facts.origin, input.facts.listens)
