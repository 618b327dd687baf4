#!/usr/bin/env bash
# The main job on the samples: three scanned support requests become cases, one of them a signed declaration; a policy becomes
# a sheet signed by five board members; everything is filed, verified and written out. Ends with what to open.
# Everything it makes goes into demo-out/, which it empties first.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD

bash scripts/install-dependencies.sh
cmake --preset dev >/dev/null
cmake --build --preset dev --target sanad --parallel "$(nproc)"

started=$SECONDS
out=$root/demo-out
rm -rf "$out"
mkdir -p "$out"
export PATH="$root/build/dev/bin:$PATH"
export SANAD_ARCHIVE="$out/archive"
export SANAD_PASSPHRASE="demo passphrase, eight characters at least"
export SANAD_KEY_PASSPHRASE="the members' own passphrase"

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
# One member of the JSON on standard input: json case
json() { node -e 'let t="";process.stdin.on("data",d=>t+=d).on("end",()=>console.log(JSON.parse(t.trim().split("\n")[0])[process.argv[1]]))' "$1"; }
# A command that may come back with findings (exit code 1) but must not fail.
with_findings() { "$@" || [ $? -eq 1 ]; }

say "1. An archive, its local certificate authority, and 200 people who are known already"
sanad init --association "جمعية المثال الأهلية"
sanad records import samples/people.csv

say "2. A blank to print (and to fill in a viewer)"
sanad form blank support-request -o "$out/blank-support-request.pdf"

say "3. Three scans are filed and read. What a clerk must look at is marked ؟ or ✗"
declare -A cases
for scan in samples/request-typed.* samples/request-handwritten.* samples/request-skewed.*; do
    case "$scan" in *.json) continue ;; esac
    with_findings sanad take "$scan" --channel interview --json >"$out/take.json"
    cases[$scan]=$(json case <"$out/take.json")
    with_findings sanad case show "${cases[$scan]}"
    [ -n "${first:-}" ] || first=$scan
done
rm "$out/take.json"

say "4. Paper that is none of ours, an empty sheet, a broken file: said so, and the batch goes on"
with_findings sanad read samples/wrong-paper.png samples/empty.png
sanad read samples/truncated.jpg || echo "(exit code $?)"

say "5. The clerk confirms what was doubtful, from the paper"
id=${cases[$first]}
truth=${first%.*}.truth.json
mapfile -t confirmations < <(sanad case show "$id" --json | node -e '
    let text = ""; process.stdin.on("data", d => text += d).on("end", () => {
        const truth = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
        const known = truth.values ?? truth;
        for (const field of JSON.parse(text).fields)
            if (!field.accepted) {
                const value = known[field.key];
                console.log(field.key + "=" + (Array.isArray(value) ? value.join(",") : value ?? ""));
            }
    })' "$truth")
if [ ${#confirmations[@]} -gt 0 ]; then with_findings sanad case confirm "$id" "${confirmations[@]}"; fi
if [ "$(sanad case show "$id" --json | json state)" != ready ]; then
    with_findings sanad case move "$id" ready --why "the clerk looked at what is left"
fi

say "6. The declaration: made from the confirmed values, signed by the applicant with a one-time certificate"
sanad fill declaration "$id" -o "$out/declaration.pdf" \
    --employee "منيرة الكثباني" --identity-checked-by "الهوية الوطنية الأصلية"
sanad sign "$out/declaration.pdf" --field Applicant --as applicant --drawn samples/signature.json
sanad verify "$out/declaration.pdf"

say "7. The board: a sheet for the policy, five members with a key each"
sanad approval new samples/policy.toml -o "$out/approval-sheet.pdf" --json >"$out/approval.json"
sheet_case=$(json case <"$out/approval.json")
rm "$out/approval.json"
mkdir -p "$out/keys"
sanad approval status "$sheet_case" --json | node -e '
    let text = ""; process.stdin.on("data", d => text += d).on("end", () => {
        for (const m of JSON.parse(text).members) console.log([m.field, m.name, m.role].join("\t")); })' >"$out/members.tsv"
while IFS=$'\t' read -r field name role; do
    sanad key issue --name "$name" --role "$role" -o "$out/keys/$field.p12"
    sanad sign "$out/approval-sheet.pdf" --field "$field" --as "$out/keys/$field.p12"
done <"$out/members.tsv"
rm "$out/members.tsv"
sanad approval status "$sheet_case"
sanad verify "$out/approval-sheet.pdf"

say "8. Other people's tools agree"
pdfsig -nocert "$out/declaration.pdf" 2>/dev/null | grep -c "Signature is Valid" | sed 's/^/pdfsig, declaration: valid signatures: /'
pdfsig -nocert "$out/approval-sheet.pdf" 2>/dev/null | grep -c "Signature is Valid" | sed 's/^/pdfsig, approval sheet: valid signatures: /'
for pdf in "$out"/*.pdf; do qpdf --check "$pdf" >/dev/null && echo "qpdf --check: $(basename "$pdf") is clean"; done

say "9. One byte changed in a signed file: seen"
cp "$out/declaration.pdf" "$out/declaration-tampered.pdf"
printf 'X' | dd of="$out/declaration-tampered.pdf" bs=1 seek=1000 conv=notrunc status=none
sanad verify "$out/declaration-tampered.pdf" || echo "(exit code $?)"

say "10. The case leaves as a folder that needs no program of ours; the archive is read back whole"
sanad archive export "$id" -o "$out/case-$id"
sanad archive export "$sheet_case" -o "$out/case-$sheet_case"
(cd "$out/case-$id" && sha256sum --quiet -c SHA256SUMS && echo "sha256sum: every file of case $id is as it was filed")
sanad archive check

say "Done in $((SECONDS - started)) s. Open:"
for file in "$out"/*.pdf "$out/case-$id" "$out/case-$sheet_case" "$out/archive"; do echo "  $file"; done
