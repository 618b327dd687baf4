#!/usr/bin/env bash
# Trains the witness of text that ships (decisions 106 and 107): ocr/training/README.md says which fonts it needs.
# Usage: scripts/train-witness.sh [OUT.model]
set -euo pipefail
cd "$(dirname "$0")/.."
out=${1:-ocr/models/witness.model}
cmake --preset release
cmake --build --preset release --target sanad-train-witness
train=build/release/bin/sanad-train-witness
parts=$(mktemp -d)
trap 'rm -rf "$parts"' EXIT
"$train" --fields 100000 --epochs 4 --seed 1 -o "$parts/1.model"
# Three times on from there, half way back each time: the mean of two states is less sure of itself in unseen faces.
"$train" --from "$parts/1.model" --fields 100000 --epochs 2.6 --rate 0.0012 --seed 2 -o "$parts/2.model"
"$train" --from "$parts/1.model" --mean "$parts/2.model" -o "$parts/3.model"
"$train" --from "$parts/3.model" --fields 120000 --epochs 2.6 --rate 0.0012 --seed 3 -o "$parts/4.model"
"$train" --from "$parts/3.model" --mean "$parts/4.model" -o "$parts/5.model"
"$train" --from "$parts/5.model" --fields 140000 --epochs 3 --rate 0.0012 --seed 31 -o "$parts/6.model"
"$train" --from "$parts/5.model" --mean "$parts/6.model" -o "$out"
