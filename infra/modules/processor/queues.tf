resource "aws_sqs_queue" "queue" {
  name                              = var.name
  visibility_timeout_seconds        = 6 * var.timeout_seconds + var.batching_window_seconds
  message_retention_seconds         = var.queue_retention_days * 86400
  receive_wait_time_seconds         = 20
  sqs_managed_sse_enabled           = var.kms_key_arn == null ? true : null
  kms_master_key_id                 = var.kms_key_arn
  kms_data_key_reuse_period_seconds = var.kms_key_arn == null ? null : 300
  tags                              = var.tags
}

resource "aws_sqs_queue" "dead_letters" {
  name                              = "${var.name}-dead-letters"
  message_retention_seconds         = 14 * 86400 # counted from when the worker put it here; what SQS moved, from when it was sent
  sqs_managed_sse_enabled           = var.kms_key_arn == null ? true : null
  kms_master_key_id                 = var.kms_key_arn
  kms_data_key_reuse_period_seconds = var.kms_key_arn == null ? null : 300
  tags                              = var.tags
}

resource "aws_sqs_queue_redrive_policy" "queue" {
  queue_url = aws_sqs_queue.queue.id
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letters.arn
    maxReceiveCount     = var.max_receive_count
  })
}

resource "aws_sqs_queue_redrive_allow_policy" "dead_letters" {
  queue_url = aws_sqs_queue.dead_letters.id
  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.queue.arn, aws_sqs_queue.lane["retry"].arn]
  })
}

# Messages whose proof could not be decided in time. Only the worker sends here, so that what strangers send does not fill the
# dead-letter queue. SQS redrives only what is some queue's dead-letter queue; this one is that of the lane of the unproven. A redrive
# needs a destination all the same: SQS would look for the queue that each message was moved from, and the worker sent these.
resource "aws_sqs_queue" "unproven" {
  name                              = "${var.name}-unproven"
  message_retention_seconds         = 14 * 86400 # counted from when the worker put it here
  sqs_managed_sse_enabled           = var.kms_key_arn == null ? true : null
  kms_master_key_id                 = var.kms_key_arn
  kms_data_key_reuse_period_seconds = var.kms_key_arn == null ? null : 300
  tags                              = var.tags
}

resource "aws_sqs_queue_redrive_allow_policy" "unproven" {
  queue_url = aws_sqs_queue.unproven.id
  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.lane["retry-unproven"].arn]
  })
}

# Copies of what is proven, for those who listen at the moment: an hour, and nobody misses what nobody fetched.
resource "aws_sqs_queue" "listen" {
  count = var.listen_queue ? 1 : 0

  name                              = "${var.name}-listen"
  message_retention_seconds         = 3600
  receive_wait_time_seconds         = 20
  sqs_managed_sse_enabled           = var.kms_key_arn == null ? true : null
  kms_master_key_id                 = var.kms_key_arn
  kms_data_key_reuse_period_seconds = var.kms_key_arn == null ? null : 300
  tags                              = var.tags
}

locals {
  # What waits for more than seconds waits here: a hidden message is in flight, and a queue hands out nothing more at 120,000 of them.
  # What is not proven yet waits apart: strangers can cause it at will. Each with the queue to which SQS moves what kills the worker.
  lanes = { retry = aws_sqs_queue.dead_letters.arn, retry-unproven = aws_sqs_queue.unproven.arn }
}

resource "aws_sqs_queue" "lane" {
  for_each = toset(["retry", "retry-unproven"])

  name                              = "${var.name}-${each.key}"
  visibility_timeout_seconds        = aws_sqs_queue.queue.visibility_timeout_seconds
  message_retention_seconds         = var.queue_retention_days * 86400
  receive_wait_time_seconds         = 20
  sqs_managed_sse_enabled           = var.kms_key_arn == null ? true : null
  kms_master_key_id                 = var.kms_key_arn
  kms_data_key_reuse_period_seconds = var.kms_key_arn == null ? null : 300
  tags                              = var.tags
}

resource "aws_sqs_queue_redrive_policy" "lane" {
  for_each = local.lanes

  queue_url = aws_sqs_queue.lane[each.key].id
  redrive_policy = jsonencode({
    deadLetterTargetArn = each.value
    maxReceiveCount     = var.max_receive_count
  })

  # In a deployment that had no lanes the dead-letter queue still refuses them until its own policy names them.
  depends_on = [aws_sqs_queue_redrive_allow_policy.dead_letters, aws_sqs_queue_redrive_allow_policy.unproven]
}

# Only the worker sends here: what lies in a lane brings along who sent it first, and since when it is tried. So nothing is allowed by
# this policy: no service and no other account can send, and of this account only a role that may by its own policy.
resource "aws_sqs_queue_policy" "lane" {
  for_each = aws_sqs_queue.lane

  queue_url = each.value.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TlsOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = "sqs:*"
      Resource  = each.value.arn
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

# The worker believes a message that SNS itself put on the queue at its own time, so only SNS, for listed topics, may send
# one; the bucket may send for its inbox, and the sweeper's rule.
resource "aws_sqs_queue_policy" "queue" {
  queue_url = aws_sqs_queue.queue.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        {
          Sid       = "Inbox"
          Effect    = "Allow"
          Principal = { Service = "s3.amazonaws.com" }
          Action    = "sqs:SendMessage"
          Resource  = aws_sqs_queue.queue.arn
          Condition = {
            ArnEquals    = { "aws:SourceArn" = var.bucket.arn }
            StringEquals = { "aws:SourceAccount" = local.account }
          }
        },
        {
          Sid       = "Sweep"
          Effect    = "Allow"
          Principal = { Service = "events.amazonaws.com" }
          Action    = "sqs:SendMessage"
          Resource  = aws_sqs_queue.queue.arn
          Condition = { ArnEquals = { "aws:SourceArn" = aws_cloudwatch_event_rule.sweep.arn } }
        },
        {
          Sid       = "TlsOnly"
          Effect    = "Deny"
          Principal = "*"
          Action    = "sqs:*"
          Resource  = aws_sqs_queue.queue.arn
          Condition = { Bool = { "aws:SecureTransport" = "false" } }
        },
      ],
      length(local.senders) == 0 ? [] : [
        {
          Sid       = "Topics"
          Effect    = "Allow"
          Principal = { Service = "sns.amazonaws.com" }
          Action    = "sqs:SendMessage"
          Resource  = aws_sqs_queue.queue.arn
          Condition = { ArnLike = { "aws:SourceArn" = local.senders } }
        },
      ],
      length(var.trusted_topics) == 0 ? [] : [
        {
          Sid       = "TrustedTopics"
          Effect    = "Allow"
          Principal = { Service = "sns.amazonaws.com" }
          Action    = "sqs:SendMessage"
          Resource  = aws_sqs_queue.queue.arn
          Condition = { ArnEquals = { "aws:SourceArn" = var.trusted_topics } }
        },
      ],
      var.inbox_events != "eventbridge" ? [] : [
        {
          Sid       = "InboxEvents"
          Effect    = "Allow"
          Principal = { Service = "events.amazonaws.com" }
          Action    = "sqs:SendMessage"
          Resource  = aws_sqs_queue.queue.arn
          Condition = { ArnEquals = { "aws:SourceArn" = aws_cloudwatch_event_rule.inbox[0].arn } }
        },
      ],
      var.extra_queue_policy_statements,
    )
  })
}
