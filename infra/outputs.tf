output "source_urls" {
  description = "Where each source posts."
  value       = { for name in keys(local.given) : name => "${local.door}/${name}" }
}

output "queue_url" {
  description = "URL of the queue."
  value       = module.processor.queue_url
}

output "dead_letter_queue_url" {
  description = "URL of the dead-letter queue."
  value       = module.processor.dead_letter_queue.url
}

output "unproven_queue_url" {
  description = "URL of the queue of messages whose proof could not be decided."
  value       = module.processor.unproven_queue.url
}

output "retry_queue_urls" {
  description = "URLs of the slow lanes: of what is proven (retry) and of what could not be proven yet (retry-unproven)."
  value       = { for key, lane in module.processor.lanes : key => lane.url }
}

output "bucket" {
  description = "The bucket of archive, inbox, certificates and samples."
  value       = aws_s3_bucket.weir.id
}

output "secrets" {
  description = "ARN of each managed secret by source: put its value with `aws secretsmanager put-secret-value`."
  value       = { for name, secret in aws_secretsmanager_secret.source : name => secret.arn }
}

output "functions" {
  description = "Names of the functions."
  value       = { ingest = module.ingest.function.function_name, worker = module.processor.function_name }
}

output "table" {
  description = "Name of the table of claims."
  value       = module.processor.table_name
}

output "alarm_topic_arn" {
  description = "Topic of the alarms."
  value       = local.alarm_topic_arn
}

output "mail_topic_arn" {
  description = "Topic of the action email; null if it sends by SES."
  value       = one(aws_sns_topic.mail[*].arn)
}

output "operator_policy_arns" {
  description = "Policies for the roles of operators: read sees requests; write, together with it, retries, replays, removes and purges them."
  value       = { read = aws_iam_policy.operator_read.arn, write = aws_iam_policy.operator_write.arn }
}

output "operator_read_policy_json" {
  description = "What the policy operator-read allows."
  value       = aws_iam_policy.operator_read.policy
}

output "operator_write_policy_json" {
  description = "What the policy operator-write allows."
  value       = aws_iam_policy.operator_write.policy
}

output "versions" {
  description = "Of each function the version that was published last, and the live one."
  value       = { ingest = module.ingest.versions, worker = module.processor.versions }
}

output "subscription_delivery_policy_json" {
  description = "Delivery policy for subscriptions that are made elsewhere, such as to topics of another region or account: SNS tries for 40 minutes instead of one."
  value       = local.delivery_policy
}

output "api" {
  description = "The HTTP API: its id, stage and own address; null with a function URL."
  value = var.front_door != "http_api" ? null : {
    id       = aws_apigatewayv2_api.door[0].id
    stage    = aws_apigatewayv2_stage.default[0].name
    endpoint = aws_apigatewayv2_api.door[0].api_endpoint
  }
}

output "domain_target" {
  description = "Where the record of the domain leads (an alias, or a CNAME to its name), and the hosted zone of that; null without a domain."
  value = var.domain == null ? null : {
    name    = aws_apigatewayv2_domain_name.door[0].domain_name_configuration[0].target_domain_name
    zone_id = aws_apigatewayv2_domain_name.door[0].domain_name_configuration[0].hosted_zone_id
  }
}

output "queue_arns" {
  description = "ARNs of the queues: the queue, its slow lanes, the dead-letter and the unproven queue."
  value = merge(
    { queue = module.processor.queue_arn, dead_letters = module.processor.dead_letter_queue.arn, unproven = module.processor.unproven_queue.arn },
    { for key, lane in module.processor.lanes : replace(key, "-", "_") => lane.arn },
  )
}

output "function_arns" {
  description = "ARNs of the functions, without a version."
  value       = { ingest = module.ingest.function.arn, worker = module.processor.arns.worker.function, release = module.processor.arns.release.function }
}

output "role_arns" {
  description = "ARNs of the functions' roles."
  value       = { ingest = module.ingest.role.arn, worker = module.processor.arns.worker.role, release = module.processor.arns.release.role }
}
