#include "bench/measure.h"

#include <algorithm>
#include <optional>

#include <opencv2/imgcodecs.hpp>

#include "bench/beside.h"
#include "bench/clock.h"
#include "bench/incomplete.h"
#include "bench/wrong_pages.h"
#include "core/error.h"
#include "samples/dice.h"

namespace sanad::bench {
namespace {

std::vector<const Quality*> chosen(const Plan& plan) {
    std::vector<const Quality*> list;
    for (const auto& quality : qualities())
        if (plan.only.empty() ||
            std::find(plan.only.begin(), plan.only.end(), quality.name) != plan.only.end())
            list.push_back(&quality);
    if (list.empty()) throw Error(ErrorCode::bad_input, "no quality of a page is called that");
    return list;
}

// Far apart for neighbours, so that two seeds share no page.
std::uint64_t seed_of(const Plan& plan, std::uint64_t kind, int number) {
    return (plan.seed * 1'000'003 + kind) * 1'000'003 + static_cast<std::uint64_t>(number);
}

// BMP: packing a PNG would cost more than reading it.
std::string file_of(const Page& page) {
    const cv::Mat grey(page.height, page.width, CV_8U, const_cast<std::uint8_t*>(page.pixels.data()));
    std::vector<std::uint8_t> bytes;
    if (!cv::imencode(".bmp", grey, bytes)) throw Error(ErrorCode::external, "imencode: no BMP was made");
    return {bytes.begin(), bytes.end()};
}

const DocumentReading* document_of(const std::vector<DocumentReading>& documents, const std::string& paper) {
    for (const auto& document : documents)
        if (document.form == paper) return &document;
    return nullptr;
}

PageOutcome page_outcome(const std::vector<DocumentReading>& documents, const Quality& quality) {
    PageOutcome outcome{std::string(quality.name), std::string(quality.group)};
    for (const auto& document : documents) {
        for (const auto& finding : document.pages)
            if (finding.registered) outcome.registered = true, outcome.residual_mm = finding.residual_mm;
    }
    return outcome;
}

// What is needed for every page.
struct Stand {
    Press& press;
    ocr::Reader& reader;
    WholePageReader* other;  // null where no page is read by another program
    const Plan& plan;
    const std::function<void(const Look&)>& on_miss;
};

// Spread over the pages by chance, not in step with the qualities.
bool is_read_beside(const Plan& plan, int number) {
    return plan.beside > 0 &&
           samples::Dice(seed_of(plan, 4, number)).pick(static_cast<std::size_t>(plan.pages)) <
               static_cast<std::size_t>(plan.beside);
}

void mark_hidden(std::vector<Expected>& fields, const Page& gone, bool black_and_white) {
    constexpr double a_little = 0.005;
    for (auto& field : fields)
        field.hidden = (black_and_white && field.faint) ||
                       (!gone.pixels.empty() && share_gone(gone, field.box) > a_little);
}

bool asked_for(const Plan& plan, const std::string& kind) {
    return plan.kinds.empty() || std::find(plan.kinds.begin(), plan.kinds.end(), kind) != plan.kinds.end();
}

void compare(const Stand& stand, int number, const FilledPage& made, const Scanned& seen,
             const std::vector<DocumentReading>& documents, const Quality& quality, Measured& into) {
    const auto* document = document_of(documents, made.paper);
    std::optional<PageText> theirs;
    if (stand.other != nullptr && is_read_beside(stand.plan, number)) theirs = stand.other->read(seen.page);
    if (theirs) into.beside_times.push_back({std::string(quality.name), into.pages.back().ms, theirs->ms});
    for (const auto& expected : made.expected) {
        const auto* reading = document == nullptr ? nullptr : document->find(expected.key);
        auto outcome = judge(expected, reading);
        outcome.quality = quality.name;
        outcome.group = quality.group;
        outcome.use = quality.use;
        if (!outcome.exact && stand.on_miss)
            stand.on_miss({number, &quality, seen.steps, &seen.page, &expected, reading, outcome});
        if (theirs && is_text_to_compare(expected))
            into.beside.push_back(judge_beside(expected, outcome, theirs->text));
        into.fields.push_back(std::move(outcome));
    }
}

void measure_page(const Stand& stand, int number, const Quality& quality, Measured& into) {
    auto made = stand.press.filled(seed_of(stand.plan, 1, number));
    const auto seen = scanned(made.page, quality, seed_of(stand.plan, 2, number));
    mark_hidden(made.expected, seen.gone, quality.group == "bitonal");
    std::erase_if(made.expected, [&](const auto& field) { return !asked_for(stand.plan, field.kind); });
    const auto file = file_of(seen.page);
    const double start = cpu_ms();
    const auto documents = stand.reader.read({"page.bmp", file});
    into.pages.push_back(page_outcome(documents, quality));
    into.pages.back().ms = cpu_ms() - start;
    compare(stand, number, made, seen, documents, quality, into);
}

void measure_wrong_page(const Stand& stand, const templates::Library& papers, int number, Measured& into) {
    const auto& foreign = stand.plan.foreign;
    const auto seed = seed_of(stand.plan, 3, number);
    const auto wrong = static_cast<std::size_t>(number) < foreign.size()
                           ? foreign_page(foreign[static_cast<std::size_t>(number)])
                           : wrong_page(stand.press, papers, number, seed);
    const auto file = file_of(wrong.page);
    ++into.wrong_pages;
    if (read_as_if_it_fitted(wrong, stand.reader.read({"page.bmp", file, wrong.asked})))
        into.read_as_if_fitting.push_back(wrong.what);
}

}  // namespace

Measured measure(const templates::Library& papers, ocr::Reader& reader, const Plan& plan,
                 const std::function<void(const Look&)>& on_miss) {
    Press press(papers, plan.pens);
    Measured measured;
    measured.seed = plan.seed;
    const auto list = chosen(plan);
    std::optional<WholePageReader> other;
    if (plan.beside > 0) other.emplace();
    const Stand stand{press, reader, other ? &*other : nullptr, plan, on_miss};
    for (int i = 0; i < plan.pages; ++i)
        measure_page(stand, i, *list[static_cast<std::size_t>(i) % list.size()], measured);
    for (int i = 0; i < plan.wrong_pages; ++i) measure_wrong_page(stand, papers, i, measured);
    return measured;
}

}  // namespace sanad::bench
