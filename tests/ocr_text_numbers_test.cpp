// Numbers within lines of text: house numbers, sums, years.
#include <catch2/catch.hpp>

#include "core/arabic.h"
#include "ocr/line_put_back.h"
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

constexpr double accepted_from = 0.995;

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

TEST_CASE("a letter that looks like a digit stays one in bold print too", "[ocr][hostile]") {
    for (const std::string text : {"ريم بنت موسى المرجاناوي", "سعد عثمان الصبحاوي",
                                   "وتعطلت الثلاجة ولا أستطيع شراء غيرها", "هاني بن طه الطلحاوي"}) {
        const auto seen = tidy(read({"NotoSansArabic-Bold.ttf"}, text, 3).text);
        INFO(text << " read as " << seen);
        CHECK(western_digits(seen).find_first_of("0123456789") == std::string::npos);
    }
}

TEST_CASE("what was taken out of a line goes where it stood among the words", "[ocr]") {
    CHECK(ocr::put_back("شارع النخيل، مبنى", U"شارع النخيل، مبنى ", {{"42", 18}}) == "شارع النخيل، مبنى 42");
    CHECK(ocr::put_back("مبنى رقم ، شقة", U"مبنى رقم ، شقة ", {{"7", 9}, {"12", 15}}) ==
          "مبنى رقم 7، شقة 12");
    CHECK(ocr::put_back("شارع النخيل", U" شارع النخيل", {{"8009", 0, true}}) == "8009 شارع النخيل");
    CHECK(ocr::put_back("", U"", {{"٢٠٢٦", 0}}) == "٢٠٢٦");
    // Though the witness misread every second letter.
    CHECK(ocr::put_back("منذ سنة", U"مغد  ةسن", {{"39", 4, true}}) == "منذ 39 سنة");
    // A comma closes the word before it.
    CHECK(ocr::put_back("شارع النخيل مبنى", U"شارع النخيل مبنى", {{"،", 11, false, true}}) ==
          "شارع النخيل، مبنى");
}

TEST_CASE("a printed number of several digits may be accepted with the text around it, and is right then",
          "[ocr]") {
    std::size_t accepted = 0, count = 0;
    for (const auto& face : faces)
        for (const std::string text :
             {"شارع النخيل، مبنى ٤٢١٧", "طريق الوادي، مبنى 8469", "فاتورة رقم ٢٨٤٧١٣ من الشركة",
              "إيجار المسكن 18500 ريال", "مبنى رقم 296، شقة 14", "راتب ٦٢٠٠ ريال شهريا"}) {
            const auto seen = read(face, text, ++count);
            INFO(text << " read as " << seen.text << ", " << seen.chance);
            CHECK((seen.chance < accepted_from || fold_name(tidy(seen.text)) == fold_name(text)));
            accepted += seen.chance >= accepted_from ? 1 : 0;
        }
    INFO(accepted << " of " << count);
    CHECK(accepted * 3 >= count);
}

TEST_CASE("a number alone, or of one digit, is never accepted as text", "[ocr][hostile]") {
    std::uint64_t seed = 0;
    for (const auto& face : faces)
        for (const std::string text : {"٤٢١٧", "18500", "عمارة الياسمين الدور ٥", "شارع النخيل، مبنى 4"})
            CHECK(read(face, text, ++seed).chance < accepted_from);
}

TEST_CASE("commas are read where they stand, and cost no dot of the letters beside them", "[ocr]") {
    std::size_t right = 0, count = 0;
    for (const auto& face : faces)
        for (const std::string text :
             {"مسكن جديد بلا أثاث، ونحتاج إلى أسرة", "شارع السدرة، حي الريان، جدة",
              "توقف الراتب، وتراكمت الفواتير، ولا معيل لنا", "بيت قديم، زيت وقوت، حب وتوت"}) {
            const auto seen = tidy(read(face, text, ++count).text);
            INFO(text << " read as " << seen);
            CHECK(edit_distance(seen, text) <= 2);
            right += seen == text ? 1 : 0;
        }
    INFO(right << " of " << count);
    CHECK(right * 10 >= count * 8);
}
