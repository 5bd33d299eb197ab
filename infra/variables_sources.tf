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
    condition     = try(alltrue(flatten([for source in values(jsondecode(var.sources)) : [for topic in try(source.topics, []) : can(regex("^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+([.]fifo)?$", topic))]])), false)
    error_message = "sources: expected each of topics to be the ARN of one SNS topic, without wildcards."
  }
  validation {
    condition     = try(alltrue([for source in values(jsondecode(var.sources)) : source.trust == "queue" && source.scheme == "sns" && length(source.topics) > 0 && length(try(source.accounts, [])) == 0 if can(source.trust)]), false)
    error_message = "sources: expected \"trust\" to be \"queue\", in a source of the scheme sns with topics and without accounts; the queue's policy is then the proof, so it must name each topic."
  }
  validation {
    condition     = try(alltrue(flatten([for source in values(jsondecode(var.sources)) : [for topic in try(source.topics, []) : !endswith(topic, ".fifo") || can(source.trust)]])), false)
    error_message = "sources: FIFO topics carry no signature and have no HTTPS subscriptions; expected \"trust\": \"queue\" in a source with a topic that ends in .fifo, so that its messages are believed because only its topics may put them on the queue."
  }
  # A duration is read as the functions do, in days, hours, minutes and whole seconds. Each message names the sources by the same words as
  # its condition, since a validation can read no local value that is made of its variable.
  validation {
    condition = try(alltrue([for source in values(jsondecode(var.sources)) : alltrue([
      for retry in concat([try(source.retry, null)], [for action in try(source.actions, []) : try(one(values(action)).retry, null)]) :
      keys(retry) == ["for"] && can(regex("^P(?:([0-9]{1,9})D)?(?:T(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})S)?)?$", retry.for)) && can(regex("[0-9][DHMS]$", retry.for)) if retry != null
    ])]), false)
    error_message = "sources: expected \"retry\", of the source or among an action's options, to be {\"for\": ...} and nothing else, with an ISO-8601 duration such as PT24H or P2D, or PT0S for no retries, in ${try(join(", ", [for name, source in jsondecode(var.sources) : name if !try(alltrue([
      for retry in concat([try(source.retry, null)], [for action in try(source.actions, []) : try(one(values(action)).retry, null)]) :
      keys(retry) == ["for"] && can(regex("^P(?:([0-9]{1,9})D)?(?:T(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})S)?)?$", retry.for)) && can(regex("[0-9][DHMS]$", retry.for)) if retry != null
    ]), false)]), "each source")}."
  }
  validation {
    condition = try(alltrue([for source in values(jsondecode(var.sources)) : alltrue([
      for retry in concat([try(source.retry, null)], [for action in try(source.actions, []) : try(one(values(action)).retry, null)]) :
      alltrue([for part in [regex("^P(?:([0-9]{1,9})D)?(?:T(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})S)?)?$", retry.for)] : coalesce(part[0], 0) * 86400 + coalesce(part[1], 0) * 3600 + coalesce(part[2], 0) * 60 + coalesce(part[3], 0) <= var.queue_retention_days * 86400]) if can(regex("^P(?:([0-9]{1,9})D)?(?:T(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})S)?)?$", retry.for))
    ])]), false)
    error_message = "sources: expected \"retry\" for at most queue_retention_days, P${var.queue_retention_days}D, since then the queue forgets the message, in ${try(join(", ", [for name, source in jsondecode(var.sources) : name if !try(alltrue([
      for retry in concat([try(source.retry, null)], [for action in try(source.actions, []) : try(one(values(action)).retry, null)]) :
      alltrue([for part in [regex("^P(?:([0-9]{1,9})D)?(?:T(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})S)?)?$", retry.for)] : coalesce(part[0], 0) * 86400 + coalesce(part[1], 0) * 3600 + coalesce(part[2], 0) * 60 + coalesce(part[3], 0) <= var.queue_retention_days * 86400]) if can(regex("^P(?:([0-9]{1,9})D)?(?:T(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})S)?)?$", retry.for))
    ]), false)]), "each source")}."
  }
  validation {
    condition = try(alltrue([for source in values(jsondecode(var.sources)) : alltrue([
      for after in [for action in try(source.actions, []) : action.http.permanentAfter if can(action.http.permanentAfter)] :
      can(regex("[0-9][DHMS]$", after)) && alltrue([for part in [regex("^P(?:([0-9]{1,9})D)?(?:T(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})S)?)?$", after)] : coalesce(part[0], 0) * 86400 + coalesce(part[1], 0) * 3600 + coalesce(part[2], 0) * 60 + coalesce(part[3], 0) <= 14 * 86400]) if after != null
    ])]), false)
    error_message = "sources: expected \"permanentAfter\" of the action http to be an ISO-8601 duration such as PT1H, PT0S for none, at most P14D, in ${try(join(", ", [for name, source in jsondecode(var.sources) : name if !try(alltrue([
      for after in [for action in try(source.actions, []) : action.http.permanentAfter if can(action.http.permanentAfter)] :
      can(regex("[0-9][DHMS]$", after)) && alltrue([for part in [regex("^P(?:([0-9]{1,9})D)?(?:T(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})S)?)?$", after)] : coalesce(part[0], 0) * 86400 + coalesce(part[1], 0) * 3600 + coalesce(part[2], 0) * 60 + coalesce(part[3], 0) <= 14 * 86400]) if after != null
    ]), false)]), "each source")}."
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

variable "subscribe_topics" {
  description = "Whether the door (of FIFO topics the queue) is subscribed to the sources' topics of this account and region."
  type        = bool
  default     = true
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
    condition     = var.mail_by == "sns" || (var.mail_from == null) == (length(var.mail_to) == 0)
    error_message = "mail_from and mail_to: expected both or none."
  }
  validation {
    condition     = var.mail_by == "ses" || var.mail_from == null
    error_message = "mail_from: expected null, since mail_by is sns: a topic has no sender of yours."
  }
  validation {
    condition     = var.mail_from != null || var.mail_by == "sns" || !try(anytrue(flatten([for source in values(jsondecode(var.sources)) : [for action in try(source.actions, []) : action == "email"]])), false)
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
