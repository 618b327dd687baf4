#include <unistd.h>

#include <chrono>
#include <cmath>
#include <filesystem>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <catch2/catch.hpp>

#include "core/files.h"
#include "forms/documents.h"
#include "ocr_scans.h"
#include "pdf/raster.h"

namespace sanad::test {
namespace {

constexpr double px_per_mm = 300 / mm_per_inch;

cv::Point2d px(PointMm at) { return {at.x * px_per_mm, at.y * px_per_mm}; }

}  // namespace

const templates::Library& papers() {
    static const auto library = templates::Library::load(SANAD_SOURCE_DIR "/templates/library");
    return library;
}

const templates::Template& paper(const std::string& id) {
    const auto* found = papers().find(id);
    REQUIRE(found != nullptr);
    return *found;
}

const Values& applicant() {
    static const Values values = {{"full_name", "عبد الرحمن بن سالم الهذلول"},
                                  {"national_id", "1012345672"},
                                  {"phone", "0512345678"},
                                  {"sex", "male"},
                                  {"birth_date", "1985-04-12"},
                                  {"nationality", "سعودي"},
                                  {"marital_status", "married"},
                                  {"city", "الرياض"},
                                  {"address", "شارع الأمير سلطان"},
                                  {"housing", "rented"},
                                  {"monthly_income", "4500"},
                                  {"iban", "SA0380000000608010167519"},
                                  {"support_kind", "rent,food"},
                                  {"documents", "id_copy,lease"},
                                  {"date", "2026-11-20"},
                                  {"channel", "interview"}};
    return values;
}

std::string blank_pdf(const std::string& id, const Values& values, const std::string& case_id) {
    forms::BlankOptions options;
    options.case_id = case_id;
    options.values = values;
    options.made = Moment(std::chrono::seconds(1795348800));
    return forms::make_blank(paper(id), options);
}

cv::Mat printed(const std::string& id, const Values& values, const std::string& case_id) {
    static std::map<std::string, Page> kept;
    const std::string key = id + "|" + case_id + "|" +
                            (values.empty() ? "" : values.begin()->second + std::to_string(values.size()));
    auto found = kept.find(key);
    if (found == kept.end())
        found = kept.emplace(key, pdf::rasterise(blank_pdf(id, values, case_id), 1, 300)).first;
    const Page& page = found->second;
    return cv::Mat(page.height, page.width, CV_8U, const_cast<std::uint8_t*>(page.pixels.data())).clone();
}

cv::Mat turned(const cv::Mat& page, double clockwise_deg) {
    const double a = clockwise_deg * CV_PI / 180, c = std::abs(std::cos(a)), s = std::abs(std::sin(a));
    const cv::Size size(static_cast<int>(page.cols * c + page.rows * s),
                        static_cast<int>(page.cols * s + page.rows * c));
    cv::Mat m = cv::getRotationMatrix2D(
        {static_cast<float>(page.cols) / 2, static_cast<float>(page.rows) / 2}, -clockwise_deg, 1);
    m.at<double>(0, 2) += (size.width - page.cols) / 2.0;
    m.at<double>(1, 2) += (size.height - page.rows) / 2.0;
    cv::Mat out;
    cv::warpAffine(page, out, m, size, cv::INTER_LINEAR, cv::BORDER_CONSTANT, 255);
    return out;
}

cv::Mat photographed(const cv::Mat& page, double depth) {
    const float w = static_cast<float>(page.cols), h = static_cast<float>(page.rows),
                d = static_cast<float>(depth) * w;
    const std::vector<cv::Point2f> from = {{0, 0}, {w, 0}, {w, h}, {0, h}};
    const std::vector<cv::Point2f> to = {
        {150 + d, 130}, {w + 120 - d * 0.7f, 170}, {w + 160, h + 60 - d}, {90, h + 110}};
    cv::Mat out;
    cv::warpPerspective(page, out, cv::getPerspectiveTransform(from, to), {page.cols + 300, page.rows + 260},
                        cv::INTER_LINEAR, cv::BORDER_CONSTANT, 60);
    cv::Mat light(out.size(), CV_32F);
    for (int y = 0; y < out.rows; ++y)
        for (int x = 0; x < out.cols; ++x)
            light.at<float>(y, x) = 0.95f - 0.4f * static_cast<float>(x) / static_cast<float>(out.cols) *
                                                static_cast<float>(y) / static_cast<float>(out.rows);
    cv::Mat shaded;
    out.convertTo(shaded, CV_32F);
    shaded = shaded.mul(light);
    shaded.convertTo(out, CV_8U);
    return out;
}

cv::Mat with_noise(const cv::Mat& page, double sigma) {
    cv::Mat noise(page.size(), CV_16S), wide, out;
    cv::theRNG().state = 20261122;
    cv::randn(noise, 0, sigma);
    page.convertTo(wide, CV_16S);
    wide += noise;
    wide.convertTo(out, CV_8U);
    return out;
}

cv::Mat through_jpeg(const cv::Mat& page, int quality) {
    std::vector<std::uint8_t> bytes;
    cv::imencode(".jpg", page, bytes, {cv::IMWRITE_JPEG_QUALITY, quality});
    return cv::imdecode(bytes, cv::IMREAD_GRAYSCALE);
}

cv::Mat at_dpi(const cv::Mat& page, double dpi) {
    cv::Mat out;
    cv::resize(page, out, {}, dpi / 300, dpi / 300, dpi < 300 ? cv::INTER_AREA : cv::INTER_LINEAR);
    return out;
}

cv::Mat without_box(const cv::Mat& page, const BoxMm& box) {
    cv::Mat out = page.clone();
    cv::rectangle(out, cv::Rect(px({box.x, box.y}), px({box.right(), box.bottom()})), 255, cv::FILLED);
    return out;
}

void draw_line(cv::Mat& page, PointMm from, PointMm to, double width_mm, int grey) {
    cv::line(page, px(from), px(to), grey, std::max(1, static_cast<int>(std::lround(width_mm * px_per_mm))),
             cv::LINE_AA);
}

void draw_ring(cv::Mat& page, PointMm centre, double rx_mm, double ry_mm, double width_mm, int grey) {
    cv::ellipse(page, px(centre),
                cv::Size(static_cast<int>(rx_mm * px_per_mm), static_cast<int>(ry_mm * px_per_mm)), 0, 0, 360,
                grey, std::max(1, static_cast<int>(std::lround(width_mm * px_per_mm))), cv::LINE_AA);
}

Page page_of(const cv::Mat& grey, double dpi) {
    Page page;
    page.width = grey.cols;
    page.height = grey.rows;
    page.dpi = dpi;
    const cv::Mat whole = grey.isContinuous() ? grey : grey.clone();
    page.pixels.assign(whole.data, whole.data + whole.total());
    return page;
}

std::string png(const cv::Mat& image) {
    std::vector<std::uint8_t> bytes;
    cv::imencode(".png", image, bytes, {cv::IMWRITE_PNG_COMPRESSION, 1});
    return {bytes.begin(), bytes.end()};
}

std::string jpeg(const cv::Mat& image, int quality) {
    std::vector<std::uint8_t> bytes;
    cv::imencode(".jpg", image, bytes, {cv::IMWRITE_JPEG_QUALITY, quality});
    return {bytes.begin(), bytes.end()};
}

std::string several_pages(const std::vector<cv::Mat>& pages) {
    const auto path =
        std::filesystem::temp_directory_path() / ("sanad-batch-" + std::to_string(::getpid()) + ".tif");
    REQUIRE(cv::imwritemulti(path.string(), pages));
    const std::string bytes = read_file(path.string());
    std::filesystem::remove(path);
    return bytes;
}

}  // namespace sanad::test
