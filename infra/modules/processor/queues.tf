resource "aws_sqs_queue" "queue" {
  name                              = var.name
  visibility_timeout_seconds        = 6 * var.timeout_seconds + var.batching_window_seconds
  message_retention_seconds         = var.queue_retention_days * 86400
  receive_wait_time_seconds         = 20
  sqs_managed_sse_enabled           = var.kms_key_arn == null ? true : null
  kms_master_key_id                 = var.kms_key_arn
  kms_data_key_reuse_period_seconds = var.kms_key_arn == null ? null : 300
}

resource "aws_sqs_queue" "dead_letters" {
  name                              = "${var.name}-dead-letters"
  message_retention_seconds         = 14 * 86400 # counted from when a message was first sent
  sqs_managed_sse_enabled           = var.kms_key_arn == null ? true : null
  kms_master_key_id                 = var.kms_key_arn
  kms_data_key_reuse_period_seconds = var.kms_key_arn == null ? null : 300
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
    sourceQueueArns   = [aws_sqs_queue.queue.arn]
  })
}

# Messages whose proof could not be decided in time. Only the worker sends here, so that what strangers send does not fill the
# dead-letter queue.
resource "aws_sqs_queue" "unproven" {
  name                              = "${var.name}-unproven"
  message_retention_seconds         = 14 * 86400 # counted from when the worker put it here
  sqs_managed_sse_enabled           = var.kms_key_arn == null ? true : null
  kms_master_key_id                 = var.kms_key_arn
  kms_data_key_reuse_period_seconds = var.kms_key_arn == null ? null : 300

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.unproven_source.arn]
  })
}

# Always empty. StartMessageMoveTask moves messages only out of a queue that is some SQS queue's dead-letter queue, and the queue
# itself can name only one. This one names the unproven queue, so that an operator can redrive that one too:
# aws sqs start-message-move-task --source-arn <unproven queue> --destination-arn <queue>. Without a destination SQS would look
# for the queue that each message was moved from, and these were sent.
resource "aws_sqs_queue" "unproven_source" {
  name                    = "${var.name}-unproven-source"
  sqs_managed_sse_enabled = true
}

resource "aws_sqs_queue_redrive_policy" "unproven_source" {
  queue_url = aws_sqs_queue.unproven_source.id
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.unproven.arn
    maxReceiveCount     = 1000
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
    )
  })
}
