output "name" {
  description = "The action's name."
  value       = local.name
}

output "secret" {
  description = "ARN of the secret by which it signs: none, or one."
  value       = local.http && contains(flatten([for object in local.objects : keys(object)]), "secret") ? [local.options.secret] : []
}

output "bus" {
  description = "The bus that it names: none, or one."
  value       = local.name == "eventbridge" && contains(flatten([for object in local.objects : keys(object)]), "bus") ? [local.options.bus] : []
}

output "config" {
  description = "The action, once nothing is wrong with it."
  value       = var.config

  precondition {
    condition     = length(local.names) == 1 && (can(keys(var.config)) || try(startswith(jsonencode(var.config), "\""), false))
    error_message = "${local.at}: expected each of actions to be an action's name, or an object with one member: the name with its options."
  }
  precondition {
    condition     = contains(local.known, local.name)
    error_message = "${local.at}: unknown action ${local.name}; expected one of ${join(", ", local.known)}, or one of a layer that own_actions names."
  }
  precondition {
    condition     = length(local.given) == length(local.objects)
    error_message = "${local.at}: expected the options of the action ${local.name} to be an object."
  }
  precondition {
    condition     = length(local.odd) == 0
    error_message = "${local.at}: unknown member ${join(", ", local.odd)} of the action ${local.name}; expected only ${join(", ", try(local.members[local.name], []))}."
  }
  precondition {
    condition     = local.options.retry == null || try(join(" ", keys(local.options.retry)) == "for" && local.durations.retry >= 0, false)
    error_message = "${local.at}: expected retry of the action ${local.name} to be { \"for\" = ... } and nothing else, with an ISO-8601 duration such as PT24H or P2D, or PT0S for no retries."
  }
  precondition {
    condition     = local.durations.retry == null || try(local.durations.retry <= var.retention_days * 86400, true)
    error_message = "${local.at}: expected retry of the action ${local.name} for at most queue_retention_days, P${var.retention_days}D, since then the queue forgets the message."
  }
  precondition {
    condition     = local.options.when == null || length(local.when) > 0 && length(setsubtract(local.when, local.when_known)) == 0
    error_message = "${local.at}: expected when of the action ${local.name} to be an event pattern, an object over ${join(", ", local.when_known)}."
  }

  precondition {
    condition     = !local.http || can(regex(module.forms.target_url, local.options.url))
    error_message = "${local.at}: expected url of the action http to be an absolute http or https URL without user and fragment."
  }
  precondition {
    condition     = local.secret_valid
    error_message = "${local.at}: expected secret of the action http to be the ARN of a Secrets Manager secret; a function reads no files, and a secret in the environment would be in the state."
  }
  precondition {
    condition     = !local.http || local.durations.timeout == null || try(local.durations.timeout > 0 && local.durations.timeout <= 60, false)
    error_message = "${local.at}: expected timeout of the action http to be an ISO-8601 duration above zero such as PT10S, at most PT60S."
  }
  precondition {
    condition     = !local.http || local.durations.permanentAfter == null || try(local.durations.permanentAfter >= 0 && local.durations.permanentAfter <= 14 * 86400, false)
    error_message = "${local.at}: expected permanentAfter of the action http to be an ISO-8601 duration such as PT1H, PT0S for none, at most P14D."
  }
  precondition {
    condition     = !local.http || local.options.concurrency == null || try(can(regex("^[0-9]+$", jsonencode(local.options.concurrency))) && local.options.concurrency >= 1 && local.options.concurrency <= 256, false)
    error_message = "${local.at}: expected concurrency of the action http to be a whole number from 1 to 256."
  }
  precondition {
    condition     = !local.http || local.private_list && module.blocks.valid
    error_message = "${local.at}: expected allowPrivate of the action http to be a list of address blocks such as 10.1.0.0/16 or fd00::/8."
  }

  precondition {
    condition     = local.name != "eventbridge" || (local.options.bus == null ? var.bus : try(startswith(jsonencode(local.options.bus), "\"") && local.options.bus != "", false))
    error_message = "${local.at}: expected bus of the action eventbridge to be the name or ARN of a bus, or event_bus to be given."
  }
  precondition {
    condition     = local.name != "eventbridge" || local.options.detailType == null || try(startswith(jsonencode(local.options.detailType), "\"") && length(local.options.detailType) >= 1 && length(local.options.detailType) <= 128, false)
    error_message = "${local.at}: expected detailType of the action eventbridge to be a text of 1 to 128 characters."
  }

  precondition {
    condition     = local.key == null || can(regex("^([A-Za-z0-9/._-]|\\{(source|yyyy|MM|dd|type|id)\\})+$", local.key)) && !can(regex("^/|[.][.]|//", local.key))
    error_message = "${local.at}: expected key of the action ${local.name} to be a key of letters, digits, '/', '.', '_', '-' and the fields {source} {yyyy} {MM} {dd} {type} {id}."
  }
  precondition {
    condition     = local.key == null || try(strcontains(local.key, "{id}"), false)
    error_message = "${local.at}: expected {id} in the key of the action ${local.name}: without it events would overwrite each other."
  }
  precondition {
    condition     = local.key == null || !can(regex("^(inbox|certificates|rejected)/", local.key))
    error_message = "${local.at}: expected a key of the action ${local.name} that begins with none of inbox/, certificates/, rejected/."
  }
  precondition {
    condition     = alltrue([for segment in local.segments : !strcontains(segment, "{id}") || !can(regex("\\{type\\}|\\{source\\}|\\{id\\}.*\\{id\\}", segment))])
    error_message = "${local.at}: expected {id} in a segment of its own in the key of the action ${local.name}, or beside literals and {yyyy} {MM} {dd}: beside another field, two ids could share a key."
  }
  precondition {
    condition     = local.key == null || alltrue([for segment in local.segments : segment != "" && !startswith(segment, ".")]) && alltrue([for length in local.longest : length <= 190]) && sum(concat([length(local.longest) - 1], local.longest)) <= 959
    error_message = "${local.at}: expected segments in the key of the action ${local.name} that do not begin with a dot, are not empty and, with the longest id and type, have at most 190 characters, and 959 in all."
  }
}
