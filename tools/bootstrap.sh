#!/usr/bin/env bash
# Makes this machine ready: system parts, then .venv with the pinned packages. Quick when all is there.
#
#   bash tools/bootstrap.sh base     what `make demo` needs
#   bash tools/bootstrap.sh dev      base, and what `make test` needs
#   bash tools/bootstrap.sh system   dev, and what `make test-system` needs
#
# System parts are installed by apt-get when that is possible without asking (root, or sudo without a password);
# elsewhere the command to run is printed and the script stops with exit 1. pip's own settings are used as they are.
# Written for bash 3.2 and up, the oldest still in use.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf 'set-up: %s\n' "$*"; }
stop() { # stop WHY [COMMAND...]: commands stand alone in their lines, ready to be copied
  printf 'set-up: %s\n' "$1" >&2
  shift
  [ $# = 0 ] || printf '  %s\n' "$@" >&2
  exit 1
}

lane=${1:-base}
case $lane in
  base | dev | system) ;;
  *)
    printf 'usage: bash tools/bootstrap.sh [base|dev|system]\n' >&2
    exit 2
    ;;
esac

# Another environment must not reach into ours.
path=":$PATH:"
path=${path//":$PWD/.venv/bin:"/:}
[ -z "${VIRTUAL_ENV:-}" ] || path=${path//":$VIRTUAL_ENV/bin:"/:}
path=${path#:}
export PATH="${path%:}"
unset VIRTUAL_ENV PYTHONPATH PYTHONHOME

log=$(mktemp)
trap 'rm -f "$log"' EXIT

# run WHAT COMMAND...: quiet while it works; all it printed when it fails.
run() {
  local what=$1
  shift
  if ! "$@" >"$log" 2>&1 </dev/null; then
    cat "$log" >&2
    stop "$what failed; what it printed stands above."
  fi
}

# ---------------------------------------------------------------- Python

python=
seen=
for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
  # The interpreter itself, not the virtual environment or the shim through which it was found.
  found=$("$candidate" -I -c 'import sys; print(sys.version.split()[0], sys._base_executable)' 2>/dev/null) || continue
  seen="${seen:+$seen, }$candidate is ${found%% *}"
  case ${found%% *} in
    3.[0-9].* | 3.10.*) continue ;;
    3.*) ;;
    *) continue ;;
  esac
  python=${found#* }
  version=${found%% *}
  break
done
if [ -z "$python" ]; then
  stop "Python 3.11 or newer is needed and not found (${seen:-no python3 at all}). Install it, then run the same again:" \
    "Debian, Ubuntu:  sudo apt-get install python3 python3-venv" \
    "Fedora:          sudo dnf install python3" \
    "macOS:           brew install python"
fi

# One start of Python answers all that can be asked before the packages are there: "key" is what .venv was made of;
# each "lacks" line is a missing part.
probe() {
  "$python" -I - requirements-build.lock requirements.lock <<'PYTHON'
import ctypes
import ctypes.util
import hashlib
import importlib.util
import os
import sys
import sysconfig

key = hashlib.sha256(f"{sys.version}\0{sys.base_prefix}\0{os.getcwd()}\0".encode())
for lock in sys.argv[1:]:
    with open(lock, "rb") as file:
        key.update(file.read())
print("key", key.hexdigest())


def lacks_library(name, version):
    tried = [f"lib{name}.so.{version}", f"lib{name}.{version}.dylib", f"lib{name}.dylib"]
    tried += [f"{folder}/{file}" for folder in ("/opt/homebrew/lib", "/usr/local/lib") for file in tried[1:]]
    for file in filter(None, [*tried, ctypes.util.find_library(name)]):
        try:
            ctypes.CDLL(file)
        except OSError:
            continue
        return False
    return True


for name, version in (("pango-1.0", "0"), ("pangoft2-1.0", "0"), ("harfbuzz-subset", "0")):
    if lacks_library(name, version):
        print("lacks", name)
if not all(map(importlib.util.find_spec, ("venv", "ensurepip"))):
    print("lacks venv")
if not os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h")):
    print("lacks headers")
PYTHON
}

digest_of() { # what a file says, and what it stands on
  "$python" -I -c '
import hashlib, sys
with open(sys.argv[2], "rb") as file:
    print(hashlib.sha256(sys.argv[1].encode() + file.read()).hexdigest())' "$1" "$2"
}

stamped() { # stamped NAME KEY: was this part of .venv finished from just this?
  [ -f ".venv/stamp-$1" ] && [ "$(cat ".venv/stamp-$1")" = "$2" ]
}

venv_works() {
  .venv/bin/python -I -c '
import importlib.util, sys
import icu # built here: gone when the system has gone on to another ICU
sys.exit(not all(map(importlib.util.find_spec, ("pip", "followthemoney", "weasyprint"))))' 2>/dev/null
}

# ---------------------------------------------------------------- system parts

missing='' apt='' dnf='' brew='' # what is missing, in words; and what brings it on each system
need() {
  missing="$missing $1;"
  case " $apt " in *" $2 "*) ;; *) apt="$apt $2" ;; esac
  case " $dnf " in *" $3 "*) ;; *) dnf="$dnf $3" ;; esac
  case " $brew " in *" $4 "*) ;; *) brew="$brew $4" ;; esac
}

postgres_of_this_machine() { # the folder of initdb: Debian keeps it off the path
  local found
  for found in "$(command -v initdb || true)" /usr/lib/postgresql/*/bin/initdb; do
    [ ! -x "$found" ] || { printf '%s' "${found%/initdb}"; return 0; }
  done
}

java_runs_source() { # Java 17 or newer, with the compiler that runs a .java file as it is
  java --list-modules 2>/dev/null </dev/null | grep -E '^jdk\.compiler@(1[7-9]|[2-9][0-9])' >/dev/null
}

look() { # fills the lists above
  missing='' apt='' dnf='' brew=''
  local found families minor=${version%.*} own=
  case $python in /usr/bin/*) own=yes ;; esac # the distribution's Python: its parts are the distribution's packages
  found=$(probe) || stop "$python could not look at this machine."
  key=${found#key }
  key=${key%%$'\n'*}
  lacks() { case "$found"$'\n' in *"lacks $1"$'\n'*) return 0 ;; *) return 1 ;; esac }

  if lacks venv; then
    [ -n "$own" ] || stop "$python has no venv and ensurepip: reinstall it with them, or put another first in PATH."
    need "Python's venv module" "python$minor-venv" python3 python
  fi
  lacks pango-1.0 && need "Pango" libpango-1.0-0 pango pango
  lacks pangoft2-1.0 && need "Pango for FreeType" libpangoft2-1.0-0 pango pango
  lacks harfbuzz-subset && need "HarfBuzz's subsetter" libharfbuzz-subset0 harfbuzz harfbuzz

  command -v ssh-keygen >/dev/null || need "ssh-keygen" openssh-client openssh-clients openssh
  # two reviewers' branches are merged in a test
  [ "$lane" = base ] || command -v git >/dev/null || need "git" git git git

  families=$(fc-list : family 2>/dev/null </dev/null | tr ',' '\n' | sort -u) || families=
  font() { grep -qxF -- "$1" <<<"$families" || need "the font $1" "$2" "$3" "$4"; }
  font "Noto Sans" fonts-noto-core google-noto-sans-fonts font-noto-sans
  font "Noto Serif" fonts-noto-core google-noto-serif-fonts font-noto-serif
  font "Noto Naskh Arabic" fonts-noto-core google-noto-naskh-arabic-fonts font-noto-naskh-arabic
  font "Noto Sans CJK SC" fonts-noto-cjk google-noto-sans-cjk-fonts font-noto-sans-cjk
  font "Noto Sans Mono" fonts-noto-mono google-noto-sans-mono-fonts font-noto-sans-mono

  # PyICU, which followthemoney needs, comes as source: a compiler is needed as long as .venv is not made.
  fresh=
  if ! stamped base "$key" || ! venv_works; then
    fresh=yes
    command -v c++ >/dev/null || need "a C++ compiler" g++ gcc-c++ llvm
    if lacks headers; then
      [ -n "$own" ] || stop "$python has no Python.h: reinstall it with its headers, or put another first in PATH."
      need "Python's headers" "python$minor-dev" python3-devel python
    fi
    command -v pkg-config >/dev/null || need "pkg-config" pkg-config pkgconf-pkg-config pkgconf
    pkg-config --exists icu-i18n 2>/dev/null || need "ICU's headers" libicu-dev libicu-devel icu4c
  fi

  if [ "$lane" = system ]; then
    command -v pdftotext >/dev/null || need "Poppler's tools" poppler-utils poppler-utils poppler
    command -v qpdf >/dev/null || need "qpdf" qpdf qpdf qpdf
    command -v tesseract >/dev/null || need "tesseract" tesseract-ocr tesseract tesseract
    for language in rus kaz; do
      tesseract --list-langs 2>/dev/null </dev/null | grep -x "$language" >/dev/null ||
        need "tesseract's $language" "tesseract-ocr-$language" "tesseract-langpack-$language" tesseract-lang
    done
    command -v soffice >/dev/null || need "LibreOffice Writer" libreoffice-writer-nogui libreoffice-writer libreoffice
    command -v chromium >/dev/null || need "Chromium" chromium chromium chromium
    command -v npm >/dev/null || need "npm" npm nodejs-npm node
    [ -n "$(postgres_of_this_machine)" ] || need "PostgreSQL" postgresql postgresql-server postgresql
    java_runs_source || need "Java 17 or newer with its compiler" default-jdk-headless java-latest-openjdk-devel openjdk
  fi
  return 0
}

look
if [ -n "$missing" ]; then
  say "missing:${missing%;}"
  as_root=
  if [ "$(id -u)" = 0 ]; then
    as_root="env"
  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null </dev/null; then
    as_root="sudo -n env"
  fi
  if command -v apt-get >/dev/null; then
    if [ -z "$as_root" ]; then
      stop "this needs root. Run the next line, then the same again:" \
        "sudo apt-get update && sudo apt-get install --yes --no-install-recommends$apt"
    fi
    say "installing by apt-get:$apt"
    read -r -a packages <<<"$apt"
    apt_get() { $as_root DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 "$@" </dev/null; }
    # The package lists may be absent or old: they are fetched only when the first try shows it.
    if ! apt_get install --yes --no-install-recommends "${packages[@]}" >"$log" 2>&1; then
      apt_get update >"$log" 2>&1 || say "apt-get update had complaints; trying all the same"
      if ! apt_get install --yes --no-install-recommends "${packages[@]}" >>"$log" 2>&1; then
        cat "$log" >&2
        stop "apt-get could not install them; what it printed stands above."
      fi
    fi
    hash -r
    look
    [ -z "$missing" ] || stop "still missing after apt-get:${missing%;}"
  elif command -v dnf >/dev/null; then
    stop "run the next line, then the same again:" "sudo dnf install --assumeyes$dnf"
  elif command -v brew >/dev/null; then
    stop "run the next lines, then the same again:" "brew install$brew" \
      "export PKG_CONFIG_PATH=\"\$(brew --prefix icu4c)/lib/pkgconfig\"" \
      "export DYLD_FALLBACK_LIBRARY_PATH=\"\$(brew --prefix)/lib\""
  else
    stop "install them by this system's own means, then run the same again. Their names in Debian:" "${apt# }"
  fi
fi

# ---------------------------------------------------------------- .venv

pip_install() { # pip_install WHAT ARGUMENTS...: builds use the pinned tools in .venv, not what a registry has today
  local what=$1
  shift
  run "installing $what" .venv/bin/python -m pip install --no-user --no-input --no-build-isolation "$@"
}

if [ -n "$fresh" ]; then
  [ ! -e .venv ] || say "making .venv anew: the old one is unfinished, broken, or of another Python, place or lock file"
  say ".venv with Python $version ($python)"
  rm -rf .venv
  run "making .venv" "$python" -m venv .venv
  say "build tools and packages, at their pinned versions (the first time this takes several minutes and says nothing: PyICU is compiled)"
  pip_install "the build tools" --require-hashes -r requirements-build.lock
  pip_install "the packages" --require-hashes -r requirements.lock
  printf '%s\n' "$key" >.venv/stamp-base
fi

layer() { # layer NAME LOCK WORDS: a further lock file on top of the base
  local digest
  digest=$(digest_of "$key" "$2")
  stamped "$1" "$digest" && return 0
  say "$3, at their pinned versions"
  pip_install "$3" --require-hashes -r "$2"
  printf '%s\n' "$digest" >".venv/stamp-$1"
}

[ "$lane" = base ] || layer dev requirements-dev.lock "the packages for the tests"
[ "$lane" != system ] || layer system requirements-system.lock "the packages for the system tests"

program() { # program NAME [MODULE]: one that reads what we write, in an environment of its own, as its users have it
  local folder=.venv-$1 digest
  digest=$(digest_of "$key" "requirements-$1.lock")
  if [ -f "$folder/stamp" ] && [ "$(cat "$folder/stamp")" = "$digest" ]; then
    "$folder/bin/python" -I -c "import ${2:-followthemoney, icu}" 2>/dev/null && return 0
  fi
  say "$1 in $folder, at its pinned versions"
  rm -rf "$folder"
  run "making $folder" "$python" -m venv "$folder"
  local install=("$folder/bin/python" -m pip install --no-user --no-input --no-build-isolation --require-hashes)
  run "installing the build tools for $1" "${install[@]}" -r requirements-build.lock
  run "installing $1" "${install[@]}" -r "requirements-$1.lock"
  printf '%s\n' "$digest" >"$folder/stamp"
}

if [ "$lane" = system ]; then
  program nomenklatura
  program ftmq
  program yente
  program alephclient alephclient
fi

if [ "$lane" = system ]; then # what judges pages in the browser comes from npm
  rules=$(digest_of "$key" tests/system/npm/package-lock.json)
  if ! stamped npm "$rules"; then
    say "axe-core, at its pinned version"
    mkdir -p .venv/npm
    cp tests/system/npm/package.json tests/system/npm/package-lock.json .venv/npm/
    run "installing axe-core" npm ci --prefix .venv/npm --ignore-scripts --no-audit --no-fund
    printf '%s\n' "$rules" >.venv/stamp-npm
  fi
fi

project=$(digest_of "$key" pyproject.toml)
if ! stamped project "$project" || [ ! -x .venv/bin/dossier ]; then
  say "dossier itself"
  pip_install "dossier" --no-deps --editable .
  printf '%s\n' "$project" >.venv/stamp-project
fi
