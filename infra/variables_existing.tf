# What a deployment is given of its account beside its own resources.

variable "layers" {
  description = "ARNs of layers of the worker function, such as one with an action of your own."
  type        = list(string)
  default     = []

  validation {
    condition     = length(var.layers) <= 5 && alltrue([for layer in var.layers : can(regex("^arn:aws[a-z-]*:lambda:[a-z0-9-]+:[0-9]{12}:layer:[A-Za-z0-9_-]+:[0-9]+$", layer))])
    error_message = "layers: expected at most 5 ARNs of versions of layers."
  }
}

variable "extra_environment" {
  description = "Environment of the worker function beside its own, for an action of your own."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for name in keys(var.extra_environment) : can(regex("^[A-Za-z][A-Za-z0-9_]+$", name)) && !startswith(name, "WEIR_") && !startswith(name, "AWS_")])
    error_message = "extra_environment: expected names that begin with neither WEIR_ nor AWS_."
  }
}

variable "extra_policy_statements" {
  description = "What the worker function may do beside its own work, by statement id."
  type = map(object({
    actions    = list(string)
    resources  = list(string)
    conditions = optional(map(map(list(string))), {})
  }))
  default = {}

  validation {
    condition     = alltrue([for id in keys(var.extra_policy_statements) : can(regex("^Extra[A-Za-z0-9]+$", id))])
    error_message = "extra_policy_statements: expected statement ids of letters and digits that begin with Extra, so that none replaces one of the function's own."
  }
}

variable "extra_queue_policy_statements" {
  description = "Statements of the queue's policy beside its own, as a policy has them. Whoever may send there can forge what no signature proves."
  type        = any
  default     = []

  validation {
    condition     = alltrue([for statement in var.extra_queue_policy_statements : can(statement.Effect) && can(statement.Action) && can(statement.Principal)])
    error_message = "extra_queue_policy_statements: expected a list of statements with Effect, Principal and Action."
  }
}

variable "vpc" {
  description = "Subnets and security groups of the worker function, so that it reaches private targets; null for none. From there it must reach SQS, S3, DynamoDB, Secrets Manager, SNS and the internet, by NAT or endpoints."
  type        = object({ subnet_ids = list(string), security_group_ids = list(string) })
  default     = null

  validation {
    condition     = try(length(var.vpc.subnet_ids) > 0 && length(var.vpc.security_group_ids) > 0, var.vpc == null)
    error_message = "vpc: expected at least one subnet and one security group."
  }
}

variable "reserved_concurrency" {
  description = "Concurrency kept for a function and its upper limit; null for none. The worker's is above worker_concurrency, or its queue's receives would be throttled."
  type        = object({ ingest = optional(number), worker = optional(number) })
  default     = {}

  validation {
    condition     = var.reserved_concurrency.worker == null || try(var.reserved_concurrency.worker >= var.worker_concurrency + 4, false)
    error_message = "reserved_concurrency: expected at least ${var.worker_concurrency + 4} for the worker: worker_concurrency and 4 of the slow lanes."
  }
  validation {
    condition     = var.reserved_concurrency.ingest == null || try(var.reserved_concurrency.ingest >= 1, false)
    error_message = "reserved_concurrency: expected at least 1 for the ingest function: with 0 the door is closed."
  }
}

variable "role_path" {
  description = "Path of the functions' roles."
  type        = string
  default     = "/"

  validation {
    condition     = can(regex("^/([!-.0-~]{1,100}/)*$", var.role_path))
    error_message = "role_path: expected a path that begins and ends with '/'."
  }
}

variable "secret_key_arns" {
  description = "Keys of secrets that are not encrypted with kms_key_arn: the worker may decrypt with them what Secrets Manager keeps."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.secret_key_arns : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", arn))])
    error_message = "secret_key_arns: expected ARNs of keys, not of aliases."
  }
}

variable "inbox_events" {
  description = "How the queue hears of objects under inbox/: notification (of the bucket, which has one configuration of them in all) or eventbridge (a rule; what configures the bucket's notifications must turn EventBridge on)."
  type        = string
  default     = "notification"

  validation {
    condition     = contains(["notification", "eventbridge"], var.inbox_events)
    error_message = "inbox_events: expected notification or eventbridge."
  }
}
