// Fonts as objects of a file: Type 0 over CIDFontType2, Identity-H (ISO 32000-1, 9.7).
#include <hb-subset.h>

#include <fmt/format.h>

#include "core/error.h"
#include "core/hash.h"
#include "pdf/embedded_objects.h"
#include "pdf/font_set.h"
#include "pdf/object_writer.h"

namespace sanad::pdf {
namespace {

struct SubsetDelete {
    void operator()(hb_subset_input_t* input) const { hb_subset_input_destroy(input); }
    void operator()(hb_subset_plan_t* plan) const { hb_subset_plan_destroy(plan); }
};

struct FontProgram {
    std::string deflated;
    std::size_t length = 0;               // before compression
    std::map<unsigned, unsigned> glyphs;  // of the file -> of the program; empty: the same
    std::string tag;                      // "ABCDEF+" for a subset
};

// One character code of a font as embedded.
struct Code {
    unsigned glyph = 0;  // of the embedded program
    double width = 0;    // thousandths
    std::u32string text = {};
};

void put16(std::string& out, unsigned value) {
    out.push_back(static_cast<char>(value >> 8));
    out.push_back(static_cast<char>(value & 0xff));
}

// Six capitals that tell this subset from others of the same face (9.6.4).
std::string subset_tag(const FontSet::Used& used) {
    std::string key;
    for (const auto& [pair, cid] : used.cids) put16(key, pair.first);
    const Sha256 hash = sha256(key);
    std::string tag;
    for (std::size_t i = 0; i < 6; ++i) tag.push_back(static_cast<char>('A' + hash[i] % 26));
    return tag + "+";
}

FontProgram subset_of(const FontSet::Used& used) {
    const std::unique_ptr<hb_subset_input_t, SubsetDelete> input(hb_subset_input_create_or_fail());
    if (!input) throw Error(ErrorCode::resource, "hb_subset_input_create_or_fail failed");
    for (const auto& [pair, cid] : used.cids) hb_set_add(hb_subset_input_glyph_set(input.get()), pair.first);
    // Without GSUB no glyph is added for what shaping could make of these.
    hb_set_t* dropped = hb_subset_input_set(input.get(), HB_SUBSET_SETS_DROP_TABLE_TAG);
    for (const char* tag :
         {"GSUB", "GPOS", "GDEF", "cmap", "name", "post", "OS/2", "DSIG", "FFTM", "STAT", "meta"})
        hb_set_add(dropped, hb_tag_from_string(tag, -1));

    const std::unique_ptr<hb_subset_plan_t, SubsetDelete> plan(
        hb_subset_plan_create_or_fail(used.face->face(), input.get()));
    if (!plan) throw Error(ErrorCode::external, "hb_subset_plan_create_or_fail failed");
    const HbPtr<hb_face_t> face(hb_subset_plan_execute_or_fail(plan.get()));
    if (!face) throw Error(ErrorCode::external, "hb_subset_plan_execute_or_fail failed");
    const HbPtr<hb_blob_t> blob(hb_face_reference_blob(face.get()));
    unsigned length = 0;
    const char* data = hb_blob_get_data(blob.get(), &length);

    FontProgram program{deflated({data, length}), length, {}, subset_tag(used)};
    const hb_map_t* map = hb_subset_plan_old_to_new_glyph_mapping(plan.get());
    for (const auto& [pair, cid] : used.cids) program.glyphs[pair.first] = hb_map_get(map, pair.first);
    return program;
}

double width_of(const Face& face, unsigned glyph) {
    return face.advance(glyph) * 1000.0 / static_cast<double>(face.units_per_em());
}

// What an extractor reads for every code (9.10.3).
std::string to_unicode(const std::vector<Code>& codes) {
    std::string body;
    std::vector<std::string> lines;
    for (std::size_t cid = 0; cid < codes.size(); ++cid)
        if (!codes[cid].text.empty())
            lines.push_back(fmt::format("<{:04X}> {}\n", cid, hex_string(utf16be_of(codes[cid].text))));
    for (std::size_t i = 0; i < lines.size(); i += 100) {  // a section holds at most 100 lines
        const std::size_t count = std::min<std::size_t>(100, lines.size() - i);
        body += fmt::format("{} beginbfchar\n", count);
        for (std::size_t k = 0; k < count; ++k) body += lines[i + k];
        body += "endbfchar\n";
    }
    return "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
           "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
           "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
           "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n" +
           body + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
}

std::string glyph_map(const std::vector<Code>& codes) {
    std::string bytes;
    for (const auto& code : codes) put16(bytes, code.glyph);
    return bytes;
}

std::string widths(const std::vector<Code>& codes) {
    std::string text = "[0 [";
    for (const auto& code : codes) text += number(code.width) + ' ';
    text.back() = ']';
    return text + "]";
}

int add_descriptor(ObjectSet& into, const Face& face, const FontProgram& program) {
    const int file = into.add(deflated_stream(fmt::format("/Length1 {}", program.length), program.deflated));
    const auto& m = face.metrics();
    return into.add(
        fmt::format("<< /Type /FontDescriptor /FontName {} /Flags 4 /FontBBox [{} {} {} {}] /ItalicAngle 0 "
                    "/Ascent {} /Descent {} "
                    "/CapHeight 650 /StemV {} /FontFile2 {} >>",
                    name(program.tag + face.name()), m.box[0], m.box[1], m.box[2], m.box[3], m.ascent,
                    m.descent, face.name().ends_with("Bold") ? 140 : 80, reference(file)));
}

int add_type0(ObjectSet& into, const std::string& base_font, int descriptor, const std::vector<Code>& codes) {
    const int map = into.add(flate_stream("", glyph_map(codes)));
    const int unicode = into.add(flate_stream("", to_unicode(codes)));
    const int descendant =
        into.add(fmt::format("<< /Type /Font /Subtype /CIDFontType2 /BaseFont {} /CIDSystemInfo << /Registry "
                             "(Adobe) /Ordering (Identity) "
                             "/Supplement 0 >> /FontDescriptor {} /W {} /CIDToGIDMap {} >>",
                             base_font, reference(descriptor), widths(codes), reference(map)));
    return into.add(
        fmt::format("<< /Type /Font /Subtype /Type0 /BaseFont {} /Encoding /Identity-H /DescendantFonts [{}] "
                    "/ToUnicode {} >>",
                    base_font, reference(descendant), reference(unicode)));
}

std::vector<Code> codes_used(const FontSet::Used& used, const FontProgram& program) {
    std::vector<Code> codes(1, Code{0, width_of(*used.face, 0)});
    for (const auto* entry : used.by_cid) {
        const auto& [glyph, text] = entry->first;
        const auto found = program.glyphs.find(glyph);
        codes.push_back(
            {found == program.glyphs.end() ? glyph : found->second, width_of(*used.face, glyph), text});
    }
    return codes;
}

// A code for every glyph, the code being the glyph's number.
std::vector<Code> all_codes(const Face& face) {
    std::vector<Code> codes(std::min(hb_face_get_glyph_count(face.face()), 0xffffu));
    for (unsigned glyph = 0; glyph < codes.size(); ++glyph) codes[glyph] = {glyph, width_of(face, glyph), {}};
    hb_set_t* characters = hb_set_create();
    hb_face_collect_unicodes(face.face(), characters);
    for (hb_codepoint_t c = HB_SET_VALUE_INVALID; hb_set_next(characters, &c);) {
        const unsigned glyph = face.glyph_of(c);
        // Presentation forms share glyphs with letters; the letter comes first in code order and stays.
        if (glyph != 0 && glyph < codes.size() && codes[glyph].text.empty()) codes[glyph].text.assign(1, c);
    }
    hb_set_destroy(characters);
    return codes;
}

}  // namespace

FontNumbers embed_fonts(ObjectSet& into, const FontSet& fonts, bool whole_regular) {
    FontNumbers numbers;
    for (std::size_t i = 0; i < fonts.used().size(); ++i) {
        const auto& used = fonts.used()[i];
        const bool whole = whole_regular && i == 0;
        if (used.cids.empty() && !whole) continue;
        const FontProgram program =
            whole ? FontProgram{used.face->deflated_bytes(), used.face->bytes().size(), {}, ""}
                  : subset_of(used);
        const std::string base_font = name(program.tag + used.face->name());
        const int descriptor = add_descriptor(into, *used.face, program);
        if (!used.cids.empty())
            numbers[FontSet::resource_name(static_cast<int>(i))] =
                add_type0(into, base_font, descriptor, codes_used(used, program));
        if (whole)
            numbers[std::string(whole_name)] = add_type0(into, base_font, descriptor, all_codes(*used.face));
    }
    return numbers;
}

}  // namespace sanad::pdf
