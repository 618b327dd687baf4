#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>

#include "core/error.h"
#include "core/files.h"
#include "core/hash.h"
#include "ocr/digits.h"
#include "ocr/digits_model.h"
#include "ocr/digits_network.h"
#include "ocr/digits_posterior.h"

using namespace sanad;
using namespace sanad::ocr;

namespace {

const std::string shipped = SANAD_SOURCE_DIR "/ocr/models/digits.model";

struct TemporaryFile {
    std::string path = (std::filesystem::temp_directory_path() / "sanad-digits-test.model").string();
    explicit TemporaryFile(const std::string& bytes) { std::ofstream(path, std::ios::binary) << bytes; }
    ~TemporaryFile() { std::filesystem::remove(path); }
};

}  // namespace

TEST_CASE("the shipped digit model is small and loads within ten milliseconds", "[ocr]") {
    CHECK(std::filesystem::file_size(shipped) < 1'300'000);  // four networks
    const DigitReader warm(shipped);
    const auto start = std::chrono::steady_clock::now();
    const DigitReader reader(shipped);
    const std::chrono::duration<double, std::milli> spent = std::chrono::steady_clock::now() - start;
    CHECK(reader.model_name().starts_with("digits-"));
    INFO(spent.count() << " ms");
#ifdef NDEBUG
    CHECK(spent.count() < 10);
#else
    CHECK(spent.count() < 100);
#endif
}

TEST_CASE("where one network holds another digit likely, its share stays as a doubt", "[ocr]") {
    auto model = parse_model(read_file(shipped));
    REQUIRE(model);
    auto sure = model->networks[0], other = sure;
    sure.back().bias[0] += 80;
    other.back().bias[5] += 40;
    model->networks = {sure, other};
    CellInk ink = {};
    ink.square[500] = 255;
    const auto doubt = [&] {
        const Scores scores = mean_scores(*model, ink, 2);
        return std::exp(static_cast<double>(scores[5] - scores[0]));
    };
    model->together = Together::probabilities;
    CHECK(doubt() == Approx(1).margin(0.01));
    model->together = Together::scores;
    CHECK(doubt() < 1e-6);
}

TEST_CASE("a model of the format before goes on with the mean of its scores", "[ocr]") {
    auto model = parse_model(read_file(shipped));
    REQUIRE(model);
    model->together = Together::scores;
    const auto before = model_bytes(*model);
    CHECK(before.substr(8, 2) == std::string("\3\0", 2));
    REQUIRE(parse_model(before));
    CHECK(parse_model(before)->together == Together::scores);
    model->together = Together::probabilities;
    CHECK(parse_model(model_bytes(*model))->together == Together::probabilities);
}

TEST_CASE("a digit model survives writing and parsing", "[ocr]") {
    const auto model = parse_model(read_file(shipped));
    REQUIRE(model);
    const auto again = parse_model(model_bytes(*model));
    REQUIRE(again);
    // Halves are exact the second time.
    REQUIRE(again->networks.size() == model->networks.size());
    for (std::size_t n = 0; n < model->networks.size(); ++n)
        for (std::size_t i = 0; i < layer_shapes.size(); ++i)
            CHECK(again->networks[n][i].weights == model->networks[n][i].weights);
    CHECK(model_bytes(*again) == read_file(shipped));
    InkSquare ink = {};
    ink[500] = 255;
    for (const float score : network_scores(model->networks[0], ink)) CHECK(std::isfinite(score));
}

TEST_CASE("a digit model that was changed, cut or made up is refused", "[ocr][hostile]") {
    const std::string good = read_file(shipped);
    CHECK_FALSE(parse_model(""));
    CHECK_FALSE(parse_model("SANADDIG"));
    CHECK_FALSE(parse_model(std::string(1000, '\xff')));
    for (std::size_t length : {std::size_t{7}, std::size_t{40}, good.size() / 2, good.size() - 1})
        CHECK_FALSE(parse_model(good.substr(0, length)));
    CHECK_FALSE(parse_model(good + "x"));
    for (std::size_t at : {std::size_t{9}, std::size_t{100}, good.size() / 2, good.size() - 3}) {
        std::string changed = good;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        INFO("byte " << at);
        CHECK_FALSE(parse_model(changed));
    }
}

TEST_CASE("a digit model of format 2, which an office may have taught, is still read", "[ocr]") {
    auto model = *parse_model(read_file(shipped));
    model.networks.resize(1);
    std::string bytes = model_bytes(model);
    // The older format is the same with another number and without the count of networks.
    const std::size_t count_at = 8 + 2 + 2 + model.name.size() + 3 * 4;
    bytes[8] = 2;
    bytes.erase(count_at, 2);
    bytes.resize(bytes.size() - 32);
    const auto hash = sha256(bytes);
    bytes.append(reinterpret_cast<const char*>(hash.data()), hash.size());
    const auto old = parse_model(bytes);
    REQUIRE(old);
    CHECK(old->networks.size() == 1);
    CHECK(old->networks[0][3].weights == model.networks[0][3].weights);
}

TEST_CASE("a digit model whose numbers make no sense is refused even with a right hash", "[ocr][hostile]") {
    auto model = *parse_model(read_file(shipped));
    SECTION("infinite weight") { model.networks[0][2].weights[5] = INFINITY; }
    SECTION("no network") { model.networks.clear(); }
    SECTION("too many networks") { model.networks.resize(5, model.networks[0]); }
    SECTION("no temperature") { model.temperatures.printed = 0; }
    SECTION("temperature not a number") { model.temperatures.whole = NAN; }
    SECTION("a curve that falls") { model.curves.of[0][1][0] = {{0, 2}, {1, 1}}; }
    SECTION("a curve that goes back") { model.curves.of[0][1][0] = {{1, 1}, {0, 2}}; }
    SECTION("size prior not a number") { model.sizes.log_density[0][0] = NAN; }
    CHECK_FALSE(parse_model(model_bytes(model)));
}

TEST_CASE("a missing or damaged model file is an error that names it", "[ocr][hostile]") {
    try {
        DigitReader("/nowhere/digits.model");
        FAIL("no error");
    } catch (const Error& error) {
        CHECK(error.code() == ErrorCode::not_found);
    }
    const TemporaryFile file("not a model");
    try {
        DigitReader{file.path};
        FAIL("no error");
    } catch (const Error& error) {
        CHECK(error.code() == ErrorCode::corrupt);
        CHECK(error.where().file == file.path);
        CHECK(error.message().id == "ocr.digit_model_damaged");
    }
}
