data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

data "aws_partition" "current" {}

# Of a file of JSON, jsondecode(file("sources.json")); a text of JSON is taken, too.
module "sources" {
  source = "./modules/sources"

  sources        = concat([for text in [var.sources] : jsondecode(text) if can(tostring(text))], [for object in [var.sources] : object if !can(tostring(object))])[0]
  secrets        = var.secrets
  topics         = var.topics
  own_actions    = var.own_actions
  event_bus      = var.event_bus != null
  retention_days = var.queue_retention_days
}

locals {
  account    = data.aws_caller_identity.current.account_id
  region     = data.aws_region.current.id
  partition  = data.aws_partition.current.partition
  bucket     = coalesce(var.bucket_name, "${var.name}-${local.account}-${local.region}")
  version    = try(trimspace(file("${path.module}/jars/version")), regex("<revision>([^<]+)</revision>", file("${path.module}/../pom.xml"))[0], "unknown")
  ingest_jar = coalesce(var.ingest_jar, fileexists("${path.module}/jars/ingest.jar") ? "${path.module}/jars/ingest.jar" : "${path.module}/../ingest-lambda/target/ingest-lambda-aws.jar")
  worker_jar = coalesce(var.worker_jar, fileexists("${path.module}/jars/worker.jar") ? "${path.module}/jars/worker.jar" : "${path.module}/../worker-lambda/target/worker-lambda-aws.jar")
  metrics    = "Weir/${var.name}" # so that the alarms of two deployments do not mix
  own_url    = var.front_door == "http_api" ? one(aws_apigatewayv2_api.door[*].api_endpoint) : trimsuffix(one(aws_lambda_function_url.door[*].function_url), "/")
  given_url  = var.door_url != null ? var.door_url : var.domain == null ? null : "https://${var.domain.name}"
  door       = coalesce(local.given_url, local.own_url)
}

locals {
  given   = module.sources.sources
  signed  = toset(module.sources.signed)  # sources that have a secret, by name
  managed = toset(module.sources.managed) # those of them whose secret is made here
  actions = module.sources.actions        # names of the actions of each source
  sources = { for name, source in local.given : name => merge(source, { for member in ["secret"] : member => aws_secretsmanager_secret.source[name].arn if contains(local.managed, name) }) }

  secret_arns = distinct(concat([for secret in aws_secretsmanager_secret.source : secret.arn], module.sources.secret_arns))
  # Of the few sources whose handshake is signed, or that are verified at the door.
  door_secret_arns = distinct([for name in module.sources.at_door : local.sources[name].secret])
  topics           = distinct(flatten(values(module.sources.topics)))
  trusted          = distinct(flatten([for name in module.sources.trusted : module.sources.topics[name]]))
  accounts         = module.sources.accounts

  # Topics to subscribe to: by their ARN what sources names of this account and region, by source and place what topics gives.
  subscriptions = { for key, topic in merge(
    merge([for name, topics in module.sources.named_topics : { for topic in topics : topic => { source = name, arn = topic, fifo = endswith(topic, ".fifo") } if split(":", topic)[3] == local.region && split(":", topic)[4] == local.account }]...),
    merge([for name, topics in var.topics : { for i, topic in topics.arns : "${name}/${i}" => { source = name, arn = topic, fifo = contains(module.sources.trusted, name) } if topics.subscribe }]...),
  ) : key => topic if var.subscribe_topics }
}

resource "aws_secretsmanager_secret" "source" {
  for_each = local.managed

  name                    = "${var.name}/${each.key}"
  description             = "Shared secret of the source ${each.key}."
  kms_key_id              = var.kms_key_arn
  recovery_window_in_days = var.secret_recovery_days
  tags                    = var.tags
}

resource "aws_secretsmanager_secret_version" "source" {
  for_each = var.secret_values_version > 0 ? local.managed : toset([])

  secret_id                = aws_secretsmanager_secret.source[each.key].id
  secret_string_wo         = var.secret_values[each.key]
  secret_string_wo_version = var.secret_values_version
}

module "processor" {
  source = "./modules/processor"

  name                    = var.name
  jar                     = local.worker_jar
  sources_text            = local.sources_text
  sources_parameter_arns  = local.sources_parameter_arns
  metrics_namespace       = local.metrics
  secret_arns             = local.secret_arns
  topics                  = local.topics
  trusted_topics          = local.trusted
  topic_accounts          = local.accounts
  bucket                  = { name = aws_s3_bucket.weir.id, arn = aws_s3_bucket.weir.arn }
  operator_key_arn        = aws_secretsmanager_secret.operator.arn
  listen_queue            = var.listen_queue
  door_role_id            = module.ingest.role.unique_id
  architecture            = var.architecture
  memory_mb               = var.worker_memory_mb
  timeout_seconds         = var.worker_timeout_seconds
  batch_size              = var.batch_size
  batching_window_seconds = var.batching_window_seconds
  concurrency             = var.worker_concurrency
  max_receive_count       = var.max_receive_count
  queue_retention_days    = var.queue_retention_days
  table_down              = var.table_down
  also_released           = ["${var.name}-ingest"]
  snap_start              = var.snap_start
  live_version            = var.live_versions.worker
  canary_weight           = var.canary_weight
  keep_versions           = var.keep_versions
  publish_again           = var.publish_again
  event_bus               = var.event_bus
  buses                   = module.sources.buses
  mail_from               = var.mail_from
  mail_to                 = var.mail_to
  mail_topics             = aws_sns_topic.mail[*].arn
  kms_key_arn             = var.kms_key_arn
  log_retention_days      = var.log_retention_days
  permissions_boundary    = var.permissions_boundary
  role_path               = var.role_path
  runtime                 = var.runtime
  layers                  = var.layers
  extra_environment       = var.extra_environment
  extra_policy_statements = var.extra_policy_statements
  vpc                     = var.vpc
  reserved_concurrency    = var.reserved_concurrency.worker
  secret_key_arns         = var.secret_key_arns
  inbox_events            = var.inbox_events

  extra_queue_policy_statements = var.extra_queue_policy_statements
  tags                          = var.tags
}

locals {
  # SNS gives up after 3 tries within a minute unless told otherwise. It admits 3600 s in all: these are 40 minutes, and less than
  # 3600 s even if each retry of the back-off took the longest delay.
  delivery_policy = jsonencode({
    healthyRetryPolicy = {
      numRetries         = 14
      minDelayTarget     = 5
      maxDelayTarget     = 300
      numNoDelayRetries  = 0
      numMinDelayRetries = 3
      numMaxDelayRetries = 6
      backoffFunction    = "exponential"
    }
  })
}

resource "aws_sns_topic_subscription" "door" {
  for_each = { for key, topic in local.subscriptions : key => topic if !topic.fifo }

  topic_arn                       = each.value.arn
  protocol                        = "https"
  endpoint                        = "${local.door}/${each.value.source}"
  raw_message_delivery            = false # raw messages carry no signature
  endpoint_auto_confirms          = true  # the worker confirms, some seconds later
  confirmation_timeout_in_minutes = 5

  delivery_policy = local.delivery_policy

  # What the door could not take in all that time goes to the queue itself: the envelope is signed, the worker verifies it.
  redrive_policy = jsonencode({ deadLetterTargetArn = module.processor.queue_arn })

  # At another URL the topic is subscribed there before it is dropped here: what comes twice acts once.
  lifecycle {
    create_before_destroy = true
  }

  # SNS asks for the confirmation at once: by then the whole way to the worker must stand.
  depends_on = [
    module.processor,
    module.ingest,
    aws_apigatewayv2_api_mapping.door,
    aws_route53_record.door,
    aws_apigatewayv2_stage.default,
    aws_apigatewayv2_route.source,
    aws_lambda_permission.http_api,
    aws_lambda_permission.function_url,
    aws_cloudformation_stack.function_url,
  ]
}

# FIFO topics have no HTTPS subscriptions. Not raw: the worker reads topic and message id in SNS's envelope.
resource "aws_sns_topic_subscription" "queue" {
  for_each = { for key, topic in local.subscriptions : key => topic if topic.fifo }

  topic_arn            = each.value.arn
  protocol             = "sqs"
  endpoint             = module.processor.queue_arn
  raw_message_delivery = false
}

resource "aws_budgets_budget" "monthly" {
  count = var.monthly_budget_usd == null ? 0 : 1

  name         = "${var.name}-monthly-${local.region}"
  budget_type  = "COST"
  limit_amount = tostring(var.monthly_budget_usd)
  limit_unit   = "USD"
  time_unit    = "MONTHLY"

  notification {
    comparison_operator        = "GREATER_THAN"
    threshold                  = 80
    threshold_type             = "PERCENTAGE"
    notification_type          = "ACTUAL"
    subscriber_email_addresses = var.alarm_emails
  }

  tags = var.tags

  lifecycle {
    ignore_changes = [name] # without the region in a deployment made before
  }
}
