# Finds Terraform and defines terraform_init. To be sourced.

if ! command -v terraform >/dev/null; then
  cat >&2 <<'MESSAGE'
No Terraform was found on the PATH. Install 1.11 or later:
  macOS   brew install hashicorp/tap/terraform
  any     https://developer.hashicorp.com/terraform/install
MESSAGE
  exit 1
fi

# A folder that holds providers as `terraform providers mirror` lays them out: the one that WEIR_TERRAFORM_MIRROR names, else
# the first of Terraform's own usual places and of the usual prefixes that has the AWS provider.
terraform_mirror() {
  local folder
  for folder in "${WEIR_TERRAFORM_MIRROR:-}" "$HOME"/.terraform.d/plugins "${XDG_DATA_HOME:-$HOME/.local/share}"/terraform/plugins \
    "$HOME"/.terraform.d/plugin-cache /usr/local/share/terraform/plugins /usr/share/terraform/plugins /usr/local/lib/terraform* /opt/*; do
    if [ -n "$folder" ] && compgen -G "$folder/*/hashicorp/aws" >/dev/null; then
      echo "$folder"
      return
    fi
  done
  return 1
}

# terraform init in a folder; without a network the providers come from a mirror.
terraform_init() { # folder
  local problem mirror
  if problem=$(terraform -chdir="$1" init -input=false -no-color 2>&1); then
    return
  fi
  if mirror=$(terraform_mirror) && terraform -chdir="$1" init -input=false -no-color -plugin-dir="$mirror" >/dev/null; then
    return
  fi
  cat >&2 <<MESSAGE
$problem

Terraform's providers could be had neither from their registry nor from a folder of this machine. Where there is no network,
put them into ~/.terraform.d/plugins (terraform providers mirror FOLDER fills such a folder), or name one in
WEIR_TERRAFORM_MIRROR.
MESSAGE
  return 1
}
