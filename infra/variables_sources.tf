variable "sources" {
  description = "The sources by name, as README.md describes them; of a file of JSON, jsondecode(file(\"sources.json\")). A source whose secret is \"managed\" gets a Secrets Manager secret of its own."
  type        = any

  validation {
    condition     = can(keys(var.sources)) || can(keys(jsondecode(var.sources)))
    error_message = "sources: expected an object with at least one source, or the same as a text of JSON."
  }
}

variable "secrets" {
  description = "ARNs of secrets by source, for sources that name none: of secrets that the same root makes, which plan does not know yet."
  type        = map(string)
  default     = {}
}

variable "topics" {
  description = "ARNs of topics by source, beside those in sources: of topics that the same root makes, which plan does not know yet. The door is subscribed to them (of a source with trust the queue) unless subscribe is false, as it must be for topics of another account or region."
  type        = map(object({ arns = list(string), subscribe = optional(bool, true) }))
  default     = {}
}

variable "own_actions" {
  description = "Names of actions that layers bring."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for name in var.own_actions : !contains(["archive", "email", "http", "eventbridge"], name) && name != ""])
    error_message = "own_actions: expected names of actions of your own, none of archive, email, http, eventbridge."
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
    condition     = var.secret_values_version == 0 || alltrue([for name in module.sources.managed : contains(keys(var.secret_values), name)])
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

variable "subscribe_topics" {
  description = "Whether the door (of FIFO topics the queue) is subscribed to the sources' topics of this account and region."
  type        = bool
  default     = true
}

variable "event_bus" {
  description = "Name or ARN of the bus of actions eventbridge that name none; null if there are none."
  type        = string
  default     = null

  validation {
    condition     = var.event_bus == null || try(length(var.event_bus) > 0, false)
    error_message = "event_bus: expected the name or ARN of a bus."
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
    condition     = var.mail_by == "sns" || (var.mail_from == null) == (length(var.mail_to) == 0)
    error_message = "mail_from and mail_to: expected both or none."
  }
  validation {
    condition     = var.mail_by == "ses" || var.mail_from == null
    error_message = "mail_from: expected null, since mail_by is sns: a topic has no sender of yours."
  }
  validation {
    condition     = var.mail_from != null || var.mail_by == "sns" || !contains(flatten(values(module.sources.actions)), "email")
    error_message = "mail_from: expected a sender, or mail_by = \"sns\", since a source has the action email."
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
