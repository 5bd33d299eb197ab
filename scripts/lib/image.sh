# Defines make_image: an image that docker load, podman load and their kin take, from nothing. To be sourced, after tarball.sh.

# The libraries of the system that the programs and libraries below a folder need, and what loads them.
system_libraries() { # folder
  find "$1" -type f \( -name '*.so' -o -path '*/bin/*' \) -exec ldd {} + 2>/dev/null |
    sed -n -e 's|.*=> \(/[^ ]*\) (.*|\1|p' -e 's|^[[:space:]]*\(/[^ ]*ld-[^ ]*\) (.*|\1|p' | LC_ALL=C sort -u |
    while IFS= read -r library; do [[ $library == "$1"/* ]] || echo "$library"; done
}

# What is not weir's own: the C library with its licence, the user, folders that can be written. No shell.
lay_system() { # tree, folder
  local library
  mkdir -p "$2/etc" "$2/tmp" "$2/data"
  for library in $(system_libraries "$1"); do
    mkdir -p "$2$(dirname "$library")"
    cp -L "$library" "$2$library"
  done
  mkdir -p "$2/usr/share/doc/libc6"
  [ ! -r /usr/share/doc/libc6/copyright ] || cp -L /usr/share/doc/libc6/copyright "$2/usr/share/doc/libc6/"
  echo 'weir:x:65532:65532::/data:/sbin/nologin' >"$2/etc/passwd"
  echo 'weir:x:65532:' >"$2/etc/group"
  echo 'hosts: files dns' >"$2/etc/nsswitch.conf"
}

layer() { # folder, file, owner, name...
  local folder=$1 file=$2 owner=$3
  shift 3
  tar -C "$folder" --sort=name --format=gnu --mtime="@$(release_seconds)" --owner="$owner" --group="$owner" --numeric-owner -rf "$file" "$@"
}

# Words as JSON strings, separated by commas.
json_strings() {
  printf '"%s"\n' "$@" | paste -sd, -
}

image_config() { # version, digest of a layer...
  local created arch options version=$1
  shift
  created=$(date -u -d "@$(release_seconds)" +%Y-%m-%dT%H:%M:%SZ)
  case $(uname -m) in x86_64) arch=amd64 ;; aarch64) arch=arm64 ;; *) arch=$(uname -m) ;; esac
  read -ra options <<<"$(default_options)"
  cat <<JSON
{"architecture":"$arch","os":"linux","created":"$created","config":{"User":"65532:65532","WorkingDir":"/data",
"Env":["PATH=/usr/lib/weir/runtime/bin","LANG=C.UTF-8"],"ExposedPorts":{"8080/tcp":{},"8081/tcp":{}},"Volumes":{"/data":{}},"StopSignal":"SIGTERM",
"Entrypoint":[$(json_strings /usr/lib/weir/runtime/bin/java -XX:+ExitOnOutOfMemoryError "${options[@]}" \
    -XX:SharedArchiveFile=/usr/lib/weir/lib/weir.jsa -Xlog:disable -Dorg.sqlite.lib.path=/usr/lib/weir/lib/native \
    -Djna.boot.library.path=/usr/lib/weir/lib/native -jar /usr/lib/weir/lib/weir.jar)],
"Cmd":["run","--host","0.0.0.0","--data","/data"],
"Labels":{"org.opencontainers.image.title":"weir","org.opencontainers.image.version":"$version",
"org.opencontainers.image.description":"A durable front door for events that others push over HTTP.",
"org.opencontainers.image.licenses":"Apache-2.0","org.opencontainers.image.created":"$created"}},
"rootfs":{"type":"layers","diff_ids":[$(json_strings "${@/#/sha256:}")]},
"history":[{"created":"$created","created_by":"the C library and the Java runtime"},{"created":"$created","created_by":"weir"}]}
JSON
}

sha256_of() {
  sha256sum "$1" | cut -d ' ' -f 1
}

# The image weir:VERSION, in two layers: what seldom changes, and weir. Gzipped, in the form of docker save.
make_image() { # jar, version, file
  local work system weir config
  weir_tree "$1" "$2"
  work=$(mktemp -d)
  lay_system "$tree" "$work/system"
  mkdir -p "$work/system/usr/lib/weir" "$work/weir/usr/lib/weir" "$work/image"
  cp -a "$tree/runtime" "$work/system/usr/lib/weir/"
  cp -a "$tree/lib" "$tree/LICENSE" "$tree/NOTICE" "$work/weir/usr/lib/weir/"
  settle "$work/system"
  settle "$work/weir"
  chmod 1777 "$work/system/tmp"
  chmod 700 "$work/system/data"
  # shellcheck disable=SC2046 # names of folders
  layer "$work/system" "$work/system.tar" 0 $(cd "$work/system" && LC_ALL=C ls -d [!d]*)
  layer "$work/system" "$work/system.tar" 65532 data
  layer "$work/weir" "$work/weir.tar" 0 usr
  system=$(sha256_of "$work/system.tar")
  weir=$(sha256_of "$work/weir.tar")
  mv "$work/system.tar" "$work/image/$system.tar"
  mv "$work/weir.tar" "$work/image/$weir.tar"
  image_config "$2" "$system" "$weir" >"$work/config"
  config=$(sha256_of "$work/config")
  mv "$work/config" "$work/image/$config.json"
  echo "[{\"Config\":\"$config.json\",\"RepoTags\":[\"weir:$2\"],\"Layers\":[\"$system.tar\",\"$weir.tar\"]}]" >"$work/image/manifest.json"
  (cd "$work/image" && tar --sort=name --format=gnu --mtime="@$(release_seconds)" --mode=644 --owner=0 --group=0 --numeric-owner \
    -cf - -- *.json *.tar) | gzip -n -9 >"$3"
  rm -rf "$work"
}
