# Where a request goes and what the parts are told, read from the plan with a mocked provider.
mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  secret_values     = {}
  ingest_jar        = "tests/some.jar"
  worker_jar        = "tests/some.jar"
  mail_from         = "weir@example.com"
  mail_to           = ["ops@example.com"]
  verify_recipients = true
  event_bus         = "orders"
  sources           = <<-JSON
    {"budgets": {"scheme": "sns", "topics": ["arn:aws:sns:eu-central-1:123456789012:budgets", "arn:aws:sns:us-east-1:999999999999:other"], "actions": ["email"]},
     "github": {"scheme": "github", "secret": "managed", "url": "https://github-hooks.example.com"}}
  JSON
}

run "wires" {
  command = apply

  assert {
    condition     = module.processor.event_source.function_response_types == toset(["ReportBatchItemFailures"])
    error_message = "Without partial batch responses one failed record would repeat its mates."
  }
  assert {
    condition     = endswith(module.processor.event_source.function_name, ":live") && module.processor.event_source.event_source_arn == "arn:aws:sqs:eu-central-1:123456789012:weir"
    error_message = "The queue does not call the worker's alias."
  }
  assert {
    condition     = jsondecode(module.processor.redrive_policy).deadLetterTargetArn == "arn:aws:sqs:eu-central-1:123456789012:weir-dead-letters" && jsondecode(module.processor.redrive_policy).maxReceiveCount == 100
    error_message = "The queue's redrive policy does not lead to the dead-letter queue."
  }
  assert {
    condition     = module.processor.visibility_timeout_seconds == 360
    error_message = "The visibility time-out is less than six times the function's."
  }
  assert {
    condition     = aws_s3_bucket_notification.inbox[0].queue[0].filter_prefix == "inbox/" && aws_s3_bucket_notification.inbox[0].queue[0].queue_arn == "arn:aws:sqs:eu-central-1:123456789012:weir"
    error_message = "What lies under inbox/ is not told to the queue."
  }
  assert {
    condition     = aws_s3_bucket_notification.inbox[0].queue[0].events == toset(["s3:ObjectCreated:*"])
    error_message = "Something else than a new object under inbox/ is told to the queue."
  }
  assert {
    condition = (
      module.processor.sweep.rule.schedule_expression == "rate(5 minutes)"
      && module.processor.sweep.queue == "arn:aws:sqs:eu-central-1:123456789012:weir" && module.processor.sweep.body == "{\"weir\":\"sweep\"}"
    )
    error_message = "The worker is not told to sweep inbox/, or not in the words that it reads."
  }
  assert {
    condition     = { for rule in aws_s3_bucket_lifecycle_configuration.weir.rule : rule.filter[0].prefix => rule.expiration[0].days if length(rule.expiration) > 0 } == { "inbox/" = 45, "rejected/" = 30 }
    error_message = "Objects go too soon or never, or the archive goes."
  }
  assert {
    condition = (
      aws_apigatewayv2_route.source[0].route_key == "ANY /{source}" && aws_apigatewayv2_route.source[0].target == "integrations/${aws_apigatewayv2_integration.ingest[0].id}"
      && aws_apigatewayv2_integration.ingest[0].integration_uri == module.ingest.alias.invoke_arn && aws_apigatewayv2_integration.ingest[0].payload_format_version == "2.0"
      && aws_apigatewayv2_stage.default[0].name == "$default" && aws_apigatewayv2_stage.default[0].auto_deploy
    )
    error_message = "The HTTP API does not lead to the ingest function's alias, or not in the format that it reads."
  }
  assert {
    condition     = aws_lambda_permission.http_api[0].source_arn == "arn:aws:execute-api:eu-central-1:123456789012:api/*/*/{source}" && aws_lambda_permission.http_api[0].qualifier == "live" && aws_lambda_permission.http_api[0].principal == "apigateway.amazonaws.com"
    error_message = "The HTTP API may not call the ingest function's alias, or someone else may."
  }
  assert {
    condition     = module.ingest.function.snap_start[0].apply_on == "PublishedVersions" && module.ingest.function.publish && module.ingest.alias.function_version == module.ingest.function.version
    error_message = "The ingest function starts cold, or its alias names another version than the published one."
  }
  assert {
    condition     = module.ingest.function.environment[0].variables["WEIR_QUEUE_URL"] == "https://sqs.eu-central-1.amazonaws.com/123456789012/weir" && module.ingest.function.environment[0].variables["WEIR_BUCKET"] == "weir-bucket"
    error_message = "The ingest function's environment names another queue or bucket."
  }
  assert {
    condition     = keys(aws_sns_topic_subscription.door) == ["arn:aws:sns:eu-central-1:123456789012:budgets"]
    error_message = "The door is not subscribed to exactly the topics of this account and region."
  }
  assert {
    condition     = aws_sns_topic_subscription.door["arn:aws:sns:eu-central-1:123456789012:budgets"].endpoint == "https://api.example/budgets" && aws_sns_topic_subscription.door["arn:aws:sns:eu-central-1:123456789012:budgets"].raw_message_delivery == false
    error_message = "The subscription does not lead to the door of its source, or delivers raw."
  }
  assert {
    condition     = jsondecode(aws_sns_topic_subscription.door["arn:aws:sns:eu-central-1:123456789012:budgets"].redrive_policy).deadLetterTargetArn == "arn:aws:sqs:eu-central-1:123456789012:weir"
    error_message = "What the door could not take is lost."
  }
  assert {
    condition = [for policy in [jsondecode(aws_sns_topic_subscription.door["arn:aws:sns:eu-central-1:123456789012:budgets"].delivery_policy).healthyRetryPolicy] :
      policy.numRetries >= 10 && policy.numMinDelayRetries * policy.minDelayTarget + (policy.numRetries - policy.numMinDelayRetries) * policy.maxDelayTarget <= 3600
    ][0]
    error_message = "SNS gives up soon, or refuses the delivery policy: it admits 3600 s in all."
  }
  assert {
    condition     = module.ingest.function.handler == "io.weir.ingest.IngestHandler" && module.processor.handler == "io.weir.worker.WorkerHandler"
    error_message = "A handler's name is wrong."
  }
  assert {
    condition     = toset(keys(module.ingest.function.environment[0].variables)) == toset(["WEIR_SOURCES", "WEIR_QUEUE_URL", "WEIR_BUCKET", "WEIR_METRICS_NAMESPACE"])
    error_message = "The ingest function's environment is not what it reads."
  }
  assert {
    condition = toset(keys(module.processor.environment)) == toset([
      "WEIR_SOURCES", "WEIR_QUEUE_URL", "WEIR_DLQ_URL", "WEIR_UNPROVEN_URL", "WEIR_RETRY_URL", "WEIR_RETRY_UNPROVEN_URL", "WEIR_DOOR_ROLE_ID", "WEIR_OPERATOR_KEY", "WEIR_BUCKET", "WEIR_TABLE", "WEIR_TABLE_DOWN", "WEIR_QUEUE_RETENTION", "WEIR_MAX_RECEIVE_COUNT", "WEIR_METRICS_NAMESPACE", "WEIR_EVENT_BUS", "WEIR_MAIL_FROM", "WEIR_MAIL_TO",
    ])
    error_message = "The worker function's environment is not what it reads."
  }
  assert {
    condition = (
      module.processor.ping.rule.schedule_expression == "rate(7 days)" && module.processor.ping.function == "arn:aws:lambda:eu-central-1:123456789012:function:weir-release:live"
      && jsondecode(module.processor.ping.input) == { weir = "ping", functions = ["weir-worker", "weir-ingest"] }
      && module.processor.ping.permission.source_arn == "arn:aws:events:eu-central-1:123456789012:rule/weir-ping" && module.processor.ping.permission.qualifier == "live" && module.processor.ping.permission.principal == "events.amazonaws.com"
    )
    error_message = "What is live is not called once a week: Lambda drops a snapshot after 14 days without a call."
  }
  assert {
    condition     = module.processor.release == { function_name = "weir-release", qualifier = "live" }
    error_message = "The functions are released by another function."
  }
}

run "function_url" {
  command = apply

  variables {
    front_door = "function_url"
  }

  assert {
    condition = [for properties in [jsondecode(aws_cloudformation_stack.function_url[0].template_body).Resources.Permission.Properties] :
      properties.InvokedViaFunctionUrl && properties.Action == "lambda:InvokeFunction" && properties.FunctionName == "arn:aws:lambda:eu-central-1:123456789012:function:weir-ingest:live"
    ][0]
    error_message = "Calls by function URL are refused, or everyone may call the function itself."
  }
  assert {
    condition     = aws_lambda_function_url.door[0].qualifier == "live" && aws_lambda_permission.function_url[0].qualifier == "live" && aws_lambda_permission.function_url[0].action == "lambda:InvokeFunctionUrl"
    error_message = "The function URL leads to another version than the alias, or nobody may call it."
  }
  assert {
    condition     = length(aws_apigatewayv2_api.door) == 0 && aws_lambda_permission.function_url[0].function_url_auth_type == "NONE"
    error_message = "The function URL is not what the door is."
  }
}

run "back_to_earlier_versions" {
  command = apply

  variables {
    snap_start    = false
    live_versions = { ingest = "3", worker = "4" }
    canary_weight = 0.05
    publish_again = 1
  }

  expect_failures = [check.live_versions]

  assert {
    condition     = module.ingest.alias.function_version == "3" && module.processor.versions.live == "4" && output.versions.ingest == { published = "1", live = "3" }
    error_message = "An alias does not lead back to the version that was given."
  }
  assert {
    condition     = module.ingest.alias.routing_config[0].additional_version_weights == tomap({ "1" = 0.05 })
    error_message = "The version that was published last has no share of the calls."
  }
  assert {
    condition     = length(module.ingest.function.snap_start) == 0 && strcontains(module.ingest.function.description, "published again: 1")
    error_message = "SnapStart cannot be switched off, or a version not be published again."
  }
}

run "everything_optional" {
  command = apply

  variables {
    kms_key_arn           = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555"
    permissions_boundary  = "arn:aws:iam::123456789012:policy/bound"
    monthly_budget_usd    = 10
    alarm_emails          = ["ops@example.com"]
    bucket_versioning     = true
    secret_values_version = 1
    secret_values         = { github = "secret" }
    expire_days           = { archive = 400 }
    door_url              = "https://hooks.example.com/weir"
  }

  assert {
    condition     = module.ingest.function.environment[0].variables["WEIR_URL"] == "https://hooks.example.com/weir"
    error_message = "The ingest function does not know the URL that senders sign."
  }
  assert {
    condition     = output.source_urls == { budgets = "https://hooks.example.com/weir/budgets", github = "https://hooks.example.com/weir/github" } && aws_sns_topic_subscription.door["arn:aws:sns:eu-central-1:123456789012:budgets"].endpoint == "https://hooks.example.com/weir/budgets"
    error_message = "Senders or SNS are sent to another URL than the domain's."
  }

  assert {
    condition = alltrue([for policy in [module.ingest.policy, module.processor.policy] :
      [for statement in jsondecode(policy).Statement : statement.Resource if statement.Sid == "Key"] == [[var.kms_key_arn]]
    ])
    error_message = "A function may not use the customer key: it could neither send nor read."
  }
  assert {
    condition     = one(aws_s3_bucket_server_side_encryption_configuration.weir.rule).apply_server_side_encryption_by_default[0].kms_master_key_id == var.kms_key_arn && aws_secretsmanager_secret.source["github"].kms_key_id == var.kms_key_arn && module.ingest.log_group.kms_key_id == var.kms_key_arn && aws_sns_topic.alarms[0].kms_master_key_id == var.kms_key_arn
    error_message = "Something is not encrypted with the customer key."
  }
  assert {
    condition     = module.ingest.role.permissions_boundary == var.permissions_boundary && aws_s3_bucket_versioning.weir.versioning_configuration[0].status == "Enabled"
    error_message = "The role has no boundary, or the bucket no versions."
  }
  assert {
    condition     = aws_budgets_budget.monthly[0].limit_amount == "10" && aws_sns_topic_subscription.alarms["ops@example.com"].protocol == "email"
    error_message = "Nobody hears of the budget or the alarms."
  }
  assert {
    condition     = contains([for rule in aws_s3_bucket_lifecycle_configuration.weir.rule : rule.expiration[0].days if length(rule.expiration) > 0], 400)
    error_message = "The archive does not go when it should."
  }
}

run "documentation" {
  assert {
    condition     = length(output.source_urls) > 0 && alltrue([for names in regexall("(?m)^(?:variable|output) \"(\\w+)\"", join("", [for name in concat(tolist(fileset(".", "variables*.tf")), ["outputs.tf"]) : file(name)])) : strcontains(file("README.md"), "\n| `${names[0]}` |")])
    error_message = "An input or output is missing in README.md's tables."
  }
}
