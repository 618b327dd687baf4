// Makes the files of samples/ again: make-samples FOLDER. Everything follows from the seeds in the source.
#include <filesystem>
#include <iostream>

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/files.h"
#include "core/json.h"
#include "core/paths.h"
#include "forms/documents.h"
#include "pdf/raster.h"
#include "samples/foreign_form.h"
#include "samples/letters.h"
#include "samples/page_simulator.h"
#include "samples/people.h"
#include "samples/requests.h"
#include "samples/scan_file.h"
#include "templates/library.h"

namespace {

using namespace sanad;
using namespace sanad::samples;

constexpr double print_dpi = 300;
constexpr std::uint64_t register_seed = 1448;
const Moment made = std::chrono::sys_days(std::chrono::year(2026) / 11 / 1);

class Folder {
public:
    explicit Folder(std::filesystem::path path) : path_(std::move(path)) {}
    void write(const std::string& name, std::string_view bytes) const {
        std::filesystem::create_directories((path_ / name).parent_path());
        write_file((path_ / name).string(), bytes);
    }
    void write_truth(const std::string& file, Json truth) const {
        truth["file"] = file;
        write(file.substr(0, file.rfind('.')) + ".truth.json", truth.dump(1) + "\n");
    }

private:
    std::filesystem::path path_;
};

void make_request(const SampleRequest& request, const templates::Template& paper, const Folder& folder) {
    forms::BlankOptions options;
    options.made = made;
    options.association = "جمعية المثال الأهلية";
    Page page = pdf::rasterise(forms::make_blank(paper, options), 1, print_dpi);
    page.dpi = print_dpi;
    fill_page(page, 1, paper, request.filling);
    folder.write(request.file, encoded(simulate(page, parse_steps(request.steps), request.seed), request.file,
                                       request.quality));
    auto truth = truth_of(paper, request.filling);
    truth["known"] = request.known;
    truth["steps"] = request.steps;
    folder.write_truth(request.file, truth);
    if (request.file == "request-unknown.jpg") {  // the same sheet, from a transfer that broke off
        const auto small = encoded(simulate(page, parse_steps("scan 100; blur 0.1"), 1), "a.jpg", 50);
        folder.write("truncated.jpg", std::string_view(small).substr(0, small.size() * 3 / 5));
    }
}

// What a tablet sends for a drawn signature: strokes of points, in any unit.
std::string drawn_signature() {
    Dice dice(5);
    Json strokes = Json::array();
    for (const auto& stroke : signature_strokes(0.03, dice)) {
        Json points = Json::array();
        for (const auto& point : stroke)
            points.push_back({std::round(point.x * 4000) / 10, std::round(point.y * 1000) / 10});
        strokes.push_back(std::move(points));
    }
    return strokes.dump() + "\n";
}

void make_other_pages(const Person& writer, const Folder& folder) {
    const auto write = [&](const std::string& name, const Page& page, const char* steps, std::uint64_t seed) {
        folder.write(name, encoded(simulate(page, parse_steps(steps), seed), name));
    };
    write("letter.png", letter(writer, print_dpi), "print 0.3; skew 0.5; blur 0.05; levels 16", 201);
    folder.write_truth("letter.png", truth_of_letter(writer));
    write("wrong-paper.png", newspaper(print_dpi), "print 0.3; skew -1; scan 150; blur 0.1; levels 10", 202);
    write("empty.png", blank_sheet(150), "grain 6; shade 12; scan 100; levels 64", 203);
}

// Another body's form, as an association would add it, and a photo of one that somebody filled.
void make_foreign_form(const Person& person, const Folder& folder) {
    const std::string own = "papers/dispensary-referral/";
    folder.write(own + "paper.toml", foreign_paper());
    folder.write(own + foreign_blank_file, encoded(foreign_blank(150), foreign_blank_file));
    const auto paper = templates::parse_template(foreign_paper(), "paper.toml");
    Filling filling;
    filling.applicant.numbers = Writing::typed;
    filling.values = {
        {"full_name", person.full_name}, {"city", person.city},       {"national_id", person.national_id},
        {"phone", person.phone},         {"visit_kind", "follow_up"}, {"illnesses", "diabetes,pressure"},
        {"signature", "present"}};
    Page page = foreign_blank(200);
    fill_page(page, 1, paper, filling);
    const std::string name = "dispensary-referral.jpg";
    folder.write(
        name, encoded(simulate(page, parse_steps("print 0.3; photo 0.5; shade 30; blur 0.06; noise 3"), 204),
                      name));
    folder.write_truth(name, truth_of(paper, filling));
}

void make_all(const Folder& folder) {
    const auto known = people(200, register_seed);
    folder.write("people.csv", register_csv(known));
    folder.write("signature.json", drawn_signature());
    const auto library = templates::Library::load(data_path("papers"));
    const auto* paper = library.find("support-request");
    if (paper == nullptr)
        throw Error(ErrorCode::not_found, "the paper support-request is not in the library");
    for (const auto& request : sample_requests(known)) make_request(request, *paper, folder);
    make_other_pages(known.at(33), folder);
    make_foreign_form(known.at(41), folder);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "make-samples FOLDER\n";
        return 2;
    }
    try {
        make_all(Folder(argv[1]));
    } catch (const Error& error) {
        std::cerr << "make-samples: " << error.what() << '\n';
        return 3;
    }
}
