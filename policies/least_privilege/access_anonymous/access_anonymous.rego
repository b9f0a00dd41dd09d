# METADATA
# title: Nobody anonymous can get at a dataset
# description: >-
#   A policy, an access list or a role that lets everybody in makes the dataset public, whatever else protects it.
#   Conditions that narrow "everybody" to a network or an organization are reported by another check.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
# custom:
#   id: access-anonymous
#   resource: dataset.access
#   severity: critical
#   controls: [lp-no-unauthorised-access, lp-authorised-only, shr-default-deny]
#   remediation: |
#     Find the way by which it comes, and take that away:
#       selfaudit access DATASET --why PRINCIPAL
#     For a bucket, shut all public ways at once:
#       aws s3api put-public-access-block --bucket BUCKET --public-access-block-configuration \
#         BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true
#     Verify: selfaudit access DATASET
#   zh:
#     title: 数据集不得被匿名访问
#     message: "{who} 可对 {dataset} {rights}"
#     remediation: |
#       查明其取得权限的途径并撤销：
#         selfaudit access DATASET --why PRINCIPAL
#       若为存储桶，可一次关闭所有公开途径：
#         aws s3api put-public-access-block --bucket BUCKET --public-access-block-configuration \
#           BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true
#       验证：selfaudit access DATASET
package least_privilege.access_anonymous

import data.lib.access

deny contains {"msg": msg, "args": args} if {
	input.facts.principal.kind == "anonymous"
	held := access.listed(access.rights(input.facts.grants))
	dataset := input.dataset.ids[0]
	args := {"who": input.facts.principal.name, "dataset": dataset, "rights": held}
	msg := sprintf("%s can %s %s: %s", [input.facts.principal.name, held, dataset, ways])
}

ways := concat(" / ", [concat("; ", grant.chain) | some grant in input.facts.grants])
