# METADATA
# title: PostgreSQL databases have no untrusted procedural languages
# description: >-
#   Functions in an untrusted language (plpython3u, plperlu, pltclu, …) do on the machine whatever the
#   server's account may do: read its files, send data anywhere. One SECURITY DEFINER function in such a
#   language is a way from a table to the operating system.
# related_resources:
#   - ref: https://www.postgresql.org/docs/current/sql-createlanguage.html
#   - ref: https://www.postgresql.org/docs/current/plpython.html
# custom:
#   id: postgres-untrusted-language
#   resource: postgres.database
#   severity: medium
#   controls: [lp-need-to-know]
#   remediation: |
#     See what uses the language, rewrite it, then drop it in the database:
#       SELECT oid::regprocedure FROM pg_proc WHERE prolang = (SELECT oid FROM pg_language WHERE lanname = 'NAME');
#       DROP EXTENSION NAME;
#     Where it has to stay, a waiver says who reviews its functions.
#     Verify: SELECT lanname FROM pg_language WHERE lanispl AND NOT lanpltrusted;   (no rows)
#   zh:
#     title: PostgreSQL 数据库不含不受信任的过程语言
#     message: "数据库 {id} 安装了不受信任的语言 {language}"
#     remediation: |
#       查明使用者并改写，然后在该数据库中删除：
#         SELECT oid::regprocedure FROM pg_proc WHERE prolang = (SELECT oid FROM pg_language WHERE lanname = 'NAME');
#         DROP EXTENSION NAME;
#       必须保留时，在豁免中写明由谁审查其函数。
#       验证：SELECT lanname FROM pg_language WHERE lanispl AND NOT lanpltrusted;（应无结果）
package least_privilege.postgres_untrusted_language

deny contains {"msg": msg, "path": language.name, "args": {"language": language.name}} if {
	some language in input.facts.languages
	language.trusted == false
	msg := sprintf("database %s has the untrusted language %s", [input.name, language.name])
}
