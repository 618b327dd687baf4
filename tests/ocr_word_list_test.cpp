// What a line of text is likely to say beforehand, and print too faint to be believed.
#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>

#include "core/error.h"
#include "core/letters.h"
#include "ocr/edge_contrast.h"
#include "ocr/field_sheet.h"
#include "ocr/text_witness.h"
#include "ocr/word_list.h"
#include "samples/text_field.h"

using namespace sanad;
using namespace sanad::ocr;

namespace {

const std::string shipped_words = SANAD_BINARY_DIR "/share/sanad/tessdata/ara.words";
const std::string model = SANAD_SOURCE_DIR "/ocr/models/witness.model";

struct ListFile {
    std::string path = (std::filesystem::temp_directory_path() / "sanad-word-list-test.words").string();
    explicit ListFile(const std::string& words) { std::ofstream(path, std::ios::binary) << words; }
    ~ListFile() { std::filesystem::remove(path); }
};

cv::Mat typed(const std::string& text, const std::string& steps, const std::string& face) {
    const auto field = samples::typed_field(samples::Typeface({face}), text, {12, 20, steps, 3});
    const auto crop = lines_of_sheet(field.page, field.width_mm, field.height_mm, field.box);
    REQUIRE(crop.lines.size() == 1);
    return crop.lines.front().grey;
}

cv::Mat typed(const std::string& text, const std::string& steps = "print 0.2; scan 200; blur 0.05; noise 2") {
    return typed(text, steps, "NotoNaskhArabic-Regular.ttf");
}

}  // namespace

TEST_CASE("words are known in any spelling of their hamza, with particles and the article", "[ocr]") {
    const WordList words(shipped_words);
    CHECK(words.size() > 50'000);
    for (const auto* word :
         {U"محمد", U"الرياض", U"أحمد", U"احمد", U"والمدرسة", U"المدرسه", U"للسكن", U"بالشتاء"})
        CHECK(words.knows(word) != WordList::Known::no);
    for (const auto* word : {U"الروضاتي", U"محمذ", U"الرباض", U"ظغش", U""})
        CHECK(words.knows(word) == WordList::Known::no);
}

TEST_CASE("unknown words are counted between spaces and marks of punctuation", "[ocr]") {
    const ListFile file("البيت\nكبير\n12\nx\nو\nا\n\n");
    const WordList words(file.path);
    CHECK(words.size() == 3);  // no digits, no Latin, no lone letter but و
    CHECK(words.unknown_in(U"") == 0);
    CHECK(words.unknown_in(U" .، ") == 0);
    CHECK(words.unknown_in(U"البيت، كبير.") == 0);
    CHECK(words.unknown_in(U"وكبير و ظطظ (قفق)") == 2.5);  // with a particle: half
    CHECK(words.knows_all(U"البيت، كبير."));
    CHECK_FALSE(words.knows_all(U"البيت، وكبير."));
    CHECK(words.knows_all(U""));
    CHECK_FALSE(words.knows_all(U"البيت قفق"));
}

TEST_CASE("a list that is empty, damaged or not there", "[ocr][hostile]") {
    CHECK(WordList(ListFile("").path).size() == 0);
    const ListFile damaged(std::string("\xff\xfe\0\x80محمد\nمحمد\n", 20));
    CHECK(WordList(damaged.path).size() <= 1);
    CHECK_THROWS_AS(WordList("/nowhere/ara.words"), Error);
}

TEST_CASE("a known word is believed on less ink, and one that is known with another dot on more", "[ocr]") {
    const ListFile none("");
    const TextWitness with(model, shipped_words), without(model, none.path);
    const auto rivals = [](const TextWitness& witness, const std::string& text) {
        return witness.look(typed(text, "print 0.3; scan 200; blur 0.13; noise 3")).of(text).log_rivals;
    };
    const std::string known = "محمد عبدالله سعيد", nearly = "الرباض";
    CHECK(rivals(with, known) < rivals(without, known) - 0.5);
    CHECK(rivals(with, nearly) > rivals(without, nearly) + 0.5);
}

TEST_CASE("clean print stands out from its paper, pale and blurred print does not, nothing not at all",
          "[ocr]") {
    const std::string name = "منصور أحمد الروضاتي";
    for (const auto* face : {"NotoNaskhArabic-Regular.ttf", "DejaVuSans-Bold.ttf"}) {
        CHECK(edge_contrast(typed(name, "print 0.2; scan 300; blur 0.04", face)) > 60);
        CHECK(edge_contrast(typed(name, "print 0.4; scan 200; noise 9; bitonal 158", face)) > 60);
        CHECK(edge_contrast(typed(name, "print 0.3; scan 200; blur 0.15; noise 2", face)) < 50);
        CHECK(edge_contrast(typed(name, "print 0.5; fade 0.5; scan 200; blur 0.05; noise 3", face)) < 50);
    }
    CHECK(edge_contrast(cv::Mat(40, 200, CV_8U, cv::Scalar(255))) == 0);
    CHECK(edge_contrast({}) == 0);
}
