#include "app/intake_print.h"

#include <iostream>
#include <nlohmann/json.hpp>

#include "app/report.h"
#include "core/json.h"

namespace sanad::app {

void print_intake(const Session& session, const templates::Library& papers, const Intake& intake) {
    if (session.json) {
        Json line = intake.document;
        line["case"] = intake.filed.id;
        line["state"] = intake.filed.state;
        line["record"] = intake.filed.record_id;
        line["already_filed"] = intake.already_filed;
        print_json(line);
        return;
    }
    const auto* paper = papers.find(intake.filed.form, intake.filed.version);
    std::cout << intake.document.file << ": "
              << say(session, intake.already_filed ? "take.already" : "take.filed",
                     {intake.filed.id, say(session, "state." + intake.filed.state)})
              << '\n';
    if (!intake.document.file_sha256.empty()) print_fields(session, intake.document.fields, paper);
    print_checks(session, intake.document.checks, paper);
}

Exit outcome_of(const Intake& intake) {
    const auto& document = intake.document;
    if (document.form.empty()) return Exit::findings;
    return overall(document.checks) <= Verdict::noted ? Exit::ok : Exit::findings;
}

}  // namespace sanad::app
