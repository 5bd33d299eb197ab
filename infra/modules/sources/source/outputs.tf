output "sns" {
  description = "Whether its sender is SNS, which has no secret."
  value       = local.sns
}

output "all" {
  description = "The source with every member, null where it has none."
  value       = local.config
}

output "config" {
  description = "The source, once nothing is wrong with it."
  value       = var.config

  precondition {
    condition     = can(regex(module.forms.name, var.name))
    error_message = "${local.at}: expected a name of 1 to 64 lower-case letters, digits, '-' and '_', beginning with a letter or digit."
  }
  precondition {
    condition     = can(keys(var.config))
    error_message = "${local.at}: expected an object, such as { scheme = \"github\", secret = \"managed\" }."
  }
  precondition {
    condition     = length(setsubtract(local.members, local.allowed)) == 0
    error_message = "${local.at}: unknown member ${join(", ", setsubtract(local.members, local.allowed))}; expected only ${join(", ", local.allowed)}."
  }

  # How its requests are proven.
  precondition {
    condition     = !can(keys(var.config)) || local.own || contains(keys(local.presets), local.preset)
    error_message = "${local.at}: expected its scheme to be one of ${join(", ", keys(local.presets))}, or an own scheme."
  }
  precondition {
    condition     = length(local.scheme_odd) == 0
    error_message = "${local.at}: unknown member ${join(", ", local.scheme_odd)} of its scheme; expected only ${join(", ", local.scheme_only)}."
  }
  precondition {
    condition     = local.durations.maxAge == null || try(local.durations.maxAge > 0, false)
    error_message = "${local.at}: expected maxAge of its scheme to be an ISO-8601 duration above zero, such as PT5M, in days, hours, minutes and whole seconds."
  }
  precondition {
    condition     = local.scheme_all.maxAge == null || (local.own ? local.scheme_all.time != null : lookup(local.presets, local.preset, true))
    error_message = "${local.at}: expected no maxAge: its scheme has no signed time."
  }
  precondition {
    condition     = local.scheme_all.equalBodies == null || try(contains(["same", "distinct"], local.scheme_all.equalBodies), false)
    error_message = "${local.at}: expected equalBodies of its scheme to be same or distinct."
  }
  precondition {
    condition     = !local.own || local.scheme_all.id != null || local.scheme_all.time != null || local.scheme_all.equalBodies != null
    error_message = "${local.at}: expected equalBodies of its scheme, same or distinct: the scheme has neither an id nor a time, so say whether two requests with equal bodies are the same event."
  }
  precondition {
    condition     = !local.own || try(local.is_text["scheme/header"] && can(regex(module.forms.header, lower(local.scheme_all.header))), false)
    error_message = "${local.at}: expected header of its scheme to be a header's name."
  }
  precondition {
    condition     = !local.own || try(contains(["HmacSHA1", "HmacSHA256", "HmacSHA512", "SHA-256"], local.scheme_all.algorithm), false)
    error_message = "${local.at}: expected algorithm of its scheme to be one of HmacSHA1, HmacSHA256, HmacSHA512, SHA-256."
  }
  precondition {
    condition     = !local.own || try(contains(["hex", "base64", "base64url"], local.scheme_all.encoding), false)
    error_message = "${local.at}: expected encoding of its scheme to be one of hex, base64, base64url."
  }
  precondition {
    condition     = local.scheme_all.key == null || try(contains(["utf8", "hex", "base64", "whsec"], local.scheme_all.key), false)
    error_message = "${local.at}: expected key of its scheme to be one of utf8, hex, base64, whsec."
  }
  precondition {
    condition     = local.scheme_all.list == null ? local.scheme_all.version == null : try(contains(["key-values", "versions"], local.scheme_all.list), false) && local.is_text["scheme/version"] && local.scheme_all.prefix == null
    error_message = "${local.at}: expected list of its scheme to be key-values or versions, with a version and without a prefix; without a list, no version."
  }
  precondition {
    condition     = local.scheme_all.prefix == null || local.is_text["scheme/prefix"]
    error_message = "${local.at}: expected prefix of its scheme to be a text that is not empty."
  }
  precondition {
    condition     = !local.own || local.is_text["scheme/signed"] && !can(regex("[{}]", local.literals))
    error_message = "${local.at}: expected signed of its scheme to be a text with only {body}, {header:NAME}, {t}, {url}, {method}, {form}, {secret} in braces."
  }
  precondition {
    condition     = !local.own || local.fields.body || local.fields.form
    error_message = "${local.at}: expected {body} or {form} in what its scheme signs: what is not signed can be changed by anyone."
  }
  precondition {
    condition     = !local.fields.form || local.fields.url
    error_message = "${local.at}: expected {url} beside {form} in what its scheme signs: it is the URL that covers a body which is no form."
  }
  precondition {
    condition     = !local.own || local.fields.t == (local.scheme_all.time != null)
    error_message = "${local.at}: expected {t} in what its scheme signs exactly if it has a time: a time that is not signed proves nothing."
  }
  precondition {
    condition     = !local.own || local.fields.secret == try(local.scheme_all.algorithm == "SHA-256", false)
    error_message = "${local.at}: expected {secret} in what its scheme signs exactly with the algorithm SHA-256."
  }
  precondition {
    condition = local.scheme_all.time == null || (
      can(keys(local.scheme_all.time)) && length(setsubtract(try(keys(local.scheme_all.time), []), ["header", "unit"])) == 0
      && try(contains(["s", "ms", "iso"], coalesce(local.time.unit, "s")), false)
      && (local.time.header == null ? try(local.scheme_all.list == "key-values", false) : can(regex(module.forms.header, lower(local.time.header))))
    )
    error_message = "${local.at}: expected time of its scheme to be an object with header, a header's name, and unit, one of s, ms, iso; only a list of key-values can hold the time itself."
  }
  precondition {
    condition = alltrue([for member, place in local.locations :
      try(local.is_text["scheme/${member}"] && (startswith(place, "/") ? !can(regex("~([^01]|$)", place)) : can(regex(module.forms.header, lower(place)))), false)
    ])
    error_message = "${local.at}: expected ${join(" and ", keys(local.locations))} of its scheme to be a header's name, or a JSON pointer such as /event/type in which ~0 stands for ~ and ~1 for /."
  }

  # Its secret, or the topics that are believed instead.
  precondition {
    condition     = local.secret_valid
    error_message = "${local.at}: expected its secret to be \"managed\" or the ARN of a Secrets Manager secret; a function reads no files, and a secret in the environment would be in the state."
  }
  precondition {
    condition     = !local.sns || !var.secret && local.config.secret == null
    error_message = "${local.at}: expected no secret: SNS signs with a certificate."
  }
  precondition {
    condition     = !var.secret || !contains(local.members, "secret")
    error_message = "${local.at}: expected its secret once, in sources or in secrets."
  }
  precondition {
    condition     = alltrue([for member in ["topics", "accounts", "actions", "allow"] : local.is_list[member]])
    error_message = "${local.at}: expected ${join(", ", [for member in ["topics", "accounts", "actions", "allow"] : member if !local.is_list[member]])} to be a list."
  }
  precondition {
    condition     = alltrue([for topic in local.lists.topics : can(regex(module.forms.topic_arn, topic))])
    error_message = "${local.at}: expected each of topics to be the ARN of one SNS topic, without wildcards."
  }
  precondition {
    condition     = alltrue([for account in local.lists.accounts : can(regex("^\"[0-9]{12}\"$", jsonencode(account)))])
    error_message = "${local.at}: expected each of accounts to be a 12-digit account id in quotes."
  }
  precondition {
    condition     = local.sns || length(local.lists.topics) + length(local.lists.accounts) + var.topics == 0
    error_message = "${local.at}: expected no topics and accounts: only SNS has topics."
  }
  precondition {
    condition     = !local.sns || !alltrue(values(local.is_list)) || length(local.lists.topics) + length(local.lists.accounts) + var.topics > 0
    error_message = "${local.at}: expected at least one topic (or accounts): anyone can make a topic."
  }
  precondition {
    condition     = local.config.trust == null || local.config.trust == "queue" && local.sns && length(local.lists.topics) + var.topics > 0 && length(local.lists.accounts) == 0
    error_message = "${local.at}: expected trust to be \"queue\", in a source of the scheme sns with topics and without accounts; the queue's policy is then the proof, so it must name each topic."
  }
  precondition {
    condition     = local.config.trust != null || length(local.topics_of_fifo) == 0
    error_message = "${local.at}: FIFO topics carry no signature and have no HTTPS subscriptions; expected trust = \"queue\" beside a topic that ends in .fifo, so that its messages are believed because only its topics may put them on the queue."
  }

  # What the door does.
  precondition {
    condition     = module.blocks.valid
    error_message = "${local.at}: expected each of allow to be an address block such as 203.0.113.0/24 or 2001:db8::/32."
  }
  precondition {
    condition     = local.config.maxBytes == null || try(can(regex("^[0-9]+$", jsonencode(local.config.maxBytes))) && local.config.maxBytes >= 1 && local.config.maxBytes <= 6291456, false)
    error_message = "${local.at}: expected maxBytes to be a whole number from 1 to 6291456."
  }
  precondition {
    condition     = local.config.url == null || can(regex(module.forms.own_url, local.config.url))
    error_message = "${local.at}: expected url to be an absolute http or https URL without user, query and fragment, in ASCII."
  }
  precondition {
    condition     = local.config.handshake == null || try(local.config.handshake == "slack", false) || contains(["meta", "cloudevents"], local.handshake)
    error_message = "${local.at}: expected handshake to be \"slack\", { meta = { ... } } or { cloudevents = { ... } }."
  }
  precondition {
    condition     = local.handshake != "meta" || join(" ", try(keys(local.meta), [])) == "verifyTokenSha256" && can(regex("^[0-9a-fA-F]{64}$", local.meta.verifyTokenSha256))
    error_message = "${local.at}: expected meta of handshake to be { verifyTokenSha256 = ... }: the SHA-256 of the verify token, 64 hex digits."
  }
  precondition {
    condition = local.handshake != "cloudevents" || (
      length(setsubtract(try(keys(local.cloudevents), ["-"]), ["origins", "rate"])) == 0 && length(local.origins) > 0 && alltrue([for origin in local.origins : can(regex("^[A-Za-z0-9.:-]{1,253}$", origin))])
      && (try(local.cloudevents.rate, null) == null || try(can(regex("^[0-9]+$", jsonencode(local.cloudevents.rate))) && local.cloudevents.rate >= 1 && local.cloudevents.rate <= 1000000, false))
    )
    error_message = "${local.at}: expected cloudevents of handshake to have origins, at least one host name, and perhaps rate, a whole number from 1 to 1000000."
  }
  precondition {
    condition     = local.config.retry == null || try(join(" ", keys(local.config.retry)) == "for" && local.durations.retry >= 0, false)
    error_message = "${local.at}: expected retry to be { \"for\" = ... } and nothing else, with an ISO-8601 duration such as PT24H or P2D, or PT0S for no retries."
  }
  precondition {
    condition     = local.durations.retry == null || try(local.durations.retry <= var.retention_days * 86400, true)
    error_message = "${local.at}: expected retry for at most queue_retention_days, P${var.retention_days}D, since then the queue forgets the message."
  }
}
