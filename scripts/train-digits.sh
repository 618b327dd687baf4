#!/usr/bin/env bash
# Trains the digit model that ships: four networks, two at a time: ocr/training/README.md says what it needs.
# Usage: scripts/train-digits.sh [OUT.model]
set -euo pipefail
cd "$(dirname "$0")/.."
out=${1:-ocr/models/digits.model}
cmake --preset release
cmake --build --preset release --target sanad-train-digits
train=build/release/bin/sanad-train-digits
parts=$(mktemp -d)
trap 'rm -rf "$parts"' EXIT
# Decision 141: the first two see no uneven ink, so that they err otherwise than the last two.
"$train" --networks 1 --cells 650000 --epochs 6 --seed 1 --uneven no --fields 100 -o "$parts/1.model" &
"$train" --networks 1 --cells 450000 --epochs 6 --seed 1001 --uneven no --fields 100 -o "$parts/2.model"
wait $!
"$train" --networks 1 --cells 750000 --epochs 6 --seed 2001 --fields 100 -o "$parts/3.model" &
"$train" --networks 1 --cells 750000 --epochs 6 --seed 3001 --fields 100 -o "$parts/4.model"
wait $!
"$train" --calibrate "$parts/1.model,$parts/2.model,$parts/3.model,$parts/4.model" --seed 1 --fields 10000 -o "$out"
