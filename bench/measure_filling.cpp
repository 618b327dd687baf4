// sanad-measure-filling: what a declaration costs, and many of them, beside qpdf copying one.
// scripts/bench.sh fill
#include <sys/resource.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include "bench/clock.h"
#include "core/error.h"
#include "core/files.h"
#include "core/paths.h"
#include "core/time.h"
#include "forms/documents.h"
#include "samples/people.h"
#include "templates/library.h"

namespace {

using namespace sanad;

Reading confirmed(const std::string& key, const std::string& value) {
    Reading reading;
    reading.key = key;
    reading.state = ReadState::read;
    reading.value = value;
    reading.accepted = true;
    return reading;
}

Reading ticked(const std::string& key, const std::vector<std::string>& values) {
    Reading reading = confirmed(key, "");
    reading.values = values;
    return reading;
}

// Everybody's own name, numbers and story: what is remembered of one declaration helps the next only as far
// as words come again.
Case case_of(const samples::Person& person, std::size_t number) {
    static const std::vector<std::string> reasons = {"تأخر إيجار السكن", "علاج الوالدة في المستشفى",
                                                     "فاتورة الكهرباء", "رسوم دراسة الأبناء",
                                                     "شراء دواء شهري"};
    Case of;
    of.id = fmt::format("2026-{:08}", number);
    of.fields = {
        confirmed("full_name", person.full_name),
        confirmed("national_id", person.national_id),
        confirmed("birth_date",
                  fmt::format("{}-{:02}-{:02}", 1950 + number % 50, 1 + number % 12, 1 + number % 28)),
        confirmed("sex", person.sex),
        confirmed("marital_status", person.marital_status),
        confirmed("nationality", person.nationality),
        confirmed("phone", person.phone),
        confirmed("city", person.city),
        confirmed("district", person.district),
        confirmed("dependants", std::to_string(person.dependants)),
        confirmed("housing", person.housing),
        confirmed("monthly_income", std::to_string(person.monthly_income)),
        confirmed("iban", person.iban),
        ticked("support_kind", {"rent", "medicine"}),
        confirmed("need", fmt::format("{} منذ {} أشهر، والمطلوب {} ريالًا قبل نهاية الشهر.",
                                      reasons[number % reasons.size()], 2 + number % 9, 500 + 37 * number)),
        ticked("documents", {"id_copy", "lease"}),
        confirmed("date", "2026-11-20")};
    return of;
}

double children_ms() {
    rusage used{};
    ::getrusage(RUSAGE_CHILDREN, &used);
    const auto ms = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
    };
    return ms(used.ru_utime) + ms(used.ru_stime);
}

// Of a command that is started anew each time.
double median_ms_of(const std::string& command, int times) {
    std::vector<double> spent;
    for (int i = 0; i < times; ++i) {
        const double before = children_ms();
        if (std::system((command + " >/dev/null 2>&1").c_str()) != 0)
            throw Error(ErrorCode::external, "failed: " + command);
        spent.push_back(children_ms() - before);
    }
    std::sort(spent.begin(), spent.end());
    return spent[spent.size() / 2];
}

void run(std::size_t count, std::uint64_t seed) {
    const auto papers = templates::Library::load(data_path("papers"));
    forms::DeclarationInput input;
    input.request = papers.find("support-request");
    input.declaration = papers.find("applicant-declaration");
    input.association = "جمعية المثال";
    input.employee = "هند التجريبية";
    input.identity_checked_by = "بطاقة الهوية الأصلية";
    input.made = *parse_iso_moment("2026-11-22T09:00:00Z");
    const auto people = samples::people(count, seed);
    std::vector<double> spent;
    std::string last;
    for (std::size_t i = 0; i < people.size(); ++i) {
        const Case of = case_of(people[i], i);
        input.of = &of;
        const double before = bench::cpu_ms();
        last = forms::make_declaration(input);
        spent.push_back(bench::cpu_ms() - before);
    }
    const double first = spent.front();
    double all = 0;
    for (const double ms : spent) all += ms;
    std::sort(spent.begin(), spent.end());
    const double median = spent[spent.size() / 2];

    const auto folder = std::filesystem::temp_directory_path() / fmt::format("sanad-filling-{}", ::getpid());
    std::filesystem::create_directories(folder);
    const auto file = (folder / "declaration.pdf").string();
    write_file(file, last);
    const double copied =
        median_ms_of(fmt::format("qpdf '{}' '{}'", file, (folder / "copy.pdf").string()), 31);
    const double started = median_ms_of("qpdf --version", 31);
    std::filesystem::remove_all(folder);

    std::cout << fmt::format(
        "{} declarations, {} bytes the last, CPU time of one core\n"
        "  the first {:.2f} ms, median {:.2f} ms, all {:.0f} ms: {:.0f} a second\n"
        "  qpdf copies the last in {:.2f} ms, {:.2f} ms beyond its start: ratio {:.2f}, {:.2f}\n",
        spent.size(), last.size(), first, median, all, 1000 * static_cast<double>(spent.size()) / all, copied,
        copied - started, median / copied, median / std::max(copied - started, 0.01));
}

}  // namespace

int main(int argc, char** argv) {
    std::size_t count = 500;
    std::uint64_t seed = 1;
    CLI::App app{"Makes declarations, and says what they cost"};
    app.add_option("--declarations", count, "how many")->capture_default_str()->check(CLI::Range(1, 100'000));
    app.add_option("--seed", seed, "of everything")->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    try {
        run(count, seed);
    } catch (const Error& error) {
        std::cerr << "sanad-measure-filling: " << error.what() << '\n';
        return 3;
    }
    return 0;
}
