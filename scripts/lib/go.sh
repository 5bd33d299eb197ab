# Defines go_tool. To be sourced, after python.sh.

# Prints the path of a command: the one of the PATH, else the pinned version, built once by an installed Go.
go_tool() { # command, module path of the command, version
  command -v "$1" && return
  local folder=$cache/$1-${3#v}
  if [ ! -x "$folder/$1" ]; then
    if ! command -v go >/dev/null; then
      echo "$1 could not be had: install it, or Go (https://go.dev/dl), which builds it." >&2
      return 1
    fi
    GOBIN=$folder go install "$2@$3" >&2
  fi
  echo "$folder/$1"
}
