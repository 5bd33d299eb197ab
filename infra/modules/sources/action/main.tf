# What the worker would refuse of one action when it starts, refused when it is planned; rule by rule, as of a source.
module "forms" {
  source = "../forms"
}

module "blocks" {
  source = "../blocks"

  blocks = local.private
}

locals {
  at    = "The source ${var.source_name}"
  names = try(keys(var.config), [tostring(var.config)], ["-"])
  name  = try(local.names[0], "-")
  own   = contains(var.own_actions, local.name)
  known = concat(["archive", "email", "http", "eventbridge"], var.own_actions)

  members = {
    archive     = ["key", "retry", "when"]
    email       = ["retry", "when"]
    http        = ["url", "secret", "timeout", "concurrency", "allowPrivate", "permanentAfter", "retry", "when"]
    eventbridge = ["bus", "detailType", "key", "retry", "when"]
  }
  given   = [for config in [var.config] : config[local.name] if can(keys(config)) && length(local.names) == 1]
  objects = [for given in local.given : given if can(keys(given))]
  odd     = local.own ? [] : setsubtract(flatten([for object in local.objects : keys(object)]), try(local.members[local.name], []))
  options = merge({ for member in distinct(concat(values(local.members)...)) : member => null }, local.objects...)
  http    = local.name == "http"

  # In seconds; -1 for what is no duration.
  durations = { for at, text in { timeout = local.options.timeout, permanentAfter = local.options.permanentAfter, retry = local.retry.for } : at => text == null ? null : try(
    startswith(jsonencode(text), "\"") && can(regex(module.forms.duration_end, text))
    ? [for part in [regex(module.forms.duration, text)] : coalesce(part[0], 0) * 86400 + coalesce(part[1], 0) * 3600 + coalesce(part[2], 0) * 60 + coalesce(part[3], 0)][0]
    : -1, -1)
  }
  retry = merge({ "for" = null }, [for retry in [local.options.retry] : retry if can(keys(retry))]...)

  # The names at its top alone; the rest of a pattern the worker checks when it starts.
  when_known = ["source", "type", "id", "headers", "body", "sns", "$or"]
  when       = local.options.when == null ? [] : try(keys(local.options.when), ["-"])

  private_list = local.options.allowPrivate == null || !can(keys(local.options.allowPrivate)) && !can(tostring(local.options.allowPrivate))
  private      = concat([], [for list in [local.options.allowPrivate] : list if list != null && local.private_list]...)

  secret_valid = !local.http || can(regex(module.forms.secret_arn, local.options.secret)) # an error would show the values of a longer condition

  # The key as long as it can become: a name of 64 characters, a type and an id of 120.
  key      = local.own ? null : local.options.key
  template = try(tostring(local.key), null)
  segments = try([for segment in split("/", startswith(local.template, "archive/") ? local.template : "archive/${local.template}") : segment], [])
  longest = [for segment in local.segments : length(replace(replace(replace(replace(replace(segment, "{source}", join("", [for i in range(64) : "s"])), "{id}", join("", [for i in range(120) : "x"])),
  "{type}", join("", [for i in range(120) : "x"])), "{yyyy}", "2026"), "/\\{(MM|dd)\\}/", "01"))]
}
