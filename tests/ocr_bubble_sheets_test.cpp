// Photos of real answer sheets, of which nobody has the blank: one photo, its answers erased, serves as the
// blank; the sheet itself and another printing of it, photographed on another day, are read with it.
#include <filesystem>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <fmt/format.h>

#include "core/files.h"
#include "core/json.h"
#include "ocr/reader.h"
#include "test_data.h"

using namespace sanad;
namespace fs = std::filesystem;

namespace {

constexpr int width = 1800, height = 2400;  // px that the templates speak of
constexpr double paper_w = 210, paper_h = 297;

struct Bubble {
    std::string question;
    char answer;
    cv::Rect box;
};

// "q1..10" to q1 … q10.
std::vector<std::string> spread(const std::string& labels) {
    const auto dots = labels.find("..");
    std::vector<std::string> all;
    for (int i = std::stoi(labels.substr(1, dots - 1)); i <= std::stoi(labels.substr(dots + 2)); ++i)
        all.push_back("q" + std::to_string(i));
    return all;
}

std::vector<Bubble> bubbles_of(const fs::path& folder) {
    const auto layout = parse_json(read_file((folder / "template.json").string()));
    const int w = layout["bubbleDimensions"][0], h = layout["bubbleDimensions"][1];
    std::vector<Bubble> all;
    for (const auto& [name, block] : layout["fieldBlocks"].items()) {
        double y = block["origin"][1];
        for (const auto& label : block["fieldLabels"])
            for (const auto& question : spread(label.get<std::string>())) {
                for (int i = 0; i < 4; ++i)
                    all.push_back(
                        {question,
                         static_cast<char>('A' + i),
                         {cvRound(block["origin"][0].get<double>() + i * block["bubblesGap"].get<double>()),
                          cvRound(y), w, h}});
                y += block["labelsGap"].get<double>();
            }
    }
    return all;
}

// The sheet cut out of its photo by its four corners against the dark cloth.
cv::Mat cut_out(const cv::Mat& photo) {
    cv::Mat bright;
    cv::GaussianBlur(photo, bright, {9, 9}, 0);
    cv::threshold(bright, bright, 0, 255, cv::THRESH_OTSU);
    std::vector<std::vector<cv::Point>> contours;
    cv::findContours(bright, contours, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_SIMPLE);
    const auto sheet = *std::max_element(contours.begin(), contours.end(), [](const auto& a, const auto& b) {
        return cv::contourArea(a) < cv::contourArea(b);
    });
    std::vector<cv::Point> hull, corners;
    cv::convexHull(sheet, hull);
    for (double slack = 0.01; slack < 0.1 && corners.size() != 4; slack += 0.005)
        cv::approxPolyDP(hull, corners, slack * cv::arcLength(hull, true), true);
    REQUIRE(corners.size() == 4);
    std::vector<cv::Point2f> from(corners.begin(), corners.end());
    std::sort(from.begin(), from.end(), [](auto a, auto b) { return a.x + a.y < b.x + b.y; });
    if (from[1].x < from[2].x) std::swap(from[1], from[2]);  // top left, top right, bottom left, bottom right
    const std::vector<cv::Point2f> to{{0, 0}, {width, 0}, {0, height}, {width, height}};
    cv::Mat flat;
    cv::warpPerspective(photo, flat, cv::getPerspectiveTransform(from, to), {width, height}, cv::INTER_CUBIC);
    return flat;
}

// A bubble where it really is: the templates are a few pixels off here and there.
cv::Rect found_box(const cv::Mat& sheet, const cv::Rect& box) {
    cv::Rect best = box;
    for (int dy = -8; dy <= 8; dy += 2)
        for (int dx = -8; dx <= 8; dx += 2)
            if (cv::mean(sheet(box + cv::Point(dx, dy)))[0] < cv::mean(sheet(best))[0])
                best = box + cv::Point(dx, dy);
    return best;
}

double darkness(const cv::Mat& sheet, const cv::Rect& box) {
    return 255 - cv::mean(sheet(found_box(sheet, box)))[0];
}

// The answers by the sheet's own template, without any of our program: the darkest bubble where it clearly
// is.
std::map<std::string, char> answers_by_darkness(const cv::Mat& sheet, const std::vector<Bubble>& bubbles) {
    std::map<std::string, char> answers;
    for (std::size_t i = 0; i + 3 < bubbles.size(); i += 4) {
        std::array<double, 4> dark{};
        for (std::size_t k = 0; k < 4; ++k) dark[k] = darkness(sheet, bubbles[i + k].box);
        const auto best = std::max_element(dark.begin(), dark.end());
        std::array<double, 4> sorted = dark;
        std::sort(sorted.begin(), sorted.end());
        if (sorted[3] > sorted[2] + 45)
            answers[bubbles[i].question] = static_cast<char>('A' + (best - dark.begin()));
    }
    return answers;
}

// Filled bubbles are covered with the nearest one of their column that is empty.
cv::Mat without_answers(const cv::Mat& sheet, const std::vector<Bubble>& bubbles,
                        const std::map<std::string, char>& answers) {
    cv::Mat blank = sheet.clone();
    const auto is_filled = [&](const Bubble& bubble) {
        const auto found = answers.find(bubble.question);
        return found != answers.end() && found->second == bubble.answer;
    };
    for (const auto& bubble : bubbles) {
        if (!is_filled(bubble)) continue;
        const Bubble* nearest = nullptr;
        for (const auto& other : bubbles)
            if (other.answer == bubble.answer && !is_filled(other) &&
                std::abs(other.box.x - bubble.box.x) < 10 &&
                (nearest == nullptr ||
                 std::abs(other.box.y - bubble.box.y) < std::abs(nearest->box.y - bubble.box.y)))
                nearest = &other;
        REQUIRE(nearest != nullptr);
        constexpr int rim = 5;
        const auto grown = [&](cv::Rect box) {
            return box + cv::Size(2 * rim, 2 * rim) - cv::Point(rim, rim);
        };
        sheet(grown(found_box(sheet, nearest->box))).copyTo(blank(grown(found_box(sheet, bubble.box))));
    }
    return blank;
}

std::string paper_toml(const std::vector<Bubble>& bubbles) {
    std::string toml =
        "id = \"answer-sheet\"\nversion = 1\ntitle = { ar = \"ورقة إجابة\" }\nblank = \"blank.png\"\n"
        "paper_mm = [210, 297]\n";
    for (std::size_t i = 0; i + 3 < bubbles.size(); i += 4) {
        toml += fmt::format(
            "[[field]]\nkey = \"{0}\"\nkind = \"choice\"\nlabel = {{ ar = \"{0}\" }}\noptions = [\n",
            bubbles[i].question);
        for (std::size_t k = i; k < i + 4; ++k) {
            const auto& box = bubbles[k].box;
            toml += fmt::format(
                "  {{ key = \"{}\", ar = \"{}\", box = [{:.3f}, {:.3f}, {:.3f}, {:.3f}] }},\n",
                static_cast<char>(bubbles[k].answer - 'A' + 'a'), bubbles[k].answer, box.x * paper_w / width,
                box.y * paper_h / height, box.width * paper_w / width, box.height * paper_h / height);
        }
        toml += "]\n";
    }
    return toml;
}

struct Agreement {
    int right = 0, wrong = 0, accepted = 0, wrong_accepted = 0, questions = 0;
};

Agreement compare(const DocumentReading& document, const std::map<std::string, char>& truth) {
    Agreement sum;
    for (const auto& field : document.fields) {
        const auto answer = truth.find(field.key);
        const std::string wanted =
            answer == truth.end() ? "" : std::string(1, static_cast<char>(answer->second + 32));
        const bool right = wanted.empty() ? field.state == ReadState::empty : field.value == wanted;
        ++sum.questions;
        ++(right ? sum.right : sum.wrong);
        sum.accepted += field.accepted ? 1 : 0;
        sum.wrong_accepted += field.accepted && !right ? 1 : 0;
    }
    return sum;
}

}  // namespace

TEST_CASE("answer sheets of another body are read from photos by a picture of their blank", "[ocr]") {
    const auto data = test::test_data("ocr/bubble-sheets/sample3");
    if (!data) return;
    const auto thick = *data / "colored-thick-sheet", thin = *data / "xeroxed-thin-sheet";
    const auto thick_photo = (thick / "rgb-100-gsm.jpg").string(),
               thin_photo = (thin / "grayscale-80-gsm.jpg").string();
    const auto bubbles = bubbles_of(thick), thin_bubbles = bubbles_of(thin);
    const auto sheet = cut_out(cv::imread(thick_photo, cv::IMREAD_GRAYSCALE));
    const auto thin_sheet = cut_out(cv::imread(thin_photo, cv::IMREAD_GRAYSCALE));
    const auto truth = answers_by_darkness(sheet, bubbles);
    const auto thin_truth = answers_by_darkness(thin_sheet, thin_bubbles);
    const auto folder = fs::temp_directory_path() / "sanad-bubble-sheets";
    fs::remove_all(folder);
    fs::create_directories(folder / "answer-sheet");
    cv::imwrite((folder / "answer-sheet/blank.png").string(), without_answers(sheet, bubbles, truth));
    write_file((folder / "answer-sheet/paper.toml").string(), paper_toml(bubbles));
    const auto papers = templates::Library::load(folder.string());
    ocr::Reader reader(papers, {SANAD_BINARY_DIR "/share/sanad/tessdata", SANAD_SOURCE_DIR "/ocr/models"});
    const auto read = [&](const std::string& file) { return reader.read({file, read_file(file)}).front(); };

    SECTION("the sheet itself, as it was photographed") {
        const auto document = read(thick_photo);
        REQUIRE(document.form == "answer-sheet");
        const auto sum = compare(document, truth);
        CAPTURE(truth.size(), sum.right, sum.wrong, sum.accepted, sum.wrong_accepted,
                document.pages.front().residual_mm);
        CHECK(sum.right == sum.questions);
        CHECK(sum.wrong_accepted == 0);
    }
    SECTION("a copy on other paper, slightly out of shape, from another photo") {
        const auto document = read(thin_photo);
        CAPTURE(document.pages.front().fault);
        REQUIRE(document.form == "answer-sheet");
        const auto sum = compare(document, thin_truth);
        CAPTURE(thin_truth.size(), sum.right, sum.wrong, sum.accepted, sum.wrong_accepted,
                document.pages.front().residual_mm);
        CHECK(sum.right >= sum.questions * 95 / 100);
        CHECK(sum.wrong_accepted == 0);
    }
    SECTION("a sheet of another examination is none of these") {
        const auto document = read((data->parent_path() / "sample1/MobileCamera/sheet1.jpg").string());
        CHECK(document.form.empty());
    }
}
