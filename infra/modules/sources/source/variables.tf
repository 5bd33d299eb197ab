variable "name" {
  description = "The source's name."
  type        = string
}

variable "config" {
  description = "The source, as README.md describes it."
  type        = any
}

variable "secret" {
  description = "Whether the ARN of its secret is given beside it."
  type        = bool
}

variable "topics" {
  description = "How many topics are given beside it."
  type        = number
}

variable "retention_days" {
  description = "How long the queue keeps a message."
  type        = number
}
