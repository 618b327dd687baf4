#include "samples/requests.h"

#include <fmt/format.h>

#include "core/dates.h"
#include "core/error.h"

namespace sanad::samples {
namespace {

std::map<std::string, std::string> values_of(const Person& person, Calendar calendar) {
    const auto read = parse_written_date(person.birth_date);
    const auto day = read ? to_gregorian(*read) : std::nullopt;
    if (!day) throw Error(ErrorCode::bad_input, "no birth date: " + person.birth_date);
    return {{"full_name", person.full_name},
            {"national_id", person.national_id},
            {"phone", person.phone},
            {"sex", person.sex},
            {"birth_date", calendar == Calendar::hijri ? written(to_hijri(*day).value()) : iso_day(*day)},
            {"nationality", person.nationality},
            {"marital_status", person.marital_status},
            {"city", person.city},
            {"district", person.district},
            {"address", person.address},
            {"dependants", std::to_string(person.dependants)},
            {"housing", person.housing},
            {"monthly_income", std::to_string(person.monthly_income)},
            {"iban", person.iban},
            {"signature", "present"},
            {"channel", "interview"}};
}

Writer office_hand(std::uint64_t seed) {
    Writer office;
    office.seed = seed;
    office.pen_grey = 70;
    office.fonts = {"DejaVuSans.ttf"};
    office.text_pt = 10;
    return office;
}

SampleRequest typed(const Person& person) {
    Filling filling;
    filling.values = values_of(person, Calendar::gregorian);
    filling.values.insert(
        {{"support_kind", "rent,bills"},
         {"need",
          "تأخرت في سداد إيجار السكن ثلاثة أشهر بعد أن توقف عملي الجزئي، وتراكمت فواتير الكهرباء. "
          "أطلب المساعدة في إيجار نصف السنة القادمة إلى أن أجد عملا ثابتا."},
         {"documents", "id_copy,income_proof,lease,bank_certificate"},
         {"date", "2026-11-15"},
         {"employee", "منيرة الكثباني"},
         {"date_received", "2026-11-16"}});
    filling.applicant = {
        Writing::typed, DigitSet::western, TickShape::cross, {"DejaVuSans.ttf"}, 10.5, 13.5, 40, 20, 11};
    filling.office = office_hand(12);
    filling.office.numbers = Writing::typed;
    filling.office.digits = DigitSet::western;
    return {"request-typed.png", filling, "print 0.15; skew 0.3; blur 0.03; levels 16", 101};
}

SampleRequest handwritten(const Person& person) {
    Filling filling;
    filling.values = values_of(person, Calendar::gregorian);
    filling.values.insert(
        {{"other_support", "لا يوجد"},
         {"support_kind", "medicine,food"},
         {"need",
          "أحتاج إلى دواء شهري لا تغطيه المراجعة في المركز الصحي، ودخلي لا يكفي للدواء وحاجات الأسرة معا. "
          "أرجو المساعدة في ثمن الدواء ستة أشهر وفي سلة غذائية كل شهر."},
         {"documents", "id_copy,family_register,medical_report"},
         {"date", "2026-11-17"},
         {"employee", "منيرة الكثباني"},
         {"date_received", "2026-11-18"}});
    filling.applicant = {Writing::hand,
                         DigitSet::arabic,
                         TickShape::tick,
                         {"NotoNaskhArabic-Regular.ttf", "DejaVuSans.ttf"},
                         12,
                         14,
                         50,
                         25,
                         23};
    filling.office = office_hand(24);
    filling.office.ticks = TickShape::cross;
    return {"request-handwritten.jpg", filling,
            "print 0.3; grain 6; skew -0.8; shade 20; blur 0.05; noise 2.5", 102, 58};
}

SampleRequest skewed(const Person& person) {
    Filling filling;
    filling.values = values_of(person, Calendar::hijri);
    filling.values.insert({{"support_kind", "education,furniture"},
                           {"need",
                            "لدي أبناء في المدرسة ويحتاجون إلى حقائب وكتب وجهاز حاسب للدراسة، وتعطلت الثلاجة "
                            "ولا أستطيع شراء غيرها."},
                           {"documents", "id_copy,family_register,income_proof"},
                           {"date", "1448-06-09"},
                           {"employee", "هاني الوسماوي"},
                           {"date_received", "1448-06-10"}});
    filling.applicant = {Writing::hand,
                         DigitSet::western,
                         TickShape::cross,
                         {"NotoSansArabic-Regular.ttf", "DejaVuSans.ttf"},
                         11,
                         14,
                         60,
                         30,
                         35};
    filling.office = office_hand(36);
    filling.office.digits = DigitSet::western;
    return {"request-skewed.tif", filling,
            "print 0.4; grain 8; fold 1; bed 5; skew 3.4; shade 60; scan 200; noise 8; blur 0.09", 103, 65};
}

// Nobody of the register.
SampleRequest unknown(const Person& person) {
    auto request = handwritten(person);
    request.filling.values["support_kind"] = "debts";
    request.filling.values["need"] =
        "علي دين لصاحب البقالة من ثمن الطعام، وأطلب المساعدة في سداده على دفعات.";
    request.filling.values["documents"] = "id_copy,other";
    request.filling.values["date"] = request.filling.values["date_received"] = "2026-11-19";
    request.filling.values.erase("other_support");
    request.filling.applicant.seed = 47;
    request.filling.applicant.ticks = TickShape::filled;
    request.filling.applicant.pen_grey = 35;
    request.file = "request-unknown.jpg";
    request.steps = "print 0.2; grain 4; skew 1.2; shade 15; scan 200; blur 0.06; noise 2";
    request.seed = 104;
    request.quality = 60;
    request.known = false;
    return request;
}

}  // namespace

std::vector<SampleRequest> sample_requests(const std::vector<Person>& known) {
    // Each is followed in the register by somebody who could be taken for them: 40 by a namesake, 64 by a
    // brother, 46 by the same name in another spelling.
    return {typed(known.at(40)), handwritten(known.at(64)), skewed(known.at(46)),
            unknown(people(1, 9001).front())};
}

}  // namespace sanad::samples
