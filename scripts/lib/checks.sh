# Defines check_tarball and check_image: each unpacks what was made as somebody else would and starts it. To be sourced, after
# started.sh.

# As on a machine without Java: nothing but the usual folders on the PATH, no JAVA_HOME, no options of the JVM.
# An array and no function: what is started in the background must be the process itself, so that its id ends it.
bare=(env -i PATH=/usr/bin:/bin HOME=/nonexistent LANG=C.UTF-8)

# Shows the tour's last word, or all of it if it did not pass.
passes_tour() { # file for its output, command...
  local file=$1
  shift
  if ! "$@" >"$file" || ! grep -E '^([0-9]+) of \1 requests ended as they should$' "$file"; then
    cat "$file" >&2
    return 1
  fi
}

# Starts the command, looks at it and ends it, and plays the tour.
check_command() { # folder for data, command of weir...
  local data=$1
  shift
  (
    start_weir "$data/run" "$@" run --port 0 --console 127.0.0.1:0 --data "$data/run" && look_at_weir "$data/run" && stop_weir
  ) || return 1
  passes_tour "$data/tour.out" "$@" tour --once --data "$data/tour"
}

# How many classes a start takes from somewhere else than the archive; most would mean that the JVM leaves it alone.
check_archive() { # folder with lib and runtime, folder for the log
  "${bare[@]}" "$1/runtime/bin/java" -Xmx128m -Xms40m -Xmn24m -XX:+UseSerialGC -XX:SharedArchiveFile="$1/lib/weir.jsa" \
    -Xlog:disable -Xlog:class+load:file="$2/classes" -jar "$1/lib/weir.jar" schemes >/dev/null || return 1
  local shared all
  shared=$(grep -c 'shared objects file' "$2/classes")
  all=$(wc -l <"$2/classes")
  echo "$shared of $all classes come from the archive"
  [ $((shared * 10)) -gt $((all * 8)) ]
}

# In a folder that nobody can write, after it was moved, through a link, by a user who is not its owner where root runs this.
check_tarball() { # file
  local work as=()
  work=$(mktemp -d)
  mkdir "$work/first" "$work/moved" "$work/bin" "$work/data"
  tar -C "$work/first" -xzf "$1"
  mv "$work/first"/weir-* "$work/moved/weir"
  chmod -R a-w "$work/moved"
  ln -s ../moved/weir/bin/weir "$work/bin/weir"
  if [ "$(id -u)" = 0 ]; then
    chmod 755 "$work"
    chmod 777 "$work/data"
    as=(setpriv --reuid=65532 --regid=65532 --clear-groups)
  fi
  local code=0
  {
    check_archive "$work/moved/weir" "$work" &&
      check_command "$work/data" "${bare[@]}" ${as[@]+"${as[@]}"} "$work/bin/weir" &&
      check_pages "$work/moved/weir/share"
  } || code=1
  chmod -R u+w "$work"
  rm -rf "$work"
  [ "$code" = 0 ] && echo "$(basename "$1") starts and passes"
}

# The completion is bash, and each manual page can be set without a warning, if man is there.
check_pages() { # share
  bash -n "$1/bash-completion/completions/weir" || return 1
  command -v man >/dev/null || return 0
  local page
  for page in "$1"/man/man1/*.1; do
    [ -z "$(MANROFFSEQ='' MANWIDTH=100 man --warnings -l "$page" 2>&1 >/dev/null)" ] || return 1
  done
  MANWIDTH=100 man -l "$1/man/man1/weir-run.1" | grep -e '--port' >/dev/null
}

# The layers as a read-only root of their own, of which only /data and /tmp can be written, by the image's user; with /proc as every engine
# gives it (by it the loader finds the libraries of the runtime) and three devices. Needs root for chroot, by sudo if need be.
check_image() { # file
  local work layer code=0
  if [ "$(id -u)" != 0 ]; then
    if ! sudo -n true 2>/dev/null; then
      echo "$(basename "$1"): only root, or who is it by sudo without a password, can start it without a Docker engine" >&2
      return 1
    fi
    # shellcheck disable=SC2016 # the inner shell expands them
    sudo -n bash -c 'set -euo pipefail; source "$1/started.sh"; source "$1/checks.sh"; check_image "$2"' check_image \
      "$root/scripts/lib" "$1"
    return
  fi
  work=$(mktemp -d)
  mkdir "$work/image" "$work/root"
  chmod 755 "$work" "$work/root"
  tar -C "$work/image" -xzf "$1"
  # shellcheck disable=SC2013 # names without spaces
  for layer in $(grep -o '"Layers":.*' "$work/image/manifest.json" | grep -oE '[0-9a-f]{64}\.tar'); do
    [ "$(sha256sum "$work/image/$layer" | cut -d ' ' -f 1).tar" = "$layer" ] || code=1
    tar -C "$work/root" --numeric-owner -xpf "$work/image/$layer"
  done
  {
    mkdir "$work/root/dev" "$work/root/proc"
    mknod -m 666 "$work/root/dev/urandom" c 1 9
    mknod -m 666 "$work/root/dev/random" c 1 8
    mknod -m 666 "$work/root/dev/null" c 1 3
  } || code=1
  # The entry point as the image says it.
  local entry=()
  mapfile -t entry < <(tr -d '\n' <"$work/image/$(grep -oE '[0-9a-f]{64}\.json' "$work/image/manifest.json")" | grep -o '"Entrypoint":\[[^]]*' | head -n 1 | sed 's/.*\[//' | tr ',' '\n' | tr -d '"')
  # shellcheck disable=SC2016 # the inner shell expands them
  local inside=(env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 unshare --mount sh -c '
    mount --bind "$0" "$0" && mount --bind "$0/data" "$0/data" && mount -t tmpfs -o mode=1777,noexec none "$0/tmp" &&
      mount -t proc proc "$0/proc" && mount -o remount,bind,ro "$0" && exec chroot --userspec=65532:65532 --groups= "$0" "$@"' "$work/root" "${entry[@]}")
  [ "$code" = 0 ] && check_inside "$work/root" "${inside[@]}" || code=1
  rm -rf "$work"
  [ "$code" = 0 ] && echo "$(basename "$1") starts and passes"
}

check_inside() { # root, command...
  local root_folder=$1
  shift
  (
    start_weir "$root_folder/data" "$@" run --port 0 --console 127.0.0.1:0 --data /data && look_at_weir "$root_folder/data" && stop_weir
  ) || return 1
  passes_tour "$root_folder/tour.out" "$@" tour --once
}
