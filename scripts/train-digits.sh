#!/usr/bin/env bash
# Trains the digit model that ships: two networks on two cores: ocr/training/README.md says what it needs.
# Usage: scripts/train-digits.sh [OUT.model]
set -euo pipefail
cd "$(dirname "$0")/.."
out=${1:-ocr/models/digits.model}
cmake --preset release
cmake --build --preset release --target sanad-train-digits
train=build/release/bin/sanad-train-digits
parts=$(mktemp -d)
trap 'rm -rf "$parts"' EXIT
"$train" --networks 1 --cells 650000 --epochs 6 --seed 1 --fields 100 -o "$parts/one.model" &
"$train" --networks 1 --cells 450000 --epochs 6 --seed 1001 --fields 100 -o "$parts/two.model"
wait $!
"$train" --calibrate "$parts/one.model,$parts/two.model" --seed 1 --fields 10000 -o "$out"
