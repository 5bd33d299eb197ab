variable "name" {
  description = "Name of the function, and of its role and log group."
  type        = string
}

variable "description" {
  description = "What the function does."
  type        = string
}

variable "role_description" {
  description = "What the function's role may do."
  type        = string
}

variable "policy_name" {
  description = "Name of the policy in the role."
  type        = string
}

variable "alias_description" {
  description = "Who calls the alias."
  type        = string
}

variable "handler" {
  description = "The handler's class."
  type        = string
}

variable "jar" {
  description = "The function's jar."
  type        = string
}

variable "statements" {
  description = "What the function may do, by statement id; logs, traces and the customer key come by themselves. One without resources is left out."
  type = map(object({
    actions    = list(string)
    resources  = list(string)
    conditions = optional(map(map(list(string))), {})
  }))
}

variable "environment" {
  description = "The function's environment."
  type        = map(string)
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
  description = "Time of an invocation."
  type        = number
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

variable "after" {
  description = "What must be there before the alias leads to a new version; the function itself does not wait for it."
  type        = any
  default     = null
}

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
  default     = {}
}

variable "snap_start" {
  description = "Whether a version starts from a snapshot."
  type        = bool
  default     = true
}

variable "release" {
  description = "The function that waits until a version is active and answers before the alias leads to it; null for none."
  type        = object({ function_name = string, qualifier = string })
  default     = null
}

variable "keep_versions" {
  description = "How many versions are kept, beside those that an alias names."
  type        = number
  default     = 5
}

variable "live_version" {
  description = "Version that the alias names; null for the one published last."
  type        = string
  default     = null
}

variable "canary_weight" {
  description = "Share of the calls that go to the version published last while live_version names another, or null."
  type        = number
  default     = null
}

variable "publish_again" {
  description = "Raise it to publish a version although nothing else has changed."
  type        = number
  default     = 0
}

variable "layers" {
  description = "ARNs of its layers."
  type        = list(string)
  default     = []
}

variable "vpc" {
  description = "Its subnets and security groups, or null."
  type        = object({ subnet_ids = list(string), security_group_ids = list(string) })
  default     = null
}

variable "reserved_concurrency" {
  description = "Concurrency kept for it and its upper limit, or null."
  type        = number
  default     = null
}

variable "role_path" {
  description = "Path of its role."
  type        = string
  default     = "/"
}

variable "runtime" {
  description = "java21, or java25 with version 6 of the provider."
  type        = string
  default     = "java21"
}
