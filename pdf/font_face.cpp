#include "pdf/font_face.h"

#include <hb-ot.h>

#include <filesystem>
#include <map>
#include <mutex>

#include <fmt/format.h>

#include "core/error.h"
#include "pdf/object_writer.h"

namespace sanad::pdf {
namespace {

struct FaceFile {
    const char* file;
    const char* name;
    bool in_regular, in_bold;
};

// Amiri has Arabic, Latin and the punctuation of both; the others are asked for what it lacks.
constexpr FaceFile face_files[] = {
    {"Amiri-Regular.ttf", "Amiri-Regular", true, false},
    {"Amiri-Bold.ttf", "Amiri-Bold", false, true},
    {"NotoNaskhArabic-Regular.ttf", "NotoNaskhArabic-Regular", true, false},
    {"NotoNaskhArabic-Bold.ttf", "NotoNaskhArabic-Bold", false, true},
    {"NotoSans-Regular.ttf", "NotoSans-Regular", true, false},
    {"NotoSans-Bold.ttf", "NotoSans-Bold", false, true},
    {"NotoSansSymbols2-Regular.ttf", "NotoSansSymbols2-Regular", true, true},
    {"NotoSansSymbols-Regular.ttf", "NotoSansSymbols-Regular", true, true},
    {"NotoSansMath-Regular.ttf", "NotoSansMath-Regular", true, true},
};

std::string find_file(const std::vector<std::string>& folders, const std::string& file) {
    for (const auto& folder : folders) {
        const auto path = std::filesystem::path(folder) / file;
        if (std::filesystem::exists(path)) return path.string();
    }
    throw Error(ErrorCode::not_found, "font file not found: " + file, Where{file},
                {"pdf.font_missing", {file}});
}

bool has_table(hb_face_t* face, hb_tag_t tag) {
    const HbPtr<hb_blob_t> table(hb_face_reference_table(face, tag));
    return hb_blob_get_length(table.get()) > 0;
}

FaceMetrics metrics_of(hb_face_t* face, hb_font_t* font, unsigned upem) {
    const auto scaled = [upem](int units) { return units * 1000 / static_cast<int>(upem); };
    FaceMetrics metrics;
    const HbPtr<hb_blob_t> head(hb_face_reference_table(face, HB_TAG('h', 'e', 'a', 'd')));
    unsigned length = 0;
    const char* bytes = hb_blob_get_data(head.get(), &length);
    if (bytes == nullptr || length < 44) throw Error(ErrorCode::unsupported, "a font without a head table");
    // xMin, yMin, xMax, yMax stand at byte 36 of the table, big-endian and signed.
    for (int i = 0; i < 4; ++i) {
        const auto high = static_cast<unsigned char>(bytes[36 + 2 * i]);
        const auto low = static_cast<unsigned char>(bytes[37 + 2 * i]);
        metrics.box[i] = scaled(static_cast<std::int16_t>((high << 8) | low));
    }
    hb_font_extents_t extents{};
    hb_font_get_h_extents(font, &extents);
    metrics.ascent = scaled(extents.ascender);
    metrics.descent = scaled(extents.descender);
    return metrics;
}

// HarfBuzz hands out a glyph's contour piece by piece; this writes it down as path operators (8.5.2).
struct PathText {
    std::string text;

    static PathText& of(void* data) { return *static_cast<PathText*>(data); }
    void add(std::initializer_list<float> values, char op) {
        for (const float v : values) text += number(static_cast<double>(v)) + ' ';
        text += op;
        text += '\n';
    }
};

hb_draw_funcs_t* path_functions() {
    static hb_draw_funcs_t* const functions = [] {
        hb_draw_funcs_t* f = hb_draw_funcs_create();
        hb_draw_funcs_set_move_to_func(
            f,
            [](auto*, void* d, auto*, float x, float y, void*) {
                PathText::of(d).add({x, y}, 'm');
            },
            nullptr, nullptr);
        hb_draw_funcs_set_line_to_func(
            f,
            [](auto*, void* d, auto*, float x, float y, void*) {
                PathText::of(d).add({x, y}, 'l');
            },
            nullptr, nullptr);
        hb_draw_funcs_set_cubic_to_func(
            f,
            [](auto*, void* d, auto*, float ax, float ay, float bx, float by, float x, float y, void*) {
                PathText::of(d).add({ax, ay, bx, by, x, y}, 'c');
            },
            nullptr, nullptr);
        hb_draw_funcs_set_close_path_func(
            f, [](auto*, void* d, auto*, void*) { PathText::of(d).text += "h\n"; }, nullptr, nullptr);
        hb_draw_funcs_make_immutable(f);
        return f;
    }();
    return functions;
}

}  // namespace

Face::Face(const std::string& path, std::string name)
    : name_(std::move(name)), blob_(hb_blob_create_from_file_or_fail(path.c_str())) {
    if (!blob_)
        throw Error(ErrorCode::not_found, "cannot open font " + path, Where{path},
                    {"pdf.font_missing", {path}});
    face_.reset(hb_face_create(blob_.get(), 0));
    if (!has_table(face_.get(), HB_TAG('g', 'l', 'y', 'f')))
        throw Error(ErrorCode::unsupported, "font without TrueType outlines: " + path, Where{path},
                    {"pdf.font_unusable", {path}});
    upem_ = hb_face_get_upem(face_.get());
    hb_face_make_immutable(face_.get());
    font_.reset(hb_font_create(face_.get()));
    metrics_ = metrics_of(face_.get(), font_.get(), upem_);
    hb_font_make_immutable(font_.get());
}

unsigned Face::glyph_of(char32_t c) const {
    hb_codepoint_t glyph = 0;
    return hb_font_get_nominal_glyph(font_.get(), c, &glyph) ? glyph : 0;
}

int Face::advance(unsigned glyph) const { return hb_font_get_glyph_h_advance(font_.get(), glyph); }

std::string Face::outline(unsigned glyph) const {
    PathText path;
    hb_font_get_glyph_shape(font_.get(), glyph, path_functions(), &path);
    return path.text;
}

std::string_view Face::bytes() const {
    unsigned length = 0;
    const char* data = hb_blob_get_data(blob_.get(), &length);
    return {data, length};
}

const std::string& Face::deflated_bytes() const {
    static std::mutex guard;
    static std::map<std::string, std::string> cache;  // by name: a face of one name is one file
    const std::scoped_lock lock(guard);
    auto& entry = cache[name_];
    if (entry.empty()) entry = deflated(bytes());
    return entry;
}

FaceTable open_faces(const std::vector<std::string>& folders) {
    FaceTable table;
    for (const auto& entry : face_files) {
        const auto face = std::make_shared<const Face>(find_file(folders, entry.file), entry.name);
        if (entry.in_regular) table.regular.push_back(face);
        if (entry.in_bold) table.bold.push_back(face);
    }
    return table;
}

const std::vector<std::string>& font_folders() {
    static const std::vector<std::string> folders = {
        "/usr/share/fonts/opentype/fonts-hosny-amiri",
        "/usr/share/fonts/truetype/fonts-hosny-amiri",
        "/usr/share/fonts/truetype/noto",
    };
    return folders;
}

}  // namespace sanad::pdf
