# METADATA
# title: Nobody who has left can still log in to PostgreSQL
# description: >-
#   A departed person whose role can log in reaches customer information past every application. The
#   role must lose LOGIN within the deadline after the end of the last day. VALID UNTIL ends only
#   passwords: certificates, Kerberos, LDAP and peer go on letting in, so a role that is merely past it
#   is reported as undecided.
# related_resources:
#   - ref: https://www.postgresql.org/docs/current/sql-alterrole.html
#   - ref: https://www.postgresql.org/docs/current/catalog-pg-roles.html
# custom:
#   id: postgres-role-leaver
#   resource: postgres.role
#   severity: critical
#   controls: [lp-leaver-revoked, lp-authorised-only]
#   needs:
#     register.hr_roster: [person, accounts, status, left_on]
#   remediation: |
#     End the login and what runs under it; objects and grants stay for the handover:
#       ALTER ROLE NAME NOLOGIN PASSWORD NULL;
#       SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'NAME';
#     If the role now belongs to somebody else, give that person a role of his or her own.
#     Verify: SELECT rolcanlogin FROM pg_roles WHERE rolname = 'NAME';   (f)
#   zh:
#     title: 离职人员不能登录 PostgreSQL
#     message: "离职人员 {person}（{left_on} 离职）的角色 {id} 仍可登录"
#     remediation: |
#       停用登录并结束会话，对象与授权留待交接：
#         ALTER ROLE NAME NOLOGIN PASSWORD NULL;
#         SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'NAME';
#       若该角色现由他人使用，请为其另建角色。
#       验证：SELECT rolcanlogin FROM pg_roles WHERE rolname = 'NAME';（应为 f）
package least_privilege.postgres_role_leaver

import data.lib.dates

deny contains {"msg": msg, "path": person, "args": {"person": person, "left_on": left_on}} if {
	some person, left_on in overdue
	not password_expired
	msg := sprintf("role %s can still log in although %s left on %s", [input.name, person, left_on])
}

not_applicable if input.facts.login == false

unknown contains {"msg": msg} if {
	some person, _ in overdue
	password_expired
	msg := sprintf("VALID UNTIL has passed for %s, but it ends passwords only; use NOLOGIN", [person])
}

unknown contains {"msg": msg} if {
	some row in rows
	row.status == "left"
	not dates.day_start(row.left_on)
	msg := sprintf("the roster says that %s has left but not when", [row.person])
}

unknown contains {"msg": msg} if {
	some row in rows
	row.status != "left"
	deadline_passed(row.left_on)
	msg := sprintf("the roster calls %s employed but gives the last day %s", [row.person, row.left_on])
}

# Person to last day, of all who left too long ago.
overdue[person] := left_on if {
	some person in leavers
	left_on := last_day(person)
	deadline_passed(left_on)
}

# Registers do not always write login names the way the server does.
rows contains row if {
	initial := upper(substring(input.name, 0, 1))
	capitalised := concat("", [initial, lower(substring(input.name, 1, -1))])
	some login in {input.name, lower(input.name), upper(input.name), capitalised}
	some row in data.inventory["register.hr_roster"].by.accounts[login]
}

leavers contains row.person if {
	some row in rows
	row.status == "left"
	not employed_again(row.person)
}

employed_again(person) if {
	some row in rows
	row.person == person
	row.status != "left"
}

# Who came back and left again has several rows.
last_day(person) := max([row.left_on |
	some row in rows
	row.person == person
	dates.day_start(row.left_on)
])

deadline_passed(left_on) if {
	grace := dates.hours(24 + data.parameters.leaver_revoke_hours)
	dates.instant(data.run.now) > dates.day_start(left_on) + grace
}

password_expired if dates.instant(data.run.now) >= dates.instant(input.facts.valid_until)
