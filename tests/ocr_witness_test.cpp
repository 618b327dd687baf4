// The witness to readings of text: its sums, its model's file, and what it says to a name with one dot
// changed.
#include <cmath>
#include <filesystem>
#include <fstream>
#include <random>

#include <catch2/catch.hpp>

#include <opencv2/imgproc.hpp>

#include "core/error.h"
#include "core/files.h"
#include "ocr/field_sheet.h"
#include "ocr/text_chance.h"
#include "ocr/text_witness.h"
#include "ocr/witness_ctc.h"
#include "ocr/witness_model.h"
#include "ocr/witness_network.h"
#include "ocr/witness_rivals.h"
#include "samples/text_field.h"

using namespace sanad;
using namespace sanad::ocr;

namespace {

const std::string shipped = SANAD_SOURCE_DIR "/ocr/models/witness.model";
const std::string words = SANAD_BINARY_DIR "/share/sanad/tessdata/ara.words";

const TextWitness& witness() {
    static const TextWitness one(shipped, words);
    return one;
}

using Signs = std::vector<std::uint8_t>;

// Log probabilities of a few columns in which only signs 0 to `signs` can be seen.
std::vector<float> some_columns(std::size_t columns, std::size_t signs, unsigned seed) {
    std::mt19937 random(seed);
    std::vector<float> logs(columns * sign_count, -40.0f);
    for (std::size_t t = 0; t < columns; ++t) {
        double sum = 0;
        std::vector<double> chance(signs + 1);
        for (auto& one : chance) sum += one = 0.05 + static_cast<double>(random() % 1000) / 1000;
        for (std::size_t i = 0; i <= signs; ++i)
            logs[t * sign_count + i] = static_cast<float>(std::log(chance[i] / sum));
    }
    return logs;
}

cv::Mat line_of(const std::string& text, const std::string& face = "NotoNaskhArabic-Regular.ttf",
                const std::string& steps = "print 0.2; scan 200; blur 0.05; noise 2") {
    const samples::Typeface type({face});
    const auto field = samples::typed_field(type, text, {12, 20, steps, 3});
    const auto crop = lines_of_sheet(field.page, field.width_mm, field.height_mm, field.box);
    REQUIRE(crop.lines.size() == 1);
    return crop.lines.front().grey;
}

double equally(const Rival&) { return 1; }

struct TemporaryFile {
    std::string path = (std::filesystem::temp_directory_path() / "sanad-witness-test.model").string();
    explicit TemporaryFile(const std::string& bytes) { std::ofstream(path, std::ios::binary) << bytes; }
    ~TemporaryFile() { std::filesystem::remove(path); }
};

}  // namespace

TEST_CASE("the chances of all rows of signs that fit into three columns add up to one", "[ocr]") {
    const auto logs = some_columns(3, 2, 5);
    double sum = std::exp(log_chance(logs, {}));
    for (std::uint8_t a = 1; a <= 2; ++a) {
        sum += std::exp(log_chance(logs, {a}));
        for (std::uint8_t b = 1; b <= 2; ++b) {
            sum += std::exp(log_chance(logs, {a, b}));
            for (std::uint8_t c = 1; c <= 2; ++c) sum += std::exp(log_chance(logs, {a, b, c}));
        }
    }
    CHECK(sum == Approx(1).epsilon(1e-5));
}

TEST_CASE("a sign held to its columns is seen nowhere else", "[ocr]") {
    const auto logs = some_columns(6, 3, 9);
    std::vector<float> share;
    const double held = log_chance_within(logs, {1, 2}, {{0, 2}, {3, 6}}, share);
    CHECK(held < log_chance(logs, {1, 2}));
    CHECK(share[2 * sign_count + 1] == 0);
    CHECK(share[1 * sign_count + 2] == 0);
    for (std::size_t t = 0; t < 6; ++t) {
        float sum = 0;
        for (std::size_t i = 0; i < sign_count; ++i) sum += share[t * sign_count + i];
        CHECK(sum == Approx(1).epsilon(1e-4));
    }
}

TEST_CASE("the rivals of a row are all rows that differ in one sign, each at its own chance", "[ocr]") {
    const auto seed = GENERATE(1u, 2u, 3u, 4u);
    const auto logs = some_columns(7, 3, seed);
    const Signs row = seed % 2 == 0 ? Signs{1, 2, 2} : Signs{3, 1};
    const double own = log_chance(logs, row);
    double odds = 0;
    const auto add = [&](const Signs& other) { odds += std::exp(log_chance(logs, other) - own); };
    for (std::size_t k = 0; k <= row.size(); ++k) {
        for (std::uint8_t sign = 1; sign <= 3; ++sign) {
            auto more = row;
            more.insert(more.begin() + static_cast<std::ptrdiff_t>(k), sign);
            add(more);
            if (k == row.size() || row[k] == sign) continue;
            auto another = row;
            another[k] = sign;
            add(another);
        }
        if (k == row.size()) break;
        auto fewer = row;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(k));
        add(fewer);
    }
    const auto rivals = rivals_of(logs, row, equally);
    CHECK(rivals.log_chance == Approx(own).epsilon(1e-4));
    CHECK(rivals.odds == Approx(odds).epsilon(1e-3));
}

TEST_CASE("a name with one dot changed has the written one for its rival", "[ocr]") {
    const auto [written, read] =
        GENERATE(table<std::string, std::string>({{"سعد بن ناصر الخزاماوي", "سعد بن ناصر الحزاماوي"},
                                                  {"منيرة بنت زيد القيصوماوي", "منيرة بنت زبد القيصوماوي"},
                                                  {"فهد شارع الغضا", "فهد شارع العضا"}}));
    CAPTURE(written, read);
    const auto sight = witness().look(line_of(written));
    const auto right = sight.of(written), wrong = sight.of(read);
    INFO("right " << right.log_rivals << " " << right.rival << ", wrong " << wrong.log_rivals << " "
                  << wrong.rival);
    CHECK(right.log_rivals < wrong.log_rivals - 2);
    CHECK(wrong.log_rivals > 1);
}

TEST_CASE("the witness knows no language: letters as they come are confirmed like words", "[ocr]") {
    const auto sight = witness().look(line_of("ضحغ طثن قزشل"));
    CHECK(sight.of("ضحغ طثن قزشل").log_rivals < sight.of("ضجغ طثن قزشل").log_rivals - 2);
}

TEST_CASE("of two readings the one that the ink speaks for is taken", "[ocr]") {
    const auto sight = witness().look(line_of("خالد بن سعد"));
    RecognisedText seen{"حالد بن سعد", 91, 90, 2, 1, {"خالد بن سعد"}};
    Testimony testimony;
    CHECK(witnessed(seen, sight, testimony).text == "خالد بن سعد");
    CHECK(testimony.log_rivals < 3);
}

TEST_CASE("texts that the witness cannot tell have no chance", "[ocr][hostile]") {
    const auto sight = witness().look(line_of("شارع الواحة"));
    for (const std::string text :
         {"", " ", "street", "شارع ١٢", "شارع 12", "شَارع", "\xD8", "\xF0\x9F\x98\x80", "???"})
        CHECK(std::isinf(sight.of(text).log_rivals));
    CHECK(sight.of(std::string(4000, '-')).log_rivals > 0);
}

TEST_CASE("pictures without a line give no testimony", "[ocr][hostile]") {
    for (const auto& picture :
         {cv::Mat(), cv::Mat(1, 1, CV_8U, cv::Scalar(0)), cv::Mat(40, 200, CV_8U, cv::Scalar(255)),
          cv::Mat(3, 9000, CV_8U, cv::Scalar(0)), cv::Mat(900, 2, CV_8U, cv::Scalar(0))}) {
        const auto said = witness().look(picture).of("محمد");
        CHECK(said.log_rivals > 0);
    }
}

TEST_CASE("the shipped witness survives writing and parsing, and says its name", "[ocr]") {
    const auto bytes = read_file(shipped);
    const auto model = parse_witness(bytes);
    REQUIRE(model);
    CHECK(witness_bytes(*model) == bytes);
    CHECK(witness().name().starts_with("witness-"));
    CHECK(bytes.size() < 1'000'000);
}

TEST_CASE("a witness that was damaged, cut or grew is refused", "[ocr][hostile]") {
    const auto bytes = read_file(shipped);
    auto flipped = bytes;
    flipped[bytes.size() / 2] ^= 1;
    for (const auto& bad : {std::string(), std::string("SANADWIT"), bytes.substr(0, bytes.size() / 2),
                            bytes + "x", flipped, std::string(100, '\0')})
        CHECK_FALSE(parse_witness(bad));
    const TemporaryFile file(flipped);
    try {
        TextWitness one(file.path, words);
        FAIL("was opened");
    } catch (const Error& error) {
        CHECK(error.code() == ErrorCode::corrupt);
    }
    CHECK_THROWS_AS(TextWitness("/nowhere/witness.model", words), Error);
    CHECK_THROWS_AS(TextWitness(shipped, "/nowhere/ara.words"), Error);
}

TEST_CASE("the more rivals a text has, the less it is believed; without agreement less still", "[ocr]") {
    double last = 1;
    for (double rivals = -6; rivals <= 14; rivals += 0.5) {
        const double chance = chance_of_right({true, 91, rivals});
        CHECK(chance <= last);
        CHECK(chance_of_right({false, 91, rivals}) <= chance);
        CHECK(chance_of_right({true, 91, rivals, true}) >= chance);
        last = chance;
    }
    CHECK(last < 0.9);
    CHECK(chance_of_right({true, 100, -1000}) < 1);
    CHECK(chance_of_right({true, 91, std::numeric_limits<double>::infinity()}) < 0.1);
    CHECK(chance_of_right({true, 91, std::nan("")}) < 0.1);
}
