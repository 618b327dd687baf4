// The papers known: one folder each under data_path("papers"), in versions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/check.h"
#include "templates/template.h"

namespace sanad::templates {

// Parses and lays out one paper.toml. Throws Error(bad_input) naming file, line and column.
Template parse_template(std::string_view toml, const std::string& file_name);

// What is wrong with a paper although it parses: cells too small to write in, fields too near, labels inside
// zones, … One passed check where nothing is.
std::vector<Check> check_template(const Template& paper);

class Library {
public:
    // Every <folder>/<paper>/paper.toml (and older versions: paper-v<N>.toml). Throws as parse_template.
    static Library load(const std::string& folder);
    // Papers that were made or changed by a program.
    static Library of(std::vector<Template> papers);
    // The same for one more folder: an association's own papers. Throws also where a paper and version is
    // already known.
    void add(const std::string& folder);

    const std::vector<Template>& all() const { return papers_; }
    // Version 0 means the newest. Null where it is not known. Knows the letter (templates/letter.h) as well, which
    // is none of `all`: it has no blank.
    const Template* find(std::string_view id, int version = 0) const;

private:
    std::vector<Template> papers_;
};

// What the QR code of a page says: "SANAD1 support-request 1 2 2026-7KQ4M2X9" (paper, version, page, case or
// "-").
struct PageCode {
    std::string paper;
    int version = 1;
    int page = 1;
    std::string case_id = {};  // empty where the blank belongs to no case
};

std::string write_page_code(const PageCode& code);
std::optional<PageCode> parse_page_code(std::string_view text);

}  // namespace sanad::templates
