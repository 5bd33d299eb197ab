# A function's environment is 4 KB, its other variables included. Sources that do not fit lie in a parameter, which each function reads
# when it starts. The functions are told one version of it and a digest: Parameter Store keeps 100 versions, so an earlier version of a
# function that starts again, or is gone back to, finds its own sources.
locals {
  sources_json   = jsonencode(local.sources)
  sources_packed = base64gzip(local.sources_json)
  sources_text   = length(local.sources_packed) <= 3000 ? local.sources_packed : "ssm:${aws_ssm_parameter.sources.name}:${aws_ssm_parameter.sources.version}?sha256=${sha256(local.sources_json)}"

  # With and without a version: which one is asked for by its version is not said by AWS.
  sources_parameter_arns = [for version in ["", ":*"] : "${local.parameter_arn}/sources${version}"]
}

# There also where nobody reads it: whether it is read is known only after apply, when it is made of the ARN of a secret.
resource "aws_ssm_parameter" "sources" {
  name        = "${local.parameter}/sources"
  description = "The sources of ${var.name}, gzipped and base64-encoded; read by the functions if their environment has no room."
  type        = "String"
  tier        = "Intelligent-Tiering" # free up to 4 KB
  value       = local.sources_packed
  tags        = var.tags

  lifecycle {
    precondition {
      condition     = length(module.sources.estimate) <= 8192 && length(local.sources_packed) <= 8192
      error_message = "sources: expected at most 8192 bytes gzipped and base64-encoded, which some 400 sources have; make a second deployment for the rest."
    }
  }
}
