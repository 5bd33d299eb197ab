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
  description      = var.description
  role             = aws_iam_role.function.arn
  handler          = var.handler
  runtime          = "java21"
  architectures    = [var.architecture]
  filename         = var.jar
  source_code_hash = fileexists(var.jar) ? filebase64sha256(var.jar) : null # destroy needs no jar
  memory_size      = var.memory_mb
  timeout          = var.timeout_seconds
  publish          = true # SnapStart works on published versions
  kms_key_arn      = var.kms_key_arn

  snap_start {
    apply_on = "PublishedVersions"
  }

  tracing_config {
    mode = "Active"
  }

  environment {
    variables = var.environment
  }

  tags = var.tags

  lifecycle {
    precondition {
      condition     = fileexists(var.jar)
      error_message = "${var.name}: expected its jar at ${var.jar}: build it with `mvn package`, or take it from a release."
    }
  }

  depends_on = [aws_cloudwatch_log_group.function, aws_iam_role_policy.function]
}

resource "aws_lambda_alias" "live" {
  name             = "live"
  description      = var.alias_description
  function_name    = aws_lambda_function.function.function_name
  function_version = aws_lambda_function.function.version

  depends_on = [var.after]
}
