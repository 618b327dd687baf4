// What is made of the lines of a letter, however they were read.
#include <algorithm>
#include <catch2/catch.hpp>

#include "core/arabic.h"
#include "ocr/letter.h"
#include "ocr/letter_anchors.h"

using namespace sanad;
using namespace sanad::ocr;

namespace {

// A line of text by its right end and its height on the page; letters are two millimetres wide.
struct Put {
    double right, y;
    std::string text;
};

LetterPage page_of(const std::vector<Put>& lines, int number = 1) {
    LetterPage page{number, 210, 297, Source::ocr, {}};
    for (const auto& put : lines) {
        LetterLine line;
        line.page = number;
        double x = put.right;
        for (std::size_t from = 0; from < put.text.size();) {
            const auto end = std::min(put.text.find(' ', from), put.text.size());
            const auto word = put.text.substr(from, end - from);
            const double width = 2.0 * static_cast<double>(code_points(word));
            x -= width;
            line.words.push_back({word, {x, put.y, width, 5}, 0.95});
            x -= 2;
            from = end + 1;
        }
        line.box = {x + 2, put.y, put.right - x - 2, 5};
        set_words_apart(line);
        page.lines.push_back(std::move(line));
    }
    return page;
}

Reading field(const std::vector<Reading>& readings, const std::string& key) {
    for (const auto& reading : readings)
        if (reading.key == key) return reading;
    return {};
}

std::string value(const std::vector<Put>& lines, const std::string& key) {
    return field(read_letter({page_of(lines)}), key).value;
}

const std::vector<Put> request{
    {80, 20, "التاريخ: ١٢/١١/٢٠٢٦م"},
    {80, 28, "الرقم: ٤٧/٢٠٢٦"},
    {80, 36, "المرفقات: صورة الهوية، تقرير طبي"},
    {190, 55, "المكرم رئيس جمعية المثال الأهلية سلمه الله"},
    {190, 65, "السلام عليكم ورحمة الله وبركاته، وبعد:"},
    {150, 75, "الموضوع: طلب المساعدة في ثمن جهاز"},
    {190, 90, "أفيدكم بأن والدتي تحتاج إلى جهاز تنفس وصفه لها الطبيب ولا يكفي دخلي لشرائه"},
    {190, 100, "لذا أرجو من الجمعية المساعدة في ثمنه."},
    {130, 115, "وتقبلوا خالص التحية والتقدير"},
    {95, 130, "مقدم الطلب: بدر بن أنس الينابيعي"},
    {95, 140, "رقم الهوية: ١٩١٧٧٦٧٧٠٧"},
    {95, 150, "الجوال: ٠٥٢٠٠١٣٤٢٢"},
};

std::vector<Put> with_date(const std::string& written) {
    auto lines = request;
    lines.front().text = written;
    return lines;
}

}  // namespace

TEST_CASE("the parts of a letter are found by their labels and places", "[ocr]") {
    const auto page = page_of(request);
    REQUIRE(begins_letter(page));
    const auto readings = read_letter({page});
    CHECK(field(readings, "sender").value == "بدر بن أنس الينابيعي");
    CHECK(field(readings, "addressee").value == "رئيس جمعية المثال الأهلية");
    CHECK(field(readings, "subject").value == "طلب المساعدة في ثمن جهاز");
    CHECK(field(readings, "date").value == "2026-11-12");
    CHECK(field(readings, "date").calendar == "gregorian");
    CHECK(field(readings, "date").written == "2026-11-12");
    CHECK(field(readings, "reference").value == "47/2026");
    CHECK(field(readings, "reference").text == "٤٧/٢٠٢٦");
    CHECK(field(readings, "attachments").value == "صورة الهوية، تقرير طبي");
    CHECK(field(readings, "kind").value == "request");
    CHECK(field(readings, "national_id").value == "1917767707");
    CHECK(field(readings, "phone").value == "0520013422");
    CHECK(field(readings, "body").value.starts_with("أفيدكم بأن والدتي"));
    CHECK(field(readings, "body").value.ends_with("المساعدة في ثمنه."));
}

TEST_CASE("nothing of a letter that was read from pixels is accepted unseen", "[ocr]") {
    for (const auto& reading : read_letter({page_of(request)})) {
        CAPTURE(reading.key);
        CHECK_FALSE(reading.accepted);
        CHECK(reading.confidence < 0.999);
    }
}

TEST_CASE("dates of letters are understood in both calendars, in digits and with names of months", "[ocr]") {
    struct Case {
        std::string written, day, calendar;
    };
    const auto one = GENERATE(values<Case>({
        {"التاريخ: ٢/٦/١٤٤٨هـ", "2026-11-12", "hijri"},
        {"التاريخ: 2 / 6 / 1448 هـ", "2026-11-12", "hijri"},
        {"التاريخ: ٢ جمادى الآخرة ١٤٤٨هـ", "2026-11-12", "hijri"},
        {"التاريخ: ٢ جمادي الاخرة ١٤٤٨", "2026-11-12", "hijri"},
        {"التاريخ: 2026/11/12م", "2026-11-12", "gregorian"},
        {"التاريخ: ١٢ نوفمبر ٢٠٢٦م", "2026-11-12", "gregorian"},
        {"التاريخ: ١٢ تشرين الثاني ٢٠٢٦م", "2026-11-12", "gregorian"},
        {"التاريخ: 12 كانون الثاني 2026", "2026-01-12", "gregorian"},
        {"التاريخ: ١٢ نوقمبر ٢٠٢٦م", "2026-11-12", "gregorian"},  // a letter misread
        {"حرر في ١٢/١١/٢٠٢٦م", "2026-11-12", "gregorian"},
        {"الرياض في ١٢/١١/٢٠٢٦م", "2026-11-12", "gregorian"},  // without a label
        {"التاريخ: ٢/٦/١٤٤٨هـ الموافق ١٢/١١/٢٠٢٦م", "2026-11-12", "hijri"},
    }));
    CAPTURE(one.written);
    const auto date = field(read_letter({page_of(with_date(one.written))}), "date");
    CHECK(date.state == ReadState::read);
    CHECK(date.value == one.day);
    CHECK(date.calendar == one.calendar);
}

TEST_CASE("a day that does not exist is illegible, not another day", "[ocr][hostile]") {
    const auto written = GENERATE(as<std::string>{}, "التاريخ: ٣٠/٢/٢٠٢٦م", "التاريخ: ١٢/١٣/٢٠٢٦م",
                                  "التاريخ: ٣١/٦/١٤٤٨هـ", "التاريخ: قريبا", "التاريخ: ١٢/١١/١٧٨٩م");
    CAPTURE(written);
    const auto date = field(read_letter({page_of(with_date(written))}), "date");
    CHECK(date.state == ReadState::illegible);
    CHECK(date.value.empty());
}

TEST_CASE("a stroke that was taken for half a digit leaves a date that is shown as a guess", "[ocr]") {
    const auto guessed = field(read_letter({page_of(with_date("التاريخ: ٢/٩٨٤٤٨هـ"))}), "date");
    CHECK(guessed.value == "2027-02-09");
    CHECK(guessed.text == "٢/٩٨٤٤٨هـ");
    CHECK(guessed.confidence <= 0.3);
    const auto either = field(read_letter({page_of(with_date("التاريخ: ٨٨/١٤٤٨"))}), "date");
    CHECK(either.state == ReadState::illegible);
}

TEST_CASE("labels are known although letters of them were misread", "[ocr]") {
    const auto [label, anchor] = GENERATE(table<std::string, Anchor>({
        {"التاريج: x", Anchor::date},
        {"الموصوع: x", Anchor::subject},
        {"موضوع الحطاب: x", Anchor::subject},
        {"المرققات: x", Anchor::attachments},
        {"رقم الخطاب: x", Anchor::reference},
        {"مقدم الطلب: x", Anchor::sender},
        {"وتئة تقبلوا", Anchor::other},
        {"وتفضلوا بقيول فائق الاحترام", Anchor::closing},
        {"السلام علي ورحمة الله وركاته", Anchor::salutation},
        {"والسلام عليكم ورحمة الله وبركاته", Anchor::closing},
        {"السلام عليكم ورحمة الله وبركاته", Anchor::salutation},
    }));
    CAPTURE(label);
    const auto page = page_of({{190, 10, label}});
    const auto hits = find_anchors(page.lines.front());
    if (anchor == Anchor::other) {
        CHECK(hits.empty());
    } else {
        REQUIRE_FALSE(hits.empty());
        CHECK(hits.front().anchor == anchor);
    }
}

TEST_CASE("a label's value may stand beside it, or below it", "[ocr]") {
    auto beside = request;
    beside[1] = {80, 28, "الرقم:"};
    beside.push_back({50, 28, "٤٧/٢٠٢٦"});
    CHECK(value(beside, "reference") == "47/2026");
    auto below = request;
    below[9] = {190, 130, "مقدمه لكم:"};
    below.insert(below.begin() + 10, {190, 138, "بدر بن أنس الينابيعي"});
    CHECK(value(below, "sender") == "بدر بن أنس الينابيعي");
}

TEST_CASE("who signs without a label is found below the closing words, past the title", "[ocr]") {
    auto office = request;
    office.resize(9);
    office.push_back({80, 130, "مدير المركز"});
    office.push_back({80, 150, "ريم بنت زياد الوسماوي"});
    CHECK(value(office, "sender") == "ريم بنت زياد الوسماوي");
}

TEST_CASE("what a letter wants is told by its words", "[ocr]") {
    const auto [subject, kind] = GENERATE(table<std::string, std::string>({
        {"الموضوع: شكوى من تأخر الصرف", "complaint"},
        {"الموضوع: اقتراح تنظيم المواعيد", "suggestion"},
        {"الموضوع: شكر وتقدير", "thanks"},
        {"الموضوع: الرغبة في التطوع", "volunteering"},
        {"الموضوع: طلب سداد إيجار", "request"},
    }));
    auto lines = request;
    lines[5].text = subject;
    lines[6].text = "نود إفادتكم بما جاء في العنوان أعلاه وفقكم ربي لكل خير وسدد خطاكم";
    lines[7].text = "والأمر إليكم في ذلك كله.";
    CHECK(value(lines, "kind") == kind);
}

TEST_CASE("a letter goes on over its pages", "[ocr]") {
    const std::vector<Put> first(request.begin(), request.begin() + 8),
        rest(request.begin() + 8, request.end());
    std::vector<Put> second{{190, 20, "وقد زارنا الباحث وكتب تقريرا بما رأى."}};
    second.insert(second.end(), rest.begin(), rest.end());
    const auto readings = read_letter({page_of(first, 3), page_of(second, 4)});
    CHECK(field(readings, "sender").value == "بدر بن أنس الينابيعي");
    CHECK(field(readings, "sender").page == 2);
    CHECK(field(readings, "date").page == 1);
    CHECK(field(readings, "body").value.find("وكتب تقريرا") != std::string::npos);
}

TEST_CASE("a case number and an IBAN are found wherever they stand", "[ocr]") {
    auto lines = request;
    lines[7].text = "بشأن المعاملة رقم ٤٥٢١ وحسابي SA03 8000 0000 6080 1016 7519 لدى البنك";
    const auto readings = read_letter({page_of(lines)});
    CHECK(field(readings, "case").value == "4521");
    CHECK(field(readings, "iban").value == "SA0380000000608010167519");
}

TEST_CASE("a number that is not well formed is not sure", "[ocr][hostile]") {
    auto lines = request;
    lines[10].text = "رقم الهوية: ١٩١٧٧٦٧٧٠٨";  // the check digit is wrong
    const auto id = field(read_letter({page_of(lines)}), "national_id");
    CHECK(id.value == "1917767708");
    CHECK(id.confidence <= 0.2);
}

TEST_CASE("pages that are no letters are not taken for any", "[ocr][hostile]") {
    SECTION("nothing") { CHECK_FALSE(begins_letter(LetterPage{})); }
    SECTION("a newspaper that greets its readers") {
        std::vector<Put> lines{{195, 10, "صدى السفح"}, {195, 20, "السلام عليكم أيها القراء"}};
        for (int i = 0; i < 30; ++i)
            lines.push_back(
                {195, 30.0 + 7 * i, "شهدت البلدة الصغيرة عند سفح الجبل صباح أمس افتتاح حديقة عامة"});
        CHECK_FALSE(begins_letter(page_of(lines)));
    }
    SECTION("another's form with nothing filled in") {
        std::vector<Put> lines{{150, 10, "نموذج طلب خدمة"},
                               {190, 20, "سعادة مدير الفرع المحترم"},
                               {190, 30, "السلام عليكم ورحمة الله وبركاته"}};
        for (const char* label :
             {"الاسم: ........", "رقم الهوية: ........", "الجوال: ........", "العنوان: ........",
              "الموضوع: ........", "التاريخ: ........", "التوقيع: ........"})
            lines.push_back({190, 40.0 + 8 * static_cast<double>(lines.size()), label});
        CHECK_FALSE(begins_letter(page_of(lines)));
    }
    SECTION("labels alone") {
        CHECK_FALSE(begins_letter(
            page_of({{190, 10, "التاريخ: ١٢/١١/٢٠٢٦م"}, {190, 20, "الرقم: ٤٧"}, {190, 30, "الاسم: بدر"}})));
    }
    SECTION("greetings a thousand times") {
        std::vector<Put> lines;
        for (int i = 0; i < 1000; ++i) lines.push_back({190, 0.2 * i, "السلام عليكم ورحمة الله وبركاته"});
        CHECK_FALSE(begins_letter(page_of(lines)));
    }
}

TEST_CASE("nonsense on a letter's lines is survived", "[ocr][hostile]") {
    auto lines = request;
    const auto junk = GENERATE(as<std::string>{}, ":", "/", "::::", "التاريخ: التاريخ: الرقم:", "\xff\xfe",
                               "0 0 0 0 0 0 0 0 0 0 0", "الرقم: ////----", "إلى:", "الموضوع:");
    CAPTURE(junk);
    for (std::size_t i = 0; i < lines.size(); i += 2) lines[i].text = junk;
    for (const auto& reading : read_letter({page_of(lines)})) CHECK_FALSE(reading.accepted);
    const std::string long_word(20'000, 'x');
    lines[6].text = long_word;
    CHECK(read_letter({page_of(lines)}).size() >= 8);
}
