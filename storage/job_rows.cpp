#include "storage/job_rows.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/hash.h"
#include "core/json.h"
#include "storage/bytes.h"
#include "storage/vault.h"

namespace sanad::storage {
namespace {

constexpr char in_turn = 'q', dead = 'x', by_id = 'i';
constexpr std::size_t id_size = 16;
constexpr std::size_t case_place = 1 + 8 + 8 + id_size;
constexpr std::size_t longest_kind = 32, longest_payload = 256 << 10, longest_trouble = 1000;
constexpr std::uint32_t most_tries = 1000;

[[noreturn]] void damaged(const std::string& what) {
    throw Error(ErrorCode::corrupt, "a job: " + what, UserMessage{"jobs.damaged"});
}

[[noreturn]] void refuse(const std::string& why) {
    throw Error(ErrorCode::bad_input, "no job: " + why, UserMessage{"jobs.refused", {why}});
}

std::uint64_t seconds_of(Moment moment) {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(0, moment.time_since_epoch().count()));
}

Moment moment_of(std::uint64_t seconds) {
    return Moment(std::chrono::seconds(static_cast<std::int64_t>(seconds & ~(std::uint64_t{1} << 63))));
}

std::string row_of(const Job& job, std::uint64_t put_at) {
    return std::string(1, job.state == Job::State::dead ? dead : in_turn)
        .append(u64_bytes(seconds_of(job.due)))
        .append(u64_bytes(put_at))
        .append(from_hex(job.id))
        .append(job.case_id);
}

std::string id_row(const std::string& id) { return std::string(1, by_id) + from_hex(id); }

std::uint64_t put_at_of(const std::string& row) { return read_u64(row, 9).value_or(0); }

std::string sealed_job(const ArchiveKeys& keys, const Job& job, const std::string& row) {
    const std::string head = dump_json({{"v", 1},
                                        {"kind", job.kind},
                                        {"leased", job.state == Job::State::leased},
                                        {"tries", job.tries},
                                        {"most_tries", job.most_tries},
                                        {"turn", job.turn},
                                        {"trouble", job.trouble}});
    return seal(keys.values, context_of(Table::jobs, row),
                u32_bytes(static_cast<std::uint32_t>(head.size())).append(head).append(job.payload));
}

Job parsed(std::string_view row, const std::string& plain) {
    const auto size = read_u32(plain, 0);
    if (row.size() < case_place || !size || *size > plain.size() - 4) damaged("its length");
    try {
        const Json json = parse_json(std::string_view(plain).substr(4, *size));
        if (json.at("v").get<int>() > 1)
            throw Error(ErrorCode::unsupported, "a job of a later version",
                        UserMessage{"storage.newer_format"});
        Job job;
        job.id = to_hex(row.substr(17, id_size));
        job.kind = json.at("kind").get<std::string>();
        job.case_id = row.substr(case_place);
        job.payload = plain.substr(4 + *size);
        job.state = row.front() == dead             ? Job::State::dead
                    : json.at("leased").get<bool>() ? Job::State::leased
                                                    : Job::State::waiting;
        job.due = moment_of(read_u64(row, 1).value_or(0));
        job.tries = json.at("tries").get<std::uint32_t>();
        job.most_tries = json.at("most_tries").get<std::uint32_t>();
        job.turn = json.at("turn").get<std::uint64_t>();
        job.trouble = json.at("trouble").get<std::string>();
        return job;
    } catch (const nlohmann::json::exception& bad) {
        damaged(bad.what());
    }
}

StoredJob opened(const ArchiveKeys& keys, std::string_view row, std::string_view sealed) {
    const auto plain = unseal(keys.values, context_of(Table::jobs, row), sealed);
    if (!plain) damaged("its seal");
    return {parsed(row, *plain), std::string(row)};
}

std::string cut(const std::string& trouble) { return trouble.substr(0, longest_trouble); }

}  // namespace

void refuse_bad_job(const NewJob& job) {
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; };
    if (job.kind.empty() || job.kind.size() > longest_kind ||
        !std::all_of(job.kind.begin(), job.kind.end(), letter))
        refuse("its kind");
    if (!job.case_id.empty() && !may_be_case_id(job.case_id)) refuse("its case");
    if (job.payload.size() > longest_payload) refuse("a payload of more than 256 KiB");
    if (job.most_tries < 1 || job.most_tries > most_tries) refuse("its number of tries");
}

std::string id_of(const ArchiveKeys& keys, const NewJob& job) {
    const std::string named = std::string("job\0", 4) + job.kind + '\0' + job.case_id + '\0' + job.payload;
    return to_hex(hmac(keys.index, named).substr(0, id_size));
}

std::optional<StoredJob> stored_job(const Txn& txn, const ArchiveKeys& keys, const std::string& id) {
    if (id.size() != 2 * id_size || !std::all_of(id.begin(), id.end(), [](char c) {
            return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        }))
        return {};
    const auto sealed = txn.get(Table::jobs, id_row(id));
    if (!sealed) return {};
    const auto row = unseal(keys.values, context_of(Table::jobs, id_row(id)), *sealed);
    const auto value = row ? txn.get(Table::jobs, *row) : std::nullopt;
    if (!value) damaged("its row");
    StoredJob stored = opened(keys, *row, *value);
    if (stored.job.id != id) damaged("its id");
    return stored;
}

void scan_jobs(const Txn& txn, const ArchiveKeys& keys, const std::function<bool(const StoredJob&)>& visit) {
    bool more = true;
    for (const char state : {in_turn, dead})
        if (more)
            txn.scan(Table::jobs, std::string_view(&state, 1),
                     [&](std::string_view row, std::string_view sealed) {
                         return more = visit(opened(keys, row, sealed));
                     });
}

void write_job(Change& change, const ArchiveKeys& keys, Job job, const std::string& before) {
    const std::uint64_t commit = change.head().commit + 1;
    job.turn = commit;
    job.trouble = cut(job.trouble);
    const std::string row = row_of(job, before.empty() ? commit : put_at_of(before));
    if (!before.empty() && before != row) change.remove(Table::jobs, before);
    change.put(Table::jobs, row, sealed_job(keys, job, row));
    const std::string other = id_row(job.id);
    change.put(Table::jobs, other, seal(keys.values, context_of(Table::jobs, other), row));
}

void remove_job(Change& change, const ArchiveKeys&, const StoredJob& stored) {
    change.remove(Table::jobs, stored.row);
    change.remove(Table::jobs, id_row(stored.job.id));
}

void remove_jobs_of(Change& change, const ArchiveKeys& keys, const std::string& case_id) {
    std::vector<StoredJob> of_case;
    scan_jobs(change.txn(), keys, [&](const StoredJob& stored) {
        if (stored.job.case_id == case_id) of_case.push_back(stored);
        return true;
    });
    for (const StoredJob& stored : of_case) remove_job(change, keys, stored);
}

Job put_job(Change& change, const ArchiveKeys& keys, const NewJob& job) {
    const std::string id = id_of(keys, job);
    if (auto there = stored_job(change.txn(), keys, id)) return std::move(there->job);
    Job made;
    made.id = id;
    made.kind = job.kind;
    made.case_id = job.case_id;
    made.payload = job.payload;
    made.due = job.due;
    made.most_tries = job.most_tries;
    write_job(change, keys, made);
    return stored_job(change.txn(), keys, id)->job;
}

std::optional<StoredJob> still_held(const Txn& txn, const ArchiveKeys& keys, const Job& held) {
    auto stored = stored_job(txn, keys, held.id);
    if (!stored || stored->job.turn != held.turn) return {};
    return stored;
}

std::string fault_of_jobs(const Txn& txn, const ArchiveKeys& keys) {
    try {
        std::size_t jobs = 0, names = 0;
        scan_jobs(txn, keys, [&](const StoredJob& stored) {
            const auto by_name = stored_job(txn, keys, stored.job.id);
            if (!by_name || by_name->row != stored.row) damaged("its name leads elsewhere");
            ++jobs;
            return true;
        });
        txn.scan(Table::jobs, std::string_view(&by_id, 1), [&](std::string_view, std::string_view) {
            ++names;
            return true;
        });
        return jobs == names ? std::string() : std::to_string(jobs) + " / " + std::to_string(names);
    } catch (const Error& error) {
        return error.what();
    }
}

}  // namespace sanad::storage
