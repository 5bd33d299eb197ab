variable "name" {
  description = "Prefix of every resource's name."
  type        = string
  default     = "weir"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}$", var.name))
    error_message = "name: expected 2 to 31 lower-case letters, digits and '-', beginning with a letter."
  }
}

variable "sources" {
  description = "The sources as one JSON object, as README.md describes them. A source whose secret is \"managed\" gets a Secrets Manager secret of its own."
  type        = string

  validation {
    condition     = can(keys(jsondecode(var.sources))) && try(length(keys(jsondecode(var.sources))), 0) > 0
    error_message = "sources: expected a JSON object with at least one source."
  }
  validation {
    condition     = try(alltrue([for name, source in jsondecode(var.sources) : can(regex("^[a-z0-9][a-z0-9_-]{0,63}$", name)) && can(source.scheme)]), false)
    error_message = "sources: expected names of lower-case letters, digits, '-' and '_', and a scheme in each source."
  }
  validation {
    condition     = try(alltrue([for name, source in jsondecode(var.sources) : can(regex("^(managed|arn:aws[a-z-]*:secretsmanager:.+)$", try(source.secret, "managed")))]), false)
    error_message = "sources: expected each secret to be \"managed\" or the ARN of a Secrets Manager secret; a function reads no files, and a secret in the environment would be in the state."
  }
  validation {
    condition     = length(base64gzip(var.sources)) <= 3000
    error_message = "sources: expected at most 3000 bytes gzipped and base64-encoded; a function's environment is 4 KB."
  }
}

variable "secret_values" {
  description = "Values of the managed secrets by source. Write-only: neither the state nor a plan holds them. Used when secret_values_version is above 0."
  type        = map(string)
  default     = {}
  sensitive   = true
  ephemeral   = true
}

variable "secret_values_version" {
  description = "Raise it to write secret_values again. 0: the values are put by other means."
  type        = number
  default     = 0

  validation {
    condition     = var.secret_values_version >= 0 && floor(var.secret_values_version) == var.secret_values_version
    error_message = "secret_values_version: expected a whole number from 0."
  }
  validation {
    condition     = var.secret_values_version == 0 || try(alltrue([for name, source in jsondecode(var.sources) : contains(keys(var.secret_values), name) if try(source.secret, "") == "managed"]), false)
    error_message = "secret_values: expected a value for each source whose secret is \"managed\", since secret_values_version is above 0."
  }
}

variable "secret_recovery_days" {
  description = "How long a deleted secret can be restored; 0 deletes at once, so that the name can be used again."
  type        = number
  default     = 30

  validation {
    condition     = var.secret_recovery_days == 0 || (var.secret_recovery_days >= 7 && var.secret_recovery_days <= 30)
    error_message = "secret_recovery_days: expected 0, or 7 to 30."
  }
}

variable "ingest_jar" {
  description = "The ingest function's jar, as `mvn package` builds it."
  type        = string
  default     = "../ingest-lambda/target/ingest-lambda-0.1.0-aws.jar"
}

variable "worker_jar" {
  description = "The worker function's jar, as `mvn package` builds it."
  type        = string
  default     = "../worker-lambda/target/worker-lambda-0.1.0-aws.jar"
}

variable "front_door" {
  description = "http_api (an API Gateway HTTP API) or function_url (no charge of its own, no custom domain)."
  type        = string
  default     = "http_api"

  validation {
    condition     = contains(["http_api", "function_url"], var.front_door)
    error_message = "front_door: expected http_api or function_url."
  }
}

variable "door_url" {
  description = "Where senders reach the door if a domain of your own leads to it, without a slash at its end; null for its own address."
  type        = string
  default     = null

  validation {
    condition     = var.door_url == null || can(regex("^https://[^/?#]+(/[^?#]*[^/?#])?$", var.door_url))
    error_message = "door_url: expected an https URL without query and without a slash at its end."
  }
}

variable "architecture" {
  description = "Of both functions: arm64 or x86_64."
  type        = string
  default     = "arm64"

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "architecture: expected arm64 or x86_64."
  }
}

variable "ingest_memory_mb" {
  description = "Memory of the ingest function in MB; CPU grows with it."
  type        = number
  default     = 1024

  validation {
    condition     = var.ingest_memory_mb >= 256 && var.ingest_memory_mb <= 10240
    error_message = "ingest_memory_mb: expected 256 to 10240."
  }
}

variable "worker_memory_mb" {
  description = "Memory of the worker function in MB; CPU grows with it."
  type        = number
  default     = 1024

  validation {
    condition     = var.worker_memory_mb >= 256 && var.worker_memory_mb <= 10240
    error_message = "worker_memory_mb: expected 256 to 10240."
  }
}

variable "worker_timeout_seconds" {
  description = "Time of a batch. The queue's visibility time-out is six times that, plus the batching window."
  type        = number
  default     = 60

  validation {
    condition     = var.worker_timeout_seconds >= 10 && var.worker_timeout_seconds <= 900
    error_message = "worker_timeout_seconds: expected 10 to 900."
  }
}

variable "batch_size" {
  description = "Messages of a batch at most."
  type        = number
  default     = 10

  validation {
    condition     = var.batch_size >= 1 && var.batch_size <= 100
    error_message = "batch_size: expected 1 to 100."
  }
}

variable "batching_window_seconds" {
  description = "How long a batch is waited for."
  type        = number
  default     = 0

  validation {
    condition     = var.batching_window_seconds >= 0 && var.batching_window_seconds <= 300
    error_message = "batching_window_seconds: expected 0 to 300."
  }
  validation {
    condition     = var.batch_size <= 10 || var.batching_window_seconds >= 1
    error_message = "batching_window_seconds: expected at least 1, since batch_size is above 10."
  }
}

variable "worker_concurrency" {
  description = "Batches at once at most. Set on the event source mapping: reserved concurrency would throttle receives and push good messages into the dead-letter queue."
  type        = number
  default     = 10

  validation {
    condition     = var.worker_concurrency >= 2 && var.worker_concurrency <= 1000
    error_message = "worker_concurrency: expected 2 to 1000."
  }
}

variable "max_receive_count" {
  description = "After so many receives SQS moves a message to the dead-letter queue."
  type        = number
  default     = 5

  validation {
    condition     = var.max_receive_count >= 5 && var.max_receive_count <= 1000
    error_message = "max_receive_count: expected 5 to 1000; with less, a short outage fills the dead-letter queue."
  }
}

variable "queue_retention_days" {
  description = "How long the queue keeps a message. The dead-letter queue keeps it 14 days, counted from the same moment."
  type        = number
  default     = 4

  validation {
    condition     = var.queue_retention_days >= 1 && var.queue_retention_days <= 13
    error_message = "queue_retention_days: expected 1 to 13, less than the 14 days of the dead-letter queue."
  }
}

variable "table_down" {
  description = "What the worker does while the table of claims is down: retry, or process and risk a repeated effect."
  type        = string
  default     = "retry"

  validation {
    condition     = contains(["retry", "process"], var.table_down)
    error_message = "table_down: expected retry or process."
  }
}

variable "bucket_name" {
  description = "Name of the bucket; null for one made of name, account and region."
  type        = string
  default     = null

  validation {
    condition     = var.bucket_name == null || can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.bucket_name))
    error_message = "bucket_name: expected 3 to 63 lower-case letters, digits, '.' and '-'."
  }
}

variable "bucket_versioning" {
  description = "Whether the bucket keeps old versions."
  type        = bool
  default     = false
}

variable "force_destroy" {
  description = "Whether destroy deletes a bucket that is not empty. For trials."
  type        = bool
  default     = false
}

variable "expire_days" {
  description = "After how many days objects go, by prefix. Of archive/ nothing goes unless a number is given."
  type = object({
    archive  = optional(number)
    rejected = optional(number, 30)
    failures = optional(number, 30)
    inbox    = optional(number, 30)
  })
  default = {}

  validation {
    condition     = var.expire_days.inbox >= 15
    error_message = "expire_days.inbox: expected at least 15, longer than a message can lie in the dead-letter queue."
  }
}

variable "kms_key_arn" {
  description = "Customer key for queue, bucket, table, secrets and logs; null for the services' own. Its policy must let SNS, S3, CloudWatch and Logs use it."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "kms_key_arn: expected the ARN of a key, not of an alias."
  }
}

variable "event_bus" {
  description = "Name or ARN of the bus of the action eventbridge; null if no source has it."
  type        = string
  default     = null

  validation {
    condition     = var.event_bus != null || !try(anytrue(flatten([for source in values(jsondecode(var.sources)) : [for action in try(source.actions, []) : action == "eventbridge" || can(action.eventbridge)]])), false)
    error_message = "event_bus: expected the bus of the action eventbridge, which a source has; the worker may put events nowhere else."
  }
}

variable "mail_from" {
  description = "Sender of mails, an address to be verified with SES; null if no source has the action email."
  type        = string
  default     = null

  validation {
    condition     = var.mail_from == null || can(regex("^[^@ ]+@[^@ ]+$", var.mail_from))
    error_message = "mail_from: expected an e-mail address."
  }
  validation {
    condition     = (var.mail_from == null) == (length(var.mail_to) == 0)
    error_message = "mail_from and mail_to: expected both or none."
  }
  validation {
    condition     = var.mail_from != null || !try(anytrue(flatten([for source in values(jsondecode(var.sources)) : [for action in try(source.actions, []) : action == "email"]])), false)
    error_message = "mail_from: expected a sender, since a source has the action email."
  }
}

variable "mail_to" {
  description = "Recipients of mails."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for address in var.mail_to : can(regex("^[^@, ]+@[^@, ]+$", address))])
    error_message = "mail_to: expected e-mail addresses."
  }
}

variable "alarm_emails" {
  description = "Who is told of alarms; each address must confirm its subscription."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for address in var.alarm_emails : can(regex("^[^@ ]+@[^@ ]+$", address))])
    error_message = "alarm_emails: expected e-mail addresses."
  }
}

variable "runbook_url" {
  description = "Where docs/runbook.md can be read; alarms link to its sections."
  type        = string
  default     = "docs/runbook.md"
}

variable "rejected_alarm_threshold" {
  description = "Rejected requests in five minutes that raise an alarm."
  type        = number
  default     = 100

  validation {
    condition     = var.rejected_alarm_threshold >= 0
    error_message = "rejected_alarm_threshold: expected a number from 0."
  }
}

variable "subscribe_topics" {
  description = "Whether the door is subscribed to the sources' topics of this account and region."
  type        = bool
  default     = true
}

variable "log_retention_days" {
  description = "How long logs are kept."
  type        = number
  default     = 30

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days: expected one of CloudWatch's own values, such as 7, 14, 30, 90, 365."
  }
}

variable "monthly_budget_usd" {
  description = "Makes an AWS budget of this amount that tells alarm_emails at 80 %; null for none."
  type        = number
  default     = null

  validation {
    condition     = var.monthly_budget_usd == null || length(var.alarm_emails) > 0
    error_message = "monthly_budget_usd: expected alarm_emails too: a budget must tell someone."
  }
}

variable "permissions_boundary" {
  description = "ARN of a policy that bounds the functions' roles; null for none."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary == null || can(regex("^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/.+$", var.permissions_boundary))
    error_message = "permissions_boundary: expected the ARN of a policy."
  }
}

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
  default     = {}
}
