# Asks a version whether it can be called before an alias leads to it, and calls what is live once a week: after 14 days without a
# call Lambda drops a snapshot, and the next call fails. It has no snapshot itself.
module "release" {
  source = "../function"

  name              = "${var.name}-release"
  description       = "Waits until a version can be called, and keeps what is live awake."
  role_description  = "The release function: sees versions, calls them, deletes old ones, and nothing else."
  policy_name       = "release"
  alias_description = "What terraform apply and the schedule call."
  handler           = "io.weir.worker.ReleaseHandler"
  jar               = var.jar
  timeout_seconds   = 900
  memory_mb         = 512
  snap_start        = false

  statements = {
    See  = { actions = ["lambda:GetFunctionConfiguration", "lambda:ListVersionsByFunction", "lambda:ListAliases"], resources = concat(local.released, local.released_versions) }
    Call = { actions = ["lambda:InvokeFunction"], resources = local.released_versions }
    # Only with the number of a version: without one the function itself would go.
    Prune = { actions = ["lambda:DeleteFunction"], resources = local.released_versions }
  }

  environment          = {}
  architecture         = var.architecture
  kms_key_arn          = var.kms_key_arn
  log_retention_days   = var.log_retention_days
  permissions_boundary = var.permissions_boundary
  role_path            = var.role_path
  runtime              = var.runtime
  tags                 = var.tags
}

locals {
  # By their names: the functions wait for this one.
  released_names    = concat(["${var.name}-worker"], var.also_released)
  released          = [for name in local.released_names : "arn:${local.partition}:lambda:${local.region}:${local.account}:function:${name}"]
  released_versions = [for arn in local.released : "${arn}:*"]
}

resource "aws_cloudwatch_event_rule" "ping" {
  name                = "${var.name}-ping"
  description         = "Tells the release function to call every version that is live."
  schedule_expression = "rate(7 days)"
  tags                = var.tags
}

resource "aws_cloudwatch_event_target" "ping" {
  rule  = aws_cloudwatch_event_rule.ping.name
  arn   = module.release.alias.arn
  input = jsonencode({ weir = "ping", functions = local.released_names })

  depends_on = [aws_lambda_permission.ping]
}

resource "aws_lambda_permission" "ping" {
  statement_id  = "Schedule"
  action        = "lambda:InvokeFunction"
  principal     = "events.amazonaws.com"
  function_name = module.release.function.function_name
  qualifier     = module.release.alias.name
  source_arn    = aws_cloudwatch_event_rule.ping.arn
}
