#!/usr/bin/env bash
# Writes the requirements*.lock files from pyproject.toml: exact versions with the hashes of their files, for every
# system and every Python from 3.11. Pins that still fit are kept; `bash tools/lock.sh --upgrade` takes the newest.
# No lock file names the registry that the hashes came from: a machine with another one uses them as they are.
set -euo pipefail
cd "$(dirname "$0")/.."

tool=.venv-lock # apart from .venv: what writes the locks is not locked
if [ ! -x "$tool/bin/uv" ]; then
  python3 -m venv --clear "$tool"
  "$tool/bin/python" -m pip install --quiet --no-input --disable-pip-version-check "uv>=0.9"
fi

new=$(mktemp -d)
trap 'rm -rf "$new"' EXIT

# compile FILE ARGUMENTS...: one lock file, written aside.
compile() {
  local file=$1
  shift
  [ ! -f "$file" ] || cp "$file" "$new/$file"
  "$tool/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-header --no-emit-index-url --no-emit-find-links --annotation-style line \
    --output-file "$new/$file" "$@" >/dev/null
  # Where a version came from by way of another lock file is of no use to the reader.
  sed -i.bak -E -e 's/, -c [^ ,]+//g' -e 's/(# via )-c [^ ,]+(, )?/\1/' -e '/^ +# via *$/d' "$new/$file"
  rm "$new/$file.bak"
  if grep -nE '://|file:|^ *-|@ ' "$new/$file" | grep -vE '^[0-9]+: +--hash=sha256:[0-9a-f]{64}( \\)?$'; then
    printf 'lock: %s would name a place that only some machines have (above): not written\n' "$file" >&2
    exit 1
  fi
}

compile requirements.lock "$@" pyproject.toml
compile requirements-dev.lock "$@" pyproject.toml --extra dev --constraint "$new/requirements.lock"
compile requirements-system.lock "$@" pyproject.toml --extra store --group system --constraint "$new/requirements-dev.lock"
for program in nomenklatura ftmq yente alephclient; do # each alone, without our own constraints
  compile "requirements-$program.lock" "$@" --group "$program"
done
compile requirements-build.lock "$@" --group build --constraint "$new/requirements-dev.lock"

for file in "$new"/*.lock; do
  name=$(basename "$file")
  {
    printf '# %s: written by make lock; do not edit.\n' "$name"
    cat "$file"
  } >"$name.new"
  mv "$name.new" "$name"
  printf 'lock: %s, %s packages\n' "$name" "$(grep -c == "$name")"
done
