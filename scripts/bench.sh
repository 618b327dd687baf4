#!/usr/bin/env bash
# Speed, beside what a user would pick instead, in one run: medians of several rounds, and the ratio.
#     scripts/bench.sh [read|lines|letters|verify|bulk|fill|archive] [ROUNDS] [--pages N] [--cases N] [--letters N] [--seed N] [--json FILE] [--only PART] [--keep]   (default: all, 5 rounds)
# Whole commands are timed, start of the program included, on one core, with nothing else running. "read" then
# measures what is read right of N made pages (400; docs/reading.md), `tesseract` on one in eight of them beside it, and
# how many pages one and two workers read a minute; it writes that table to FILE as well.
set -euo pipefail
cd "$(dirname "$0")/.."
what=all rounds=5 pages=400 cases=1000000 letters=60 seed=1 json=() archive=()
positional=()
while [ $# -gt 0 ]; do
    case "$1" in
        --pages) pages=$2; shift 2 ;;
        --cases) cases=$2; shift 2 ;;
        --letters) letters=$2; shift 2 ;;
        --seed) seed=$2; shift 2 ;;
        --json) json=(--json "$2"); shift 2 ;;
        --only) archive+=(--only "$2"); shift 2 ;;
        --keep) archive+=(--keep); shift ;;
        *) positional+=("$1"); shift ;;
    esac
done
what=${positional[0]:-$what}
rounds=${positional[1]:-$rounds}
cmake --preset dev >/dev/null
cmake --build --preset dev --target sanad --parallel "$(nproc)" >/dev/null
export PATH="$PWD/build/dev/bin:$PATH" OMP_THREAD_LIMIT=1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export SANAD_ARCHIVE="$work/archive" SANAD_PASSPHRASE="bench passphrase"

# Median of milliseconds of a command over the rounds; its output and exit code are not looked at.
median_ms() {
    for ((i = 0; i < rounds; i++)); do
        local begin end
        begin=$(date +%s%N)
        taskset -c 0 "$@" >/dev/null 2>&1 || true
        end=$(date +%s%N)
        echo $(((end - begin) / 1000000))
    done | sort -n | sed -n "$((rounds / 2 + 1))p"
}

row() {  # name, ours, name of the other, theirs
    printf '%-44s %6s ms   %-28s %6s ms   ratio %s\n' "$1" "$2" "$3" "$4" \
        "$(awk -v a="$2" -v b="$4" 'BEGIN { if (b > 0) printf "%.2f", a / b; else printf "-" }')"
}

bench_read() {
    for scan in samples/request-typed.* samples/request-handwritten.* samples/request-skewed.*; do
        case "$scan" in *.json | *.pdf) continue ;; esac
        row "sanad read $(basename "$scan")" "$(median_ms sanad read "$scan" --json)" \
            "tesseract -l ara" "$(median_ms tesseract "$scan" - -l ara)"
    done
    cmake --build --preset dev --target sanad-measure-reading --parallel "$(nproc)" >/dev/null
    sanad-measure-reading --pages "$pages" --wrong-pages 200 --seed "$seed" --beside $((pages / 8)) \
        --workers 1 --workers 2 "${json[@]}"
}

# Real printed lines, where $SANAD_TEST_DATA has them.
bench_lines() {
    cmake --build --preset dev --target sanad-measure-lines --parallel "$(nproc)" >/dev/null
    sanad-measure-lines
}

# Letters in five layouts and faces: what of them is read right.
bench_letters() {
    cmake --build --preset dev --target sanad-measure-letters --parallel "$(nproc)" >/dev/null
    sanad-measure-letters --letters "$letters" --seed "$seed"
}

signed_sheet() {
    sanad init --association "جمعية" >/dev/null
    sanad approval new samples/policy.toml -o "$work/sheet.pdf" >/dev/null
    sanad key issue --name "فهد بن سالم" --role عضو -o "$work/key.p12" >/dev/null
    # Outside the archive, so that the key may sign every field.
    for field in Chairman Deputy FinancialSupervisor Member4 Member5; do
        SANAD_ARCHIVE="$work/none" sanad sign "$work/sheet.pdf" --field "$field" --as "$work/key.p12" >/dev/null
    done
}

bench_verify() {
    [ -e "$work/sheet.pdf" ] || signed_sheet
    row "sanad verify, five signatures" "$(median_ms sanad verify "$work/sheet.pdf" --trust "$SANAD_ARCHIVE/trust.pem")" \
        "pdfsig -nocert" "$(median_ms pdfsig -nocert "$work/sheet.pdf")"
}

# CPU of a command and its children, user and system, in milliseconds.
cpu_ms() {
    local before after self=$BASHPID
    before=$(awk '{ print $16 + $17 }' /proc/$self/stat)
    taskset -c 0 "$@" >/dev/null 2>&1 || true
    after=$(awk '{ print $16 + $17 }' /proc/$self/stat)
    echo $(((after - before) * 1000 / $(getconf CLK_TCK)))
}

# The same hundred files: Sanad in one run; pdfsig takes one file at a time, so a shell calls it in a loop.
bench_bulk() {
    [ -e "$work/sheet.pdf" ] || signed_sheet
    mkdir -p "$work/bulk"
    for ((i = 0; i < 100; i++)); do cp "$work/sheet.pdf" "$work/bulk/$i.pdf"; done
    row "sanad verify, 100 files (CPU)" \
        "$(cpu_ms sanad verify "$work"/bulk/*.pdf --json --trust "$SANAD_ARCHIVE/trust.pem")" \
        "pdfsig -nocert, one by one" \
        "$(cpu_ms bash -c 'for file in "$@"; do pdfsig -nocert "$file"; done' - "$work"/bulk/*.pdf)"
}

bench_fill() {
    [ -e "$work/blank.pdf" ] || sanad form blank support-request -o "$work/blank.pdf" >/dev/null
    row "sanad form blank support-request" "$(median_ms sanad form blank support-request -o "$work/again.pdf")" \
        "qpdf (copies the same file)" "$(median_ms qpdf "$work/blank.pdf" "$work/copy.pdf")"
    row "sanad fill FORM.pdf, eight values" "$(median_ms sanad fill tests/vectors/foreign-forms/itext5.pdf --data "$(foreign_values)" -o "$work/filled.pdf")" \
        "qpdf (copies the same file)" "$(median_ms qpdf tests/vectors/foreign-forms/itext5.pdf "$work/copy.pdf")"
    # Declarations beyond the start of the program, one and in bulk.
    cmake --build --preset dev --target sanad-measure-filling --parallel "$(nproc)" >/dev/null
    taskset -c 0 sanad-measure-filling --seed "$seed"
}

foreign_values() {
    echo '{"holder": "محمد عبدالله", "iban": "SA0380000000608010167519", "purpose": "تحويل الراتب", "side": "مختوم",
           "account": "saving", "confirm": true, "currency": "EUR", "branch": "Airport"}' >"$work/values.json"
    echo "$work/values.json"
}

# The archive beside raw LMDB and raw files, on this folder's disk; --cases N of them are searched. --only filing,
# reading or search; --keep leaves the cases that are searched, and takes them up again.
bench_archive() {
    cmake --build --preset dev --target sanad-measure-archive --parallel "$(nproc)" >/dev/null
    sanad-measure-archive --folder build/bench-archive --cases "$cases" "${archive[@]}" "${json[@]}"
}

case "$what" in
    read | lines | letters | verify | bulk | fill | archive) "bench_$what" ;;
    all) bench_read; bench_lines || true; bench_letters; bench_verify; bench_bulk; bench_fill ;;
    *) sed -n '2,6p' "$0"; exit 2 ;;
esac
