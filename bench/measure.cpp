#include "bench/measure.h"

#include <algorithm>

#include <opencv2/imgcodecs.hpp>

#include "bench/wrong_pages.h"
#include "core/error.h"

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
        outcome.ms += document.ms;
        for (const auto& finding : document.pages)
            if (finding.registered) outcome.registered = true, outcome.residual_mm = finding.residual_mm;
    }
    return outcome;
}

void measure_page(Press& press, ocr::Reader& reader, const Plan& plan, int number, const Quality& quality,
                  Measured& into, const std::function<void(const Look&)>& on_miss) {
    const auto made = press.filled(seed_of(plan, 1, number));
    const auto scanned = put_through(made.page, quality, seed_of(plan, 2, number));
    const auto file = file_of(scanned.page);
    const auto documents = reader.read({"page.bmp", file});
    into.pages.push_back(page_outcome(documents, quality));
    const auto* document = document_of(documents, made.paper);
    for (const auto& expected : made.expected) {
        const auto* reading = document == nullptr ? nullptr : document->find(expected.key);
        auto outcome = judge(expected, reading);
        outcome.quality = quality.name;
        outcome.group = quality.group;
        if (!outcome.exact && on_miss)
            on_miss({number, &quality, scanned.steps, &scanned.page, &expected, reading, outcome});
        into.fields.push_back(std::move(outcome));
    }
}

}  // namespace

Measured measure(const templates::Library& papers, ocr::Reader& reader, const Plan& plan,
                 const std::function<void(const Look&)>& on_miss) {
    Press press(papers, plan.pens);
    Measured measured;
    measured.seed = plan.seed;
    const auto list = chosen(plan);
    for (int i = 0; i < plan.pages; ++i)
        measure_page(press, reader, plan, i, *list[static_cast<std::size_t>(i) % list.size()], measured,
                     on_miss);
    for (int i = 0; i < plan.wrong_pages; ++i) {
        const auto wrong = wrong_page(press, papers, i, seed_of(plan, 3, i));
        const auto file = file_of(wrong.page);
        ++measured.wrong_pages;
        if (read_as_if_it_fitted(wrong, reader.read({"page.bmp", file, wrong.asked})))
            measured.read_as_if_fitting.push_back(wrong.what);
    }
    return measured;
}

}  // namespace sanad::bench
