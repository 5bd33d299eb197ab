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
