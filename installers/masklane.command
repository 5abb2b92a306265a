#!/bin/bash
# Starts Masklane on a Mac by a double click in Finder; on the first start it is set up.
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
status=1
python=
for candidate in python3.13 python3.12 python3.11 /opt/homebrew/bin/python3 /usr/local/bin/python3 python3; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        python=$candidate
        break
    fi
done
if [ -n "$python" ]; then
    "$python" "$here/launch.py" "$@"
    status=$?
else
    echo "Masklane needs Python 3.11 or newer. Install it from python.org and double-click this file again." >&2
fi
if [ "$status" -ne 0 ] && [ -t 0 ]; then
    read -r -p "Press Enter to close this window. " _
fi
exit "$status"
