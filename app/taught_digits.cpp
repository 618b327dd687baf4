#include "app/taught_digits.h"

#include <algorithm>

#include "app/cell_digits.h"
#include "core/error.h"

namespace sanad::app {
namespace {

constexpr auto setting_name = "digits.model";

bool was_confirmed(const Reading& reading) {
    return reading.source == Source::person && reading.state == ReadState::read && !reading.value.empty();
}

// Only where the file holds this number once: of two forms in one scan nobody can say whose it is.
const ocr::CutNumber* the_one(const std::vector<ocr::CutNumber>& numbers, const Case& subject,
                              const std::string& key) {
    const ocr::CutNumber* found = nullptr;
    for (const auto& number : numbers) {
        if (number.form != subject.form || number.version != subject.version || number.key != key) continue;
        if (found != nullptr) return nullptr;
        found = &number;
    }
    return found;
}

void add_file(const Desk& desk, Worker& worker, const Case& subject, const StoredFile& file,
              std::vector<ocr::ConfirmedNumber>& out) {
    const auto* paper = desk.papers.find(subject.form, subject.version);
    if (paper == nullptr) return;
    const auto numbers =
        worker.number_cells(file.name, desk.archive.blob(subject.id, file.sha256), subject.form);
    for (const auto& reading : subject.fields) {
        const auto* field = paper->find(reading.key);
        if (field == nullptr || !was_confirmed(reading)) continue;
        const std::string digits = digits_in_cells(*field, reading);
        const auto* number = digits.empty() ? nullptr : the_one(numbers, subject, reading.key);
        if (number != nullptr) out.push_back({file.sha256, number->cells, digits});
    }
}

}  // namespace

std::string taught_digits(const storage::Archive& archive) {
    return archive.setting(setting_name).value_or("");
}

void keep_taught_digits(storage::Archive& archive, const std::string& model) {
    archive.put_setting(setting_name, model);
}

std::vector<ocr::ConfirmedNumber> confirmed_numbers(const Desk& desk, Worker& worker,
                                                    const std::function<void(const std::string&)>& step) {
    std::vector<ocr::ConfirmedNumber> out;
    for (const auto& subject : desk.archive.cases()) {
        if (std::any_of(subject.fields.begin(), subject.fields.end(), was_confirmed))
            for (const auto& file : subject.files) {
                if (file.role != "original") continue;
                try {
                    add_file(desk, worker, subject, file, out);
                } catch (const Error& error) {
                    if (error.code() == ErrorCode::corrupt) throw;
                }
            }
        step(subject.id);
    }
    return out;
}

}  // namespace sanad::app
