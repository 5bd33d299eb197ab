# What operators need: the deployment's description of itself, the key by which they vouch for replays, and two policies.

locals {
  queue_urls = merge(
    {
      queue    = module.processor.queue_url
      dead     = module.processor.dead_letter_queue.url
      unproven = module.processor.unproven_queue.url
    },
    { for key, lane in module.processor.lanes : key => lane.url },
    { for queue in module.processor.listen_queue : "listen" => queue.url },
  )
  set_aside_arns = [module.processor.dead_letter_queue.arn, module.processor.unproven_queue.arn]
  listen_arns    = module.processor.listen_queue[*].arn
  queue_arns     = concat([module.processor.queue_arn], [for lane in values(module.processor.lanes) : lane.arn], local.set_aside_arns, local.listen_arns)
  log_group_arns = [for group in [module.ingest.log_group, module.processor.log_group] : "${group.arn}:*"]
  parameter      = "/weir/${var.name}"
  parameter_arn  = "arn:${local.partition}:ssm:${local.region}:${local.account}:parameter${local.parameter}"
  description_json = jsonencode({
    version     = local.version
    account     = local.account
    region      = local.region
    queues      = local.queue_urls
    bucket      = aws_s3_bucket.weir.id
    table       = module.processor.table_name
    logs        = { ingest = module.ingest.log_group.name, worker = module.processor.log_group.name }
    operatorKey = aws_secretsmanager_secret.operator.arn
    sources = { for name, source in local.sources : name => merge(
      {
        scheme  = try(tostring(source.scheme), "own")
        actions = local.actions[name]
        url     = "${local.door}/${name}"
      },
      { for member in ["secret"] : member => source.secret if contains(local.signed, name) },
    ) }
  })
  key_arns = var.kms_key_arn == null ? [] : [var.kms_key_arn]

  # What sees: it changes nothing but for how long a message that it looked at is hidden. A queue cannot be read in another way.
  operator_read = {
    Description = { actions = ["ssm:GetParameter"], resources = [local.parameter_arn] }
    Depths      = { actions = ["sqs:GetQueueAttributes"], resources = local.queue_arns }
    Letters     = { actions = ["sqs:ReceiveMessage", "sqs:ChangeMessageVisibility"], resources = concat(local.set_aside_arns, local.listen_arns) }
    Bodies      = { actions = ["s3:GetObject"], resources = [for prefix in ["archive", "inbox"] : "${aws_s3_bucket.weir.arn}/${prefix}/*"] }
    Bucket      = { actions = ["s3:ListBucket"], resources = [aws_s3_bucket.weir.arn] } # else what is gone would look like what is forbidden
    Lines       = { actions = ["logs:StartQuery", "logs:FilterLogEvents"], resources = local.log_group_arns }
    Answers     = { actions = ["logs:GetQueryResults", "logs:StopQuery"], resources = ["*"] } # a query has no resource to name
    Key         = { actions = ["kms:Decrypt"], resources = local.key_arns }
  }

  # What changes, beside what sees: retry, replay, remove and purge.
  operator_write = {
    Take   = { actions = ["sqs:ReceiveMessage", "sqs:ChangeMessageVisibility", "sqs:DeleteMessage"], resources = local.queue_arns }
    Again  = { actions = ["sqs:SendMessage"], resources = [module.processor.queue_arn] }
    Inbox  = { actions = ["s3:PutObject"], resources = ["${aws_s3_bucket.weir.arn}/inbox/*"] } # a replay that is too large for the queue
    Purge  = { actions = ["s3:GetObject", "s3:GetObjectVersion", "s3:DeleteObject", "s3:DeleteObjectVersion"], resources = [for prefix in ["archive", "inbox", "rejected"] : "${aws_s3_bucket.weir.arn}/${prefix}/*"] }
    Bucket = { actions = ["s3:ListBucketVersions"], resources = [aws_s3_bucket.weir.arn] }
    Vouch  = { actions = ["secretsmanager:GetSecretValue"], resources = [aws_secretsmanager_secret.operator.arn] }
    Key    = { actions = ["kms:GenerateDataKey", "kms:Decrypt"], resources = local.key_arns }
  }
}

# So that an operator's commands need the deployment's name and nothing else. No secret stands in it, and no name of a person.
resource "aws_ssm_parameter" "deployment" {
  name        = local.parameter
  description = "What the deployment ${var.name} of Weir is made of."
  type        = "String"
  tier        = "Intelligent-Tiering" # free up to 4 KB; the most is 8 KB
  value       = length(local.description_json) <= 4096 ? local.description_json : base64gzip(local.description_json)

  tags = var.tags

  lifecycle {
    precondition {
      condition     = length(base64gzip(local.description_json)) <= 8192
      error_message = "sources: expected so few that the deployment's description has at most 8192 bytes gzipped and base64-encoded; make a second deployment for the rest."
    }
  }
}

# By this key an operator vouches for a replay, instead of the sender's signature. The worker alone reads it beside them.
resource "aws_secretsmanager_secret" "operator" {
  name                    = "${var.name}-operator-key"
  description             = "By this key operators of ${var.name} vouch for replays."
  kms_key_id              = var.kms_key_arn
  recovery_window_in_days = var.secret_recovery_days
  tags                    = var.tags
}

# Three times 122 bits of the system's random numbers, made anew at each apply and written when the version changes. The argument is
# write-only: neither the state nor a plan holds it. An ephemeral resource would say the same, and the tests' mocked provider has none.
resource "aws_secretsmanager_secret_version" "operator" {
  count = var.operator_key_version > 0 ? 1 : 0

  secret_id                = aws_secretsmanager_secret.operator.id
  secret_string_wo         = replace("${uuid()}${uuid()}${uuid()}", "-", "")
  secret_string_wo_version = var.operator_key_version
}

resource "aws_iam_policy" "operator_read" {
  name        = "${var.name}-operator-read-${local.region}"
  description = "Sees the requests of ${var.name}."
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [for sid, statement in local.operator_read :
      { Sid = sid, Effect = "Allow", Action = statement.actions, Resource = statement.resources } if length(statement.resources) > 0
    ]
  })

  tags = var.tags

  lifecycle {
    ignore_changes = [name] # without the region in a deployment made before
  }
}

resource "aws_iam_policy" "operator_write" {
  name        = "${var.name}-operator-write-${local.region}"
  description = "Retries, replays, removes and purges requests of ${var.name}; together with operator-read."
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [for sid, statement in local.operator_write :
      { Sid = sid, Effect = "Allow", Action = statement.actions, Resource = statement.resources } if length(statement.resources) > 0
    ]
  })

  tags = var.tags

  lifecycle {
    ignore_changes = [name] # without the region in a deployment made before
  }
}
