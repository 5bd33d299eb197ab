# Who is told, and what holds for every alarm. What is watched: watch_door.tf, watch_worker.tf, watch_queues.tf.

locals {
  own_alarm_topic = var.alarm_topic == null
  alarm_topic_arn = local.own_alarm_topic ? one(aws_sns_topic.alarms[*].arn) : var.alarm_topic.arn

  # Each alarm has a section of its name in the runbook.
  runbook = var.runbook_url == null ? "In docs/runbook.md: " : "${var.runbook_url}#"
  alarms  = merge(local.door_alarms, local.worker_alarms)
}

resource "aws_sns_topic" "alarms" {
  count = local.own_alarm_topic ? 1 : 0

  name              = "${var.name}-alarms"
  kms_master_key_id = var.kms_key_arn # CloudWatch must be allowed to use it, or alarms vanish
  tags              = var.tags
}

resource "aws_sns_topic_policy" "alarms" {
  count = local.own_alarm_topic ? 1 : 0

  arn = aws_sns_topic.alarms[0].arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Alarms"
      Effect    = "Allow"
      Principal = { Service = "cloudwatch.amazonaws.com" }
      Action    = "sns:Publish"
      Resource  = aws_sns_topic.alarms[0].arn
      Condition = {
        ArnLike      = { "aws:SourceArn" = "arn:${local.partition}:cloudwatch:${local.region}:${local.account}:alarm:${var.name}-*" }
        StringEquals = { "aws:SourceAccount" = local.account }
      }
    }]
  })
}

resource "aws_sns_topic_subscription" "alarms" {
  for_each = local.own_alarm_topic ? toset(var.alarm_emails) : toset([])

  topic_arn = aws_sns_topic.alarms[0].arn
  protocol  = "email"
  endpoint  = each.key
}

# One metric and one threshold each.
resource "aws_cloudwatch_metric_alarm" "weir" {
  for_each = local.alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = "${each.value.what} ${local.runbook}${each.key}"
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = startswith(each.value.statistic, "p") ? null : each.value.statistic
  extended_statistic  = startswith(each.value.statistic, "p") ? each.value.statistic : null
  period              = each.value.period
  evaluation_periods  = each.value.periods
  datapoints_to_alarm = try(each.value.datapoints, each.value.periods)
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.threshold
  treat_missing_data  = "notBreaching"
  alarm_actions       = [local.alarm_topic_arn]
  ok_actions          = [local.alarm_topic_arn]
  tags                = var.tags
}
