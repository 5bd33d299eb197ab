output "sources" {
  description = "The sources as the functions read them, but that a managed secret has no ARN yet."
  value       = local.given
}

output "managed" {
  description = "Names of the sources whose secret is managed."
  value       = local.managed
}

output "signed" {
  description = "Names of the sources that have a secret."
  value       = local.signed
}

output "actions" {
  description = "Names of the actions of each source, in order."
  value       = local.uses
}

output "secret_arns" {
  description = "ARNs of the secrets that are not managed: of sources, and of what actions sign by."
  value       = distinct(concat([for name in local.signed : local.given[name].secret if !contains(local.managed, name)], flatten([for action in module.action : action.secret])))
}

output "at_door" {
  description = "Names of the sources whose secret the door reads, too."
  value       = [for name, source in module.source : name if source.at_door]
}

output "buses" {
  description = "Names or ARNs of the buses that actions name."
  value       = distinct(flatten([for action in module.action : action.bus]))
}

output "topics" {
  description = "ARNs of the topics of each source."
  value       = { for name in keys(local.checked) : name => local.topics[name] }
}

output "named_topics" {
  description = "Those of them that sources names: they are known at plan."
  value       = { for name in keys(local.checked) : name => local.lists[name].topics }
}

output "trusted" {
  description = "Names of the sources whose topics are believed without a signature."
  value       = [for name in keys(local.checked) : name if module.source[name].all.trust != null]
}

output "accounts" {
  description = "Account ids of which every topic is believed."
  value       = distinct(flatten([for name in keys(local.checked) : local.lists[name].accounts]))
}

output "estimate" {
  description = "How the text will look that the functions get, gzipped; with a stand-in for each ARN that may not be known yet."
  value       = base64gzip(jsonencode(local.estimate))
}
