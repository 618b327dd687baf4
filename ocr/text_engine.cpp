#include "ocr/text_engine.h"

#include <tesseract/baseapi.h>
#include <tesseract/resultiterator.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "core/arabic.h"
#include "core/error.h"
#include "ocr/text_commas.h"

namespace sanad::ocr {
namespace {

constexpr double weak = 80;            // below this another segmentation is tried
constexpr int most_width_px = 16'000;  // of a line at line_height_px: longer is no line of writing

std::string without_ends(std::string text) {
    const auto last = text.find_last_not_of(" \n\t\f");
    text.resize(last == std::string::npos ? 0 : last + 1);
    const auto first = text.find_first_not_of(" \n\t\f");
    return first == std::string::npos ? std::string() : text.substr(first);
}

// What the models read best was sought on real printed lines and made fields: docs/reading.md.
constexpr int line_height_px = 40;  // ink of a line, for the single-line mode
constexpr int above_px = 5, beside_px = 12;
constexpr int raw_above_px = 4, raw_beside_px = 10;  // the raw mode takes the whole height for the line
constexpr int ink_grey = 160;

cv::Mat framed(const cv::Mat& grey, int above, int beside) {
    cv::Mat frame;
    cv::copyMakeBorder(grey, frame, above, above, beside, beside, cv::BORDER_CONSTANT, 255);
    return frame;
}

cv::Mat trimmed(const cv::Mat& grey) {
    std::vector<cv::Point> ink;
    cv::findNonZero(grey < ink_grey, ink);
    return ink.empty() ? grey : grey(cv::boundingRect(ink)).clone();
}

cv::Mat at_line_height(const cv::Mat& trim) {
    const double scale = static_cast<double>(line_height_px) / trim.rows;
    const auto width = std::max(1, static_cast<int>(std::lround(trim.cols * scale)));
    cv::Mat line;
    cv::resize(trim, line, {width, line_height_px}, 0, 0, scale < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
    return framed(line, above_px, beside_px);
}

// One model in memory.
struct OneModel {
    tesseract::TessBaseAPI api;

    RecognisedText recognise(const cv::Mat& grey, tesseract::PageSegMode mode) {
        api.SetPageSegMode(mode);
        api.SetImage(grey.data, grey.cols, grey.rows, 1, static_cast<int>(grey.step));
        api.SetSourceResolution(300);
        const std::unique_ptr<char[]> text(api.GetUTF8Text());
        RecognisedText outcome;
        if (text) outcome.text = with_arabic_commas(without_ends(strip_invisible(text.get())));
        const std::unique_ptr<int[]> words(api.AllWordConfidences());
        int count = 0;
        outcome.lowest = 100;
        for (const int* word = words.get(); word != nullptr && *word >= 0; ++word, ++count) {
            outcome.mean += *word;
            outcome.lowest = std::min<double>(outcome.lowest, *word);
        }
        if (count > 0) outcome.mean /= count;
        if (outcome.text.empty() || count == 0) outcome.mean = outcome.lowest = 0;
        return outcome;
    }

    // Of the last recognition.
    std::vector<SeenWord> words() {
        std::vector<SeenWord> seen;
        const std::unique_ptr<tesseract::ResultIterator> at(api.GetIterator());
        if (!at) return seen;
        do {
            const std::unique_ptr<char[]> text(at->GetUTF8Text(tesseract::RIL_WORD));
            int left = 0, top = 0, right = 0, bottom = 0;
            if (!text || !at->BoundingBox(tesseract::RIL_WORD, &left, &top, &right, &bottom)) continue;
            auto clean = without_ends(strip_invisible(text.get()));
            if (!clean.empty())
                seen.push_back({std::move(clean),
                                {left, top, right - left, bottom - top},
                                at->Confidence(tesseract::RIL_WORD)});
        } while (at->Next(tesseract::RIL_WORD));
        return seen;
    }
};

const RecognisedText& surest(const std::vector<RecognisedText>& seen) {
    return *std::max_element(seen.begin(), seen.end(),
                             [](const auto& a, const auto& b) { return a.mean < b.mean; });
}

std::string without_spaces(const std::string& text) {
    auto folded = fold_name(text);
    std::erase(folded, ' ');
    return folded;
}

// Where readings differ in spaces only: faces with wide letters have words torn apart ("مسا عدة") more often
// than joined.
const RecognisedText& with_fewest_spaces(const std::vector<RecognisedText>& seen,
                                         const RecognisedText& like) {
    const auto letters = without_spaces(like.text);
    const auto spaces = [](const RecognisedText& one) {
        return std::count(one.text.begin(), one.text.end(), ' ');
    };
    const RecognisedText* fewest = &like;
    for (const auto& one : seen)
        if (spaces(one) < spaces(*fewest) && without_spaces(one.text) == letters) fewest = &one;
    return *fewest;
}

void open_model(tesseract::TessBaseAPI& api, const std::string& tessdata, const std::string& language) {
    const auto model = std::filesystem::path(tessdata) / (language + ".traineddata");
    if (!std::filesystem::exists(model) ||
        api.Init(tessdata.c_str(), language.c_str(), tesseract::OEM_LSTM_ONLY) != 0)
        throw Error(ErrorCode::not_found, "Tesseract model " + model.string(),
                    {"ocr.model_missing", {model.string()}});
    api.SetVariable("debug_file", "/dev/null");
}

}  // namespace

struct TextEngine::Impl {
    OneModel best;
    std::optional<OneModel> fast;
};

TextEngine::TextEngine(const std::string& tessdata, const std::string& language)
    : impl_(std::make_unique<Impl>()) {
    open_model(impl_->best.api, tessdata, language);
    const auto second = language + "_fast";
    if (std::filesystem::exists(std::filesystem::path(tessdata) / (second + ".traineddata")))
        open_model(impl_->fast.emplace().api, tessdata, second);
}

TextEngine::~TextEngine() = default;

RecognisedText TextEngine::once(const cv::Mat& grey) {
    return impl_->best.recognise(grey, tesseract::PSM_SINGLE_LINE);
}

// Single-line mode returns nothing on about one clean line in twenty, and the two modes and models err in
// different places: the surer reading is right more often than any one of them.
RecognisedText TextEngine::line(const cv::Mat& grey) {
    const cv::Mat trim = trimmed(grey);
    if (trim.empty() || trim.cols * line_height_px > most_width_px * trim.rows) return {};
    const cv::Mat raw = framed(trim, raw_above_px, raw_beside_px);
    std::vector<RecognisedText> seen;
    seen.push_back(impl_->best.recognise(at_line_height(trim), tesseract::PSM_SINGLE_LINE));
    if (impl_->fast) seen.push_back(impl_->fast->recognise(raw, tesseract::PSM_RAW_LINE));
    const bool differ = fold_name(seen.front().text) != fold_name(seen.back().text);
    if (surest(seen).text.empty() || surest(seen).mean < weak || differ)
        seen.push_back(impl_->best.recognise(raw, tesseract::PSM_RAW_LINE));
    auto outcome = with_fewest_spaces(seen, surest(seen));
    const auto folded = fold_name(outcome.text);
    outcome.readings = static_cast<int>(seen.size());
    outcome.agreeing = static_cast<int>(std::count_if(
        seen.begin(), seen.end(), [&](const auto& one) { return fold_name(one.text) == folded; }));
    for (const auto& one : seen)
        if (one.text != outcome.text && !one.text.empty()) outcome.others.push_back(one.text);
    return outcome;
}

std::vector<SeenWord> TextEngine::words_of_line(const cv::Mat& grey) {
    const auto first = impl_->best.recognise(grey, tesseract::PSM_SINGLE_LINE);
    auto words = impl_->best.words();
    if (!first.text.empty() && first.mean >= weak) return words;
    const auto second = impl_->best.recognise(grey, tesseract::PSM_RAW_LINE);
    return second.mean > first.mean ? impl_->best.words() : words;
}

}  // namespace sanad::ocr
