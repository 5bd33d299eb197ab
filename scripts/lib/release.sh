# Defines project_version and pack_module. To be sourced, after java.sh.

project_version() {
  sed -n 's|^ *<revision>\(.*\)</revision>$|\1|p' "$root/pom.xml"
}

# Packs infra/ and the jars of both functions as Terraform fetches a module: one archive, with the same bytes each time. Its
# default paths lead to jars/ beside the module.
pack_module() { # file, ingest jar, worker jar
  local work time
  work=$(mktemp -d)
  time=$(sed -n 's|.*<project.build.outputTimestamp>\(.*\)</project.build.outputTimestamp>.*|\1|p' "$root/pom.xml")
  mkdir -p "$work/module/jars"
  (cd "$root/infra" && find . -name '.*' ! -name . -prune -o \( -path ./tests -o -path ./jars \) -prune -o -type f \
    ! -name '*.tfstate*' ! -name '*.tfvars*' ! -name '*.tftest.hcl' -print | sort) >"$work/files"
  tar -C "$root/infra" -cf - -T "$work/files" | tar -C "$work/module" -xf -
  cp "$root/LICENSE" "$root/NOTICE" "$work/module"
  cp "$2" "$work/module/jars/ingest.jar"
  cp "$3" "$work/module/jars/worker.jar"
  project_version >"$work/module/jars/version"
  (cd "$work/module" && find . -type f | sed 's|^\./||' | sort >"$work/packed" &&
    "$JAVA_HOME/bin/jar" --create --no-manifest --date="$time" --file "$work/module.zip" "@$work/packed")
  mv "$work/module.zip" "$1"
  rm -rf "$work"
}
