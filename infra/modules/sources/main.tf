# Reads the sources: refuses at plan what the functions would refuse at their start, and collects what a deployment needs to know of
# them. What decides how many resources there are is made of names alone, so that a value may be known only after apply.
module "source" {
  source   = "./source"
  for_each = var.sources

  name           = each.key
  config         = each.value
  secret         = contains(keys(var.secrets), each.key)
  topics         = contains(keys(var.topics), each.key) ? length(var.topics[each.key].arns) : 0
  retention_days = var.retention_days
}

locals {
  lists = { for name, source in var.sources : name => { for member in ["topics", "accounts", "actions"] : member =>
    concat([], [for list in [try(contains(keys(source), member), false) ? source[member] : null] : list if list != null && !can(keys(list)) && !can(tostring(list))]...)
  } }
  # An action by its source and place: "github/0".
  actions = merge([for name, lists in local.lists : { for i, action in lists.actions : "${name}/${i}" => { source = name, config = action } }]...)
}

module "action" {
  source   = "./action"
  for_each = local.actions

  source_name    = each.value.source
  config         = each.value.config
  own_actions    = var.own_actions
  bus            = var.event_bus
  retention_days = var.retention_days
}

locals {
  checked = { for name, source in module.source : name => source.config }
  signed  = [for name, source in module.source : name if source.secret]
  managed = [for name in local.signed : name if !contains(keys(var.secrets), name) && module.source[name].all.secret == "managed"]
  topics  = { for name, lists in local.lists : name => concat(lists.topics, contains(keys(var.topics), name) ? var.topics[name].arns : []) }
  uses    = { for name, source in local.checked : name => module.source[name].all.actions == null ? ["archive"] : [for i, action in local.lists[name].actions : module.action["${name}/${i}"].name] }

  # As the functions read them, but for the secrets that are not made yet.
  given = { for name, source in local.checked : name => merge(
    source,
    { for member in ["secret"] : member => var.secrets[name] if contains(keys(var.secrets), name) },
    { for member in ["topics"] : member => local.topics[name] if contains(keys(var.topics), name) },
  ) }

  # The same with a stand-in for each ARN that may not be known yet, as long as one is and as hard to press.
  stand_in = { for key in distinct(concat(local.signed, keys(local.actions), keys(var.topics))) : key => "arn:aws:secretsmanager:ap-southeast-1:123456789012:secret:${key}-${substr(base64sha256(key), 0, 30)}" }
  estimate = { for name, source in local.checked : name => merge(
    source,
    { for member in ["secret"] : member => local.stand_in[name] if contains(local.signed, name) },
    { for member in ["topics"] : member => concat(local.lists[name].topics, [for i, topic in var.topics[name].arns : "${local.stand_in[name]}${i}"]) if contains(keys(var.topics), name) },
    { for member in ["actions"] : member => [for i, action in local.lists[name].actions :
      length(module.action["${name}/${i}"].secret) == 0 ? jsonencode(action) : jsonencode({ http = merge(action.http, { secret = local.stand_in["${name}/${i}"] }) })
    ] if module.source[name].all.actions != null },
  ) }
}
