// Blanks that a person fills in PDFium (Chrome) and saves come back with every value right.
#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include "core/json.h"
#include "tests/pdfium.h"
#include "tests/program.h"

using namespace sanad;
using namespace sanad::test;

namespace {

// All that has to be filled in, in digits of both sets.
const Typed request = {{"full_name", "سلمى بنت خالد عبداللطيف الافتراضية"},
                       {"national_id", "١٠١٢٣٤٥٦٧٢"},
                       {"phone", "0512345678"},
                       {"sex", Option{"female"}},
                       {"birth_date", "٠٣٠٥١٤١٠"},
                       {"nationality", "سعودية"},
                       {"marital_status", Option{"widowed"}},
                       {"city", "الرياض"},
                       {"district", "النسيم"},
                       {"address", "شارع الأمل، مبنى 12 (ب)"},
                       {"dependants", "4"},
                       {"housing", Option{"rented"}},
                       {"monthly_income", "4500"},
                       {"iban", "0380000000608010167519"},
                       {"support_kind-rent", true},
                       {"support_kind-food", true},
                       {"need", "أرجو المساعدة في الإيجار.\nتأخرت ٣ أشهر، و2 فاتورة."},
                       {"documents-id_copy", true},
                       {"date", "22112026"}};

std::string blank(const Folder& folder, const std::string& paper) {
    const auto path = folder / (paper + ".pdf");
    const auto ran = run_shell(program + " form blank " + paper + " -o " + shell_quoted(path));
    REQUIRE(ran.exit == 0);
    return contents(path);
}

// Key -> value, of what was filled in.
Json read_back(const Folder& folder, const std::string& pdf) {
    put(folder / "typed.pdf", pdf);
    const auto ran = run_shell(program + " read --json " + shell_quoted(folder / "typed.pdf"));
    CAPTURE(ran.errors);
    Json values = Json::object();
    const auto reading = parse_json(ran.out);
    for (const auto& field : reading.at("fields")) {
        if (field.at("state") == "empty") continue;
        CAPTURE(dump_json(field));
        CHECK(field.at("source") == "pdf-field");
        CHECK(field.at("accepted") == true);
        values[field.at("key").get<std::string>()] = field.contains("values") && field.at("values").is_array()
                                                         ? field.at("values")
                                                         : field.at("value");
    }
    return values;
}

}  // namespace

TEST_CASE("a request for support typed into a viewer reads back", "[app]") {
    const Folder folder;
    const auto typed = typed_in_pdfium(blank(folder, "support-request"), request);
    CHECK(read_back(folder, typed) == Json{{"full_name", "سلمى بنت خالد عبداللطيف الافتراضية"},
                                           {"national_id", "1012345672"},
                                           {"phone", "0512345678"},
                                           {"sex", "female"},
                                           {"birth_date", "1989-12-02"},
                                           {"nationality", "سعودية"},
                                           {"marital_status", "widowed"},
                                           {"city", "الرياض"},
                                           {"district", "النسيم"},
                                           {"address", "شارع الأمل، مبنى 12 (ب)"},
                                           {"dependants", "4"},
                                           {"housing", "rented"},
                                           {"monthly_income", "4500"},
                                           {"iban", "SA0380000000608010167519"},
                                           {"support_kind", {"rent", "food"}},
                                           {"need", "أرجو المساعدة في الإيجار. تأخرت ٣ أشهر، و2 فاتورة."},
                                           {"documents", Json::array({"id_copy"})},
                                           {"date", "2026-11-22"}});
}

TEST_CASE("a volunteer's request and a beneficiary's feedback typed into a viewer read back", "[app]") {
    const Folder folder;
    const auto volunteer =
        typed_in_pdfium(blank(folder, "volunteer-request"), {{"full_name", "نورة بنت عبدالله المثالية"},
                                                             {"national_id", "١٠١٢٣٤٥٦٧٢"},
                                                             {"phone", "0512345678"},
                                                             {"sex", Option{"female"}},
                                                             {"birth_date", "٠٣٠٥١٤١٠"},
                                                             {"city", "جدة"},
                                                             {"education", Option{"bachelor"}},
                                                             {"occupation", "معلمة (متقاعدة)"},
                                                             {"skills-teaching", true},
                                                             {"skills-other", true},
                                                             {"field-events", true},
                                                             {"days-saturday", true},
                                                             {"times-remote", true},
                                                             {"from_date", "01122026"},
                                                             {"weekly_hours", "12"},
                                                             {"date", "22112026"}});
    CHECK(read_back(folder, volunteer) == Json{{"full_name", "نورة بنت عبدالله المثالية"},
                                               {"national_id", "1012345672"},
                                               {"phone", "0512345678"},
                                               {"sex", "female"},
                                               {"birth_date", "1989-12-02"},
                                               {"city", "جدة"},
                                               {"education", "bachelor"},
                                               {"occupation", "معلمة (متقاعدة)"},
                                               {"skills", {"teaching", "other"}},
                                               {"field", Json::array({"events"})},
                                               {"days", Json::array({"saturday"})},
                                               {"times", Json::array({"remote"})},
                                               {"from_date", "2026-12-01"},
                                               {"weekly_hours", "12"},
                                               {"date", "2026-11-22"}});
    const auto feedback =
        typed_in_pdfium(blank(folder, "service-feedback"), {{"service", Option{"debts"}},
                                                            {"service_date", "٠١١١٢٠٢٦"},
                                                            {"service_name", "سداد (متأخرات)"},
                                                            {"reception", Option{"5"}},
                                                            {"clarity", Option{"1"}},
                                                            {"again", Option{"unsure"}},
                                                            {"suggestion", "لا شيء، شكرًا."},
                                                            {"date", "22112026"}});
    CHECK(read_back(folder, feedback) == Json{{"service", "debts"},
                                              {"service_date", "2026-11-01"},
                                              {"service_name", "سداد (متأخرات)"},
                                              {"reception", "5"},
                                              {"clarity", "1"},
                                              {"again", "unsure"},
                                              {"suggestion", "لا شيء، شكرًا."},
                                              {"date", "2026-11-22"}});
}

TEST_CASE("a beneficiary's feedback, filed, moves the case to evaluated", "[app]") {
    const Office office;
    REQUIRE(office.run({"init"}).exit == 0);
    const auto paper = [&](const std::string& id, const std::string& of_case) {
        std::vector<std::string> arguments = {"form", "blank", id, "-o", office / (id + ".pdf")};
        if (!of_case.empty()) arguments.insert(arguments.end(), {"--case", of_case});
        REQUIRE(office.run(arguments).exit == 0);
        return contents(office / (id + ".pdf"));
    };
    const auto take = [&](const std::string& name, const std::string& pdf) {
        put(office / name, pdf);
        const auto ran = office.run({"take", office / name, "--json"});
        CAPTURE(ran.errors);
        return parse_json(ran.out.substr(0, ran.out.find('\n')));
    };
    const auto state = [&](const std::string& id) {
        const auto ran = office.run({"case", "show", id, "--json"});
        return parse_json(ran.out.substr(0, ran.out.find('\n'))).at("state").get<std::string>();
    };
    const auto id = take("request.pdf", typed_in_pdfium(paper("support-request", ""), request))
                        .at("case")
                        .get<std::string>();
    const auto feedback = typed_in_pdfium(paper("service-feedback", id),
                                          {{"reception", Option{"5"}}, {"suggestion", "شكرًا لكم"}});

    office.run({"case", "move", id, "ready", "--why", "أكمل"});  // if it is not yet
    REQUIRE(office.run({"fill", "declaration", id, "-o", office / "d.pdf"}).exit == 0);
    REQUIRE(office.run({"sign", office / "d.pdf", "--field", "Applicant", "--as", "applicant"}).exit == 0);
    for (const char* next : {"with-committee", "accepted", "registered", "served"})
        REQUIRE(office.run({"case", "move", id, next, "--why", "تم"}).exit == 0);
    CHECK(state(id) == "served");
    take("feedback.pdf", feedback);
    CHECK(state(id) == "evaluated");
}
