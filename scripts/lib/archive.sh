# Defines class_archive. To be sourced, after java.sh.

# Sets class_archive_options to the options by which the JVM takes the classes of a jar from an archive beside it, read and
# linked, instead of doing that at each start. The archive is made if there is none for this jar and this JDK, in a few
# seconds. Where none can be made the options are empty; one that is broken, or of another jar, the JVM leaves alone. But it
# does not start at all with options that do not suit the archive, such as a heap too small: each set of them has its own, which
# is tried when it is made.
class_archive() { # JAR JVM-OPTION...
  class_archive_options=()
  local jar=$1 archive make use code=0
  shift
  jdk_version "$JAVA_HOME" && [ -r "$JAVA_HOME/release" ] || return 0
  archive=$({ cat "$JAVA_HOME/release" && echo "$@" "${JAVA_TOOL_OPTIONS:-}" "${JDK_JAVA_OPTIONS:-}"; } | cksum | cut -d ' ' -f 1)
  archive=${jar%.jar}-$archive.archive
  # Since 25 it holds linked classes and what was often called, too.
  if [ "$jdk_major" -ge 25 ]; then make=AOTCacheOutput use=AOTCache; else make=ArchiveClassesAtExit use=SharedArchiveFile; fi
  if [ ! "$archive" -nt "$jar" ]; then
    archive_part=$(mktemp "$archive.XXXXXX" 2>/dev/null) || return 0 # the folder cannot be written
    trap 'rm -f "$archive_part" "$archive_part.config"' EXIT
    find "$(dirname "$jar")" -maxdepth 1 -name "$(basename "${jar%.jar}")-*.archive*" ! -newer "$jar" -exec rm -f {} +
    echo 'weir: preparing its start, once ...' >&2
    # The tour uses all that a request needs; 1 says that a step of it was slow. An empty archive says that none can be made,
    # so that nobody tries each time.
    "$JAVA_HOME/bin/java" "$@" -Xlog:disable "-XX:$make=$archive_part" -jar "$jar" tour --once >/dev/null 2>&1 || code=$?
    [ "$code" -le 1 ] && "$JAVA_HOME/bin/java" "$@" -Xlog:disable "-XX:$use=$archive_part" -jar "$jar" --version \
      >/dev/null 2>&1 || : >"$archive_part"
    mv -f "$archive_part" "$archive" # whole at once, whoever else makes one
    trap - EXIT
  fi
  # Without a word of the JVM when it leaves the archive alone: it would stand in the output of a command.
  [ ! -s "$archive" ] || class_archive_options=("-XX:$use=$archive" -Xlog:disable)
}
