# METADATA
# title: Partners reach a dataset only with registered accounts and within their agreement
# description: >-
#   An account that the register of partners gives to a partner must belong to one whose cooperation goes on, that may
#   reach customer information, and whose agreement is signed and has not run out. An AWS account of somebody else must
#   be on that register, unless it is named in the parameter trusted_aws_accounts.
# related_resources:
#   - ref: https://csrc.nist.gov/pubs/sp/800/161/r1/upd1/final
# custom:
#   id: access-partner
#   resource: dataset.access
#   severity: critical
#   controls: [shr-partner-access-controlled, shr-default-deny]
#   needs:
#     register.partner_register: [partner, active, data_access, agreement_ref, signed_on, valid_until, authorised_accounts]
#   remediation: |
#     End the access, or sign (renew) the agreement and enter it, with the account, in partner_register.csv:
#       selfaudit access DATASET --why PRINCIPAL
#     Verify: selfaudit access DATASET
#   zh:
#     title: 合作伙伴仅以登记账号并在协议有效期内访问数据集
#     message: "{who} 可对 {dataset} {rights}：{reason}"
#     remediation: |
#       终止访问，或签署（续签）协议并连同账号登记到 partner_register.csv：
#         selfaudit access DATASET --why PRINCIPAL
#       验证：selfaudit access DATASET
package sharing_third_party.access_partner

import data.lib.access
import data.lib.dates

deny contains {"msg": msg, "args": args} if {
	reason := trouble
	held := access.listed(access.rights(input.facts.grants))
	dataset := input.dataset.ids[0]
	args := {"who": input.facts.principal.name, "dataset": dataset, "rights": held, "reason": reason}
	msg := sprintf("%s can %s %s, and %s", [input.facts.principal.name, held, dataset, reason])
}

not_applicable if {
	count(partners) == 0
	not is_stranger
}

trouble := "it is an account of somebody else that no partner is registered with" if count(partners) == 0

trouble := sprintf("no agreement with %s is in force that covers it", [concat(", ", sort(names))]) if {
	count(partners) > 0
	names := {row.partner | some row in partners}
	count([row | some row in partners; in_force(row)]) == 0
}

# The rows that name the account: by login, by id, or by the number of its AWS account.
partners := [row |
	some row in data.inventory["register.partner_register"].all
	some account in row.authorised_accounts
	lower(account) in ours
]

ours contains lower(input.facts.principal.id)

ours contains lower(input.facts.principal.login) if is_string(input.facts.principal.login)

ours contains number if some number in foreign

is_stranger if {
	input.facts.principal.kind == "aws_account"
	every number in foreign {
		not number in data.parameters.trusted_aws_accounts
	}
}

# The number of an AWS account; a canonical id has none.
foreign contains input.facts.principal.id if {
	input.facts.principal.kind == "aws_account"
	not contains(input.facts.principal.id, ":")
}

foreign contains parts[4] if {
	input.facts.principal.kind == "aws_account"
	parts := split(input.facts.principal.id, ":")
	count(parts) > 5
}

in_force(row) if {
	row.active
	row.data_access
	is_string(row.agreement_ref)
	dates.day_start(row.signed_on) <= dates.instant(data.run.now)
	not ended(row.valid_until)
}

# The last day counts; what is no day has ended.
ended(day) if {
	not day == null
	not lasts(day)
}

lasts(day) if dates.instant(data.run.now) < dates.day_start(day) + dates.hours(24)
