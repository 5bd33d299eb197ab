variable "source_name" {
  description = "The source's name."
  type        = string
}

variable "config" {
  description = "The action: its name, or an object with one member, the name with its options."
  type        = any
}

variable "own_actions" {
  description = "Names of actions that layers bring; their options are not looked at."
  type        = list(string)
}

variable "bus" {
  description = "Whether there is a bus for an action eventbridge that names none."
  type        = bool
}

variable "retention_days" {
  description = "How long the queue keeps a message."
  type        = number
}
