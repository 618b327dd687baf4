#!/usr/bin/env bash
# Long proofs, run by hand; docs/proofs.md keeps their figures.
#
#     scripts/prove.sh storage-kill [ROUNDS]      kill -9 while filing; 1000 rounds
#     scripts/prove.sh storage-damage [ROUNDS]    damages to the data file; 600 rounds
#
# $SANAD_BUILD is the build folder (build/dev).
set -euo pipefail
cd "$(dirname "$0")/.."
build=${SANAD_BUILD:-build/dev}

case "${1:-}" in
    storage-kill) SANAD_KILL_ROUNDS=${2:-1000} exec "$build/bin/storage_tests" "no acknowledged filing is lost to kill -9" ;;
    storage-damage) SANAD_DAMAGE_ROUNDS=${2:-600} exec "$build/bin/storage_tests" "no damage to the data file is silent and none ends the program" ;;
    *)
        sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0" >&2
        exit 2
        ;;
esac
