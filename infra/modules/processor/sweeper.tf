# A notification of an object under inbox/ can get lost. So the worker is told at times to list what has lain there for long and
# to put its pointers on the queue again.
resource "aws_cloudwatch_event_rule" "sweep" {
  name                = "${var.name}-sweep"
  description         = "Tells the worker to look for forgotten objects under inbox/."
  schedule_expression = "rate(5 minutes)"
  tags                = var.tags
}

resource "aws_cloudwatch_event_target" "sweep" {
  rule  = aws_cloudwatch_event_rule.sweep.name
  arn   = aws_sqs_queue.queue.arn
  input = jsonencode({ weir = "sweep" })

  # Until then EventBridge may not send, and the message would be dropped.
  depends_on = [aws_sqs_queue_policy.queue]
}

# Where the bucket's notifications are someone else's: the same pointer by EventBridge, in the words of a notification of S3. The keys
# under inbox/ have no character that S3 would encode in them.
resource "aws_cloudwatch_event_rule" "inbox" {
  count = var.inbox_events == "eventbridge" ? 1 : 0

  name        = "${var.name}-inbox"
  description = "Tells the queue of new objects under inbox/."
  event_pattern = jsonencode({
    source      = ["aws.s3"]
    detail-type = ["Object Created"]
    detail      = { bucket = { name = [var.bucket.name] }, object = { key = [{ prefix = "inbox/" }] } }
  })
  tags = var.tags
}

resource "aws_cloudwatch_event_target" "inbox" {
  count = var.inbox_events == "eventbridge" ? 1 : 0

  rule = aws_cloudwatch_event_rule.inbox[0].name
  arn  = aws_sqs_queue.queue.arn

  input_transformer {
    input_paths    = { bucket = "$.detail.bucket.name", key = "$.detail.object.key" }
    input_template = "{\"Records\":[{\"eventSource\":\"aws:s3\",\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":<bucket>},\"object\":{\"key\":<key>}}}]}"
  }

  depends_on = [aws_sqs_queue_policy.queue]
}
