#include "ocr/training/real_digits.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "core/error.h"
#include "core/files.h"

namespace sanad::ocr::training {
namespace {

namespace fs = std::filesystem;

constexpr int enlarged = 3;  // IDX digits are tiny; edges as a scanner would see them
constexpr int paper_margin = 12;

std::size_t big_endian(const std::string& bytes, std::size_t at) {
    std::size_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<std::uint8_t>(bytes[at + i]);
    return value;
}

CellImage as_cell(const cv::Mat& grey, bool whole_is_cell) {
    CellImage out;
    out.width = grey.cols;
    out.height = grey.rows;
    out.pixels.assign(grey.datastart, grey.dataend);
    if (whole_is_cell) out.right = grey.cols, out.bottom = grey.rows;
    return out;
}

}  // namespace

std::vector<RealDigit> load_idx(const std::string& folder, std::size_t step) {
    std::string images = read_file(folder + "/images.idx3-ubyte");
    const std::string labels = read_file(folder + "/labels.idx1-ubyte");
    if (images.size() < 16 || labels.size() < 8) throw Error(ErrorCode::bad_input, folder + ": truncated");
    const std::size_t count = big_endian(images, 4), rows = big_endian(images, 8),
                      columns = big_endian(images, 12);
    if (rows == 0 || rows > 256 || columns == 0 || columns > 256 ||
        images.size() != 16 + count * rows * columns || labels.size() != 8 + count)
        throw Error(ErrorCode::bad_input, folder + ": sizes do not fit");
    std::ifstream lines(folder + "/writers.txt");
    const std::vector<int> writers{std::istream_iterator<int>(lines), {}};
    std::vector<RealDigit> out;
    for (std::size_t i = 0; i < count; i += std::max<std::size_t>(1, step)) {
        const cv::Mat source(static_cast<int>(rows), static_cast<int>(columns), CV_8U,
                             &images[16 + i * rows * columns]);
        cv::Mat grey;
        cv::resize(255 - source, grey, {}, enlarged, enlarged, cv::INTER_LINEAR);
        cv::copyMakeBorder(grey, grey, paper_margin, paper_margin, paper_margin, paper_margin,
                           cv::BORDER_CONSTANT, 255);
        out.push_back({as_cell(grey, false), labels[8 + i], writers.size() == count ? writers[i] : 0});
    }
    return out;
}

std::vector<RealDigit> load_cell_pictures(const std::string& folder) {
    std::vector<RealDigit> out;
    for (int digit = 0; digit < 10; ++digit) {
        std::vector<fs::path> files;
        for (const auto& entry : fs::directory_iterator(fs::path(folder) / std::to_string(digit)))
            files.push_back(entry);
        std::sort(files.begin(), files.end());
        for (const auto& file : files) {
            const cv::Mat grey = cv::imread(file.string(), cv::IMREAD_GRAYSCALE);
            if (!grey.empty()) out.push_back({as_cell(grey, true), digit, 0});
        }
    }
    return out;
}

}  // namespace sanad::ocr::training
