#!/usr/bin/env bash
# Long proofs, run by hand; docs/proofs.md keeps their figures.
#
#     scripts/prove.sh storage-kill [ROUNDS]      kill -9 while filing; 1000 rounds
#     scripts/prove.sh storage-ended [ROUNDS]     kill -9 while an archive is made, restored, compacted, backed up, a case erased,
#                                                 a passphrase changed; 100 rounds of each
#     scripts/prove.sh take-kill [ROUNDS]         kill -9 while a paper is taken in; 200 rounds
#     scripts/prove.sh fill-kill [ROUNDS]         kill -9 while declarations are made in bulk; 100 rounds
#     scripts/prove.sh storage-damage [ROUNDS]    damages to the data file; 600 rounds
#     scripts/prove.sh storage-backup [ROUNDS]    backups taken during writes, each restored and checked; 50 rounds
#     scripts/prove.sh storage-power [ROUNDS]     power cuts, with and without syncs; every call of filings failing; 300 rounds
#     scripts/prove.sh storage-log [ROUNDS]       histories rewritten with every key, and forged proofs; 10000 rounds
#     scripts/prove.sh signing-bulk               files with 500 signatures and 2,000 revisions, and what a signature costs
#     scripts/prove.sh signing-growth             the instructions it takes to verify and to sign them (valgrind; five minutes)
#     scripts/prove.sh reading [MINUTES] [SEED]   pages of every quality until 5,000 fields are accepted; 25 minutes of it at
#                                                 a time (SEED 888101): called again it goes on, then adds up all parts
#     scripts/prove.sh fuzz [TARGET] [SECONDS]    fuzzes one parser (pdf_history), or each of tests/fuzz; 60 s each
#
# $SANAD_BUILD is the build folder (build/dev). Fuzzing builds with clang in build/fuzz: apt-get install clang
# libclang-rt-14-dev. What it finds stays in build/fuzz/found and belongs in tests/corpus/TARGET once it is mended.
set -euo pipefail
cd "$(dirname "$0")/.."
build=${SANAD_BUILD:-build/dev}

fuzz() {
    local targets=${1:-} seconds=${2:-60} target
    if [ -z "$targets" ]; then targets=$(basename -s .cpp tests/fuzz/*_*.cpp); fi
    if ! ls /usr/lib/clang/*/lib/linux/libclang_rt.fuzzer-*.a /usr/lib/llvm-*/lib/clang/*/lib/linux/libclang_rt.fuzzer-*.a \
        >/dev/null 2>&1; then
        echo "libFuzzer is missing: apt-get install clang libclang-rt-14-dev" >&2
        exit 1
    fi
    cmake --preset fuzz >/dev/null
    # shellcheck disable=SC2086
    cmake --build --preset fuzz --parallel "$(nproc)" --target $(printf 'fuzz_%s ' $targets)
    for target in $targets; do
        mkdir -p "build/fuzz/found/$target" "build/fuzz/grown/$target"
        echo "== $target"
        # What the fuzzer learns goes to the first folder; the seeds stay as they are.
        nice "build/fuzz/bin/fuzz_$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
            -artifact_prefix="build/fuzz/found/$target/" "build/fuzz/grown/$target" "tests/corpus/$target" 2>&1 |
            tee "build/fuzz/found/$target.log" | grep -E "^(stat::number|stat::peak|==|SUMMARY|Test unit|Done)|DONE|ERROR"
    done
}

# Parts of 48 pages and 10 wrong ones, each with the next seed, none of which anything was fitted to. One core.
reading() {
    local minutes=${1:-25} seed=${2:-888101} until parts
    parts=build/proof-reading/$seed
    mkdir -p "$parts"
    until=$((SECONDS + minutes * 60))
    for ((part = 0; part < 15; part++)); do
        [ -e "$parts/$part.json" ] && continue
        [ "$SECONDS" -lt "$until" ] || break
        OMP_THREAD_LIMIT=1 nice "$build/bin/sanad-measure-reading" --pages 48 --wrong-pages 10 --seed $((seed + part)) \
            --misses "$parts/misses-$part" --json "$parts/$part.unfinished" >"$parts/$part.txt"
        mv "$parts/$part.unfinished" "$parts/$part.json"
        grep -H SILENT "$parts/misses-$part/misses.tsv" || true
    done
    "$build/bin/sanad-measure-reading" --sum "$parts"/*.json
}

# Instructions, not seconds: they are the same on a busy machine and on a quiet one.
counted() {
    local what=$1 function=$2 instructions
    instructions=$(LC_ALL=C valgrind --tool=callgrind --callgrind-out-file=/dev/null --collect-atstart=no \
        --toggle-collect="sanad::signing::$function*" "$build/bin/signing_tests" "[.bulk-counted]" 2>&1 |
        sed -n 's/.*Collected : //p')
    printf '%-10s %-22s %15s\n' "$what" "$SANAD_BULK_FILE" "$instructions"
}

signing_growth() {
    local count file
    export SANAD_BULK_FILES=build/proof-signing SANAD_BULK_FILE SANAD_BULK_FIELD
    mkdir -p "$SANAD_BULK_FILES"
    "$build/bin/signing_tests" "[.bulk-files]"
    unset SANAD_BULK_FIELD
    for file in signatures-{125,250,500} unsigned-{500,1000,2000} revisions-{500,1000,2000} twenty-{500,1000,2000}; do
        SANAD_BULK_FILE=$file.pdf
        counted verifying verify_pdf
    done
    for count in 125 250 500; do
        SANAD_BULK_FILE=signatures-$count.pdf
        export SANAD_BULK_FIELD="member-$((count + 1))"
        counted signing sign_pdf
    done
}

case "${1:-}" in
    signing-growth) signing_growth ;;
    reading) reading "${2:-25}" "${3:-888101}" ;;
    fuzz) fuzz "${2:-}" "${3:-60}" ;;
    signing-bulk) exec "$build/bin/signing_tests" "[.prove-bulk]" ;;
    storage-kill) SANAD_KILL_ROUNDS=${2:-1000} exec "$build/bin/storage_tests" "no acknowledged filing is lost to kill -9" ;;
    storage-ended) SANAD_KILL_ROUNDS=${2:-100} exec "$build/bin/storage_tests" "[#storage_ended_test]" "-#" ;;
    take-kill) SANAD_KILL_ROUNDS=${2:-200} exec "$build/bin/app_tests" "kill -9 at any moment of taking*" ;;
    fill-kill) SANAD_KILL_ROUNDS=${2:-100} exec "$build/bin/app_tests" "kill -9 while declarations are made*" ;;
    storage-damage) SANAD_DAMAGE_ROUNDS=${2:-600} exec "$build/bin/storage_tests" "no damage to the data file is silent and none ends the program" ;;
    storage-backup) SANAD_BACKUP_ROUNDS=${2:-50} exec "$build/bin/storage_tests" "every backup taken during writes restores and checks" ;;
    storage-power) SANAD_POWER_ROUNDS=${2:-300} exec "$build/bin/storage_tests" "[#storage_power_test]~[.]" "-#" ;;
    storage-log) SANAD_LOG_ROUNDS=${2:-10000} exec "$build/bin/storage_tests" "[#storage_history_test],no forged proof is accepted" "-#" ;;
    *)
        sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0" >&2
        exit 2
        ;;
esac
