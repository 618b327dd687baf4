// Tesseract, opened once. Included by ocr/*.cpp only.
#pragma once

#include <memory>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

namespace sanad::ocr {

struct RecognisedText {
    std::string text;                      // lines separated by \n, without marks that are not seen
    double mean = 0;                       // confidence of the words, 0..100
    double lowest = 0;                     // of the least sure word
    int readings = 1;                      // that were asked for the line
    int agreeing = 1;                      // of them, with this text as names are compared (fold_name)
    std::vector<std::string> others = {};  // what else was read
};

// One word of a line, where it stands in the picture that was given.
struct SeenWord {
    std::string text;  // without marks that are not seen
    cv::Rect box;
    double confidence = 0;  // 0..100
};

class TextEngine {
public:
    // A second model of the language, `<language>_fast`, reads each line too where the folder has one. Throws
    // Error(not_found) naming the folder where the model is missing.
    TextEngine(const std::string& tessdata, const std::string& language);
    ~TextEngine();

    // One printed line, grey on white: trimmed, brought to the size that the models read best, read by both
    // models in different ways; the surer reading counts.
    RecognisedText line(const cv::Mat& grey);

    // The picture as it is, by the first model in single-line mode.
    RecognisedText once(const cv::Mat& grey);

    // The words of one line in the order of reading, tried as `line` does.
    std::vector<SeenWord> words_of_line(const cv::Mat& grey);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace sanad::ocr
