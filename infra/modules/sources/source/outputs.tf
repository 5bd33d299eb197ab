output "sns" {
  description = "Whether its sender is SNS, which has no secret."
  value       = local.sns
}

output "secret" {
  description = "Whether it has a secret: a shared one, or the store's copy of its sender's public key."
  value       = !local.keyless
}

output "at_door" {
  description = "Whether the door reads its secret: to sign a handshake, or to refuse what is not genuine."
  value       = !local.keyless && (local.signs || local.verified)
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
    condition     = !local.own || contains(["hmac", "asymmetric", "token", "jwt"], local.own_kind)
    error_message = "${local.at}: expected kind of its scheme to be one of hmac, asymmetric, token, jwt."
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
    condition     = local.scheme_all.maxAge == null || local.kind == "jwt" || (local.own ? local.scheme_all.time != null : try(local.presets[local.preset].time, true))
    error_message = "${local.at}: expected no maxAge: its scheme has no signed time."
  }
  precondition {
    condition     = local.scheme_all.equalBodies == null || try(contains(["same", "distinct"], local.scheme_all.equalBodies), false)
    error_message = "${local.at}: expected equalBodies of its scheme to be same or distinct."
  }
  precondition {
    condition     = !local.own || local.scheme_all.id != null || local.scheme_all.time != null || local.scheme_all.equalBodies != null || local.kind == "jwt" && local.scheme_all.maxAge != null
    error_message = "${local.at}: expected equalBodies of its scheme, same or distinct: the scheme has neither an id nor a time, so say whether two requests with equal bodies are the same event."
  }
  precondition {
    condition     = !local.own_signature || (length(local.headers) > 0) != (local.scheme_all.field != null) && alltrue([for header in local.headers : can(regex(module.forms.header, lower(header)))])
    error_message = "${local.at}: expected header of its scheme to be a header's name, or a list of such, or in its place field, a JSON pointer."
  }
  precondition {
    condition     = !local.own_signature || try(contains(local.algorithms, local.scheme_all.algorithm), false)
    error_message = "${local.at}: expected algorithm of its scheme to be one of ${join(", ", local.algorithms)}."
  }
  precondition {
    condition     = !local.own_signature || try(contains(["hex", "base64", "base64url"], local.scheme_all.encoding), false)
    error_message = "${local.at}: expected encoding of its scheme to be one of hex, base64, base64url."
  }
  precondition {
    condition     = local.scheme_all.key == null || local.own_kind == "hmac" && try(contains(["utf8", "hex", "base64", "whsec"], local.scheme_all.key), false)
    error_message = "${local.at}: expected key of its scheme to be one of utf8, hex, base64, whsec; of an asymmetric one, nothing."
  }
  precondition {
    condition     = local.scheme_all.list == null ? local.scheme_all.version == null && local.scheme_all.separator == null : try(contains(["key-values", "versions"], local.scheme_all.list), false) && local.is_text["scheme/version"] && local.scheme_all.prefix == null && contains([",", ";", "&"], try(coalesce(local.scheme_all.separator, ","), "-"))
    error_message = "${local.at}: expected list of its scheme to be key-values or versions, with a version, without a prefix and perhaps with separator, one of , ; &; without a list, none of them."
  }
  precondition {
    condition     = local.scheme_all.prefix == null || local.is_text["scheme/prefix"]
    error_message = "${local.at}: expected prefix of its scheme to be a text that is not empty."
  }
  precondition {
    condition     = !local.own_signature || local.is_text["scheme/signed"] && !can(regex("[{}]", local.literals))
    error_message = "${local.at}: expected signed of its scheme to be a text with only {body}, {body:sha256}, {body:crc32}, {header:NAME}, {headers:NAME}, {field:POINTER}, {query:NAME}, {t}, {url}, {url:decoded}, {path}, {method}, {form}, {secret} in braces."
  }
  precondition {
    condition     = !local.own_signature || local.fields.body || local.fields["body:sha256"] || local.fields.form
    error_message = "${local.at}: expected {body} or {form} in what its scheme signs: what is not signed can be changed by anyone."
  }
  precondition {
    condition     = !local.fields.form || local.fields.url
    error_message = "${local.at}: expected {url} beside {form} in what its scheme signs: it is the URL that covers a body which is no form."
  }
  precondition {
    condition = !local.own_signature || (local.scheme_all.time == null ? !local.fields.t : (
      local.fields.t || local.time.field != null || local.time.header != null && can(regex("\\{headers:", local.signed))
    ))
    error_message = "${local.at}: expected {t} in what its scheme signs exactly if it has a time: a time that is not signed proves nothing."
  }
  precondition {
    condition     = !local.own_signature || local.fields.secret == contains(["digest", "certificate"], local.kind)
    error_message = "${local.at}: expected {secret} in what its scheme signs exactly with the algorithms SHA-1 and SHA-256, or beside a certificate."
  }
  precondition {
    condition = local.scheme_all.time == null || (
      can(keys(local.scheme_all.time)) && length(setsubtract(try(keys(local.scheme_all.time), []), ["header", "field", "name", "unit"])) == 0
      && try(contains(["s", "ms", "iso"], coalesce(local.time.unit, "s")), false)
      && (local.time.header == null ? local.time.field != null || try(local.scheme_all.list == "key-values", false) : can(regex(module.forms.header, lower(local.time.header))))
    )
    error_message = "${local.at}: expected time of its scheme to be an object with header, a header's name, or field, a JSON pointer, or name, its name in the list, and unit, one of s, ms, iso; only a list of key-values can hold the time itself."
  }
  precondition {
    condition = alltrue([for member, place in local.locations :
      try(local.is_text["scheme/${member}"] && (startswith(place, "?") ? length(place) > 1 : startswith(place, "/") ? !can(regex("~([^01]|$)", place)) : can(regex(module.forms.header, lower(place)))), false)
    ])
    error_message = "${local.at}: expected ${join(" and ", keys(local.locations))} of its scheme to be a header's name, or a JSON pointer such as /event/type in which ~0 stands for ~ and ~1 for /."
  }

  precondition {
    condition     = !local.own || local.own_kind != "token" || length(local.token_at) == 1 && (local.scheme_all.prefix == null || local.scheme_all.header != null) && (local.scheme_all.basic == null || try(jsonencode(local.scheme_all.basic) == "true", false))
    error_message = "${local.at}: expected exactly one of header, query, field and basic = true in its scheme, and prefix only beside a header."
  }
  precondition {
    condition     = local.kind != "jwt" || local.scheme_all.audience != null || local.scheme_all.bodyHash != null || !local.own && try(local.presets[local.preset].bound, false)
    error_message = "${local.at}: expected audience of its scheme, the one of your tokens: the same keys sign tokens for everyone else too."
  }
  precondition {
    condition     = !local.own || local.own_kind != "jwt" || try(length(local.scheme_all.algorithms) > 0 && length(setsubtract(local.scheme_all.algorithms, ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "ES512", "EdDSA"])) == 0, false)
    error_message = "${local.at}: expected algorithms of its scheme to be some of RS256, RS384, RS512, PS256, ES256, ES384, ES512, EdDSA."
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
    condition     = local.sns || !local.has_jwks || !local.has_secret
    error_message = "${local.at}: expected no secret: the keys of its tokens are at a URL."
  }
  precondition {
    condition     = local.config.publicKey == null || local.kind == "asymmetric" && !local.has_secret && try(local.is_text["publicKey"], false)
    error_message = "${local.at}: expected publicKey, a text, only of a sender that signs with a key of its own, and without a secret."
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
    condition = local.config.handshake == null || local.handshake_word == "none" || contains(["unsigned", "both"], try(local.presets[local.handshake_word].handshake, "none")) || contains(["meta", "cloudevents"], local.handshake) || (
      length(local.handshake_rule) > 0 && length(local.rule_odd) == 0) || (
      try(local.presets[local.handshake].handshake, "none") != "none" && length(try(keys(local.config.handshake[local.handshake]), ["-"])) == 0
    )
    error_message = "${local.at}: expected handshake to be \"none\", a preset that has an unsigned one, { PRESET = {} } for one that is signed, { meta = { ... } }, { cloudevents = { ... } }, or a list of rules, each with method, answer and perhaps if, echo, hmac and keep."
  }
  precondition {
    condition     = !local.signs || local.kind == "hmac"
    error_message = "${local.at}: expected no signed handshake: its scheme has no secret of an HMAC."
  }
  precondition {
    condition     = local.config.verify == null || try(local.config.verify == "at-the-door", false) && !contains(["sns", "jwt", "certificate"], local.kind)
    error_message = "${local.at}: expected verify to be \"at-the-door\", of a sender with a secret or a public key; certificates and tokens of JSON are verified behind the queue."
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
