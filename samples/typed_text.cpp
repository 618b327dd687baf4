#include "samples/typed_text.h"

#include <fribidi.h>
#include <hb-ot.h>
#include <hb.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include <fmt/format.h>
#include <opencv2/imgproc.hpp>

#include "core/error.h"

namespace sanad::samples {
namespace {

struct HbDelete {
    void operator()(hb_blob_t* blob) const { hb_blob_destroy(blob); }
    void operator()(hb_face_t* face) const { hb_face_destroy(face); }
    void operator()(hb_font_t* font) const { hb_font_destroy(font); }
    void operator()(hb_buffer_t* buffer) const { hb_buffer_destroy(buffer); }
    void operator()(hb_draw_funcs_t* funcs) const { hb_draw_funcs_destroy(funcs); }
};
template <class T>
using HbPtr = std::unique_ptr<T, HbDelete>;

std::string font_path(const std::string& file) {
    if (file.starts_with('/') && std::filesystem::exists(file)) return file;
    for (const auto* folder : {"/usr/share/fonts/truetype/noto", "/usr/share/fonts/truetype/dejavu",
                               "/usr/share/fonts/opentype/fonts-hosny-amiri"}) {
        const auto path = std::filesystem::path(folder) / file;
        if (std::filesystem::exists(path)) return path.string();
    }
    throw Error(ErrorCode::not_found, "the font file " + file + " is not installed", Where{file});
}

HbPtr<hb_font_t> opened(const std::string& path) {
    const HbPtr<hb_blob_t> blob(hb_blob_create_from_file(path.c_str()));
    const HbPtr<hb_face_t> face(hb_face_create(blob.get(), 0));
    if (hb_face_get_glyph_count(face.get()) == 0) throw Error(ErrorCode::unsupported, "no font", Where{path});
    HbPtr<hb_font_t> font(hb_font_create(face.get()));
    hb_font_set_scale(font.get(), 1000, 1000);  // positions in thousandths of the size
    return font;
}

std::u32string decoded(std::string_view utf8) {
    std::u32string letters(utf8.size() + 1, U'\0');
    static_assert(sizeof(FriBidiChar) == sizeof(char32_t));
    const auto count = fribidi_charset_to_unicode(FRIBIDI_CHAR_SET_UTF8, utf8.data(),
                                                  static_cast<FriBidiStrIndex>(utf8.size()),
                                                  reinterpret_cast<FriBidiChar*>(letters.data()));
    letters.resize(static_cast<std::size_t>(count));
    return letters;
}

std::vector<FriBidiLevel> levels_of(const std::u32string& text) {
    const auto count = static_cast<FriBidiStrIndex>(text.size());
    const auto* letters = reinterpret_cast<const FriBidiChar*>(text.data());
    std::vector<FriBidiCharType> types(text.size());
    std::vector<FriBidiBracketType> brackets(text.size());
    std::vector<FriBidiLevel> levels(text.size());
    fribidi_get_bidi_types(letters, count, types.data());
    fribidi_get_bracket_types(letters, count, types.data(), brackets.data());
    FriBidiParType base = FRIBIDI_PAR_RTL;
    if (fribidi_get_par_embedding_levels_ex(types.data(), brackets.data(), count, &base, levels.data()) == 0)
        throw Error(ErrorCode::resource, "fribidi: no memory");
    return levels;
}

// Characters of one level and one font.
struct Run {
    std::u32string text;
    FriBidiLevel level = 1;
    std::size_t font = 0;
    std::size_t begin = 0;  // of its first character in the line
};

// UAX 9, rule L2: from the highest level down, what lies between lower levels is turned round.
void put_in_visual_order(std::vector<Run>& runs) {
    FriBidiLevel highest = 0;
    for (const auto& run : runs) highest = std::max(highest, run.level);
    for (auto level = highest; level > 0; --level)
        for (std::size_t begin = 0; begin < runs.size();) {
            auto end = begin;
            while (end < runs.size() && runs[end].level >= level) ++end;
            std::reverse(runs.begin() + static_cast<std::ptrdiff_t>(begin),
                         runs.begin() + static_cast<std::ptrdiff_t>(end));
            begin = end + 1;
        }
}

// An outline on its way to a polygon, in thousandths of the size, y upwards.
using Contours = std::vector<std::vector<cv::Point2d>>;

void curve(Contours& into, cv::Point2d a, cv::Point2d b, cv::Point2d c, cv::Point2d d) {
    for (int i = 1; i <= 8; ++i) {
        const double t = i / 8.0, u = 1 - t;
        into.back().push_back(u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d);
    }
}

HbPtr<hb_draw_funcs_t> outline_functions() {
    HbPtr<hb_draw_funcs_t> funcs(hb_draw_funcs_create());
    using Functions = hb_draw_funcs_t*;
    using State = hb_draw_state_t*;
    const auto contours = [](void* data) -> Contours& { return *static_cast<Contours*>(data); };
    static constexpr auto of = contours;
    hb_draw_funcs_set_move_to_func(
        funcs.get(),
        [](Functions, void* data, State, float x, float y, void*) {
            of(data).push_back({{x, y}});
        },
        nullptr, nullptr);
    hb_draw_funcs_set_line_to_func(
        funcs.get(),
        [](Functions, void* data, State, float x, float y, void*) { of(data).back().emplace_back(x, y); },
        nullptr, nullptr);
    hb_draw_funcs_set_cubic_to_func(
        funcs.get(),
        [](Functions, void* data, State state, float bx, float by, float cx, float cy, float x, float y,
           void*) {
            curve(of(data), {state->current_x, state->current_y}, {bx, by}, {cx, cy}, {x, y});
        },
        nullptr, nullptr);
    return funcs;  // quadratic curves come as cubic ones where no function of their own is set
}

struct PlacedGlyph {
    hb_codepoint_t id = 0;
    std::size_t font = 0;
    double x = 0, y = 0;  // thousandths of the size, from the left end of the line, y upwards
    double from = 0, advance = 0;
    std::size_t letter = 0;  // the first character that it stands for
};

struct ShapedLine {
    std::vector<PlacedGlyph> glyphs;
    double width = 0;
};

constexpr int fineness = 4;  // pixels are cut into so many in each direction

}  // namespace

struct Typeface::Impl {
    std::vector<HbPtr<hb_font_t>> fonts;
    HbPtr<hb_draw_funcs_t> outlines = outline_functions();

    std::size_t font_for(char32_t letter) const {
        hb_codepoint_t glyph = 0;
        for (std::size_t i = 0; i < fonts.size(); ++i)
            if (hb_font_get_nominal_glyph(fonts[i].get(), letter, &glyph)) return i;
        throw Error(ErrorCode::unsupported,
                    fmt::format("no font at hand has U+{:04X}", static_cast<unsigned>(letter)));
    }

    void shape(const Run& run, ShapedLine& line) const {
        const HbPtr<hb_buffer_t> buffer(hb_buffer_create());
        hb_buffer_add_codepoints(buffer.get(), reinterpret_cast<const hb_codepoint_t*>(run.text.data()),
                                 static_cast<int>(run.text.size()), 0, -1);
        hb_buffer_guess_segment_properties(buffer.get());
        hb_buffer_set_direction(buffer.get(), run.level % 2 == 1 ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
        hb_shape(fonts[run.font].get(), buffer.get(), nullptr, 0);
        unsigned count = 0;
        const auto* infos = hb_buffer_get_glyph_infos(buffer.get(), &count);
        const auto* positions = hb_buffer_get_glyph_positions(buffer.get(), &count);
        for (unsigned i = 0; i < count; ++i) {
            line.glyphs.push_back({infos[i].codepoint, run.font, line.width + positions[i].x_offset,
                                   static_cast<double>(positions[i].y_offset), line.width,
                                   static_cast<double>(positions[i].x_advance),
                                   run.begin + infos[i].cluster});
            line.width += positions[i].x_advance;
        }
    }

    ShapedLine shaped(std::string_view utf8) const {
        const auto text = decoded(utf8);
        const auto levels = levels_of(text);
        std::vector<Run> runs;
        for (std::size_t i = 0; i < text.size(); ++i) {
            // A space stays in the font of its word.
            const auto font = text[i] == U' ' && !runs.empty() ? runs.back().font : font_for(text[i]);
            if (runs.empty() || runs.back().level != levels[i] || runs.back().font != font)
                runs.push_back({{}, levels[i], font, i});
            runs.back().text.push_back(text[i]);
        }
        put_in_visual_order(runs);
        ShapedLine line;
        for (const auto& run : runs) shape(run, line);
        return line;
    }

    Contours outline(const PlacedGlyph& glyph) const {
        Contours contours;
        hb_font_get_glyph_shape(fonts[glyph.font].get(), glyph.id, outlines.get(), &contours);
        for (auto& contour : contours)
            for (auto& point : contour) point += cv::Point2d(glyph.x, glyph.y);
        return contours;
    }
};

Typeface::Typeface(const std::vector<std::string>& files) : impl_(std::make_unique<Impl>()) {
    for (const auto& file : files) impl_->fonts.push_back(opened(font_path(file)));
}
Typeface::Typeface(Typeface&&) noexcept = default;
Typeface::~Typeface() = default;

double Typeface::width_mm(std::string_view utf8, double size_pt) const {
    return impl_->shaped(utf8).width / 1000 * size_pt / pt_per_mm;
}

void Typeface::draw(Ink& into, PointMm right, std::string_view utf8, double size_pt) const {
    const auto line = impl_->shaped(utf8);
    const double scale = into.px(size_pt / pt_per_mm) / 1000;  // px of a thousandth
    const double x0 = into.px(right.x) - line.width * scale, base = into.px(right.y);
    const int left = static_cast<int>(std::floor(x0 - 400 * scale)),
              top = static_cast<int>(std::floor(base - 1400 * scale));
    const int wide = static_cast<int>((line.width + 800) * scale) + 2,
              high = static_cast<int>(2300 * scale) + 2;
    cv::Mat fine(high * fineness, wide * fineness, CV_8UC1, cv::Scalar::all(0)), one = fine.clone(), cover;
    for (const auto& glyph : line.glyphs) {
        std::vector<std::vector<cv::Point>> polygons;
        for (const auto& contour : impl_->outline(glyph)) {
            polygons.emplace_back();
            for (const auto& p : contour)
                polygons.back().emplace_back(
                    static_cast<int>(std::lround((x0 + p.x * scale - left) * fineness)),
                    static_cast<int>(std::lround((base - p.y * scale - top) * fineness)));
        }
        if (polygons.empty()) continue;
        cv::Rect reach;
        for (const auto& polygon : polygons) reach |= cv::boundingRect(polygon);
        reach &= cv::Rect({}, fine.size());
        if (reach.empty()) continue;
        cv::fillPoly(one, polygons,
                     cv::Scalar::all(255));  // a glyph at a time: glyphs may overlap, holes stay holes
        cv::Mat part = fine(reach);
        cv::max(part, one(reach), part);
        one(reach).setTo(0);
    }
    cv::resize(fine, cover, {wide, high}, 0, 0, cv::INTER_AREA);
    for (int y = std::max(0, -top); y < high && top + y < into.height; ++y)
        for (int x = std::max(0, -left); x < wide && left + x < into.width; ++x) {
            auto& pixel =
                into.cover[static_cast<std::size_t>(top + y) * static_cast<std::size_t>(into.width) +
                           static_cast<std::size_t>(left + x)];
            pixel = std::max(pixel, cover.at<std::uint8_t>(y, x));
        }
}

std::vector<LetterPlace> Typeface::places(std::string_view utf8, double size_pt) const {
    const auto text = decoded(utf8);
    const auto line = impl_->shaped(utf8);
    const double mm = size_pt / pt_per_mm / 1000;
    std::vector<LetterPlace> list(text.size());
    std::vector<bool> begins(text.size(), false);
    for (const auto& glyph : line.glyphs) {
        auto& place = list[glyph.letter];
        const double right = (line.width - glyph.from) * mm, left = right - glyph.advance * mm;
        place = {0, begins[glyph.letter] ? std::min(place.from, left) : left,
                 begins[glyph.letter] ? std::max(place.until, right) : right};
        begins[glyph.letter] = true;
    }
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (!begins[i] && i > 0) list[i] = list[i - 1];
        list[i].letter = text[i];
    }
    return list;
}

std::vector<std::string> Typeface::broken(std::string_view utf8, double size_pt, double most_mm) const {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < utf8.size();) {
        const auto end = std::min(utf8.find(' ', at), utf8.size());
        const std::string word(utf8.substr(at, end - at));
        const auto longer = lines.empty() ? word : lines.back() + " " + word;
        if (lines.empty() || width_mm(longer, size_pt) > most_mm)
            lines.push_back(word);
        else
            lines.back() = longer;
        at = end + 1;
    }
    return lines;
}

}  // namespace sanad::samples
