# Defines is_stale and build_weir. To be sourced, after java.sh.

weir_jar=$root/cli/target/weir.jar

# Whether weir.jar is missing or older than what it is made of, or than these.
is_stale() { # FOLDER...
  [ ! -f "$weir_jar" ] || [ -n "$(find "$@" "$root"/pom.xml "$root"/conformance/cases \
    "$root"/{envelope,action-api,verification,ingest-lambda,worker-lambda,operations,console,local,cli}/{pom.xml,src/main} \
    -newer "$weir_jar" -print -quit)" ]
}

# Builds weir.jar and the jars of both functions, if they are stale. What Maven says is shown if it fails.
build_weir() { # FOLDER... with further sources
  is_stale "$@" || return 0
  source "$root/scripts/lib/maven.sh"
  local log
  log=$(mktemp)
  echo 'weir: building ...' >&2
  # Jars hold the modes of files.
  if ! (umask 022 && cd "$root" && maven --batch-mode --no-transfer-progress --projects cli --also-make package -DskipTests \
    -Dspotless.check.skip -Djacoco.skip) >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    return 1
  fi
  rm -f "$log"
}
