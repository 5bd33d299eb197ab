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
  allowed = ["scheme", "secret", "topics", "accounts", "actions", "allow", "maxBytes", "handshake", "url", "trust", "retry"]
  members = try(keys(var.config), [])
  none    = { for member in local.allowed : member => null }
  config  = merge(local.none, [for config in [var.config] : config if can(keys(config))]...)

  # Of a preset: whether its sender signs a time, which maxAge limits.
  presets = {
    sns = true, github = false, stripe = true, shopify = false, recharge = true, recharge-legacy = false, slack = true, twilio = false, standard-webhooks = true, svix = true
  }
  scheme        = local.config.scheme
  scheme_object = can(keys(local.scheme))
  scheme_all    = merge({ for member in concat(local.own_members, ["preset"]) : member => null }, [for scheme in [local.scheme] : scheme if local.scheme_object]...)
  own           = local.scheme_object && !contains(try(keys(local.scheme), []), "preset")
  preset        = coalesce(try([for scheme in [local.scheme] : tostring(scheme.preset) if local.scheme_object][0], tostring(local.scheme), null), "-")
  sns           = local.preset == "sns"
  own_members   = ["header", "prefix", "list", "version", "algorithm", "encoding", "key", "signed", "time", "maxAge", "id", "type", "equalBodies"]
  scheme_only   = local.own ? local.own_members : local.sns ? ["preset", "maxAge"] : ["preset", "maxAge", "equalBodies"]
  scheme_odd    = setsubtract(try(keys(local.scheme), []), local.scheme_only)

  # Where the sender's scheme is described here. What stands in braces in what is signed, and what is left when that is taken away.
  time      = merge({ header = null, unit = null }, [for time in [local.scheme_all.time] : time if can(keys(time))]...)
  signed    = try(tostring(local.scheme_all.signed), null)
  literals  = try(replace(local.signed, "/\\{(body|t|url|method|secret|form|header:[A-Za-z0-9!#$&'*+.^_`|~-]{1,128})\\}/", ""), "")
  fields    = { for field in ["body", "t", "url", "form", "secret"] : field => strcontains(coalesce(local.signed, "-"), "{${field}}") }
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

  handshake      = join(" ", try(keys(local.config.handshake), []))
  meta           = try(local.config.handshake.meta, null)
  cloudevents    = try(local.config.handshake.cloudevents, null)
  origins        = try([for origin in local.cloudevents.origins : origin], [])
  secret_valid   = local.sns || var.secret || local.config.secret == "managed" || can(regex(module.forms.secret_arn, local.config.secret)) # an error would show the values of a longer condition
  topics_of_fifo = [for topic in local.lists.topics : topic if try(endswith(topic, ".fifo"), false)]
}
