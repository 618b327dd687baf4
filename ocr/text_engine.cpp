#include "ocr/text_engine.h"

#include <tesseract/baseapi.h>
#include <tesseract/resultiterator.h>

#include <algorithm>
#include <filesystem>

#include "core/arabic.h"
#include "core/error.h"

namespace sanad::ocr {
namespace {

constexpr double weak = 80;  // below this another segmentation is tried

std::string without_ends(std::string text) {
    const auto last = text.find_last_not_of(" \n\t\f");
    text.resize(last == std::string::npos ? 0 : last + 1);
    const auto first = text.find_first_not_of(" \n\t\f");
    return first == std::string::npos ? std::string() : text.substr(first);
}

}  // namespace

struct TextEngine::Impl {
    tesseract::TessBaseAPI api;

    RecognisedText recognise(const cv::Mat& grey, tesseract::PageSegMode mode) {
        api.SetPageSegMode(mode);
        api.SetImage(grey.data, grey.cols, grey.rows, 1, static_cast<int>(grey.step));
        api.SetSourceResolution(300);
        const std::unique_ptr<char[]> text(api.GetUTF8Text());
        RecognisedText outcome;
        if (text) outcome.text = without_ends(strip_invisible(text.get()));
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

TextEngine::TextEngine(const std::string& tessdata, const std::string& language)
    : impl_(std::make_unique<Impl>()) {
    const auto model = std::filesystem::path(tessdata) / (language + ".traineddata");
    if (!std::filesystem::exists(model) ||
        impl_->api.Init(tessdata.c_str(), language.c_str(), tesseract::OEM_LSTM_ONLY) != 0)
        throw Error(ErrorCode::not_found, "Tesseract model " + model.string(),
                    {"ocr.model_missing", {model.string()}});
    impl_->api.SetVariable("debug_file", "/dev/null");
}

TextEngine::~TextEngine() { impl_->api.End(); }

// Single-line mode returns nothing on about one clean line in twenty: the raw mode then reads it. The surer
// one counts.
RecognisedText TextEngine::line(const cv::Mat& grey) {
    const auto first = impl_->recognise(grey, tesseract::PSM_SINGLE_LINE);
    if (!first.text.empty() && first.mean >= weak) return first;
    const auto second = impl_->recognise(grey, tesseract::PSM_RAW_LINE);
    return second.mean > first.mean ? second : first;
}

RecognisedText TextEngine::block(const cv::Mat& grey) {
    const auto first = impl_->recognise(grey, tesseract::PSM_SINGLE_BLOCK);
    return first.text.empty() ? line(grey) : first;
}

std::vector<SeenWord> TextEngine::words_of_line(const cv::Mat& grey) {
    const auto first = impl_->recognise(grey, tesseract::PSM_SINGLE_LINE);
    auto words = impl_->words();
    if (!first.text.empty() && first.mean >= weak) return words;
    const auto second = impl_->recognise(grey, tesseract::PSM_RAW_LINE);
    return second.mean > first.mean ? impl_->words() : words;
}

}  // namespace sanad::ocr
