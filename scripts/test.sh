#!/usr/bin/env bash
# Installs what is missing, builds, and runs every test. What needs real material (SANAD_TEST_DATA) says so and is skipped.
set -euo pipefail
cd "$(dirname "$0")/.."
bash scripts/install-dependencies.sh
cmake --preset dev
cmake --build --preset dev --parallel "$(nproc)"
ctest --preset dev --parallel "$(nproc)"
