// Numbers within lines of text: house numbers, sums, years.
#include <catch2/catch.hpp>

#include "core/arabic.h"
#include "ocr/line_numbers.h"
#include "ocr/line_reader.h"
#include "samples/text_field.h"

using namespace sanad;

namespace {

ocr::FieldReader& reader() {
    static ocr::FieldReader one(SANAD_BINARY_DIR "/share/sanad/tessdata",
                                SANAD_SOURCE_DIR "/ocr/models/witness.model",
                                SANAD_SOURCE_DIR "/ocr/models/digits.model");
    return one;
}

ocr::FieldReading read(const std::vector<std::string>& faces, const std::string& text, std::uint64_t seed) {
    const auto field = samples::typed_field(
        samples::Typeface(faces), text, {11, 25, "print 0.3; grain 4; scan 300; blur 0.05; noise 2", seed});
    return reader().read(field.page, field.width_mm, field.height_mm, field.box, nullptr, field.skew_deg);
}

const std::vector<std::vector<std::string>> faces = {{"NotoSansArabic-Regular.ttf", "DejaVuSans.ttf"},
                                                     {"DejaVuSans.ttf"},
                                                     {"NotoNaskhArabic-Regular.ttf", "DejaVuSans.ttf"}};

ocr::NumbersApart apart(std::u32string signs, std::vector<ocr::LineNumber> numbers) {
    return {std::move(numbers), std::move(signs), {}};
}

}  // namespace

TEST_CASE("numbers in an address are read in either digit set", "[ocr]") {
    const std::vector<std::string> texts = {"شارع النخيل، مبنى ٤٢١٧",
                                            "طريق الوادي، مبنى 8469",
                                            "عمارة ٦٧٩٠ الدور ٣",
                                            "٨٠٠٩ شارع النخيل",
                                            "إيجار المسكن 18500 ريال",
                                            "راتب ٦٢٠٠ ريال شهريا",
                                            "منذ ٣٩ سنة",
                                            "حي النسيم، مبنى رقم 296، شقة 9",
                                            "جدة ٢٤٦٠٧",
                                            "شارع الأمير سلطان، مبنى 5197"};
    std::size_t right = 0, count = 0;
    std::string misses;
    for (const auto& face : faces)
        for (const auto& text : texts) {
            const auto seen = read(face, text, ++count);
            right += tidy(seen.text) == tidy(text) ? 1 : 0;
            if (tidy(seen.text) != tidy(text)) misses += text + " read as " + seen.text + "\n";
        }
    INFO(right << " of " << count << "\n" << misses);
    CHECK(right * 100 >= count * 80);
}

TEST_CASE("no letter of a text without numbers becomes a digit", "[ocr][hostile]") {
    for (const auto& face : faces)
        for (const std::string text : {"هدى بنت طه السدراوي", "أطلب المساعدة في إيجار المسكن", "لا يوجد",
                                       "آلاء اللؤلؤاوي", "سعد و طه", "أ. سعد الواحاتي"}) {
            const auto seen = tidy(read(face, text, 7).text);
            INFO(text << " read as " << seen);
            CHECK(western_digits(seen).find_first_of("0123456789") == std::string::npos);
        }
}

TEST_CASE("a number goes where it stood among the words", "[ocr]") {
    CHECK(with_numbers("شارع النخيل، مبنى", apart(U"شارع النخيل، مبنى ", {{"42", 18, false, 0.9, true}})) ==
          "شارع النخيل، مبنى 42");
    CHECK(with_numbers("مبنى رقم ، شقة", apart(U"مبنى رقم ، شقة ",
                                               {{"7", 9, false, 0.9, true}, {"12", 15, false, 0.9, true}})) ==
          "مبنى رقم 7، شقة 12");
    CHECK(with_numbers("شارع النخيل", apart(U" شارع النخيل", {{"8009", 0, true, 0.9, true}})) ==
          "8009 شارع النخيل");
    CHECK(with_numbers("", apart(U"", {{"٢٠٢٦", 0, false, 0.9, true}})) == "٢٠٢٦");
    // Though the witness misread every second letter.
    CHECK(with_numbers("منذ سنة", apart(U"مغد  ةسن", {{"39", 4, true, 0.9, true}})) == "منذ 39 سنة");
}

TEST_CASE("a number in a text is never accepted by the ink alone", "[ocr][hostile]") {
    for (const auto& face : faces) CHECK(read(face, "شارع النخيل، مبنى ٤٢١٧", 3).chance < 0.5);
}
