# How texts of the configuration look: the functions' own parser reads them by the same rules.
locals {
  octet = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
  ipv4  = "${local.octet}([.]${local.octet}){3}"
  host  = "(([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?[.])*[A-Za-z]([A-Za-z0-9-]*[A-Za-z0-9])?[.]?|${local.ipv4}|\\[[0-9a-fA-F:.]+\\])"
  path  = "([A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*"
}

output "name" {
  description = "A source's name."
  value       = "^[a-z0-9][a-z0-9_-]{0,63}$"
}

output "duration" {
  description = "An ISO-8601 duration in days, hours, minutes and whole seconds; its four groups are their numbers. Beside it, its end must have the form duration_end."
  value       = "^P(?:([0-9]{1,9})D)?(?:T(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})S)?)?$"
}

output "duration_end" {
  description = "The end of a duration that says something."
  value       = "[0-9][DHMS]$"
}

output "header" {
  description = "A header's name in lower case."
  value       = "^[a-z0-9!#$&'*+.^_`|~-]{1,128}$"
}

output "secret_arn" {
  description = "ARN of a Secrets Manager secret."
  value       = "^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[A-Za-z0-9/_+=.@-]{1,512}$"
}

output "topic_arn" {
  description = "ARN of an SNS topic."
  value       = "^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}([.]fifo)?$"
}

output "own_url" {
  description = "An http or https URL without user, query and fragment."
  value       = "^[Hh][Tt][Tt][Pp][Ss]?://${local.host}(:[0-9]{1,5})?(/${local.path})?$"
}

output "target_url" {
  description = "An http or https URL without user and fragment."
  value       = "^[Hh][Tt][Tt][Pp][Ss]?://${local.host}(:[0-9]{1,5})?(/${local.path})?([?](${local.path}|[?])*)?$"
}
