#include "signing/verify_changes.h"

#include <algorithm>

namespace sanad::signing {
namespace {

using pdf::Change;
using pdf::ChangeKind;
using pdf::LockRule;

// Whole names, or a whole ancestor: "Signature 1" locks "Signature 1.kid" and never "Signature 10".
bool names_field(const std::vector<std::string>& names, const std::string& field) {
    return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
        return field == name || field.compare(0, name.size() + 1, name + ".") == 0;
    });
}

bool locks_field(const std::vector<LockRule>& rules, const std::string& field) {
    return std::any_of(rules.begin(), rules.end(), [&](const LockRule& rule) {
        if (rule.action == LockRule::Action::all) return true;
        return names_field(rule.fields, field) == (rule.action == LockRule::Action::include);
    });
}

// ISO 32000-2, table 257. A security store and a document time stamp are allowed under every level.
bool permits(int certification, const std::vector<LockRule>& locks, const Change& change) {
    switch (change.kind) {
        case ChangeKind::security_store:
        case ChangeKind::metadata:
        case ChangeKind::timestamp_added:
            return true;
        case ChangeKind::signature_field_added:
            return certification != 1;
        case ChangeKind::signature_added:
        case ChangeKind::field_filled:
            return certification != 1 && !locks_field(locks, change.subject);
        case ChangeKind::annotation:
            return certification == 3;
        case ChangeKind::other:
            break;
    }
    return false;
}

std::string named(const Change& change) {
    return change.subject.empty() ? change.detail : change.subject + " (" + change.detail + ")";
}

// The strictest certification that was in force when the signature was made.
int certification_at(const pdf::DocumentHistory& history, int revision) {
    int level = 0;
    for (const auto& other : history.signatures)
        if (other.certification != 0 && other.revision <= revision)
            level = level == 0 ? other.certification : std::min(level, other.certification);
    return level;
}

}  // namespace

ChangesFinding judge_changes(const pdf::DocumentHistory& history, const pdf::SignatureDictionary& signature,
                             int covered) {
    ChangesFinding finding;
    const int certification = certification_at(history, std::max(covered, signature.revision));
    for (const auto& change : history.changes) {
        if (change.revision <= covered) continue;
        if (!permits(certification, signature.locks, change)) return {ChangesAfter::forbidden, named(change)};
        if (finding.changes == ChangesAfter::none) finding = {ChangesAfter::permitted, named(change)};
    }
    return finding;
}

}  // namespace sanad::signing
