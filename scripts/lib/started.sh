# Defines start_weir, look_at_weir and stop_weir, for a subshell: its end ends the process, too. To be sourced.

# Waits until a line of a file matches, for as long as the process lives, and prints what the pattern's group matched. 60 s at most.
await_line() { # process, file, pattern of sed with a group
  local end=$((SECONDS + 60)) found
  while [ "$SECONDS" -lt "$end" ]; do
    found=$(sed -n "s|$3|\1|p" "$2" | head -n 1)
    if [ -n "$found" ]; then
      echo "$found"
      return
    fi
    kill -0 "$1" 2>/dev/null || break
    sleep 0.05
  done
  echo 'It did not start:' >&2
  cat "$2" >&2
  return 1
}

# Starts weir run and waits until it serves. Sets weir_pid, weir_url and console_url. What it says stands in DATA.log.
start_weir() { # data folder, command...
  local log=$1.log
  shift
  : >"$log"
  "$@" >"$log.out" 2>"$log" &
  weir_pid=$!
  trap 'kill "$weir_pid" 2>/dev/null || :' EXIT
  console_url=$(await_line "$weir_pid" "$log" '^weir: console on \(http://[^ ,]*[^ ,/]\).*') || return 1
  weir_url=$(await_line "$weir_pid" "$log" '^weir: ready on \(http://[^ ,]*\).*') || return 1
}

# Fails unless it is healthy, the link with the token opens the console's first page, and figures can be read.
look_at_weir() { # data folder
  local token
  token=$(sed -n 's/.*"token":"\([^"]*\)".*/\1/p' "$1/admin.json")
  curl --fail --silent --show-error "$weir_url/-/health" | grep '"status":"up"' >/dev/null || return 1
  # The token comes by the standard input: no list of processes shows it.
  curl --fail --silent --show-error --location --cookie '' --config - <<<"url = \"$console_url/?token=$token\"" |
    grep '<title>' >/dev/null || return 1
  curl --fail --silent --show-error --config - "$console_url/metrics" <<<"header = \"Authorization: Bearer $token\"" |
    grep '^# TYPE' >/dev/null || return 1
}

# Ends what start_weir started, and waits until it has ended cleanly.
stop_weir() {
  local code=0
  kill "$weir_pid"
  wait "$weir_pid" || code=$?
  trap - EXIT
  [ "$code" -eq 143 ] || [ "$code" -eq 0 ]
}
