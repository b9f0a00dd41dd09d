# METADATA
# title: Every personal account belongs to somebody on the roster
# description: >-
#   An account with a shell that belongs to nobody on the staff roster is a former colleague's, a
#   supplier's, a forgotten test, or an intruder's. What account_owners says of an account goes before the
#   column accounts of the roster. Accounts of the system (below UID_MIN) and the service logins named in
#   the parameters are left out.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man5/passwd.5.html
# custom:
#   id: account-without-person
#   resource: server.account
#   severity: medium
#   controls: [lp-authorised-only]
#   needs:
#     register.account_owners: [account, person, system]
#     register.hr_roster: [accounts, person]
#   remediation: |
#     Find out whose it is. Enter it in the roster (column accounts), give it to somebody of the roster in
#     account_owners.csv (account,system,person,service), name it under service_logins in the parameters when it is a
#     service, or close it:
#       lastlog -u LOGIN; find / -xdev -user LOGIN -mtime -90 | head
#       usermod --lock --expiredate 1 --shell /usr/sbin/nologin LOGIN
#     Verify: getent passwd LOGIN
#   zh:
#     title: 每个个人账号都有在册所有者
#     message: "{id} 不属于名册中的任何人员"
#     remediation: |
#       查明归属：在名册 accounts 列登记，或在 account_owners.csv（account,system,person,service）中
#       登记在册负责人；属于服务的在参数 service_logins 中登记；
#       否则关闭：
#         lastlog -u LOGIN; find / -xdev -user LOGIN -mtime -90 | head
#         usermod --lock --expiredate 1 --shell /usr/sbin/nologin LOGIN
#       验证：getent passwd LOGIN
package least_privilege.account_without_person

import data.lib.roster

deny contains {"msg": msg} if {
	not somebody
	not input.name in data.parameters.service_logins
	msg := sprintf("%s belongs to nobody on the staff roster", [input.name])
}

not_applicable if input.facts.system

not_applicable if input.facts.login_shell == false

# Root is nobody's; second accounts of root are reported as such.
not_applicable if input.facts.uid == 0

owners := roster.owners(data.inventory["register.account_owners"].all, {input.name, input.id}, input.target)

somebody if roster.knows(data.inventory["register.hr_roster"].by.person, owners)

somebody if {
	count(owners) == 0
	on_roster
}

on_roster if {
	some login in roster.spellings(input.name)
	count(data.inventory["register.hr_roster"].by.accounts[login]) > 0
}
