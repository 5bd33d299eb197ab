data "aws_region" "current" {}

resource "aws_cloudwatch_log_group" "function" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = var.tags
}

# Of a name in two regions each has a role: an account has one list of roles for all regions.
resource "aws_iam_role" "function" {
  name                 = "${var.name}-${data.aws_region.current.id}"
  description          = var.role_description
  path                 = var.role_path
  permissions_boundary = var.permissions_boundary
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })

  tags = var.tags

  lifecycle {
    ignore_changes = [name] # without the region in a deployment made before; another role would make its messages unbelieved
  }
}

locals {
  # What any function needs, beside what this one is given.
  statements = merge(var.statements, {
    Logs = { actions = ["logs:CreateLogStream", "logs:PutLogEvents"], resources = ["${aws_cloudwatch_log_group.function.arn}:*"], conditions = {} }
    # X-Ray has no resources to name.
    Traces = { actions = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], resources = ["*"], conditions = {} }
    Key    = { actions = ["kms:GenerateDataKey", "kms:Decrypt"], resources = var.kms_key_arn == null ? [] : [var.kms_key_arn], conditions = {} }
    # As AWSLambdaVPCAccessExecutionRole has it: Lambda makes the interfaces with the function's role.
    Vpc = {
      actions    = ["ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:DeleteNetworkInterface", "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses"]
      resources  = var.vpc == null ? [] : ["*"]
      conditions = {}
    }
  })
}

resource "aws_iam_role_policy" "function" {
  name = var.policy_name
  role = aws_iam_role.function.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [for sid, statement in local.statements : merge(
      { Sid = sid, Effect = "Allow", Action = statement.actions, Resource = statement.resources },
      length(statement.conditions) == 0 ? {} : { Condition = statement.conditions },
    ) if length(statement.resources) > 0]
  })
}

resource "aws_lambda_function" "function" {
  function_name    = var.name
  description      = var.publish_again == 0 ? var.description : "${var.description} (published again: ${var.publish_again})"
  role             = aws_iam_role.function.arn
  handler          = var.handler
  runtime          = var.runtime
  architectures    = [var.architecture]
  filename         = var.jar
  source_code_hash = fileexists(var.jar) ? filebase64sha256(var.jar) : null # destroy needs no jar
  memory_size      = var.memory_mb
  timeout          = var.timeout_seconds
  publish          = true # the alias names a version, and SnapStart works on published ones
  kms_key_arn      = var.kms_key_arn
  layers           = var.layers

  reserved_concurrent_executions = coalesce(var.reserved_concurrency, -1)

  dynamic "vpc_config" {
    for_each = [for vpc in [var.vpc] : vpc if vpc != null]

    content {
      subnet_ids         = vpc_config.value.subnet_ids
      security_group_ids = vpc_config.value.security_group_ids
    }
  }

  dynamic "snap_start" {
    for_each = var.snap_start ? ["PublishedVersions"] : []

    content {
      apply_on = snap_start.value
    }
  }

  tracing_config {
    mode = "Active"
  }

  dynamic "environment" {
    for_each = length(var.environment) == 0 ? [] : [var.environment]

    content {
      variables = environment.value
    }
  }

  tags = var.tags

  lifecycle {
    precondition {
      condition     = fileexists(var.jar)
      error_message = "${var.name}: expected its jar at ${var.jar}: build it with `mvn package`, or take it from a release."
    }
    precondition {
      condition     = sum(concat([0], [for name, value in var.environment : length(name) + length(value)])) <= 4096
      error_message = "${var.name}: its environment is larger than 4096 bytes, which Lambda takes: fewer or shorter sources."
    }
  }

  depends_on = [aws_cloudwatch_log_group.function, aws_iam_role_policy.function]
}

locals {
  # A given version is live until it is given no more; what was published last is then tried by a share of the calls, if by any.
  live_version = var.live_version == null ? aws_lambda_function.function.version : var.live_version
  canary       = var.live_version != null && var.canary_weight != null
  released     = distinct(concat([local.live_version], local.canary ? [aws_lambda_function.function.version] : []))
}

# The provider waits for $LATEST alone. A version with SnapStart can be called minutes later, or never if its start fails: the alias
# moves only after each version it is to name is active and has answered. An error here leaves it where it was.
resource "aws_lambda_invocation" "release" {
  # A function that is closed (a concurrency of 0) can be called by nobody; it is asked when it opens.
  count = var.release == null || try(var.reserved_concurrency == 0, false) ? 0 : 1

  function_name = var.release.function_name
  qualifier     = var.release.qualifier
  input = jsonencode({
    weir     = "release"
    function = aws_lambda_function.function.function_name
    versions = local.released
    keep     = var.keep_versions
  })
}

resource "aws_lambda_alias" "live" {
  name             = "live"
  description      = var.alias_description
  function_name    = aws_lambda_function.function.function_name
  function_version = local.live_version

  dynamic "routing_config" {
    for_each = local.canary ? [var.canary_weight] : []

    content {
      additional_version_weights = { for version in local.released : version => routing_config.value if version != local.live_version }
    }
  }

  depends_on = [aws_lambda_invocation.release, var.after]
}
