# What AWS would answer for the parts of a deployment, where something else reads it.
override_resource {
  target = module.processor.aws_sqs_queue.queue
  values = { arn = "arn:aws:sqs:eu-central-1:123456789012:weir", id = "https://sqs.eu-central-1.amazonaws.com/123456789012/weir" }
}

override_resource {
  target = module.processor.aws_sqs_queue.dead_letters
  values = { arn = "arn:aws:sqs:eu-central-1:123456789012:weir-dead-letters", id = "https://sqs.eu-central-1.amazonaws.com/123456789012/weir-dead-letters" }
}

override_resource {
  target = module.processor.aws_sqs_queue.unproven
  values = { arn = "arn:aws:sqs:eu-central-1:123456789012:weir-unproven", id = "https://sqs.eu-central-1.amazonaws.com/123456789012/weir-unproven" }
}

override_resource {
  target = module.processor.aws_sqs_queue.lane["retry"]
  values = { arn = "arn:aws:sqs:eu-central-1:123456789012:weir-retry", id = "https://sqs.eu-central-1.amazonaws.com/123456789012/weir-retry" }
}

override_resource {
  target = module.processor.aws_sqs_queue.lane["retry-unproven"]
  values = { arn = "arn:aws:sqs:eu-central-1:123456789012:weir-retry-unproven", id = "https://sqs.eu-central-1.amazonaws.com/123456789012/weir-retry-unproven" }
}

override_resource {
  target = module.processor.aws_cloudwatch_event_rule.sweep
  values = { arn = "arn:aws:events:eu-central-1:123456789012:rule/weir-sweep" }
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
  target = aws_sns_topic.mail
  values = { arn = "arn:aws:sns:eu-central-1:123456789012:weir-mail" }
}

override_resource {
  target = module.ingest.aws_lambda_function.function
  values = { arn = "arn:aws:lambda:eu-central-1:123456789012:function:weir-ingest", version = "1" }
}

override_resource {
  target = module.ingest.aws_lambda_alias.live
  values = { arn = "arn:aws:lambda:eu-central-1:123456789012:function:weir-ingest:live", invoke_arn = "arn:aws:apigateway:eu-central-1:lambda:path/x" }
}

override_resource {
  target = module.processor.module.worker.aws_lambda_alias.live
  values = { arn = "arn:aws:lambda:eu-central-1:123456789012:function:weir-worker:live" }
}

override_resource {
  target = module.ingest.aws_cloudwatch_log_group.function
  values = { arn = "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/weir-ingest" }
}

override_resource {
  target = module.processor.module.worker.aws_cloudwatch_log_group.function
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
  target = module.ingest.aws_iam_role.function
  values = { arn = "arn:aws:iam::123456789012:role/weir-ingest" }
}

override_resource {
  target = module.processor.module.worker.aws_iam_role.function
  values = { arn = "arn:aws:iam::123456789012:role/weir-worker" }
}

override_resource {
  target = aws_secretsmanager_secret.operator
  values = { arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:weir-operator-key-AbCdEf", id = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:weir-operator-key-AbCdEf" }
}

override_resource {
  target = module.processor.module.release.aws_iam_role.function
  values = { arn = "arn:aws:iam::123456789012:role/weir-release" }
}

override_resource {
  target = module.processor.module.release.aws_lambda_alias.live
  values = { arn = "arn:aws:lambda:eu-central-1:123456789012:function:weir-release:live" }
}

override_resource {
  target = module.processor.module.release.aws_cloudwatch_log_group.function
  values = { arn = "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/weir-release" }
}

override_resource {
  target = module.processor.aws_cloudwatch_event_rule.ping
  values = { arn = "arn:aws:events:eu-central-1:123456789012:rule/weir-ping" }
}
