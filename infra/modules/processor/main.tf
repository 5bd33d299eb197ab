data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

data "aws_partition" "current" {}

locals {
  release   = { function_name = module.release.function.function_name, qualifier = module.release.alias.name }
  account   = data.aws_caller_identity.current.account_id
  region    = data.aws_region.current.id
  partition = data.aws_partition.current.partition
  topics    = concat(var.topics, [for account in var.topic_accounts : "arn:${local.partition}:sns:*:${account}:*"])
  # An owner of a topic could have it deliver, raw, a text that looks like another topic's message. A signature shows that; where
  # messages are believed without one, only those topics may send, and this account's own, which redrive what the door could not take.
  senders   = length(var.trusted_topics) == 0 ? local.topics : [for topic in var.topics : topic if split(":", topic)[4] == local.account && !contains(var.trusted_topics, topic)]
  lane_arns = [for lane in aws_sqs_queue.lane : lane.arn]
  bus_arns  = [for bus in distinct(concat([for bus in [var.event_bus] : bus if bus != null], var.buses)) : startswith(bus, "arn:") ? bus : "arn:${local.partition}:events:${local.region}:${local.account}:event-bus/${bus}"]
}

resource "aws_dynamodb_table" "claims" {
  name         = "${var.name}-claims"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }

  ttl {
    attribute_name = "expires"
    enabled        = true
  }

  server_side_encryption {
    enabled     = var.kms_key_arn != null
    kms_key_arn = var.kms_key_arn
  }

  tags = var.tags
}

module "worker" {
  source = "../function"

  name              = "${var.name}-worker"
  description       = "Verifies, confirms, acts, and reports failures record by record."
  role_description  = "The worker function."
  policy_name       = "worker"
  alias_description = "What the queue calls."
  handler           = "io.weir.worker.WorkerHandler"
  jar               = var.jar
  timeout_seconds   = var.timeout_seconds

  statements = merge(var.extra_policy_statements, {
    Queue       = { actions = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility"], resources = concat([aws_sqs_queue.queue.arn], local.lane_arns) }
    DeadLetters = { actions = ["sqs:SendMessage"], resources = [aws_sqs_queue.dead_letters.arn] }
    Unproven    = { actions = ["sqs:SendMessage"], resources = [aws_sqs_queue.unproven.arn] }
    Again       = { actions = ["sqs:SendMessage"], resources = concat([aws_sqs_queue.queue.arn], local.lane_arns) }
    Read        = { actions = ["s3:GetObject"], resources = [for prefix in ["archive", "certificates", "inbox"] : "${var.bucket.arn}/${prefix}/*"] }
    # Never under inbox/: what lies there is what the door has taken, and a key made from an event's id must not reach it.
    Write = { actions = ["s3:PutObject"], resources = [for prefix in ["archive", "certificates", "rejected"] : "${var.bucket.arn}/${prefix}/*"] }
    Swept = { actions = ["s3:DeleteObject"], resources = ["${var.bucket.arn}/inbox/*"] }
    # For the sweeper's list of inbox/. No condition on the prefix: a read has none, so an object that is not there would be answered
    # with 403 instead of 404, and what has been done already would look like a fault of the bucket.
    Bucket  = { actions = ["s3:ListBucket"], resources = [var.bucket.arn] }
    Claims  = { actions = ["dynamodb:UpdateItem"], resources = [aws_dynamodb_table.claims.arn] }
    Confirm = { actions = ["sns:ConfirmSubscription"], resources = local.topics }
    Secrets = { actions = ["secretsmanager:GetSecretValue"], resources = compact(concat(var.secret_arns, [var.operator_key_arn])) }
    Sources = { actions = ["ssm:GetParameter"], resources = var.sources_parameter_arns }
    Listen  = { actions = ["sqs:SendMessage"], resources = aws_sqs_queue.listen[*].arn }
    Mail = {
      actions    = ["ses:SendEmail"]
      resources  = var.mail_from == null ? [] : ["arn:${local.partition}:ses:${local.region}:${local.account}:identity/*"]
      conditions = { StringEquals = { "ses:FromAddress" = [var.mail_from] } }
    }
    MailTopic = { actions = ["sns:Publish"], resources = var.mail_topics }
    Bus       = { actions = ["events:PutEvents"], resources = local.bus_arns }
    SecretKeys = {
      actions    = ["kms:Decrypt"]
      resources  = var.secret_key_arns
      conditions = { StringLike = { "kms:ViaService" = ["secretsmanager.*"] } }
    }
  })

  environment = merge(
    var.extra_environment,
    {
      WEIR_SOURCES            = var.sources_text
      WEIR_QUEUE_URL          = aws_sqs_queue.queue.id
      WEIR_DLQ_URL            = aws_sqs_queue.dead_letters.id
      WEIR_UNPROVEN_URL       = aws_sqs_queue.unproven.id
      WEIR_RETRY_URL          = aws_sqs_queue.lane["retry"].id
      WEIR_RETRY_UNPROVEN_URL = aws_sqs_queue.lane["retry-unproven"].id
      WEIR_DOOR_ROLE_ID       = var.door_role_id
      WEIR_BUCKET             = var.bucket.name
      WEIR_TABLE              = aws_dynamodb_table.claims.name
      WEIR_TABLE_DOWN         = var.table_down
      WEIR_QUEUE_RETENTION    = "P${var.queue_retention_days}D"
      WEIR_MAX_RECEIVE_COUNT  = tostring(var.max_receive_count)
      WEIR_METRICS_NAMESPACE  = var.metrics_namespace
    },
    var.operator_key_arn == null ? {} : { WEIR_OPERATOR_KEY = var.operator_key_arn },
    var.listen_queue ? { WEIR_LISTEN_URL = aws_sqs_queue.listen[0].id } : {},
    var.event_bus == null ? {} : { WEIR_EVENT_BUS = var.event_bus },
    length(var.mail_topics) == 0 ? {} : { WEIR_MAIL_TOPIC = one(var.mail_topics) },
    var.mail_from == null ? {} : { WEIR_MAIL_FROM = var.mail_from, WEIR_MAIL_TO = join(",", var.mail_to) },
  )

  release       = local.release
  snap_start    = var.snap_start
  live_version  = var.live_version
  canary_weight = var.canary_weight
  keep_versions = var.keep_versions
  publish_again = var.publish_again

  architecture         = var.architecture
  memory_mb            = var.memory_mb
  kms_key_arn          = var.kms_key_arn
  log_retention_days   = var.log_retention_days
  permissions_boundary = var.permissions_boundary
  role_path            = var.role_path
  runtime              = var.runtime
  layers               = var.layers
  vpc                  = var.vpc
  reserved_concurrency = var.reserved_concurrency
  tags                 = var.tags
}

resource "aws_lambda_event_source_mapping" "queue" {
  event_source_arn                   = aws_sqs_queue.queue.arn
  function_name                      = module.worker.alias.arn
  batch_size                         = var.batch_size
  maximum_batching_window_in_seconds = var.batching_window_seconds
  function_response_types            = ["ReportBatchItemFailures"]

  scaling_config {
    maximum_concurrency = var.concurrency
  }

  tags = var.tags

  # A message must not be received before it can go anywhere.
  depends_on = [aws_sqs_queue_redrive_policy.queue]
}

# A lane's records have failed before, and nothing waits for them: few batches at once, so that they take little of the worker.
resource "aws_lambda_event_source_mapping" "lane" {
  for_each = aws_sqs_queue.lane

  event_source_arn        = each.value.arn
  function_name           = module.worker.alias.arn
  batch_size              = min(10, var.batch_size)
  function_response_types = ["ReportBatchItemFailures"]

  scaling_config {
    maximum_concurrency = 2
  }

  tags = var.tags

  depends_on = [aws_sqs_queue_redrive_policy.lane]
}
