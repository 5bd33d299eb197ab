variable "sources" {
  description = "The sources by name, as README.md describes them."
  type        = any

  validation {
    condition     = can(keys(var.sources)) && try(length(keys(var.sources)), 0) > 0
    error_message = "sources: expected an object with at least one source."
  }
}

variable "secrets" {
  description = "ARNs of secrets by source, where sources does not name them."
  type        = map(string)
  default     = {}

  validation {
    condition     = length(setsubtract(keys(var.secrets), try(keys(var.sources), []))) == 0
    error_message = "secrets: expected names of sources; ${join(", ", setsubtract(keys(var.secrets), try(keys(var.sources), [])))} is none."
  }
}

variable "topics" {
  description = "ARNs of topics by source, beside those in sources, and whether the door is subscribed to them."
  type        = map(object({ arns = list(string), subscribe = optional(bool, true) }))
  default     = {}

  validation {
    condition     = length(setsubtract(keys(var.topics), try(keys(var.sources), []))) == 0
    error_message = "topics: expected names of sources; ${join(", ", setsubtract(keys(var.topics), try(keys(var.sources), [])))} is none."
  }
}

variable "own_actions" {
  description = "Names of actions that layers bring."
  type        = list(string)
  default     = []
}

variable "event_bus" {
  description = "Whether there is a bus for actions that name none."
  type        = bool
  default     = false
}

variable "retention_days" {
  description = "How long the queue keeps a message."
  type        = number
  default     = 14
}
