resource "aws_cloudwatch_log_group" "ingest" {
  name              = "/aws/lambda/${var.name}-ingest"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

resource "aws_iam_role" "ingest" {
  name                 = "${var.name}-ingest"
  description          = "The ingest function: sends to the queue, writes under inbox/, and nothing else."
  permissions_boundary = var.permissions_boundary
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "ingest" {
  name = "ingest"
  role = aws_iam_role.ingest.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        { Sid = "Queue", Effect = "Allow", Action = ["sqs:SendMessage"], Resource = [module.processor.queue_arn] },
        { Sid = "Inbox", Effect = "Allow", Action = ["s3:PutObject"], Resource = ["${aws_s3_bucket.weir.arn}/inbox/*"] },
        { Sid = "Logs", Effect = "Allow", Action = ["logs:CreateLogStream", "logs:PutLogEvents"], Resource = ["${aws_cloudwatch_log_group.ingest.arn}:*"] },
        # X-Ray has no resources to name.
        { Sid = "Traces", Effect = "Allow", Action = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], Resource = ["*"] },
      ],
      var.kms_key_arn == null ? [] : [
        { Sid = "Key", Effect = "Allow", Action = ["kms:GenerateDataKey", "kms:Decrypt"], Resource = [var.kms_key_arn] },
      ],
    )
  })
}

resource "aws_lambda_function" "ingest" {
  function_name    = "${var.name}-ingest"
  description      = "Puts a request on the queue and answers 200."
  role             = aws_iam_role.ingest.arn
  handler          = "io.weir.ingest.IngestHandler"
  runtime          = "java21"
  architectures    = [var.architecture]
  filename         = var.ingest_jar
  source_code_hash = filebase64sha256(var.ingest_jar)
  memory_size      = var.ingest_memory_mb
  timeout          = 15
  publish          = true # SnapStart works on published versions
  kms_key_arn      = var.kms_key_arn

  snap_start {
    apply_on = "PublishedVersions"
  }

  tracing_config {
    mode = "Active"
  }

  environment {
    variables = {
      WEIR_SOURCES           = local.sources_text
      WEIR_QUEUE_URL         = module.processor.queue_url
      WEIR_BUCKET            = aws_s3_bucket.weir.id
      WEIR_METRICS_NAMESPACE = local.metrics
    }
  }

  depends_on = [aws_cloudwatch_log_group.ingest, aws_iam_role_policy.ingest]
}

resource "aws_lambda_alias" "ingest" {
  name             = "live"
  description      = "What the front door calls."
  function_name    = aws_lambda_function.ingest.function_name
  function_version = aws_lambda_function.ingest.version
}

resource "aws_apigatewayv2_api" "door" {
  count = var.front_door == "http_api" ? 1 : 0

  name          = var.name
  description   = "The door of ${var.name}: POST /{source}."
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_integration" "ingest" {
  count = var.front_door == "http_api" ? 1 : 0

  api_id                 = aws_apigatewayv2_api.door[0].id
  integration_type       = "AWS_PROXY"
  integration_uri        = aws_lambda_alias.ingest.invoke_arn
  payload_format_version = "2.0"
  timeout_milliseconds   = 15000
}

resource "aws_apigatewayv2_route" "source" {
  count = var.front_door == "http_api" ? 1 : 0

  api_id    = aws_apigatewayv2_api.door[0].id
  route_key = "ANY /{source}" # handshakes come by GET and OPTIONS; the function answers 405 to the rest
  target    = "integrations/${aws_apigatewayv2_integration.ingest[0].id}"
}

resource "aws_cloudwatch_log_group" "door" {
  count = var.front_door == "http_api" ? 1 : 0

  name              = "/aws/apigateway/${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

resource "aws_apigatewayv2_stage" "default" {
  count = var.front_door == "http_api" ? 1 : 0

  api_id      = aws_apigatewayv2_api.door[0].id
  name        = "$default"
  auto_deploy = true

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.door[0].arn
    format = jsonencode({
      requestId = "$context.requestId"
      time      = "$context.requestTime"
      source    = "$context.path"
      status    = "$context.status"
      latency   = "$context.responseLatency"
      error     = "$context.integrationErrorMessage"
    })
  }

  default_route_settings {
    throttling_burst_limit = 2000
    throttling_rate_limit  = 1000
  }
}

resource "aws_lambda_permission" "http_api" {
  count = var.front_door == "http_api" ? 1 : 0

  statement_id  = "HttpApi"
  action        = "lambda:InvokeFunction"
  principal     = "apigateway.amazonaws.com"
  function_name = aws_lambda_function.ingest.function_name
  qualifier     = aws_lambda_alias.ingest.name
  source_arn    = "${aws_apigatewayv2_api.door[0].execution_arn}/*/*/{source}"
}

resource "aws_lambda_function_url" "door" {
  count = var.front_door == "function_url" ? 1 : 0

  function_name      = aws_lambda_function.ingest.function_name
  qualifier          = aws_lambda_alias.ingest.name
  authorization_type = "NONE" # the signature in the request is what proves it
}

resource "aws_lambda_permission" "function_url" {
  count = var.front_door == "function_url" ? 1 : 0

  statement_id           = "FunctionUrl"
  action                 = "lambda:InvokeFunctionUrl"
  principal              = "*"
  function_name          = aws_lambda_function.ingest.function_name
  qualifier              = aws_lambda_alias.ingest.name
  function_url_auth_type = "NONE"
}

# Function URLs made since October 2025 also need lambda:InvokeFunction, on condition that it comes through the URL. This
# provider cannot say so; an unconditioned grant to everyone would make the function itself public.
resource "aws_cloudformation_stack" "function_url" {
  count = var.front_door == "function_url" ? 1 : 0

  name = "${var.name}-function-url"
  template_body = jsonencode({
    Resources = {
      Permission = {
        Type = "AWS::Lambda::Permission"
        Properties = {
          Action                = "lambda:InvokeFunction"
          FunctionName          = aws_lambda_alias.ingest.arn
          Principal             = "*"
          InvokedViaFunctionUrl = true
        }
      }
    }
  })
}
