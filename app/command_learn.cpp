// sanad learn: the digit reader learns this office's handwriting from what its clerks confirmed.
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/known_papers.h"
#include "app/program.h"
#include "app/report.h"
#include "app/taught_digits.h"
#include "core/files.h"
#include "core/paths.h"

namespace sanad::app {
namespace {

struct Options {
    bool forget = false;
    bool only_show = false;
};

std::string percent(const ocr::CellScore& score) {
    const double share = score.cells == 0 ? 0 : 100.0 * score.right / score.cells;
    return std::to_string(static_cast<int>(share * 10 + 0.5) / 10) + "." +
           std::to_string(static_cast<int>(share * 10 + 0.5) % 10);
}

Json score_json(const ocr::CellScore& score) {
    return {{"cells", score.cells}, {"right", score.right}, {"loss", score.loss}};
}

void print(const Session& session, const ocr::Lesson& lesson, bool used) {
    if (session.json) {
        print_json(
            {{"documents", lesson.documents},
             {"numbers", lesson.numbers},
             {"taught_cells", lesson.taught},
             {"held_out",
              {{"before", score_json(lesson.held_before)}, {"after", score_json(lesson.held_after)}}},
             {"elsewhere",
              {{"before", score_json(lesson.mixed_before)}, {"after", score_json(lesson.mixed_after)}}},
             {"model", lesson.name},
             {"better", lesson.better},
             {"used", used}});
        return;
    }
    const auto count = [](int number) { return std::to_string(number); };
    if (lesson.model.empty()) {
        std::cout << say(session, "learn.too_little", {count(lesson.taught), count(lesson.documents)})
                  << '\n';
        return;
    }
    std::cout << say(session, "learn.scores",
                     {count(lesson.taught), count(lesson.documents), count(lesson.held_after.cells),
                      percent(lesson.held_before), percent(lesson.held_after), percent(lesson.mixed_before),
                      percent(lesson.mixed_after)})
              << '\n'
              << say(session,
                     used            ? "learn.used"
                     : lesson.better ? "learn.shown"
                                     : "learn.not_better",
                     {lesson.name})
              << '\n';
}

// Learning takes minutes: the archive is open for reading only, so that nobody waits for it.
ocr::Lesson learn_from_archive(const Session& session) {
    auto archive = open_archive(session, Access::read);
    const auto papers = known_papers();
    const Desk desk{archive, papers, session};
    Worker worker({.program = session.program});
    Progress cases(session, archive.cases().size());
    const auto confirmed = confirmed_numbers(desk, worker, [&](const std::string& id) { cases.step(id); });
    std::string model = taught_digits(archive);
    if (model.empty()) model = read_file(data_path("models") + "/digits.model");
    return ocr::learn(model, confirmed);
}

Exit run(const Session& session, const Options& options) {
    if (options.forget) {
        auto archive = open_archive(session, Access::write);
        keep_taught_digits(archive, "");
        if (!session.json) std::cout << say(session, "learn.forgotten") << '\n';
        return Exit::ok;
    }
    const auto lesson = learn_from_archive(session);
    const bool used = lesson.better && !options.only_show;
    if (used) {
        auto archive = open_archive(session, Access::write);
        keep_taught_digits(archive, lesson.model);
    }
    print(session, lesson, used);
    return lesson.better ? Exit::ok : Exit::findings;
}

}  // namespace

void add_learn(CLI::App& app, Program& program) {
    add_command<Options>(
        app, program, "learn", "Learn this office's handwritten digits from what its clerks confirmed",
        [](CLI::App& command, Options& options) {
            command.add_flag("--forget", options.forget, "Go back to the reader that came with the program");
            command.add_flag("--dry-run", options.only_show, "Only say what would come of it");
        },
        run);
}

}  // namespace sanad::app
