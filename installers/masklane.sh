#!/bin/sh
# Starts Masklane on Linux from a file manager or a terminal; on the first start it is set up.
here=$(dirname -- "$(readlink -f -- "$0")")
python=
for candidate in python3 python3.13 python3.12 python3.11; do
    if command -v "$candidate" >/dev/null 2>&1; then
        python=$candidate
        break
    fi
done
if [ -n "$python" ]; then
    "$python" "$here/launch.py" "$@"
    status=$?
else
    echo "Masklane needs Python 3.11 or newer. Install the package python3 and start again." >&2
    status=1
fi
if [ "$status" -ne 0 ] && [ -t 0 ]; then
    printf 'Press Enter to close this window. '
    read -r _
fi
exit "$status"
