variable "ingest_jar" {
  description = "The ingest function's jar; null for the one of the release beside these files (`jars/`), or else the one that `mvn package` builds."
  type        = string
  default     = null
}

variable "worker_jar" {
  description = "The worker function's jar; null as for ingest_jar."
  type        = string
  default     = null
}

variable "runtime" {
  description = "Of all functions: java21, or java25, which version 6 of the provider knows."
  type        = string
  default     = "java21"

  validation {
    condition     = contains(["java21", "java25"], var.runtime)
    error_message = "runtime: expected java21 or java25."
  }
}

variable "function_url_stack" {
  description = "Whether a CloudFormation stack makes the permission of function URLs that version 5 of the provider cannot express; false where versions-6 makes it."
  type        = bool
  default     = true
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
  description = "Where senders reach the door if a domain of your own leads to it, with the path of its mapping and without a slash at its end; null for the door's own address. Also told to the ingest function, for schemes that sign the URL."
  type        = string
  default     = null

  validation {
    condition     = var.door_url == null || can(regex("^https://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[^?#\\s]*[^/?#\\s])?$", var.door_url))
    error_message = "door_url: expected an https URL without user, query and a slash at its end."
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
  description = "Messages of a batch at most: 12, or with a worker_timeout_seconds above 45 that many for each 20 s of it but 5."
  type        = number
  default     = 10

  validation {
    condition     = var.batch_size >= 1 && var.batch_size <= 100
    error_message = "batch_size: expected 1 to 100."
  }
  # The worker runs 12 records of a source at once. One may take 20 s (a certificate, a secret, its actions), and 5 s are kept for
  # the answer: what does not get its turn in that time comes again, later and as one receive more.
  validation {
    condition     = var.batch_size <= 12 * max(1, floor((var.worker_timeout_seconds - 5) / 20))
    error_message = "batch_size: expected at most ${12 * max(1, floor((var.worker_timeout_seconds - 5) / 20))}, 12 for each 20 s of worker_timeout_seconds but 5; more records would not get their turn in time."
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
  description = "After so many receives SQS moves a message to the dead-letter queue by itself: a backstop, since the worker gives up by age."
  type        = number
  default     = 100

  validation {
    condition     = var.max_receive_count >= 80 && var.max_receive_count <= 1000
    error_message = "max_receive_count: expected 80 to 1000; a message that is retried for 14 days is received almost 80 times, and SQS must not move it before."
  }
}

variable "queue_retention_days" {
  description = "How long the queue and its slow lanes keep a message. The dead-letter queue keeps what the worker puts there for 14 days."
  type        = number
  default     = 14

  validation {
    condition     = var.queue_retention_days >= 1 && var.queue_retention_days <= 14
    error_message = "queue_retention_days: expected 1 to 14, the longest that SQS keeps a message."
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

variable "operator_key_version" {
  description = "Raise it to make another operator key, by which operators vouch for replays; what was vouched for by the one before and is not processed yet is rejected. 0: the key is put by other means."
  type        = number
  default     = 1

  validation {
    condition     = var.operator_key_version >= 0 && floor(var.operator_key_version) == var.operator_key_version
    error_message = "operator_key_version: expected a whole number from 0."
  }
}

variable "listen_queue" {
  description = "Whether the worker copies what is proven to a queue that keeps it for an hour, where `weir listen` finds it with its own headers."
  type        = bool
  default     = false
}
