# What the configuration says, read from the plan with a mocked provider: what an emulator does not enforce is proven here.
mock_provider "aws" {
  source = "./tests/mocks"
}

override_resource {
  target = module.processor.aws_sqs_queue.queue
  values = { arn = "arn:aws:sqs:eu-central-1:123456789012:weir", id = "https://sqs.eu-central-1.amazonaws.com/123456789012/weir" }
}

override_resource {
  target = module.processor.aws_sqs_queue.dead_letters
  values = { arn = "arn:aws:sqs:eu-central-1:123456789012:weir-dead-letters", id = "https://sqs.eu-central-1.amazonaws.com/123456789012/weir-dead-letters" }
}

override_resource {
  target = aws_s3_bucket.weir
  values = { arn = "arn:aws:s3:::weir-bucket", id = "weir-bucket" }
}

override_resource {
  target = module.processor.aws_dynamodb_table.claims
  values = { arn = "arn:aws:dynamodb:eu-central-1:123456789012:table/weir-claims" }
}

override_resource {
  target = aws_sns_topic.alarms
  values = { arn = "arn:aws:sns:eu-central-1:123456789012:weir-alarms" }
}

override_resource {
  target = aws_lambda_function.ingest
  values = { arn = "arn:aws:lambda:eu-central-1:123456789012:function:weir-ingest", version = "1" }
}

override_resource {
  target = aws_lambda_alias.ingest
  values = { arn = "arn:aws:lambda:eu-central-1:123456789012:function:weir-ingest:live", invoke_arn = "arn:aws:apigateway:eu-central-1:lambda:path/x" }
}

override_resource {
  target = module.processor.aws_lambda_alias.worker
  values = { arn = "arn:aws:lambda:eu-central-1:123456789012:function:weir-worker:live" }
}

override_resource {
  target = aws_cloudwatch_log_group.ingest
  values = { arn = "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/weir-ingest" }
}

override_resource {
  target = module.processor.aws_cloudwatch_log_group.worker
  values = { arn = "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/weir-worker" }
}

override_resource {
  target = aws_apigatewayv2_api.door
  values = { id = "api", api_endpoint = "https://api.example", execution_arn = "arn:aws:execute-api:eu-central-1:123456789012:api" }
}

override_resource {
  target = aws_secretsmanager_secret.source
  values = { arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:weir/github-AbCdEf", id = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:weir/github-AbCdEf" }
}

override_resource {
  target = aws_cloudwatch_log_group.door
  values = { arn = "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/apigateway/weir" }
}

override_resource {
  target = aws_iam_role.ingest
  values = { arn = "arn:aws:iam::123456789012:role/weir-ingest" }
}

override_resource {
  target = module.processor.aws_iam_role.worker
  values = { arn = "arn:aws:iam::123456789012:role/weir-worker" }
}

variables {
  secret_values = {}
  ingest_jar    = "tests/some.jar"
  worker_jar    = "tests/some.jar"
  mail_from     = "weir@example.com"
  mail_to       = ["ops@example.com"]
  event_bus     = "orders"
  sources       = <<-JSON
    {"budgets": {"scheme": "sns", "topics": ["arn:aws:sns:eu-central-1:123456789012:budgets", "arn:aws:sns:us-east-1:999999999999:other"], "actions": ["email"]},
     "github": {"scheme": "github", "secret": "managed"}}
  JSON
}

run "permissions" {
  command = apply

  assert {
    condition = alltrue(flatten([for policy in [aws_iam_role_policy.ingest.policy, module.processor.policy] : [
      for statement in jsondecode(policy).Statement : [for action in statement.Action : !endswith(action, "*")]
    ]]))
    error_message = "A role has an action with a wildcard."
  }
  assert {
    condition = alltrue(flatten([for policy in [aws_iam_role_policy.ingest.policy, module.processor.policy] : [
      for statement in jsondecode(policy).Statement : statement.Sid == "Traces" || !contains(statement.Resource, "*")
    ]]))
    error_message = "A role has every resource where an ARN exists."
  }
  assert {
    condition     = toset(flatten([for statement in jsondecode(aws_iam_role_policy.ingest.policy).Statement : statement.Action])) == toset(["sqs:SendMessage", "s3:PutObject", "logs:CreateLogStream", "logs:PutLogEvents", "xray:PutTraceSegments", "xray:PutTelemetryRecords"])
    error_message = "The ingest function may do something else than send, write under inbox/, log and trace."
  }
  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.ingest.policy).Statement : statement.Resource if statement.Sid == "Inbox"][0] == ["arn:aws:s3:::weir-bucket/inbox/*"]
    error_message = "The ingest function may write elsewhere than under inbox/."
  }
  assert {
    condition = toset(flatten([for statement in jsondecode(module.processor.policy).Statement : statement.Action])) == toset([
      "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility", "sqs:SendMessage", "s3:GetObject", "s3:PutObject", "s3:ListBucket",
      "dynamodb:UpdateItem", "sns:ConfirmSubscription", "secretsmanager:GetSecretValue", "ses:SendEmail", "events:PutEvents", "logs:CreateLogStream", "logs:PutLogEvents",
      "xray:PutTraceSegments", "xray:PutTelemetryRecords",
    ])
    error_message = "The worker function may do something else than its work."
  }
  assert {
    condition     = [for statement in jsondecode(module.processor.policy).Statement : statement.Resource if statement.Sid == "DeadLetters"][0] == ["arn:aws:sqs:eu-central-1:123456789012:weir-dead-letters"]
    error_message = "The worker function may send elsewhere than to the dead-letter queue."
  }
  assert {
    condition     = [for statement in jsondecode(module.processor.policy).Statement : statement.Resource if statement.Sid == "Secrets"][0] == ["arn:aws:secretsmanager:eu-central-1:123456789012:secret:weir/github-AbCdEf"]
    error_message = "The worker function may read other secrets than those of the sources."
  }
  assert {
    condition     = [for statement in jsondecode(module.processor.queue_policy).Statement : statement.Condition.ArnLike["aws:SourceArn"] if statement.Sid == "Topics"][0] == ["arn:aws:sns:eu-central-1:123456789012:budgets", "arn:aws:sns:us-east-1:999999999999:other"]
    error_message = "Other topics than the sources' may put messages on the queue."
  }
  assert {
    condition     = [for statement in jsondecode(module.processor.queue_policy).Statement : statement.Condition.ArnEquals["aws:SourceArn"] if statement.Sid == "Inbox"][0] == "arn:aws:s3:::weir-bucket"
    error_message = "Another bucket may put messages on the queue."
  }
  assert {
    condition     = jsondecode(aws_s3_bucket_policy.weir.policy).Statement[0].Effect == "Deny" && jsondecode(aws_s3_bucket_policy.weir.policy).Statement[0].Condition.Bool["aws:SecureTransport"] == "false"
    error_message = "The bucket takes requests without TLS."
  }
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
    condition     = jsondecode(module.processor.redrive_policy).deadLetterTargetArn == "arn:aws:sqs:eu-central-1:123456789012:weir-dead-letters" && jsondecode(module.processor.redrive_policy).maxReceiveCount == 5
    error_message = "The queue's redrive policy does not lead to the dead-letter queue."
  }
  assert {
    condition     = module.processor.visibility_timeout_seconds == 360
    error_message = "The visibility time-out is less than six times the function's."
  }
  assert {
    condition     = aws_s3_bucket_notification.inbox.queue[0].filter_prefix == "inbox/" && aws_s3_bucket_notification.inbox.queue[0].queue_arn == "arn:aws:sqs:eu-central-1:123456789012:weir"
    error_message = "What lies under inbox/ is not told to the queue."
  }
  assert {
    condition     = aws_s3_bucket_notification.inbox.queue[0].events == toset(["s3:ObjectCreated:*"])
    error_message = "Something else than a new object under inbox/ is told to the queue."
  }
  assert {
    condition     = { for rule in aws_s3_bucket_lifecycle_configuration.weir.rule : rule.filter[0].prefix => rule.expiration[0].days if length(rule.expiration) > 0 } == { "failures/" = 30, "inbox/" = 30, "rejected/" = 30 }
    error_message = "Objects go too soon or never, or the archive goes."
  }
  assert {
    condition = (
      aws_apigatewayv2_route.source[0].route_key == "ANY /{source}" && aws_apigatewayv2_route.source[0].target == "integrations/${aws_apigatewayv2_integration.ingest[0].id}"
      && aws_apigatewayv2_integration.ingest[0].integration_uri == aws_lambda_alias.ingest.invoke_arn && aws_apigatewayv2_integration.ingest[0].payload_format_version == "2.0"
      && aws_apigatewayv2_stage.default[0].name == "$default" && aws_apigatewayv2_stage.default[0].auto_deploy
    )
    error_message = "The HTTP API does not lead to the ingest function's alias, or not in the format that it reads."
  }
  assert {
    condition     = aws_lambda_permission.http_api[0].source_arn == "arn:aws:execute-api:eu-central-1:123456789012:api/*/*/{source}" && aws_lambda_permission.http_api[0].qualifier == "live" && aws_lambda_permission.http_api[0].principal == "apigateway.amazonaws.com"
    error_message = "The HTTP API may not call the ingest function's alias, or someone else may."
  }
  assert {
    condition     = aws_lambda_function.ingest.snap_start[0].apply_on == "PublishedVersions" && aws_lambda_function.ingest.publish && aws_lambda_alias.ingest.function_version == aws_lambda_function.ingest.version
    error_message = "The ingest function starts cold, or its alias names another version than the published one."
  }
  assert {
    condition     = aws_lambda_function.ingest.environment[0].variables["WEIR_QUEUE_URL"] == "https://sqs.eu-central-1.amazonaws.com/123456789012/weir" && aws_lambda_function.ingest.environment[0].variables["WEIR_BUCKET"] == "weir-bucket"
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
    condition     = aws_lambda_function.ingest.handler == "io.weir.ingest.IngestHandler" && module.processor.handler == "io.weir.worker.WorkerHandler"
    error_message = "A handler's name is wrong."
  }
  assert {
    condition     = toset(keys(aws_lambda_function.ingest.environment[0].variables)) == toset(["WEIR_SOURCES", "WEIR_QUEUE_URL", "WEIR_BUCKET", "WEIR_METRICS_NAMESPACE"])
    error_message = "The ingest function's environment is not what it reads."
  }
  assert {
    condition = toset(keys(module.processor.environment)) == toset([
      "WEIR_SOURCES", "WEIR_QUEUE_URL", "WEIR_DLQ_URL", "WEIR_BUCKET", "WEIR_TABLE", "WEIR_TABLE_DOWN", "WEIR_QUEUE_RETENTION", "WEIR_MAX_RECEIVE_COUNT", "WEIR_METRICS_NAMESPACE", "WEIR_EVENT_BUS", "WEIR_MAIL_FROM", "WEIR_MAIL_TO",
    ])
    error_message = "The worker function's environment is not what it reads."
  }
}

run "documentation" {
  assert {
    condition     = length(output.source_urls) > 0 && alltrue([for names in regexall("(?m)^(?:variable|output) \"(\\w+)\"", "${file("variables.tf")}${file("outputs.tf")}") : strcontains(file("README.md"), "\n| `${names[0]}` |")])
    error_message = "An input or output is missing in README.md's tables."
  }
}

run "watching" {
  command = apply

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.weir["dead-letters"].metric_name == "ApproximateNumberOfMessagesVisible"
      && aws_cloudwatch_metric_alarm.weir["dead-letters"].dimensions["QueueName"] == "weir-dead-letters"
      && aws_cloudwatch_metric_alarm.weir["dead-letters"].statistic == "Maximum"
      && aws_cloudwatch_metric_alarm.weir["dead-letters"].threshold == 0
      && aws_cloudwatch_metric_alarm.weir["dead-letters"].period == 60
    )
    error_message = "One dead letter raises no alarm."
  }
  assert {
    condition = { for name, alarm in aws_cloudwatch_metric_alarm.weir : name => alarm.dimensions if alarm.dimensions != null } == {
      dead-letters     = tomap({ QueueName = "weir-dead-letters" })
      old-messages     = tomap({ QueueName = "weir" })
      worker-errors    = tomap({ FunctionName = "weir-worker", Resource = "weir-worker:live" })
      worker-throttles = tomap({ FunctionName = "weir-worker", Resource = "weir-worker:live" })
      door-faults      = tomap({ ApiId = "api" })
      door-slow        = tomap({ FunctionName = "weir-ingest", Resource = "weir-ingest:live" })
      rejected         = tomap({ Outcome = "Rejected" })
    }
    error_message = "An alarm watches something that does not exist."
  }
  assert {
    condition = alltrue([for namespace in [
      aws_cloudwatch_metric_alarm.weir["rejected"].namespace, aws_cloudwatch_metric_alarm.weir["breaker-open"].namespace,
      aws_lambda_function.ingest.environment[0].variables["WEIR_METRICS_NAMESPACE"], module.processor.environment["WEIR_METRICS_NAMESPACE"],
    ] : namespace == "Weir/weir"])
    error_message = "Alarms do not watch the namespace that the functions write to."
  }
  assert {
    condition     = alltrue([for name, alarm in aws_cloudwatch_metric_alarm.weir : length(alarm.alarm_actions) == 1 && alarm.ok_actions == alarm.alarm_actions && alarm.treat_missing_data == "notBreaching" && endswith(alarm.alarm_description, "#${name}")])
    error_message = "An alarm tells nobody, does not say when it is over, or does not name its section in the runbook."
  }
  assert {
    condition     = alltrue([for name in keys(aws_cloudwatch_metric_alarm.weir) : strcontains(file("../docs/runbook.md"), "\n## ${name}\n")])
    error_message = "An alarm has no section in docs/runbook.md."
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
  }

  assert {
    condition = alltrue([for policy in [aws_iam_role_policy.ingest.policy, module.processor.policy] :
      [for statement in jsondecode(policy).Statement : statement.Resource if statement.Sid == "Key"] == [[var.kms_key_arn]]
    ])
    error_message = "A function may not use the customer key: it could neither send nor read."
  }
  assert {
    condition     = one(aws_s3_bucket_server_side_encryption_configuration.weir.rule).apply_server_side_encryption_by_default[0].kms_master_key_id == var.kms_key_arn && aws_secretsmanager_secret.source["github"].kms_key_id == var.kms_key_arn && aws_cloudwatch_log_group.ingest.kms_key_id == var.kms_key_arn && aws_sns_topic.alarms.kms_master_key_id == var.kms_key_arn
    error_message = "Something is not encrypted with the customer key."
  }
  assert {
    condition     = aws_iam_role.ingest.permissions_boundary == var.permissions_boundary && aws_s3_bucket_versioning.weir.versioning_configuration[0].status == "Enabled"
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

run "sources_not_json" {
  command = plan
  variables {
    sources = "nonsense"
  }
  expect_failures = [var.sources]
}

run "secret_in_plain_text" {
  command = plan
  variables {
    sources = "{\"github\": {\"scheme\": \"github\", \"secret\": \"plain\"}}"
  }
  expect_failures = [var.sources]
}

run "mail_without_recipient" {
  command = plan
  variables {
    mail_to = []
  }
  expect_failures = [var.mail_from]
}

run "mail_without_sender" {
  command = plan
  variables {
    mail_from = null
    mail_to   = []
  }
  expect_failures = [var.mail_from]
}

run "events_without_bus" {
  command = plan
  variables {
    event_bus = null
    sources   = "{\"github\": {\"scheme\": \"github\", \"secret\": \"managed\", \"actions\": [{\"eventbridge\": {\"detailType\": \"x\"}}]}}"
  }
  expect_failures = [var.event_bus]
}

run "managed_secret_without_value" {
  command = plan
  variables {
    secret_values_version = 1
  }
  expect_failures = [var.secret_values_version]
}

run "door_url_with_slash" {
  command = plan
  variables {
    door_url = "https://hooks.example.com/"
  }
  expect_failures = [var.door_url]
}

run "large_batch_without_window" {
  command = plan
  variables {
    batch_size = 20
  }
  expect_failures = [var.batching_window_seconds]
}

run "too_few_receives" {
  command = plan
  variables {
    max_receive_count = 3
  }
  expect_failures = [var.max_receive_count]
}

run "retention_of_the_dead_letter_queue" {
  command = plan
  variables {
    queue_retention_days = 14
  }
  expect_failures = [var.queue_retention_days]
}

run "inbox_that_expires_too_soon" {
  command = plan
  variables {
    expire_days = { inbox = 7 }
  }
  expect_failures = [var.expire_days]
}

run "values_of_the_wrong_form" {
  command = plan
  variables {
    bucket_name              = "Weir"
    kms_key_arn              = "alias/weir"
    mail_to                  = ["ops@example.com, weir@example.com"]
    alarm_emails             = ["ops"]
    rejected_alarm_threshold = -1
    permissions_boundary     = "bound"
  }
  expect_failures = [var.bucket_name, var.kms_key_arn, var.mail_to, var.alarm_emails, var.rejected_alarm_threshold, var.permissions_boundary]
}

run "budget_that_tells_nobody" {
  command = plan
  variables {
    monthly_budget_usd = 10
  }
  expect_failures = [var.monthly_budget_usd]
}
