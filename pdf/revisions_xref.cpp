#include "pdf/revisions_xref.h"

#include <algorithm>
#include <set>

#include "pdf/revisions_stream.h"

namespace sanad::pdf {
namespace {

constexpr std::size_t most_sections = 20'000;
constexpr std::uint64_t most_entries = 8'388'607;

std::int64_t unknown_length(int) { return -1; }

// One section as it stands in the file.
struct Section {
    std::uint64_t offset = 0;
    std::uint64_t end = 0;                          // after its "%%EOF"
    std::optional<std::uint64_t> start_named = {};  // by the "startxref" behind it
    bool contradicts = false;                       // names an object twice, at two places
    std::map<int, XrefEntry> entries;
    Value trailer;
};

// The first of two entries counts here, the last one for other readers.
void enter(Section& section, std::uint64_t number, const XrefEntry& entry) {
    const auto [known, is_new] = section.entries.emplace(static_cast<int>(number), entry);
    const XrefEntry& first = known->second;
    if (!is_new && number != 0 &&
        (first.kind != entry.kind || first.place != entry.place || first.index != entry.index))
        section.contradicts = true;
}

// 7.5.4. Lines of entries are 20 bytes long, but real writers leave out a blank here and there.
bool read_table_entries(std::string_view pdf, std::uint64_t& at, Section& section) {
    for (;;) {
        at = skip_space(pdf, at);
        if (pdf.substr(at, 7) == "trailer") return true;
        const auto first = parse_number(pdf, at);
        at = skip_space(pdf, at);
        const auto count = first ? parse_number(pdf, at) : std::nullopt;
        if (!count || *first > most_entries || *count > most_entries) return false;
        for (std::uint64_t i = 0; i < *count; ++i) {
            at = skip_space(pdf, at);
            const auto offset = parse_number(pdf, at);
            at = skip_space(pdf, at);
            const auto generation = offset ? parse_number(pdf, at) : std::nullopt;
            at = skip_space(pdf, at);
            if (!generation || at >= pdf.size() || (pdf[at] != 'n' && pdf[at] != 'f')) return false;
            const auto kind = pdf[at] == 'n' ? XrefEntry::Kind::in_file : XrefEntry::Kind::free;
            enter(section, *first + i, {kind, *offset, 0, *generation});
            ++at;
        }
    }
}

std::uint64_t big_endian(std::string_view bytes) {
    std::uint64_t number = 0;
    for (const char byte : bytes) number = (number << 8) | static_cast<unsigned char>(byte);
    return number;
}

// 7.5.8.2: widths of the three columns, runs of numbers.
bool read_stream_entries(const std::string& data, const Value& stream, Section& section) {
    std::vector<std::size_t> widths;
    for (const auto& width : stream.at("W").items) {
        if (!width.is_integer || width.integer < 0 || width.integer > 8) return false;
        widths.push_back(static_cast<std::size_t>(width.integer));
    }
    if (widths.size() < 3) return false;
    std::vector<std::int64_t> runs;
    for (const auto& item : stream.at("Index").items) runs.push_back(item.integer);
    if (runs.empty()) runs = {0, stream.at("Size").integer};
    const std::size_t row = widths[0] + widths[1] + widths[2];
    std::size_t at = 0;
    for (std::size_t run = 0; run + 1 < runs.size(); run += 2) {
        for (std::int64_t i = 0; i < runs[run + 1]; ++i, at += row) {
            const auto number = runs[run] + i;
            if (row == 0 || at + row > data.size() || number < 0 ||
                number > static_cast<std::int64_t>(most_entries))
                return at + row > data.size() && i > 0;
            const std::string_view bytes(data.data() + at, row);
            const auto type = widths[0] == 0 ? 1 : big_endian(bytes.substr(0, widths[0]));
            const auto second = big_endian(bytes.substr(widths[0], widths[1]));
            const auto third = big_endian(bytes.substr(widths[0] + widths[1], widths[2]));
            XrefEntry entry;
            if (type == 1) entry = {XrefEntry::Kind::in_file, second, 0, third};
            if (type == 2) entry = {XrefEntry::Kind::in_stream, second, third, 0};
            enter(section, static_cast<std::uint64_t>(number), entry);
        }
    }
    return true;
}

std::optional<IndirectObject> read_xref_stream(std::string_view pdf, std::uint64_t offset, Section& section) {
    auto object = parse_indirect(pdf, offset, unknown_length);
    if (!object || !object->value.is(Value::Kind::stream) || !object->value.at("Type").is_name("XRef"))
        return {};
    const auto data = decode_stream(pdf, object->value);
    if (!data || !read_stream_entries(*data, object->value, section)) return {};
    return object;
}

// Behind the trailer: "startxref", a number, "%%EOF". Where that is not so, the section ends where it was
// read to.
std::uint64_t end_of_section(std::string_view pdf, std::uint64_t at, std::optional<std::uint64_t>& named) {
    auto next = skip_space(pdf, at);
    if (pdf.substr(next, 9) != "startxref") return at;
    next = skip_space(pdf, next + 9);
    named = parse_number(pdf, next);
    if (!named) return at;
    while (next < pdf.size() && is_space(pdf[next])) ++next;
    return pdf.substr(next, 5) == "%%EOF" ? next + 5 : next;
}

// Acrobat writes a trailer behind the cross-reference stream of a linearised file. One that says more than a
// size and a name would be another word on what the stream says.
std::uint64_t behind_idle_trailer(std::string_view pdf, std::uint64_t at) {
    const auto next = skip_space(pdf, at);
    if (pdf.substr(next, 7) != "trailer") return at;
    const auto trailer = parse_value(pdf, next + 7);
    const bool idle = trailer && trailer->is(Value::Kind::dictionary) &&
                      std::all_of(trailer->entries.begin(), trailer->entries.end(), [](const auto& entry) {
                          return entry.first == "Size" || entry.first == "ID";
                      });
    return idle ? trailer->end : at;
}

std::optional<Section> read_section(std::string_view pdf, std::uint64_t offset) {
    Section section;
    section.offset = offset;
    auto at = skip_space(pdf, offset);
    if (pdf.substr(at, 4) != "xref") {
        auto object = read_xref_stream(pdf, offset, section);
        if (!object) return {};
        section.trailer = std::move(object->value);
        section.end = end_of_section(pdf, behind_idle_trailer(pdf, object->end), section.start_named);
        return section;
    }
    at += 4;
    if (!read_table_entries(pdf, at, section)) return {};
    auto trailer = parse_value(pdf, at + 7);
    if (!trailer || !trailer->is(Value::Kind::dictionary)) return {};
    section.end = end_of_section(pdf, trailer->end, section.start_named);
    // 7.5.8.4: in a hybrid file the stream fills in what the table calls free.
    if (const Value& hybrid = trailer->at("XRefStm"); hybrid.is_integer && hybrid.integer > 0) {
        Section hidden;
        if (!read_xref_stream(pdf, static_cast<std::uint64_t>(hybrid.integer), hidden)) return {};
        section.contradicts = section.contradicts || hidden.contradicts;
        for (const auto& [number, entry] : hidden.entries) {
            const auto found = section.entries.find(number);
            if (found == section.entries.end() || found->second.kind == XrefEntry::Kind::free)
                section.entries[number] = entry;
            else if (found->second.place != entry.place || found->second.kind != entry.kind)
                section.contradicts = true;
        }
    }
    section.trailer = std::move(*trailer);
    return section;
}

std::optional<std::uint64_t> last_startxref(std::string_view pdf) {
    const auto found = pdf.rfind("startxref");
    if (found == std::string_view::npos) return {};
    auto at = skip_space(pdf, found + 9);
    return parse_number(pdf, at);
}

// Newest first; nothing where any link of the chain cannot be followed.
std::optional<std::vector<Section>> follow_chain(std::string_view pdf) {
    std::vector<Section> sections;
    std::set<std::uint64_t> seen;
    auto offset = last_startxref(pdf);
    while (offset) {
        if (*offset >= pdf.size() || !seen.insert(*offset).second || sections.size() >= most_sections)
            return {};
        auto section = read_section(pdf, *offset);
        if (!section) return {};
        offset.reset();
        const Value& previous = section->trailer.at("Prev");
        if (previous.is_integer && previous.integer > 0)
            offset = static_cast<std::uint64_t>(previous.integer);
        sections.push_back(std::move(*section));
    }
    if (sections.empty()) return {};
    return sections;
}

std::uint64_t behind_space(std::string_view pdf, std::uint64_t at) {
    while (at < pdf.size() && is_space(pdf[at])) ++at;
    return at;
}

// Takes the sections oldest first into revisions. The main section of a linearised file (annex F) lies behind
// the newer one that it names as the start: both are one revision. A section that only a later one leads to
// may have slept in what was signed, and is a revision of its own.
std::vector<XrefRevision> into_revisions(std::string_view pdf, std::vector<Section>& sections) {
    std::vector<XrefRevision> revisions;
    for (auto section = sections.rbegin(); section != sections.rend(); ++section) {
        const bool same = section != sections.rbegin() && std::prev(section)->offset > section->offset &&
                          std::prev(section)->start_named == section->offset;
        if (!same) revisions.emplace_back();
        XrefRevision& revision = revisions.back();
        for (const auto& [number, entry] : section->entries) revision.entries[number] = entry;
        revision.trailer = std::move(section->trailer);
        revision.extent.eof = std::max(revision.extent.eof, section->end);
    }
    for (auto& revision : revisions) revision.extent.end = behind_space(pdf, revision.extent.eof);
    return revisions;
}

// Where the chain is broken: every "N G obj", the later one counting, as readers that repair do.
XrefRevision scan_objects(std::string_view pdf) {
    XrefRevision revision;
    for (auto at = pdf.find(" obj"); at != std::string_view::npos; at = pdf.find(" obj", at + 4)) {
        auto start = at;
        while (start > 0 && pdf[start - 1] >= '0' && pdf[start - 1] <= '9') --start;
        if (start == at || start == 0 || pdf[start - 1] != ' ') continue;
        --start;
        const auto space = start;
        while (start > 0 && pdf[start - 1] >= '0' && pdf[start - 1] <= '9') --start;
        auto cursor = start;
        const auto number = start == space ? std::nullopt : parse_number(pdf, cursor);
        if (number && *number <= most_entries)
            revision.entries[static_cast<int>(*number)] = {XrefEntry::Kind::in_file, start, 0};
    }
    for (auto at = pdf.find("trailer"); at != std::string_view::npos; at = pdf.find("trailer", at + 7))
        if (auto trailer = parse_value(pdf, at + 7);
            trailer && trailer->at("Root").is(Value::Kind::reference))
            revision.trailer = std::move(*trailer);
    for (const auto& [number, entry] : revision.entries) {
        if (revision.trailer.has_entries()) break;
        const auto object = parse_indirect(pdf, entry.place, unknown_length);
        if (object && object->value.at("Type").is_name("XRef")) revision.trailer = object->value;
    }
    revision.extent = {pdf.size(), pdf.size()};
    return revision;
}

// Each revision has to lie behind the one before it, and the last one to reach the end.
void check_extents(std::string_view pdf, XrefChain& chain) {
    std::uint64_t before = 0;
    for (const auto& revision : chain.revisions) {
        if (revision.extent.end <= before)
            chain.anomalies.push_back({Anomaly::Kind::damaged_structure, "revisions overlap"});
        before = revision.extent.end;
    }
    if (before < pdf.size())
        chain.anomalies.push_back(
            {Anomaly::Kind::unexplained_bytes, "bytes from " + std::to_string(before) + " to the end"});
}

}  // namespace

XrefChain read_xref_chain(std::string_view pdf) {
    auto sections = follow_chain(pdf);
    if (!sections) return scan_chain(pdf, "the cross-reference sections cannot be followed");
    XrefChain chain;
    chain.revisions = into_revisions(pdf, *sections);
    if (std::any_of(sections->begin(), sections->end(), [](const Section& s) { return s.contradicts; }))
        chain.anomalies.push_back(
            {Anomaly::Kind::damaged_structure, "an object at two places in one section"});
    check_extents(pdf, chain);
    return chain;
}

XrefChain scan_chain(std::string_view pdf, const std::string& why) {
    XrefChain chain;
    chain.revisions.push_back(scan_objects(pdf));
    chain.anomalies.push_back({Anomaly::Kind::damaged_structure, why});
    return chain;
}

}  // namespace sanad::pdf
