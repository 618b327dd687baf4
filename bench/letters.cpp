#include "bench/letters.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>
#include <opencv2/imgcodecs.hpp>

#include "bench/qualities.h"
#include "core/arabic.h"
#include "core/error.h"
#include "samples/letter_layouts.h"

namespace sanad::bench {
namespace {

constexpr double print_dpi = 300;
constexpr std::array scans{"clean 300", "grey 200", "jpeg", "skewed", "bitonal 300"};

const Quality& quality_called(std::string_view name) {
    for (const auto& quality : qualities())
        if (quality.name == name) return quality;
    throw Error(ErrorCode::not_found, "no quality is called " + std::string(name));
}

std::string file_of(const Page& page) {
    const cv::Mat grey(page.height, page.width, CV_8U, const_cast<std::uint8_t*>(page.pixels.data()));
    std::vector<std::uint8_t> bytes;
    if (!cv::imencode(".bmp", grey, bytes)) throw Error(ErrorCode::external, "imencode: no BMP was made");
    return {bytes.begin(), bytes.end()};
}

bool is_text(const std::string& key) {
    return key == "sender" || key == "addressee" || key == "subject" || key == "attachments" || key == "body";
}

bool same(const std::string& key, const std::string& wanted, const std::string& got) {
    return is_text(key) ? fold_name(wanted) == fold_name(got) : wanted == got;
}

// Layouts, faces and scans take turns, so that sixty letters have each layout in each face.
void measure_one(ocr::Reader& reader, const LetterPlan& plan, int number, LettersMeasured& into,
                 const std::function<void(const LetterLook&)>& on_miss) {
    const auto seed = plan.seed * 1'000'003 + static_cast<std::uint64_t>(number);
    const auto made =
        samples::made_letter(number % samples::letter_layouts,
                             number / samples::letter_layouts % samples::letter_faces, seed, print_dpi);
    const auto& quality = quality_called(scans[static_cast<std::size_t>(number + number / 5) % scans.size()]);
    const auto page = scanned(made.page, quality, seed).page;
    const auto documents = reader.read({"letter.bmp", file_of(page)});
    const DocumentReading* letter = nullptr;
    for (const auto& document : documents) {
        into.ms += document.ms;
        if (document.form == "letter") letter = &document;
    }
    into.recognised += letter == nullptr ? 0 : 1;
    for (const auto& [key, wanted] : made.values) {
        const auto* reading = letter == nullptr ? nullptr : letter->find(key);
        LetterOutcome outcome{key, made.layout, made.face, std::string(quality.name)};
        outcome.read = reading != nullptr && reading->state == ReadState::read;
        outcome.exact = outcome.read && same(key, wanted, reading->value);
        outcome.accepted = reading != nullptr && reading->accepted;
        if (!outcome.exact && on_miss) on_miss({number, &page, wanted, reading, outcome});
        into.fields.push_back(std::move(outcome));
    }
}

struct Counted {
    std::size_t fields = 0, exact = 0, read = 0, accepted = 0;
    double percent() const {
        return fields == 0 ? 0 : 100.0 * static_cast<double>(exact) / static_cast<double>(fields);
    }
};

template <class Of>
Counted count(const LettersMeasured& measured, Of of) {
    Counted sum;
    for (const auto& one : measured.fields) {
        if (!of(one)) continue;
        ++sum.fields;
        sum.exact += one.exact ? 1u : 0u;
        sum.read += one.read ? 1u : 0u;
        sum.accepted += one.accepted ? 1u : 0u;
    }
    return sum;
}

template <class Member>
std::string rows(const LettersMeasured& measured, Member member, bool asked_only) {
    static const std::set<std::string> asked{"sender", "subject", "date", "reference"};
    std::set<std::string> names;
    for (const auto& one : measured.fields) names.insert(one.*member);
    std::string text;
    for (const auto& name : names) {
        const auto sum = count(measured, [&](const auto& one) {
            return one.*member == name && (!asked_only || asked.count(one.key) == 1);
        });
        text += fmt::format("{:<22}{:>8}{:>9}{:>8}{:>10}\n", name, sum.fields,
                            fmt::format("{:.1f} %", sum.percent()), sum.read, sum.accepted);
    }
    return text;
}

}  // namespace

double LettersMeasured::exact_percent(const std::string& key) const {
    return count(*this, [&](const auto& one) { return one.key == key; }).percent();
}

int LettersMeasured::wrongly_accepted() const {
    return static_cast<int>(std::count_if(fields.begin(), fields.end(),
                                          [](const auto& one) { return one.accepted && !one.exact; }));
}

LettersMeasured measure_letters(ocr::Reader& reader, const LetterPlan& plan,
                                const std::function<void(const LetterLook&)>& on_miss) {
    LettersMeasured measured;
    measured.seed = plan.seed;
    measured.letters = plan.letters;
    for (int number = 0; number < plan.letters; ++number)
        measure_one(reader, plan, number, measured, on_miss);
    return measured;
}

std::string table_of(const LettersMeasured& measured) {
    const auto title = [](const char* name) {
        return fmt::format("{:<22}{:>8}{:>9}{:>8}{:>10}\n", name, "fields", "exact", "read", "accepted");
    };
    return title("field") + rows(measured, &LetterOutcome::key, false) + "\n" +
           title("layout (4 asked for)") + rows(measured, &LetterOutcome::layout, true) + "\n" +
           title("face") + rows(measured, &LetterOutcome::face, true) + "\n" + title("scan") +
           rows(measured, &LetterOutcome::quality, true) +
           fmt::format(
               "\n{} letters, seed {}: {} recognised as letters, {} values wrongly accepted, {:.0f} ms a "
               "letter\n",
               measured.letters, measured.seed, measured.recognised, measured.wrongly_accepted(),
               measured.letters == 0 ? 0 : measured.ms / measured.letters);
}

}  // namespace sanad::bench
