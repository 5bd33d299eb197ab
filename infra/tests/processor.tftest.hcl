# What the processor module says by itself, read with a mocked provider.
mock_provider "aws" {
  source = "./tests/mocks"
}

override_resource {
  target = aws_sqs_queue.queue
  values = { arn = "arn:aws:sqs:eu-central-1:123456789012:orders", id = "https://sqs.eu-central-1.amazonaws.com/123456789012/orders" }
}

override_resource {
  target = aws_sqs_queue.dead_letters
  values = { arn = "arn:aws:sqs:eu-central-1:123456789012:orders-dead-letters", id = "https://sqs.eu-central-1.amazonaws.com/123456789012/orders-dead-letters" }
}

override_resource {
  target = aws_sqs_queue.unproven
  values = { arn = "arn:aws:sqs:eu-central-1:123456789012:orders-unproven", id = "https://sqs.eu-central-1.amazonaws.com/123456789012/orders-unproven" }
}

override_resource {
  target = aws_sqs_queue.lane["retry"]
  values = { arn = "arn:aws:sqs:eu-central-1:123456789012:orders-retry", id = "https://sqs.eu-central-1.amazonaws.com/123456789012/orders-retry" }
}

override_resource {
  target = aws_sqs_queue.lane["retry-unproven"]
  values = { arn = "arn:aws:sqs:eu-central-1:123456789012:orders-retry-unproven", id = "https://sqs.eu-central-1.amazonaws.com/123456789012/orders-retry-unproven" }
}

override_resource {
  target = module.worker.aws_iam_role.function
  values = { arn = "arn:aws:iam::123456789012:role/orders-worker" }
}

override_resource {
  target = module.worker.aws_lambda_alias.live
  values = { arn = "arn:aws:lambda:eu-central-1:123456789012:function:orders-worker:live" }
}

override_resource {
  target = module.release.aws_iam_role.function
  values = { arn = "arn:aws:iam::123456789012:role/orders-release" }
}

override_resource {
  target = module.release.aws_lambda_alias.live
  values = { arn = "arn:aws:lambda:eu-central-1:123456789012:function:orders-release:live" }
}

override_resource {
  target = module.release.aws_cloudwatch_log_group.function
  values = { arn = "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/orders-release" }
}

override_resource {
  target = aws_cloudwatch_event_rule.ping
  values = { arn = "arn:aws:events:eu-central-1:123456789012:rule/orders-ping" }
}

run "processor" {
  command = apply

  module {
    source = "./modules/processor"
  }

  variables {
    name                    = "orders"
    jar                     = "tests/some.jar"
    sources_text            = "{}"
    secret_arns             = []
    topics                  = []
    topic_accounts          = []
    bucket                  = { name = "orders", arn = "arn:aws:s3:::orders" }
    door_role_id            = "AROAIWPX5BD2BHG722MW4"
    architecture            = "arm64"
    memory_mb               = 1024
    timeout_seconds         = 30
    batch_size              = 10
    batching_window_seconds = 5
    concurrency             = 7
    max_receive_count       = 90
    queue_retention_days    = 2
    table_down              = "retry"
    event_bus               = null
    mail_from               = null
    mail_to                 = []
    kms_key_arn             = null
    log_retention_days      = 30
    permissions_boundary    = "arn:aws:iam::123456789012:policy/bound"
  }

  assert {
    condition     = jsondecode(aws_sqs_queue_redrive_allow_policy.dead_letters.redrive_allow_policy) == { redrivePermission = "byQueue", sourceQueueArns = [aws_sqs_queue.queue.arn, aws_sqs_queue.lane["retry"].arn] } && aws_sqs_queue_redrive_allow_policy.dead_letters.queue_url == aws_sqs_queue.dead_letters.id
    error_message = "The dead-letter queue takes messages of another queue, or not of its own."
  }
  assert {
    condition     = jsondecode(aws_sqs_queue_redrive_allow_policy.unproven.redrive_allow_policy) == { redrivePermission = "byQueue", sourceQueueArns = [aws_sqs_queue.lane["retry-unproven"].arn] } && aws_sqs_queue_redrive_allow_policy.unproven.queue_url == aws_sqs_queue.unproven.id
    error_message = "The unproven queue is no queue's dead-letter queue: SQS would refuse to redrive it."
  }
  assert {
    condition = { for key, policy in aws_sqs_queue_redrive_policy.lane : policy.queue_url => jsondecode(policy.redrive_policy) } == {
      "https://sqs.eu-central-1.amazonaws.com/123456789012/orders-retry"          = { deadLetterTargetArn = aws_sqs_queue.dead_letters.arn, maxReceiveCount = 90 }
      "https://sqs.eu-central-1.amazonaws.com/123456789012/orders-retry-unproven" = { deadLetterTargetArn = aws_sqs_queue.unproven.arn, maxReceiveCount = 90 }
    }
    error_message = "What a slow lane gives up goes to another queue: strangers could fill the dead-letter queue."
  }
  assert {
    condition     = alltrue([for lane in aws_sqs_queue.lane : lane.visibility_timeout_seconds == 185 && lane.message_retention_seconds == 172800]) && join(" ", sort([for lane in aws_sqs_queue.lane : lane.name])) == "orders-retry orders-retry-unproven"
    error_message = "A slow lane has another visibility time-out or retention than the queue."
  }
  assert {
    condition = alltrue([for key, mapping in aws_lambda_event_source_mapping.lane :
      mapping.event_source_arn == aws_sqs_queue.lane[key].arn && mapping.function_name == module.worker.alias.arn && mapping.scaling_config[0].maximum_concurrency == 2 && mapping.function_response_types == toset(["ReportBatchItemFailures"])
    ]) && length(aws_lambda_event_source_mapping.lane) == 2
    error_message = "A slow lane does not call the worker, or takes more of it than two batches at once."
  }
  assert {
    condition = { for key, policy in aws_sqs_queue_policy.lane : policy.queue_url => [for statement in jsondecode(policy.policy).Statement : "${statement.Effect} ${statement.Action} ${statement.Resource} ${statement.Condition.Bool["aws:SecureTransport"]}"] } == {
      "https://sqs.eu-central-1.amazonaws.com/123456789012/orders-retry"          = ["Deny sqs:* arn:aws:sqs:eu-central-1:123456789012:orders-retry false"]
      "https://sqs.eu-central-1.amazonaws.com/123456789012/orders-retry-unproven" = ["Deny sqs:* arn:aws:sqs:eu-central-1:123456789012:orders-retry-unproven false"]
    }
    error_message = "A slow lane takes requests without TLS, or lets a service or another account send: a message there says for itself who sent it."
  }
  assert {
    condition     = module.worker.function.environment[0].variables["WEIR_RETRY_URL"] == aws_sqs_queue.lane["retry"].id && module.worker.function.environment[0].variables["WEIR_RETRY_UNPROVEN_URL"] == aws_sqs_queue.lane["retry-unproven"].id
    error_message = "The worker function does not know the slow lanes, or confuses them."
  }
  assert {
    condition     = aws_sqs_queue_redrive_policy.queue.queue_url == aws_sqs_queue.queue.id && aws_sqs_queue_policy.queue.queue_url == aws_sqs_queue.queue.id
    error_message = "The queue's policies are another queue's."
  }
  assert {
    condition     = aws_sqs_queue.queue.visibility_timeout_seconds == 185 && aws_sqs_queue.queue.message_retention_seconds == 172800 && aws_sqs_queue.dead_letters.message_retention_seconds == 1209600 && aws_sqs_queue.unproven.message_retention_seconds == 1209600
    error_message = "Visibility time-out or retention is not what it should be."
  }
  assert {
    condition     = aws_lambda_event_source_mapping.queue.scaling_config[0].maximum_concurrency == 7 && aws_lambda_event_source_mapping.queue.maximum_batching_window_in_seconds == 5
    error_message = "The mapping has no maximum of batches at once: a flood would use up the account's concurrency."
  }
  assert {
    condition     = module.worker.function.snap_start[0].apply_on == "PublishedVersions" && module.worker.function.publish && module.worker.function.timeout == 30
    error_message = "The worker function starts cold, or has another time-out than the visibility time-out is made for."
  }
  assert {
    condition     = module.worker.function.environment[0].variables["WEIR_QUEUE_URL"] == aws_sqs_queue.queue.id && module.worker.function.environment[0].variables["WEIR_DLQ_URL"] == aws_sqs_queue.dead_letters.id && module.worker.function.environment[0].variables["WEIR_UNPROVEN_URL"] == aws_sqs_queue.unproven.id && module.worker.function.environment[0].variables["WEIR_TABLE"] == "orders-claims" && module.worker.function.environment[0].variables["WEIR_BUCKET"] == "orders" && module.worker.function.environment[0].variables["WEIR_DOOR_ROLE_ID"] == "AROAIWPX5BD2BHG722MW4"
    error_message = "The worker function's environment names something else than its queue, dead-letter queue, unproven queue, table, bucket and door."
  }
  assert {
    condition     = module.worker.function.environment[0].variables["WEIR_QUEUE_RETENTION"] == "P2D" && module.worker.function.environment[0].variables["WEIR_MAX_RECEIVE_COUNT"] == "90" && jsondecode(aws_sqs_queue_redrive_policy.queue.redrive_policy).maxReceiveCount == 90
    error_message = "The worker function is told another retention or number of receives than the queue has."
  }
  assert {
    condition     = aws_dynamodb_table.claims.hash_key == "id" && aws_dynamodb_table.claims.ttl[0].attribute_name == "expires" && aws_dynamodb_table.claims.ttl[0].enabled
    error_message = "The table of claims is not the one that the worker writes to, or keeps claims for ever."
  }
  assert {
    condition     = module.worker.function.role == module.worker.role.arn && module.worker.role.permissions_boundary == var.permissions_boundary
    error_message = "The worker function runs as another role, or without its boundary."
  }
}
