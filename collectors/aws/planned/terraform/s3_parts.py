"""What settles one thing of a bucket: a resource of its own, or the old form inside the bucket.

Those that begin with `inline_` give None when the bucket does not say.
"""

from typing import Any

from collectors.aws.planned import s3
from collectors.aws.planned.terraform.common import optional
from collectors.aws.s3 import facts
from collectors.planned.values import View

Json = Any
_SWITCHES = {
    "BlockPublicAcls": "block_public_acls",
    "IgnorePublicAcls": "ignore_public_acls",
    "BlockPublicPolicy": "block_public_policy",
    "RestrictPublicBuckets": "restrict_public_buckets",
}


def nothing(_: View) -> None:
    """There was never a form inside the bucket."""
    return


def block_of(view: View, *, default: bool) -> Json:
    """The four switches as the API has them."""
    return {name: view.flag(key, default=default) for name, key in _SWITCHES.items()}


def public_access_block(view: View) -> Json:
    """`aws_s3_bucket_public_access_block`: a switch that is not set is off."""
    return facts.public_access_block({"PublicAccessBlockConfiguration": block_of(view, default=False)})


def encryption(view: View) -> Json:
    """`aws_s3_bucket_server_side_encryption_configuration`."""
    rules = [_encryption_rule(rule) for rule in view.blocks("rule")]
    return facts.encryption({"ServerSideEncryptionConfiguration": {"Rules": rules}})


def _encryption_rule(rule: View) -> Json:
    given = rule.block("apply_server_side_encryption_by_default")
    default: Json = s3.DEFAULT_ENCRYPTION
    if given is not None:
        key = given.identity("kms_master_key_id")
        default = {"SSEAlgorithm": given.text("sse_algorithm"), "KMSMasterKeyID": key}
    return {
        "BucketKeyEnabled": rule.flag("bucket_key_enabled", default=False),
        "ApplyServerSideEncryptionByDefault": default,
    }


def inline_encryption(view: View) -> Json:
    """`server_side_encryption_configuration`."""
    block = view.block("server_side_encryption_configuration")
    return None if block is None else encryption(block)


def acl(view: View) -> Json:
    """`aws_s3_bucket_acl`: a canned ACL, or grants."""
    policy = view.block("access_control_policy")
    if policy is None:
        return facts.acl(s3.canned_acl(view.text("acl") or "private"))
    owner = policy.block("owner")
    owner_id = owner.needed("id") if owner else s3.OWNER
    grants = [
        _grant(grantee, grant.needed("permission"))
        for grant in policy.blocks("grant")
        for grantee in grant.blocks("grantee")
    ]
    return facts.acl({"Owner": {"ID": owner_id}, "Grants": grants})


def _grant(grantee: View, permission: str) -> Json:
    return {
        "Grantee": {
            "Type": grantee.needed("type"),
            "ID": grantee.identity("id"),
            "URI": grantee.text("uri"),
            "EmailAddress": grantee.text("email_address"),
        },
        "Permission": permission,
    }


def inline_acl(view: View) -> Json:
    """`acl` or `grant`."""
    if view.is_set("acl"):
        return facts.acl(s3.canned_acl(view.needed("acl")))
    grants = [
        _grant(grant, permission)
        for grant in view.blocks("grant")
        for permission in grant.texts("permissions")
    ]
    return facts.acl({"Owner": {"ID": s3.OWNER}, "Grants": grants}) if grants else None


def ownership(view: View) -> Json:
    """`aws_s3_bucket_ownership_controls`."""
    rules = [{"ObjectOwnership": rule.text("object_ownership")} for rule in view.blocks("rule")]
    return facts.ownership({"OwnershipControls": {"Rules": rules}})


def policy(view: View) -> Json:
    """`aws_s3_bucket_policy`."""
    return facts.policy({"Policy": view.needed("policy")})


def inline_policy(view: View) -> Json:
    """`policy`."""
    return policy(view) if view.is_set("policy") and view.text("policy") else None


def versioning(view: View) -> Json:
    """`aws_s3_bucket_versioning`."""
    block = view.block("versioning_configuration")
    given = {} if block is None else {"Status": block.text("status"), "MFADelete": block.text("mfa_delete")}
    return facts.versioning({key: value for key, value in given.items() if value})


def inline_versioning(view: View) -> Json:
    """`versioning`."""
    block = view.block("versioning")
    if block is None:
        return None
    # A bucket that had it once is suspended; a source does not tell, and neither keeps versions.
    status = "Enabled" if block.flag("enabled", default=False) else "Suspended"
    mfa = "Enabled" if block.flag("mfa_delete", default=False) else "Disabled"
    return facts.versioning({"Status": status, "MFADelete": mfa})


def logging(view: View) -> Json:
    """`aws_s3_bucket_logging`."""
    given = {"TargetBucket": view.identity("target_bucket"), "TargetPrefix": view.text("target_prefix") or ""}
    if given["TargetBucket"] is None:
        return facts.logging({})
    return facts.logging({"LoggingEnabled": given})


def inline_logging(view: View) -> Json:
    """`logging`."""
    block = view.block("logging")
    return None if block is None else logging(block)


def object_lock(view: View) -> Json:
    """`aws_s3_bucket_object_lock_configuration`."""
    given: dict[str, Json] = {"ObjectLockEnabled": view.text("object_lock_enabled") or "Enabled"}
    rule = view.block("rule")
    default = rule.block("default_retention") if rule else None
    if default is not None:
        days, years = default.number("days"), default.number("years")
        given["Rule"] = {"DefaultRetention": {"Mode": default.text("mode"), "Days": days, "Years": years}}
    return facts.object_lock({"ObjectLockConfiguration": given})


def inline_object_lock(view: View) -> Json:
    """`object_lock_configuration`, or the bare switch."""
    block = view.block("object_lock_configuration")
    if block is not None:
        return object_lock(block)
    if view.flag("object_lock_enabled", default=False):
        return facts.object_lock({"ObjectLockConfiguration": {"ObjectLockEnabled": "Enabled"}})
    return None


def website(view: View) -> Json:
    """`aws_s3_bucket_website_configuration`."""
    return facts.website(
        optional(
            {
                "IndexDocument": view.blocks("index_document") or None,
                "RedirectAllRequestsTo": view.blocks("redirect_all_requests_to") or None,
            }
        )
    )


def inline_website(view: View) -> Json:
    """`website`, whose documents are texts."""
    block = view.block("website")
    if block is None:
        return None
    given = {
        "IndexDocument": block.text("index_document") or None,
        "RedirectAllRequestsTo": block.text("redirect_all_requests_to") or None,
    }
    return facts.website(optional(given))


def cors(view: View) -> Json:
    """`aws_s3_bucket_cors_configuration`."""
    rules = [
        {"AllowedOrigins": rule.texts("allowed_origins"), "AllowedMethods": rule.texts("allowed_methods")}
        for rule in view.blocks("cors_rule")
    ]
    return facts.cors({"CORSRules": rules})


def inline_cors(view: View) -> Json:
    """`cors_rule`."""
    return cors(view) if view.blocks("cors_rule") else None
