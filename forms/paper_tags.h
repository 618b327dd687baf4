// The structure of a document made from a paper: its heading, its sections, and every field with its label,
// in reading order. Included by forms/*.cpp only.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "pdf/canvas.h"
#include "templates/template.h"

namespace sanad::forms {

class PaperTags {
public:
    // Makes the node of the heading; what is added to the structure's root afterwards follows it.
    PaperTags(pdf::Structure& structure, const templates::Template& paper);

    pdf::Structure& structure() const { return structure_; }

    // The node that a print of that page belongs to. Asked in the order of the prints, once each. Prints that
    // a page has in common with the first are artifacts on every other.
    pdf::Node of_print(int page, const templates::Print& print);
    pdf::Node of_association(int page) const;
    pdf::Node of_code(int page, const std::string& says) const;

    // Under which node the form element of a field, or of an option, stands; after the prints of its page.
    pdf::Node of_field(const templates::Field& field);
    pdf::Node of_option(const templates::Field& field, const templates::Option& option);

private:
    struct Table {
        pdf::Node node = pdf::untagged, head = pdf::untagged;
        std::map<double, std::map<std::string, pdf::Node>> rows = {};  // by y: cells by key, "" the number's
    };

    pdf::Node section() const { return section_ == pdf::untagged ? pdf::Structure::root : section_; }
    const templates::Field* field_labelled(int page, const BoxMm& label) const;
    bool is_column(const templates::Field& field) const;  // of a table: others have the same label
    Table& table_of(const templates::Field& column);
    std::map<std::string, pdf::Node>& row_of(const templates::Field& field);
    pdf::Node of_label(int page, const templates::Print& print);

    pdf::Structure& structure_;
    const templates::Template& paper_;
    pdf::Node heading_;
    pdf::Node section_ = pdf::untagged;
    const templates::Field* field_ = nullptr;  // whose prints are coming
    std::map<std::string, pdf::Node> fields_ = {};
    std::map<std::pair<std::string, std::string>, pdf::Node> options_ = {};
    std::map<std::pair<int, double>, Table> tables_ = {};  // by page and top
};

// Draws the following as part of a node, and goes back to the one before.
class Tagged {
public:
    Tagged(pdf::Canvas& on, pdf::Node node) : on_(on), before_(on.tag(node)) {}
    ~Tagged() { on_.tag(before_); }
    Tagged(const Tagged&) = delete;
    Tagged& operator=(const Tagged&) = delete;

private:
    pdf::Canvas& on_;
    pdf::Node before_;
};

}  // namespace sanad::forms
