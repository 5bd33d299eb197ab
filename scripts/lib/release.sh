# Defines project_version, pack_module and build_release. To be sourced, after java.sh.

source "$root/scripts/lib/build.sh"
source "$root/scripts/lib/maven.sh"
source "$root/scripts/lib/started.sh"
source "$root/scripts/lib/tarball.sh"
source "$root/scripts/lib/image.sh"

project_version() {
  sed -n 's|^ *<revision>\(.*\)</revision>$|\1|p' "$root/pom.xml"
}

# The time that all files of a release carry, as ISO 8601.
build_time() {
  sed -n 's|.*<project.build.outputTimestamp>\(.*\)</project.build.outputTimestamp>.*|\1|p' "$root/pom.xml"
}

# Zips a folder: the same bytes each time.
zip_folder() { # folder, absolute path of the file
  local list
  list=$(mktemp)
  (cd "$1" && find . -type f | sed 's|^\./||' | LC_ALL=C sort >"$list" &&
    "$JAVA_HOME/bin/jar" --create --no-manifest --date="$(build_time)" --file "$2" "@$list")
  rm -f "$list"
}

# Packs infra/ and the jars of both functions as Terraform fetches a module. Its default paths lead to jars/ beside the module.
pack_module() { # file, ingest jar, worker jar
  local work
  work=$(mktemp -d)
  mkdir -p "$work/module/jars"
  (cd "$root/infra" && find . -name '.*' ! -name . -prune -o \( -path ./tests -o -path ./jars \) -prune -o -type f \
    ! -name '*.tfstate*' ! -name '*.tfvars*' ! -name '*.tftest.hcl' -print | LC_ALL=C sort) >"$work/files"
  tar -C "$root/infra" -cf - -T "$work/files" | tar -C "$work/module" -xf -
  cp "$root/LICENSE" "$root/NOTICE" "$work/module"
  cp "$2" "$work/module/jars/ingest.jar"
  cp "$3" "$work/module/jars/worker.jar"
  project_version >"$work/module/jars/version"
  zip_folder "$work/module" "$work/module.zip"
  mv "$work/module.zip" "$1"
  rm -rf "$work"
}

# Packs what actions are compiled against, laid out as in a Maven repository: jars, sources, javadoc, poms, their digests, and
# signatures if there is a key. What a repository says of its own state (maven-metadata.xml) has the time in it and is left out.
pack_repository() { # file
  local repository=$root/target/repository file
  rm -rf "$repository"
  maven --batch-mode --quiet -f "$root/pom.xml" -pl envelope,action-api,action-testkit -Ppublish deploy -Dmaven.test.skip \
    -Dmaven.install.skip -Djacoco.skip -Dspotless.check.skip "-DaltDeploymentRepository=release::file:$repository"
  find "$repository" -name 'maven-metadata.xml*' -delete
  if [ -n "${WEIR_SIGNING_KEY:-}" ]; then
    find "$repository" \( -name '*.jar' -o -name '*.pom' \) -print0 | while IFS= read -r -d '' file; do
      gpg --batch --yes --local-user "$WEIR_SIGNING_KEY" --armor --detach-sign "$file"
    done
  fi
  zip_folder "$repository" "$1"
}

sha256() {
  if command -v sha256sum >/dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi
}

# Builds every artefact into a folder, which is emptied before.
build_release() { # folder, list of classes or nothing for those of a run
  umask 022
  local folder=$1 version part platform
  version=$(project_version)
  if [ "$(uname -s)" != Linux ]; then
    echo 'The tarball and the image are of Linux: make a release there.' >&2
    return 1
  fi
  rm -rf "$folder"
  mkdir -p "$folder"
  build_weir
  cp "$weir_jar" "$folder/weir.jar"
  cp "$root/cli/target/cli.cdx.json" "$folder/weir.cdx.json"
  for part in ingest worker; do
    cp "$root/$part-lambda/target/$part-lambda-aws.jar" "$folder/weir-$part.jar"
    cp "$root/$part-lambda/target/$part-lambda.cdx.json" "$folder/weir-$part.cdx.json"
  done
  cp "$root/LICENSE" "$root/NOTICE" "$root/cli/target/classes/META-INF/third-party/THIRD-PARTY.txt" "$folder"
  pack_module "$folder/infra.zip" "$folder/weir-ingest.jar" "$folder/weir-worker.jar"
  pack_repository "$folder/weir-$version-maven.zip"
  platform=linux-$(uname -m)
  weir_tree "$folder/weir.jar" "$version" "${2:-}"
  cp "$(dirname "$tree")/classes" "$folder/weir-$version-classes.txt"
  make_tarball "$folder/weir.jar" "$version" "$folder/weir-$version-$platform.tar.gz"
  make_image "$folder/weir.jar" "$version" "$folder/weir-$version-image-$platform.tar.gz"
  (
    cd "$folder"
    LC_ALL=C
    sha256 -- * >../SHA256SUMS
    mv ../SHA256SUMS SHA256SUMS
  )
  cat "$folder/SHA256SUMS"
}
