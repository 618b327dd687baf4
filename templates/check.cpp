// What makes a bad paper although it parses. Geometry only; nothing here knows how the paper was written.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "core/arabic.h"
#include "templates/layout.h"
#include "templates/library.h"
#include "templates/text_width.h"

namespace sanad::templates {

using namespace measure;

namespace {

constexpr double least_cell_width = 6, least_cell_height = 7, least_tick = 4;
constexpr double least_text_width = 20, least_text_line = 7;
constexpr double least_signature_width = 40, least_signature_height = 12;
constexpr double least_distance = 1;
constexpr double least_foreign = 1.5;  // of anything that is to be read: a bubble of an answer sheet has 3
constexpr double least_pt = 8;
constexpr double slack = 1e-6;

struct Zone {
    const Field* field;
    BoxMm box;
    std::string name;  // key, or key=option
};

std::string spelled(const BoxMm& box) {
    return fmt::format("[{:.1f} {:.1f} {:.1f} {:.1f}]", box.x, box.y, box.w, box.h);
}

bool inside(const BoxMm& box, const BoxMm& of) {
    return box.x >= of.x - slack && box.y >= of.y - slack && box.right() <= of.right() + slack &&
           box.bottom() <= of.bottom() + slack;
}

bool overlap(const BoxMm& a, const BoxMm& b) {
    return a.x < b.right() - slack && b.x < a.right() - slack && a.y < b.bottom() - slack &&
           b.y < a.bottom() - slack;
}

BoxMm grown(const BoxMm& box, double by) { return {box.x - by, box.y - by, box.w + 2 * by, box.h + 2 * by}; }

// What is written in and cut out: the tick boxes of a choice one by one, else the field's box.
std::vector<Zone> zones_of(const Template& paper) {
    std::vector<Zone> zones;
    for (const auto& field : paper.fields) {
        if (!is_choice(field)) zones.push_back({&field, field.box, field.key});
        for (const auto& option : field.options)
            zones.push_back({&field, option.box, field.key + "=" + option.key});
    }
    return zones;
}

class Findings {
public:
    void add(const std::string& id, const std::string& subject, std::string evidence) {
        checks.push_back({id, subject, Verdict::failed, std::move(evidence)});
    }
    std::vector<Check> checks;
};

void check_names(const Template& paper, Findings& into) {
    std::set<std::string> seen;
    for (const auto& field : paper.fields) {
        if (!seen.insert(field.key).second) into.add("template.key_twice", field.key, field.key);
        if (field.label.ar.empty()) into.add("template.label_missing", field.key, field.key);
        std::set<std::string> options, words;
        for (const auto& option : field.options) {
            if (option.key.empty()) into.add("template.option_key_missing", field.key, option.label.ar);
            if (!option.key.empty() && !options.insert(option.key).second)
                into.add("template.key_twice", field.key, option.key);
            if (option.label.ar.empty()) into.add("template.label_missing", field.key, option.key);
            if (!option.label.ar.empty() && !words.insert(tidy(option.label.ar)).second)
                into.add("template.options_alike", field.key, option.label.ar);
        }
    }
}

void check_size(const Field& field, bool foreign, Findings& into) {
    const auto small = [&](const BoxMm& box, double w, double h) {
        if (box.w < w - slack || box.h < h - slack) into.add("template.box_small", field.key, spelled(box));
    };
    if (field.cells > 0 && field.cell_boxes.size() != static_cast<std::size_t>(field.cells))
        into.add("template.cells_missing", field.key, std::to_string(field.cell_boxes.size()));
    if (foreign) {  // it is as it is: only what could not be read at all
        small(field.box, least_foreign, least_foreign);
        for (const auto& cell : field.cell_boxes) small(cell, least_foreign, least_foreign);
        for (const auto& option : field.options) small(option.box, least_foreign, least_foreign);
        return;
    }
    for (const auto& cell : field.cell_boxes) small(cell, least_cell_width, least_cell_height);
    for (const auto& option : field.options) small(option.box, least_tick, least_tick);
    if (field.kind == Kind::text)
        small({field.box.x, field.box.y, field.box.w, field.box.h / std::max(field.lines, 1)},
              least_text_width, least_text_line);
    if (field.kind == Kind::signature) small(field.box, least_signature_width, least_signature_height);
    if (field.kind == Kind::photo || field.kind == Kind::note)
        small(field.box, least_text_width, least_text_line);
}

void check_place(const Template& paper, const Zone& zone, Findings& into) {
    const BoxMm writable{left, top, right - left, bottom - top};
    const BoxMm whole{0, 0, paper.width_mm, paper.height_mm};
    if (zone.field->page < 1 || static_cast<std::size_t>(zone.field->page) > paper.pages.size())
        return into.add("template.outside_page", zone.name, std::to_string(zone.field->page));
    if (!inside(zone.box, whole)) return into.add("template.outside_page", zone.name, spelled(zone.box));
    if (!paper.foreign() && !inside(zone.box, writable))
        into.add("template.row_wide", zone.name, spelled(zone.box));
    const auto& page = paper.pages[static_cast<std::size_t>(zone.field->page - 1)];
    for (const auto& mark : page.marks) {
        const BoxMm box{mark.centre.x - mark.size / 2, mark.centre.y - mark.size / 2, mark.size, mark.size};
        if (overlap(zone.box, grown(box, least_distance)))
            into.add("template.over_mark", zone.name, spelled(zone.box));
    }
    if (page.qr.w > 0 && overlap(zone.box, grown(page.qr, qr_quiet)))
        into.add("template.over_mark", zone.name, spelled(zone.box));
}

void check_distances(const std::vector<Zone>& zones, double distance, Findings& into) {
    for (std::size_t i = 0; i < zones.size(); ++i)
        for (std::size_t j = i + 1; j < zones.size(); ++j)
            if (zones[i].field->page == zones[j].field->page &&
                overlap(grown(zones[i].box, distance), zones[j].box))
                into.add("template.boxes_near", zones[i].name, zones[j].name);
}

bool is_one_line(TextRole role) { return role != TextRole::paragraph && role != TextRole::cell_prefix; }

// A blank can only show sentences that the paper has.
void check_texts(const Template& paper, Findings& into) {
    for (const auto& area : paper.areas)
        for (const auto& name : area.blank_texts)
            if (paper.texts.count(name) == 0) into.add("template.text_missing", area.key, name);
}

// U+200C to U+200F: what joins and parts letters, and marks of one direction, have their place in Arabic.
std::string without_honest_marks(std::string text) {
    for (const std::string_view mark : {"\u200C", "\u200D", "\u200E", "\u200F"})
        for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at))
            text.erase(at, mark.size());
    return text;
}

// Marks that nobody sees turn a label round, or make two that look alike differ; control characters are boxes
// in print.
bool has_hidden(const std::string& text) {
    const auto rest = without_honest_marks(text);
    return strip_invisible(rest) != rest ||
           std::any_of(rest.begin(), rest.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

void check_hidden(const Template& paper, Findings& into) {
    std::set<std::string> told;
    for (const auto& page : paper.pages)
        for (const auto& print : page.prints)
            if (has_hidden(print.text.ar) && told.insert(print.text.ar).second)
                into.add("template.hidden_characters", print.text.ar, "");
}

// Labels must not be cut off or shrink: at 8 pt, the least that people read, each has to fit its place.
void check_prints(const Template& paper, const std::vector<Zone>& zones, Findings& into) {
    for (std::size_t i = 0; i < paper.pages.size(); ++i) {
        for (const auto& print : paper.pages[i].prints) {
            if (print.text.ar.empty()) continue;
            const double needed = is_one_line(print.role) ? text_width_mm(print.text.ar, least_pt) : 0;
            // The estimate is on the wide side, hence the tenth.
            if (needed > print.box.w * 1.1) into.add("template.text_wide", print.text.ar, spelled(print.box));
            const BoxMm whole{0, 0, paper.width_mm, paper.height_mm};
            if (!inside(print.box, whole))
                into.add("template.outside_page", print.text.ar, spelled(print.box));
            if (print.role == TextRole::cell_prefix) continue;
            for (const auto& zone : zones)
                if (zone.field->page == static_cast<int>(i) + 1 && overlap(print.box, zone.box))
                    into.add("template.label_in_zone", zone.name, print.text.ar);
        }
    }
}

// Whether its picture can be opened and known again is seen where pictures are read.
void check_blank(const Template& paper, Findings& into) {
    std::error_code failed;
    for (const auto& page : paper.pages)
        if (!page.blank.file.empty() && !std::filesystem::is_regular_file(page.blank.file, failed))
            into.add("template.blank_missing", paper.id, page.blank.file);
}

}  // namespace

std::vector<Check> check_template(const Template& paper) {
    Findings findings;
    check_blank(paper, findings);
    const auto zones = zones_of(paper);
    check_names(paper, findings);
    check_texts(paper, findings);
    check_hidden(paper, findings);
    for (const auto& field : paper.fields) check_size(field, paper.foreign(), findings);
    for (const auto& zone : zones) check_place(paper, zone, findings);
    check_distances(zones, paper.foreign() ? 0 : least_distance, findings);
    check_prints(paper, zones, findings);
    if (findings.checks.empty())
        return {{"template.sound", paper.id, Verdict::passed, fmt::format("{} fields", paper.fields.size())}};
    return findings.checks;
}

}  // namespace sanad::templates
