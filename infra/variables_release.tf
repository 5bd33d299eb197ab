variable "snap_start" {
  description = "Whether both functions start from a snapshot (SnapStart)."
  type        = bool
  default     = true
}

variable "live_versions" {
  description = "Versions to which the aliases lead, by function (ingest, worker), to go back to an earlier one; null for the one published last. A version holds its code, environment and sources."
  type        = object({ ingest = optional(string), worker = optional(string) })
  default     = {}

  validation {
    condition     = alltrue([for version in values(var.live_versions) : version == null || can(regex("^[1-9][0-9]*$", version))])
    error_message = "live_versions: expected numbers of published versions, as the output versions says them."
  }
}

variable "canary_weight" {
  description = "Share of the calls (above 0, below 1) that go to the version published last of a function of which live_versions names another. null: none."
  type        = number
  default     = null

  validation {
    condition     = var.canary_weight == null || try(var.canary_weight > 0 && var.canary_weight < 1, false)
    error_message = "canary_weight: expected a number above 0 and below 1."
  }
  validation {
    condition     = var.canary_weight == null || anytrue([for version in values(var.live_versions) : version != null])
    error_message = "canary_weight: expected live_versions too, which say what has the rest of the calls."
  }
}

variable "keep_versions" {
  description = "How many versions of each function are kept, beside those that are live; older ones are deleted after a release."
  type        = number
  default     = 5

  validation {
    condition     = var.keep_versions >= 2 && var.keep_versions <= 100 && floor(var.keep_versions) == var.keep_versions
    error_message = "keep_versions: expected a whole number from 2, the one before and the one that comes, to 100."
  }
}

variable "publish_again" {
  description = "Raise it to publish both functions again although nothing has changed: after a snapshot that failed by a fault that has passed."
  type        = number
  default     = 0

  validation {
    condition     = var.publish_again >= 0 && floor(var.publish_again) == var.publish_again
    error_message = "publish_again: expected a whole number from 0."
  }
}

check "live_versions" {
  assert {
    condition     = alltrue([for version in values(var.live_versions) : version == null])
    error_message = "live_versions is set: what is published now is not live, or only for a share of the calls, until it is null again."
  }
}
