# Finds a JDK of 21 or later and exports JAVA_HOME: the one that JAVA_HOME names, then that of the PATH, then the newest
# in the usual places. To be sourced.

jdk_version() { # major version of the JDK in this folder; fails if it is none
  [ -x "$1/bin/javac" ] && [ -x "$1/bin/java" ] || return 1
  local version
  version=$("$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9][0-9]*\).*/\1/p')
  [ -n "$version" ] && echo "$version"
}

find_jdk() {
  local home version best='' best_version=20 javac
  if [ -n "${JAVA_HOME:-}" ] && version=$(jdk_version "$JAVA_HOME") && [ "$version" -ge 21 ]; then
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
    if version=$(jdk_version "$home") && [ "$version" -ge 21 ]; then
      echo "$home"
      return
    fi
  fi
  for home in /usr/lib/jvm/* /usr/java/* /usr/local/java/* /opt/*jdk* /opt/java/* "$HOME"/.sdkman/candidates/java/* \
    "$HOME"/.jdks/* "$HOME"/.asdf/installs/java/* "$HOME"/.local/share/mise/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if version=$(jdk_version "$home") && [ "$version" -gt "$best_version" ]; then
      best=$home
      best_version=$version
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
