locals {
  http_api          = var.front_door == "http_api"
  ingest_dimensions = { FunctionName = module.ingest.function.function_name, Resource = "${module.ingest.function.function_name}:${module.ingest.alias.name}" }
  door_dimensions   = local.http_api ? { ApiId = aws_apigatewayv2_api.door[0].id } : local.ingest_dimensions
  door_namespace    = local.http_api ? "AWS/ApiGateway" : "AWS/Lambda"

  door_alarms = merge(
    {
      door-faults = {
        what       = "The door answers 5xx: neither queue nor bucket takes requests, or the ingest function fails."
        namespace  = local.door_namespace
        metric     = local.http_api ? "5xx" : "Url5xxCount"
        dimensions = local.door_dimensions
        statistic  = "Sum"
        period     = 60
        periods    = 1
        threshold  = 0
      }
      door-refused = {
        what       = "The door answers many requests with 4xx: a sender has another path, address or method than its source, or someone tries."
        namespace  = local.door_namespace
        metric     = local.http_api ? "4xx" : "Url4xxCount"
        dimensions = local.door_dimensions
        statistic  = "Sum"
        period     = 300
        periods    = 1
        threshold  = var.refused_alarm_threshold
      }
      # Not the function's Duration: that leaves out the restore of a snapshot, for which the sender waits too.
      door-slow = {
        what       = "One request in a hundred takes the door more than 3 s; SNS gives up after 15 s."
        namespace  = local.door_namespace
        metric     = local.http_api ? "Latency" : "UrlRequestLatency"
        dimensions = local.door_dimensions
        statistic  = "p99"
        period     = 300
        periods    = 2
        threshold  = 3000
      }
      ingest-throttles = {
        what       = "Invocations of the ingest function are throttled: the account's concurrency, or the function's own, is used up, and senders get an error."
        namespace  = "AWS/Lambda"
        metric     = "Throttles"
        dimensions = local.ingest_dimensions
        statistic  = "Sum"
        period     = 60
        periods    = 1
        threshold  = 0
      }
      spills = {
        what       = "The queue does not take requests: the door puts them in the bucket, from where they come to the queue later."
        namespace  = local.metrics
        metric     = "Spills"
        dimensions = { reason = "queue-down" }
        statistic  = "Sum"
        period     = 60
        periods    = 1
        threshold  = 0
      }
    },
    local.http_api ? {
      door-throttles = {
        what       = "The door answers 429: more requests come than its throttle admits."
        namespace  = local.metrics
        metric     = "Throttled"
        dimensions = null
        statistic  = "Sum"
        period     = 60
        periods    = 1
        threshold  = 0
      }
    } : {},
    var.spill_alarm_threshold == null ? {} : {
      spills-large = {
        what       = "Many requests are too large for the queue: they go through the bucket, which takes longer and costs more."
        namespace  = local.metrics
        metric     = "Spills"
        dimensions = { reason = "spilled" }
        statistic  = "Sum"
        period     = 300
        periods    = 1
        threshold  = var.spill_alarm_threshold
      }
    },
  )
}

# Of an HTTP API's throttled requests no metric of AWS tells: 4xx has them among all others. What is throttled never comes to the function,
# so its log does not know of it either.
resource "aws_cloudwatch_log_metric_filter" "throttled" {
  count = local.http_api ? 1 : 0

  name           = "${var.name}-throttled"
  log_group_name = aws_cloudwatch_log_group.door[0].name
  pattern        = "{ $.status = \"429\" }"

  metric_transformation {
    namespace = local.metrics
    name      = "Throttled"
    value     = "1"
    unit      = "Count"
  }
}
