# Defines weir_tree, make_tarball and pack. To be sourced, after java.sh and build.sh.

# What is in them is asked for by name or in a way that jdeps does not see: the keep-alive of sockets, elliptic curves before 22, folders
# in jars.
runtime_extra=jdk.net,jdk.crypto.ec,jdk.zipfs
# What libraries can use and weir does not: beans and images (Jackson, Angus Mail), Kerberos (HttpClient). 14 MB.
runtime_without=java.desktop,java.security.jgss

# The time that every packed file has, in seconds since 1970: that of the jars' entries.
release_seconds() {
  date -u -d "$(sed -n 's|.*<project.build.outputTimestamp>\(.*\)</project.build.outputTimestamp>.*|\1|p' "$root/pom.xml")" +%s
}

# Gives everything below a folder the same modes and times, whatever the umask and the clock.
settle() { # folder
  chmod -R u=rwX,go=rX "$1"
  find "$1" -exec touch -h -d "@$(release_seconds)" {} +
}

# Packs a folder: the same bytes each time.
pack() { # parent folder, name, file
  tar -C "$1" --sort=name --format=gnu --mtime="@$(release_seconds)" --owner=0 --group=0 --numeric-owner -cf - "$2" | gzip -n -9 >"$3"
}

# A Java runtime of the modules that weir uses, and no others.
link_runtime() { # jar, folder
  local modules
  jdk_version "$JAVA_HOME"
  modules=$("$JAVA_HOME/bin/jdeps" --multi-release "$jdk_major" --ignore-missing-deps --print-module-deps "$1" | tr ',' '\n' |
    grep -vxF "${runtime_without//,/$'\n'}" | LC_ALL=C sort | paste -sd, -)
  "$JAVA_HOME/bin/jlink" --add-modules "$modules,$runtime_extra" --strip-debug --no-header-files --no-man-pages --compress zip-6 \
    --output "$2"
}

# The native libraries of SQLite and JNA, which would otherwise be unpacked at each start.
native_libraries() { # jar, folder
  local arch jna work
  arch=$(uname -m)
  case $arch in x86_64) jna=linux-x86-64 ;; *) jna=linux-$arch ;; esac
  work=$(mktemp -d)
  (cd "$work" && "$JAVA_HOME/bin/jar" --extract --file "$1" "org/sqlite/native/Linux/$arch/libsqlitejdbc.so" "com/sun/jna/$jna/libjnidispatch.so")
  mkdir -p "$2"
  mv "$work/org/sqlite/native/Linux/$arch/libsqlitejdbc.so" "$work/com/sun/jna/$jna/libjnidispatch.so" "$2"
  rm -rf "$work"
}

# The classes that a tour, a start with its console and a list use, as the JVM reads them. What depends on the moment is left out: how far
# constants were resolved.
used_classes() { # tree, file
  local work
  work=$(mktemp -d)
  (
    export WEIR_JAVA_OPTS
    WEIR_JAVA_OPTS="$(default_options) -XX:DumpLoadedClassList=$work/tour"
    "$1/bin/weir" tour --once --data "$work/data" >/dev/null
    WEIR_JAVA_OPTS="$(default_options) -XX:DumpLoadedClassList=$work/schemes"
    "$1/bin/weir" schemes >/dev/null
    WEIR_JAVA_OPTS="$(default_options) -XX:DumpLoadedClassList=$work/run"
    start_weir "$work/run-data" "$1/bin/weir" run --port 0 --console 127.0.0.1:0 --data "$work/run-data"
    look_at_weir "$work/run-data"
    stop_weir
  )
  cat "$work/tour" "$work/schemes" "$work/run" | grep -v -e '^#' -e '^@cp' -e ' source: ' | sed 's/ id: [0-9]*$//' | LC_ALL=C sort -u >"$2"
  rm -rf "$work"
}

# The options of the JVM that scripts/weir gives if WEIR_JAVA_OPTS does not.
default_options() {
  sed -n 's/.*{WEIR_JAVA_OPTS:-\([^}]*\)}.*/\1/p' "$root/scripts/weir"
}

# Lays out what every package holds, once for each jar: bin, lib, runtime, share. Sets tree to the folder. Its name is part of no file in it. The
# list of classes lies beside it.
weir_tree() { # jar, version, list of classes or nothing for those of a run
  local work
  tree=$root/target/package/$({ cat "$1" "$JAVA_HOME/release" "$root/cli/src/packaging/weir" "$root/cli/src/packaging/README" "$root/scripts/lib/tarball.sh" \
    "$root/scripts/weir" "$root/LICENSE" "$root/NOTICE" && echo "$2"; } |
    cksum | cut -d ' ' -f 1)/weir-$2
  if [ ! -d "$tree" ]; then
    work=$(mktemp -d)
    rm -rf "$root/target/package" # those of earlier jars
    mkdir -p "$work/tree/bin" "$work/tree/lib" "$(dirname "$tree")"
    cp "$1" "$work/tree/lib/weir.jar"
    sed "s/@OPTIONS@/$(default_options)/" "$root/cli/src/packaging/weir" >"$work/tree/bin/weir"
    sed "s/@VERSION@/$2/" "$root/cli/src/packaging/README" >"$work/tree/README"
    chmod +x "$work/tree/bin/weir"
    cp "$root/LICENSE" "$root/NOTICE" "$work/tree"
    link_runtime "$work/tree/lib/weir.jar" "$work/tree/runtime"
    native_libraries "$work/tree/lib/weir.jar" "$work/tree/lib/native"
    "$work/tree/bin/weir" manual "$work/tree/share"
    settle "$work/tree"
    # Another run may use others by a hair: who must have the same bytes gives the list.
    if [ -n "${3:-}" ]; then cp "$3" "$work/classes"; else used_classes "$work/tree" "$work/classes"; fi
    # By a relative name: where it was made is not written into the archive.
    # shellcheck disable=SC2046 # the options are several words
    (cd "$work/tree" && runtime/bin/java $(default_options) -Xshare:dump -XX:SharedClassListFile="$work/classes" \
      -XX:SharedArchiveFile=lib/weir.jsa -Xlog:disable -jar lib/weir.jar)
    settle "$work/tree"
    mv "$work/classes" "$(dirname "$tree")/classes"
    rm -rf "$tree.part"
    mv "$work/tree" "$tree.part" # from another file system this takes a while
    mv "$tree.part" "$tree" # whole at once
    rm -rf "$work"
  fi
}

# weir-VERSION-linux-ARCH.tar.gz: the command with its Java runtime.
make_tarball() { # jar, version, file
  weir_tree "$1" "$2"
  pack "$(dirname "$tree")" "weir-$2" "$3"
}
