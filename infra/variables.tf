variable "name" {
  description = "Prefix of every resource's name."
  type        = string
  default     = "weir"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}$", var.name))
    error_message = "name: expected 2 to 31 lower-case letters, digits and '-', beginning with a letter."
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
    inbox    = optional(number, 45)
  })
  default = {}

  validation {
    condition     = var.expire_days.inbox > 2 * var.queue_retention_days + 14
    error_message = "expire_days.inbox: expected more than twice queue_retention_days and 14 together; for so long a message can point to the object: in the queue, then in a slow lane, then among the dead letters."
  }
}

variable "kms_key_arn" {
  description = "Customer key for queue, bucket, table, secrets and logs; null for the services' own. Its policy must let SNS, S3, EventBridge, CloudWatch and Logs use it."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "kms_key_arn: expected the ARN of a key, not of an alias."
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

variable "alarm_topic" {
  description = "Topic that is told of alarms, as { arn = ... }, instead of one made here; its policy must let CloudWatch publish. null for one made here, with alarm_emails."
  type        = object({ arn = string }) # not an ARN alone: of a topic of the same root it is not known yet whether it is null
  default     = null

  validation {
    condition     = var.alarm_topic == null || can(regex("^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+$", var.alarm_topic.arn))
    error_message = "alarm_topic: expected the ARN of a topic that is not FIFO."
  }
}

variable "runbook_url" {
  description = "Where docs/runbook.md can be read; alarms link to its sections. null for none: then they name them."
  type        = string
  default     = null

  validation {
    condition     = var.runbook_url == null || can(regex("^https?://[^ #]+$", var.runbook_url))
    error_message = "runbook_url: expected a URL, without a fragment: an alarm adds its section's."
  }
}

variable "refused_alarm_threshold" {
  description = "Requests in five minutes that the door answers with 4xx that raise an alarm."
  type        = number
  default     = 100

  validation {
    condition     = var.refused_alarm_threshold >= 0
    error_message = "refused_alarm_threshold: expected a number from 0."
  }
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

variable "spill_alarm_threshold" {
  description = "Requests in five minutes that are too large for the queue, and go through the bucket, that raise an alarm; null for none."
  type        = number
  default     = null

  validation {
    condition     = var.spill_alarm_threshold == null || try(var.spill_alarm_threshold >= 0, false)
    error_message = "spill_alarm_threshold: expected a number from 0."
  }
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
