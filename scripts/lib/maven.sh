# Defines maven: an installed Maven of 3.8.6 or later, else the wrapper, which fetches one. To be sourced, after java.sh.

maven_is_new_enough() {
  local version
  version=$(mvn --version 2>/dev/null | sed -n 's/^[^A]*Apache Maven \([0-9.]*\).*/\1/p' | head -n 1)
  [ -n "$version" ] && [ "$(printf '3.8.6\n%s\n' "$version" | sort -V | head -n 1)" = 3.8.6 ]
}

if maven_is_new_enough; then
  maven() { mvn "$@"; }
else
  maven() { "$root/mvnw" "$@"; }
fi
