# What the functions' parser would refuse of one source when they start, refused when it is planned. Each rule is a precondition of its
# own: a value that is not known yet, such as the ARN of a secret of the same root, puts off only the rules that need it.
module "forms" {
  source = "../forms"
}

module "blocks" {
  source = "../blocks"

  blocks = local.lists.allow
}

locals {
  at      = "The source ${var.name}"
  allowed = ["scheme", "secret", "publicKey", "topics", "accounts", "actions", "allow", "maxBytes", "handshake", "verify", "url", "trust", "retry"]
  members = try(keys(var.config), [])
  none    = { for member in local.allowed : member => null }
  config  = merge(local.none, [for config in [var.config] : config if can(keys(config))]...)

  # Of each preset: its kind, whether its sender proves a time, and whether a handshake of its own needs the secret. Made of the
  # presets' files, with which a test compares it.
  presets       = merge({ sns = { kind = "sns", time = true, handshake = "none", verify = false } }, jsondecode(file("${path.module}/presets.json")))
  scheme        = local.config.scheme
  scheme_object = can(keys(local.scheme))
  scheme_all    = merge({ for member in distinct(concat(local.signature_members, local.token_members, local.jwt_members, ["preset"])) : member => null }, [for scheme in [local.scheme] : scheme if local.scheme_object]...)
  own           = local.scheme_object && !contains(try(keys(local.scheme), []), "preset")
  preset        = coalesce(try([for scheme in [local.scheme] : tostring(scheme.preset) if local.scheme_object][0], tostring(local.scheme), null), "-")
  sns           = local.preset == "sns"
  own_kind      = try(coalesce(local.scheme_all.kind, "hmac"), "-")
  # hmac, digest, asymmetric, certificate, token, jwt or sns.
  kind = !local.own ? try(local.presets[local.preset].kind, "hmac") : (
    local.own_kind == "asymmetric" ? (local.scheme_all.certificate == null ? "asymmetric" : "certificate") :
    local.own_kind == "hmac" && try(startswith(local.scheme_all.algorithm, "SHA-"), false) ? "digest" : local.own_kind
  )
  own_signature     = local.own && contains(["hmac", "asymmetric"], local.own_kind)
  signature_members = ["kind", "header", "field", "prefix", "list", "version", "separator", "algorithm", "encoding", "key", "signed", "time", "maxAge", "id", "type", "equalBodies", "certificate"]
  token_members     = ["kind", "header", "prefix", "query", "field", "basic", "id", "type", "equalBodies"]
  jwt_members       = ["kind", "header", "prefix", "algorithms", "jwks", "issuer", "audience", "claims", "bodyHash", "maxAge", "id", "type", "equalBodies"]
  scheme_only = local.own ? (local.own_kind == "token" ? local.token_members : local.own_kind == "jwt" ? local.jwt_members : local.signature_members) : (
    local.sns ? ["preset", "maxAge"] : local.kind == "jwt" ? ["preset", "maxAge", "equalBodies", "audience", "issuer", "claims"] : ["preset", "maxAge", "equalBodies"]
  )
  scheme_odd = setsubtract(try(keys(local.scheme), []), local.scheme_only)
  algorithms = local.own_kind == "asymmetric" ? ["Ed25519", "SHA256withECDSA", "SHA256withRSA", "SHA512withRSA"] : ["HmacSHA1", "HmacSHA256", "HmacSHA512", "SHA-1", "SHA-256"]
  headers = concat(
    [for header in [local.scheme_all.header] : tostring(header) if header != null && can(tostring(header))],
    flatten([for header in [local.scheme_all.header] : try([for each in header : tostring(each)], ["?"]) if header != null && !can(tostring(header))]),
  )
  token_at = [for member in ["header", "query", "field", "basic"] : member if local.scheme_all[member] != null]

  # Where its key is: in a store, in the source, or at its sender's URL, as the keys of a preset of JSON Web Tokens and of an own one that has jwks.
  has_jwks   = local.kind == "jwt" && (local.own ? local.scheme_all.jwks != null : try(local.presets[local.preset].jwks, false))
  has_secret = var.secret || local.config.secret != null
  keyless    = local.sns || local.has_jwks || local.kind == "asymmetric" && !var.secret && !contains(local.members, "secret")

  # Where the sender's scheme is described here. What stands in braces in what is signed, and what is left when that is taken away.
  time      = merge({ header = null, field = null, name = null, unit = null }, [for time in [local.scheme_all.time] : time if can(keys(time))]...)
  signed    = try(tostring(local.scheme_all.signed), null)
  literals  = try(replace(local.signed, "/\\{(body|body:sha256|body:crc32|t|url|url:decoded|path|method|secret|form|headers?:[A-Za-z0-9!#$&'*+.^_`|~-]{1,128}|query:[^{}]+|field:/[^{}]*)\\}/", ""), "")
  fields    = { for field in ["body", "body:sha256", "t", "url", "form", "secret"] : field => strcontains(coalesce(local.signed, "-"), "{${field}}") }
  locations = { for member in ["id", "type"] : member => local.scheme_all[member] if local.scheme_all[member] != null }

  is_text = { for member, value in merge(local.config, { for member, value in local.scheme_all : "scheme/${member}" => value }) :
    member => value == null ? false : try(startswith(jsonencode(value), "\""), false) && value != ""
  }
  is_list = { for member in ["topics", "accounts", "actions", "allow"] : member => local.config[member] == null || !can(keys(local.config[member])) && !can(tostring(local.config[member])) }
  lists   = { for member in ["topics", "accounts", "allow"] : member => concat([], [for list in [local.config[member]] : list if list != null && local.is_list[member]]...) }

  # In seconds; -1 for what is no duration.
  durations = { for at, text in { maxAge = local.scheme_all.maxAge, retry = local.retry.for } : at => text == null ? null : try(
    startswith(jsonencode(text), "\"") && can(regex(module.forms.duration_end, text))
    ? [for part in [regex(module.forms.duration, text)] : coalesce(part[0], 0) * 86400 + coalesce(part[1], 0) * 3600 + coalesce(part[2], 0) * 60 + coalesce(part[3], 0)][0]
    : -1, -1)
  }
  retry = merge({ "for" = null }, [for retry in [local.config.retry] : retry if can(keys(retry))]...)

  # Of a handshake: the word, the name beside an object, or the rules.
  handshake      = join(" ", try(keys(local.config.handshake), []))
  handshake_word = join("", [for word in [local.config.handshake] : tostring(word) if try(startswith(jsonencode(word), "\""), false)])
  handshake_rule = concat([], [for rules in [local.config.handshake] : [for rule in rules : rule] if try(startswith(jsonencode(rules), "["), false)]...)
  rule_odd       = [for rule in local.handshake_rule : rule if length(setsubtract(try(keys(rule), ["-"]), ["method", "if", "echo", "answer", "hmac", "keep"])) > 0 || !can(rule.method) || !can(rule.answer)]
  signs          = anytrue([for rule in local.handshake_rule : can(rule.hmac)]) || contains(["signed", "both"], try(local.presets[local.handshake].handshake, "none"))
  by_default     = local.keyless && try(local.presets[local.preset].verify, false)
  verified       = local.config.verify != null || local.by_default
  meta           = try(local.config.handshake.meta, null)
  cloudevents    = try(local.config.handshake.cloudevents, null)
  origins        = try([for origin in local.cloudevents.origins : origin], [])
  secret_valid   = local.keyless || var.secret || local.config.secret == "managed" || can(regex(module.forms.secret_arn, local.config.secret)) # an error would show the values of a longer condition
  topics_of_fifo = [for topic in local.lists.topics : topic if try(endswith(topic, ".fifo"), false)]
}
