#include "storage/bundle_plan.h"

#include <algorithm>
#include <set>

#include "storage/blind_index.h"
#include "storage/erasure.h"
#include "storage/vault.h"

namespace sanad::storage {
namespace {

bool was_erased(const Txn& txn, const std::string& original) {
    bool erased = false;
    txn.scan(Table::erased, original, [&](std::string_view key, std::string_view) {
        erased = original_case(key.substr(0, key.find('\0'))) == original;
        return !erased;
    });
    return erased;
}

std::string joined(const std::set<std::string>& ids) {
    std::string text;
    for (const std::string& id : ids) text += (text.empty() ? "" : ", ") + id;
    return text;
}

const Line* line_that_has(const std::vector<Line>& lines, const Chain& chain) {
    const auto found = std::find_if(lines.begin(), lines.end(), [&](const Line& line) {
        return common_length(line.chain, chain) == chain.size();
    });
    return found == lines.end() ? nullptr : &*found;
}

const Line* line_that_begins(const std::vector<Line>& lines, const Chain& chain) {
    const auto found = std::find_if(lines.begin(), lines.end(), [&](const Line& line) {
        return common_length(line.chain, chain) == line.chain.size();
    });
    return found == lines.end() ? nullptr : &*found;
}

std::uint64_t longest_common(const std::vector<Line>& lines, const Chain& chain) {
    std::uint64_t longest = 0;
    for (const Line& line : lines)
        longest = std::max<std::uint64_t>(longest, common_length(line.chain, chain));
    return longest;
}

std::vector<Line> lines_with(const Planned& planned, std::vector<Line> lines, const std::string& original) {
    for (const auto& [id, chain] : planned) {
        if (original_case(id) != original) continue;
        const auto known =
            std::find_if(lines.begin(), lines.end(), [&id = id](const Line& line) { return line.id == id; });
        if (known == lines.end())
            lines.push_back({id, chain});
        else
            known->chain = chain;
    }
    return lines;
}

void goes_to(CasePlan& plan, const Office& office, const std::string& id, std::uint64_t known) {
    plan.result.id = id;
    plan.known = known;
    for (std::size_t i = static_cast<std::size_t>(known); i < plan.from->events.size(); ++i)
        plan.missing.push_back(office.event_here(plan.from->events[i], id));
    plan.result.events = plan.missing.size();
}

}  // namespace

CasePlan plan_case(const Txn& txn, const ArchiveKeys& keys, const Office& office, const BundleCase& one,
                   Planned& planned) {
    CasePlan plan;
    plan.from = &one;
    plan.result.id = plan.result.original = one.id;
    if (was_erased(txn, one.id)) {
        plan.result.how = ImportedCase::How::erased;
        return plan;
    }
    const Chain chain = chain_of(one.events);
    const auto lines = lines_with(planned, lines_of(txn, keys, office, one.id), one.id);
    if (const Line* same = line_that_has(lines, chain)) {
        plan.result.id = same->id;
    } else if (const Line* shorter = line_that_begins(lines, chain)) {
        plan.result.how = ImportedCase::How::extended;
        goes_to(plan, office, shorter->id, shorter->chain.size());
    } else if (lines.empty()) {
        plan.result.how = ImportedCase::How::added;
        goes_to(plan, office, one.id, 0);
    } else {
        plan.common = longest_common(lines, chain);
        plan.result.how = ImportedCase::How::set_aside;
        goes_to(plan, office, set_aside_name(one.id, chain[static_cast<std::size_t>(plan.common)]), 0);
    }
    if (!plan.missing.empty()) planned[plan.result.id] = chain;
    return plan;
}

void check_imported(const Txn& txn, const ArchiveKeys& keys, const CasePlan& plan, std::vector<Check>& into) {
    const ImportedCase& done = plan.result;
    if (done.how == ImportedCase::How::erased) {
        into.push_back({"bundle.erased_here", done.original, Verdict::doubtful, ""});
        return;
    }
    if (is_set_aside(done.id)) into.push_back({"bundle.conflict", done.original, Verdict::doubtful, done.id});
    const auto stored = stored_case(txn, keys, done.id);
    if (!stored) return;
    std::set<std::string> others;
    for (const char* field : {"national_id", "iban", "phone"})
        if (const Reading* reading = stored->value.find(field);
            reading != nullptr && reading->state == ReadState::read)
            for (const std::string& id : owners(txn, keys.index, Owner::of_case, field, reading->value))
                if (original_case(id) != done.original) others.insert(id);
    if (!others.empty())
        into.push_back({"bundle.same_person", done.original, Verdict::noted, joined(others)});
}

void check_person(const Txn& txn, const ArchiveKeys& keys, const Record& record, std::vector<Check>& into) {
    for (const std::string& id :
         owners(txn, keys.index, Owner::of_record, "national_id", record.get("national_id"))) {
        const auto other = id == record.id ? std::nullopt : stored_record(txn, keys, id);
        if (!other) continue;
        into.push_back({"bundle.same_record", id, Verdict::noted, record.id});
        for (const auto& [key, value] : record.fields) {
            const std::string known = other->get(key);
            if (value.empty() || known.empty() || value == known) continue;
            into.push_back({"bundle.record_differs", id, Verdict::doubtful,
                            key + ": " + known + " | " + value + " (" + record.id + ")"});
        }
    }
}

}  // namespace sanad::storage
