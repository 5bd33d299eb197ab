module "ingest" {
  source = "./modules/function"

  name              = "${var.name}-ingest"
  description       = "Puts a request on the queue and answers 200."
  role_description  = "The ingest function: sends to the queue, writes under inbox/, reads the sources and the secrets of those that need one at the door, and nothing else."
  policy_name       = "ingest"
  alias_description = "What the front door calls."
  handler           = "io.weir.ingest.IngestHandler"
  jar               = local.ingest_jar
  timeout_seconds   = 15

  statements = {
    Queue   = { actions = ["sqs:SendMessage"], resources = [module.processor.queue_arn] }
    Inbox   = { actions = ["s3:PutObject"], resources = ["${aws_s3_bucket.weir.arn}/inbox/*"] }
    Sources = { actions = ["ssm:GetParameter"], resources = local.sources_parameter_arns }
    Secrets = { actions = ["secretsmanager:GetSecretValue"], resources = local.door_secret_arns }
    SecretKeys = {
      actions    = ["kms:Decrypt"]
      resources  = length(local.door_secret_arns) == 0 ? [] : var.secret_key_arns
      conditions = { StringLike = { "kms:ViaService" = ["secretsmanager.*"] } }
    }
  }

  environment = merge(
    {
      WEIR_SOURCES           = local.sources_text
      WEIR_QUEUE_URL         = module.processor.queue_url
      WEIR_BUCKET            = aws_s3_bucket.weir.id
      WEIR_METRICS_NAMESPACE = local.metrics
    },
    # Behind a domain, or what stands before it, the function may see another host or path than the sender signed.
    local.given_url == null ? {} : { WEIR_URL = local.given_url },
    var.trusted_origin == null ? {} : {
      WEIR_TRUSTED_ORIGIN = jsonencode(merge(
        { header = var.trusted_origin.header, sha256 = var.trusted_origin.sha256 },
        var.trusted_origin.address_header == "" ? {} : { address = var.trusted_origin.address_header },
      ))
    },
  )

  # What the door sends must be read by a worker that knows its form: an earlier one takes the request's id for a part of the URL.
  after = module.processor.alias

  release       = module.processor.release
  snap_start    = var.snap_start
  live_version  = var.live_versions.ingest
  canary_weight = var.canary_weight
  keep_versions = var.keep_versions
  publish_again = var.publish_again

  architecture         = var.architecture
  memory_mb            = var.ingest_memory_mb
  kms_key_arn          = var.kms_key_arn
  log_retention_days   = var.log_retention_days
  permissions_boundary = var.permissions_boundary
  role_path            = var.role_path
  runtime              = var.runtime
  reserved_concurrency = var.reserved_concurrency.ingest
  tags                 = var.tags
}

resource "aws_apigatewayv2_api" "door" {
  count = var.front_door == "http_api" ? 1 : 0

  name          = var.name
  description   = "The door of ${var.name}: POST /{source}."
  protocol_type = "HTTP"
  tags          = var.tags

  # Who knows the API's own address would go around the domain and its mutual TLS.
  disable_execute_api_endpoint = var.domain == null ? false : !var.domain.keep_api_endpoint
}

resource "aws_apigatewayv2_integration" "ingest" {
  count = var.front_door == "http_api" ? 1 : 0

  api_id                 = aws_apigatewayv2_api.door[0].id
  integration_type       = "AWS_PROXY"
  integration_uri        = module.ingest.alias.invoke_arn
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
  tags              = var.tags
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
    throttling_burst_limit = var.throttle.burst
    throttling_rate_limit  = var.throttle.rate
  }

  tags = var.tags
}

resource "aws_lambda_permission" "http_api" {
  count = var.front_door == "http_api" ? 1 : 0

  statement_id  = "HttpApi"
  action        = "lambda:InvokeFunction"
  principal     = "apigateway.amazonaws.com"
  function_name = module.ingest.function.function_name
  qualifier     = module.ingest.alias.name
  source_arn    = "${aws_apigatewayv2_api.door[0].execution_arn}/*/*/{source}"
}

resource "aws_lambda_function_url" "door" {
  count = var.front_door == "function_url" ? 1 : 0

  function_name      = module.ingest.function.function_name
  qualifier          = module.ingest.alias.name
  authorization_type = "NONE" # the signature in the request is what proves it
}

resource "aws_lambda_permission" "function_url" {
  count = var.front_door == "function_url" ? 1 : 0

  statement_id           = "FunctionUrl"
  action                 = "lambda:InvokeFunctionUrl"
  principal              = "*"
  function_name          = module.ingest.function.function_name
  qualifier              = module.ingest.alias.name
  function_url_auth_type = "NONE"
}

# Function URLs made since October 2025 also need lambda:InvokeFunction, on condition that it comes through the URL. This
# provider cannot say so; an unconditioned grant to everyone would make the function itself public.
resource "aws_cloudformation_stack" "function_url" {
  count = var.front_door == "function_url" && var.function_url_stack ? 1 : 0

  name = "${var.name}-function-url"
  template_body = jsonencode({
    Resources = {
      Permission = {
        Type = "AWS::Lambda::Permission"
        Properties = {
          Action                = "lambda:InvokeFunction"
          FunctionName          = module.ingest.alias.arn
          Principal             = "*"
          InvokedViaFunctionUrl = true
        }
      }
    }
  })

  tags = var.tags
}
