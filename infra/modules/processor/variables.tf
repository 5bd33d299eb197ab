variable "name" {
  description = "Name of the queue and prefix of the other names."
  type        = string
}

variable "jar" {
  description = "The worker function's jar."
  type        = string
}

variable "sources_text" {
  description = "WEIR_SOURCES: the sources as JSON, the same gzipped and base64-encoded, or ssm:NAME:VERSION?sha256=DIGEST where they lie so in a parameter; the digest is that of the JSON."
  type        = string
}

variable "sources_parameter_arns" {
  description = "The parameter of sources_text, or none."
  type        = list(string)
  default     = []
}

variable "metrics_namespace" {
  description = "CloudWatch namespace of the worker's metrics."
  type        = string
  default     = "Weir"
}

variable "secret_arns" {
  description = "Secrets that the worker reads."
  type        = list(string)
}

variable "topics" {
  description = "TopicArns whose messages SNS may put on the queue itself."
  type        = list(string)
}

variable "trusted_topics" {
  description = "Those of topics whose messages are believed without a signature, because only they may put them on the queue."
  type        = list(string)
  default     = []
}

variable "topic_accounts" {
  description = "Account ids of which every topic may do so."
  type        = list(string)
}

variable "bucket" {
  description = "The bucket of archive, inbox, certificates and samples."
  type        = object({ name = string, arn = string })
}

variable "operator_key_arn" {
  description = "Secret by which operators vouch for replays, or null: then the worker performs none."
  type        = string
  default     = null
}

variable "listen_queue" {
  description = "Whether there is a queue to which the worker copies what is proven, for those who listen."
  type        = bool
  default     = false
}

variable "door_role_id" {
  description = "Unique id of the role by which the door sends: the worker takes a message's attributes for the door's only if a role sent it."
  type        = string
}

variable "architecture" {
  description = "arm64 or x86_64."
  type        = string
}

variable "memory_mb" {
  description = "Memory in MB."
  type        = number
}

variable "timeout_seconds" {
  description = "Time of a batch."
  type        = number
}

variable "batch_size" {
  description = "Messages of a batch at most."
  type        = number
}

variable "batching_window_seconds" {
  description = "How long a batch is waited for."
  type        = number
}

variable "concurrency" {
  description = "Batches at once at most."
  type        = number
}

variable "max_receive_count" {
  description = "After so many receives SQS moves a message away."
  type        = number
}

variable "queue_retention_days" {
  description = "How long the queue and its slow lanes keep a message."
  type        = number
}

variable "table_down" {
  description = "retry or process."
  type        = string
}

variable "event_bus" {
  description = "Name or ARN of a bus, or null."
  type        = string
}

variable "buses" {
  description = "Names or ARNs of buses that actions name themselves."
  type        = list(string)
  default     = []
}

variable "mail_from" {
  description = "Sender of mails, or null."
  type        = string
}

variable "mail_to" {
  description = "Recipients of mails."
  type        = list(string)
}

variable "mail_topics" {
  description = "The topic that mails are published to, or none: then they are sent from mail_from."
  type        = list(string)
  default     = []
}

variable "kms_key_arn" {
  description = "Customer key, or null."
  type        = string
}

variable "log_retention_days" {
  description = "How long logs are kept."
  type        = number
}

variable "permissions_boundary" {
  description = "ARN of a policy that bounds the role, or null."
  type        = string
}

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
  default     = {}
}

variable "also_released" {
  description = "Names of other functions that are released by the release function, and called once a week."
  type        = list(string)
  default     = []
}

variable "snap_start" {
  description = "Whether the worker function starts from a snapshot."
  type        = bool
  default     = true
}

variable "live_version" {
  description = "Version of the worker function that is live; null for the one published last."
  type        = string
  default     = null
}

variable "canary_weight" {
  description = "Share of the batches that go to the version published last while live_version names another, or null."
  type        = number
  default     = null
}

variable "keep_versions" {
  description = "How many versions are kept, beside those that are live."
  type        = number
  default     = 5
}

variable "publish_again" {
  description = "Raise it to publish a version although nothing else has changed."
  type        = number
  default     = 0
}

variable "role_path" {
  description = "Path of the role."
  type        = string
  default     = "/"
}

variable "layers" {
  description = "ARNs of the function's layers."
  type        = list(string)
  default     = []
}

variable "extra_environment" {
  description = "Environment of the function beside its own."
  type        = map(string)
  default     = {}
}

variable "extra_policy_statements" {
  description = "What the function may do beside its own work, by statement id."
  type = map(object({
    actions    = list(string)
    resources  = list(string)
    conditions = optional(map(map(list(string))), {})
  }))
  default = {}
}

variable "extra_queue_policy_statements" {
  description = "Statements of the queue's policy beside its own."
  type        = any
  default     = []
}

variable "vpc" {
  description = "The function's subnets and security groups, or null."
  type        = object({ subnet_ids = list(string), security_group_ids = list(string) })
  default     = null
}

variable "reserved_concurrency" {
  description = "Concurrency kept for the function and its upper limit, or null."
  type        = number
  default     = null
}

variable "secret_key_arns" {
  description = "Keys of secrets that have one of their own."
  type        = list(string)
  default     = []
}

variable "inbox_events" {
  description = "How the queue hears of objects under inbox/: notification or eventbridge."
  type        = string
  default     = "notification"
}

variable "runtime" {
  description = "java21, or java25 with version 6 of the provider."
  type        = string
  default     = "java21"
}
