variable "blocks" {
  description = "Texts that should be address blocks."
  type        = any
}

locals {
  octet = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
  # Address and length of each; an IPv6 address may stand in brackets, and one that holds an IPv4 address has its 96 bits before it.
  parts = [for block in var.blocks : try(regex("^(${local.octet}(?:[.]${local.octet}){3})(?:/([0-9]{1,2}))?$", block), regex("^((?:\\[[0-9a-fA-F:.]*:[0-9a-fA-F:.]*\\])|(?:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*))(?:/([0-9]{1,3}))?$", block), ["-", "-"])]
}

output "valid" {
  description = "Whether each is an IPv4 or IPv6 address or block, as the functions read them."
  value = alltrue([for part in local.parts :
    can(cidrhost("${trim(part[0], "[]")}/${part[1] == null ? strcontains(part[0], ":") ? 128 : 32 : part[1]}", 0))
    && try(!can(regex("(?i)^\\[?(::|0:0:0:0:0:)ffff:", part[0])) || !strcontains(part[0], ".") || tonumber(coalesce(part[1], "128")) >= 96, false)
  ])
}
