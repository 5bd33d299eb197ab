# Finds a JDK of 21 or later and exports JAVA_HOME: the one that JAVA_HOME names, then that of the PATH, then the newest
# in the usual places. To be sourced.

# Sets jdk_major to the major version of the JDK in this folder; fails if it is none. Its file `release` says it; to ask
# javac takes a quarter of a second each.
jdk_version() {
  [ -x "$1/bin/javac" ] && [ -x "$1/bin/java" ] || return 1
  local line
  jdk_major=''
  if [ -r "$1/release" ]; then
    while IFS= read -r line || [ -n "$line" ]; do
      if [[ $line =~ ^JAVA_VERSION=\"?([0-9]+)(\.([0-9]+))? ]]; then
        jdk_major=${BASH_REMATCH[1]}
        [ "$jdk_major" != 1 ] || jdk_major=${BASH_REMATCH[3]} # 1.8 is 8
        break
      fi
    done <"$1/release"
  fi
  if [ -z "$jdk_major" ]; then
    jdk_major=$("$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9][0-9]*\).*/\1/p')
  fi
  [ -n "$jdk_major" ]
}

find_jdk() {
  local home best='' best_version=20 javac jdk_major
  if [ -n "${JAVA_HOME:-}" ] && jdk_version "$JAVA_HOME" && [ "$jdk_major" -ge 21 ]; then
    echo "$JAVA_HOME"
    return
  fi
  if javac=$(command -v javac); then
    while [ -L "$javac" ]; do
      local target
      target=$(readlink "$javac")
      case $target in /*) javac=$target ;; *) javac=$(dirname "$javac")/$target ;; esac
    done
    home=$(cd "$(dirname "$javac")/.." && pwd)
    if jdk_version "$home" && [ "$jdk_major" -ge 21 ]; then
      echo "$home"
      return
    fi
  fi
  for home in /usr/lib/jvm/* /usr/java/* /usr/local/java/* /opt/*jdk* /opt/java/* "$HOME"/.sdkman/candidates/java/* \
    "$HOME"/.jdks/* "$HOME"/.asdf/installs/java/* "$HOME"/.local/share/mise/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if jdk_version "$home" && [ "$jdk_major" -gt "$best_version" ]; then
      best=$home
      best_version=$jdk_major
    fi
  done
  [ -n "$best" ] && echo "$best"
}

if ! JAVA_HOME=$(find_jdk); then
  cat >&2 <<'MESSAGE'
No JDK of 21 or later was found: not in JAVA_HOME, not on the PATH, not in the usual places.
Install one (a JDK, not only a runtime), for example:
  Debian, Ubuntu   apt-get install openjdk-21-jdk-headless
  Fedora, RHEL     dnf install java-21-openjdk-devel
  macOS            brew install openjdk@21
  any              https://adoptium.net
or set JAVA_HOME to where one is.
MESSAGE
  exit 1
fi
export JAVA_HOME
