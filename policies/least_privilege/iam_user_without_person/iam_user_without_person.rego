# METADATA
# title: IAM users with a password belong to a person on the roster
# description: >-
#   A console password that belongs to nobody on the staff roster may be shared, forgotten or a
#   stranger's. What account_owners says of a user goes before the roster. Users for services, and for emergencies, are named in the parameter service_logins;
#   users without a password are programs and not meant here.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html
# custom:
#   id: iam-user-without-person
#   resource: iam.user
#   severity: high
#   controls: [lp-authorised-only]
#   needs:
#     register.account_owners: [account, person, system]
#     register.hr_roster: [accounts, person]
#   remediation: |
#     Find out who logs in; put the login name into the roster under that person, give it to somebody of the roster in
#     account_owners.csv (account,system,person,service), name a service in the parameter service_logins, or end the
#     password:
#       aws cloudtrail lookup-events --lookup-attributes AttributeKey=Username,AttributeValue=USER --max-results 50
#       aws iam delete-login-profile --user-name USER
#     Verify: aws iam get-login-profile --user-name USER   (NoSuchEntity)
#   zh:
#     title: 控制台用户均对应花名册人员
#     message: "花名册中没有人对应用户 {id}"
#     remediation: |
#       查明使用者：登记到花名册对应人员名下，或在 account_owners.csv（account,system,person,service）
#       中登记在册负责人；属于服务的写入参数 service_logins；否则取消口令：
#         aws cloudtrail lookup-events --lookup-attributes AttributeKey=Username,AttributeValue=USER --max-results 50
#         aws iam delete-login-profile --user-name USER
#       验证：aws iam get-login-profile --user-name USER（应返回 NoSuchEntity）
package least_privilege.iam_user_without_person

import data.lib.roster

deny contains {"msg": msg} if {
	not somebody
	not input.name in data.parameters.service_logins
	msg := sprintf("%s belongs to nobody on the staff roster", [input.name])
}

not_applicable if input.facts.credentials.password.enabled == false

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
