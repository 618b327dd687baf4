#!/usr/bin/env bash
# Makes the samples again, byte for byte, into this folder or into the one named: samples/make.sh [FOLDER].
# policy.toml and policy.txt are written by hand and stay as they are.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(realpath "${1:-samples}")
cmake --preset dev >/dev/null
cmake --build --preset dev --target make-samples --parallel "$(nproc)"
mkdir -p "$folder"
build/dev/bin/make-samples "$folder"
