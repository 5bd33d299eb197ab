# Defines cache, the folder of what scripts install by themselves, and python_venv. To be sourced.

cache=${WEIR_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/weir}

# A python on the PATH may be a pyenv shim without a version behind it: try, do not trust.
find_python() { # version, such as 3.13
  local candidate
  for candidate in "python$1" "${PYENV_ROOT:-$HOME/.pyenv}"/versions/"$1".*/bin/python"$1" \
    "$HOME"/.local/bin/python"$1" /usr/local/bin/python"$1" /opt/homebrew/bin/python"$1"; do
    if "$candidate" -c 'import venv, ssl' >/dev/null 2>&1; then
      echo "$candidate"
      return
    fi
  done
  cat >&2 <<MESSAGE
No Python $1 with venv and ssl was found: not on the PATH, not in pyenv, not in the usual places.
Install one, for example:
  Debian, Ubuntu   apt-get install python$1-venv
  macOS            brew install python@$1
  any              pyenv install $1, or uv python install $1
MESSAGE
  return 1
}

# Makes an empty virtual environment of this version of Python in a folder.
python_venv() { # version, folder
  local python
  python=$(find_python "$1") && "$python" -m venv --clear "$2"
}
