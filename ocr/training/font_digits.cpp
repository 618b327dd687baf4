#include "ocr/training/font_digits.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <string_view>

#include "core/error.h"

namespace sanad::ocr::training {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 8> held_out_families = {"Amiri", "Noto",    "DejaVu", "KacstOne",
                                                               "Lato",  "Carlito", "Tuffy",  "Thabit"};
// Their digits are ornaments, or pictures of keys and boxes around digits.
constexpr std::array<std::string_view, 8> ornamental = {
    "D050000L", "LinBiolinum_K", "OCRBE", "OCRBX", "UKIJElipbeCh-b", "UKIJImaret", "UKIJKuYol", "UKIJTughra"};
// Letters that no digit looks like.
constexpr std::u32string_view arabic_letters = U"بتثجحخسشصضطظغفقكمني";
constexpr std::u32string_view western_letters = U"AEFGHKMNPRTWXYadefhkmnrtwx%&@#?";

struct Glyph {
    std::vector<FT_Vector> points;  // font units
    std::vector<char> tags;
    std::vector<short> contours;
    bool empty() const { return points.empty(); }
};

struct Font {
    std::string name;
    double units = 1000;
    double middle_y = 0;  // of the box that the digits have in common, font units
    std::array<Glyph, 10> digits;
    std::vector<Glyph> letters;
};

Glyph load(FT_Face face, char32_t character) {
    Glyph glyph;
    const FT_UInt index = FT_Get_Char_Index(face, character);
    if (index == 0 || FT_Load_Glyph(face, index, FT_LOAD_NO_SCALE | FT_LOAD_NO_BITMAP) != 0) return glyph;
    if (face->glyph->format != FT_GLYPH_FORMAT_OUTLINE) return glyph;
    const FT_Outline& outline = face->glyph->outline;
    glyph.points.assign(outline.points, outline.points + outline.n_points);
    glyph.tags.assign(outline.tags, outline.tags + outline.n_points);
    glyph.contours.assign(outline.contours, outline.contours + outline.n_contours);
    return glyph;
}

bool load_font(FT_Face face, char32_t zero, std::u32string_view letters, Font& font) {
    font.units = face->units_per_EM == 0 ? 1000 : face->units_per_EM;
    FT_Pos low = 1 << 30, high = -(1 << 30);
    for (std::size_t d = 0; d < 10; ++d) {
        font.digits[d] = load(face, zero + static_cast<char32_t>(d));
        if (font.digits[d].empty()) return false;
        for (const auto& point : font.digits[d].points)
            low = std::min(low, point.y), high = std::max(high, point.y);
    }
    font.middle_y = static_cast<double>(low + high) / 2;
    for (const char32_t letter : letters)
        if (auto glyph = load(face, letter); !glyph.empty()) font.letters.push_back(std::move(glyph));
    return true;
}

// Fills the outline, moved so that (middle_x, middle_y) of the font comes to (setting.x, setting.y).
void fill(FT_Library library, const Glyph& glyph, double units, double middle_y, const Setting& setting,
          int width, int height, std::vector<std::uint8_t>& image) {
    FT_Pos low = glyph.points.front().x, high = low;
    for (const auto& point : glyph.points) low = std::min(low, point.x), high = std::max(high, point.x);
    const double middle_x = static_cast<double>(low + high) / 2, scale = setting.em / units;
    const double c = std::cos(setting.turn), s = std::sin(setting.turn);
    std::vector<FT_Vector> points = glyph.points;
    for (auto& point : points) {
        const double up = (static_cast<double>(point.y) - middle_y) * scale;
        const double along =
            (static_cast<double>(point.x) - middle_x) * scale * setting.stretch + setting.shear * up;
        const double x = setting.x + c * along + s * up;
        const double y = height - (setting.y + s * along - c * up);
        point = {std::lround(std::clamp(x, -2000.0, 4000.0) * 64),
                 std::lround(std::clamp(y, -2000.0, 4000.0) * 64)};
    }
    auto tags = glyph.tags;
    auto contours = glyph.contours;
    FT_Outline outline = {};
    outline.n_points = static_cast<short>(points.size());
    outline.n_contours = static_cast<short>(contours.size());
    outline.points = points.data();
    outline.tags = tags.data();
    outline.contours = contours.data();
    std::vector<std::uint8_t> filled(image.size(), 0);
    FT_Bitmap bitmap = {};
    bitmap.rows = static_cast<unsigned>(height);
    bitmap.width = static_cast<unsigned>(width);
    bitmap.pitch = width;
    bitmap.buffer = filled.data();
    bitmap.num_grays = 256;
    bitmap.pixel_mode = FT_PIXEL_MODE_GRAY;
    if (FT_Outline_Get_Bitmap(library, &outline, &bitmap) != 0) return;
    for (std::size_t i = 0; i < image.size(); ++i) image[i] = std::max(image[i], filled[i]);
}

}  // namespace

namespace {

template <std::size_t Count>
bool is_of(const std::array<std::string_view, Count>& families, const std::string& file_name) {
    return std::any_of(families.begin(), families.end(),
                       [&](std::string_view family) { return file_name.starts_with(family); });
}

}  // namespace

bool held_out(const std::string& file_name) { return is_of(held_out_families, file_name); }

struct FontDigits::Impl {
    FT_Library library = nullptr;
    std::array<std::vector<Font>, 2> fonts;

    const Font& font(Script script, std::size_t index) const {
        return fonts[static_cast<std::size_t>(script)][index];
    }
};

FontDigits::FontDigits(const std::string& folder, bool want_held_out) : impl_(std::make_unique<Impl>()) {
    if (FT_Init_FreeType(&impl_->library) != 0) throw Error(ErrorCode::external, "FT_Init_FreeType");
    std::vector<fs::path> files;
    std::error_code missing;
    for (const auto& entry : fs::recursive_directory_iterator(folder, missing)) {
        const std::string extension = entry.path().extension().string();
        const bool outline =
            extension == ".ttf" || extension == ".otf" || extension == ".TTF" || extension == ".OTF";
        const std::string name = entry.path().filename().string();
        if (outline && held_out(name) == want_held_out && !is_of(ornamental, name))
            files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end(),
              [](const auto& a, const auto& b) { return a.filename() < b.filename(); });
    for (const auto& file : files) {
        FT_Face face = nullptr;
        if (FT_New_Face(impl_->library, file.c_str(), 0, &face) != 0) continue;
        Font arabic, western;
        arabic.name = western.name = file.filename().string();
        if (load_font(face, U'٠', arabic_letters, arabic)) impl_->fonts[0].push_back(std::move(arabic));
        if (load_font(face, U'0', western_letters, western)) impl_->fonts[1].push_back(std::move(western));
        FT_Done_Face(face);
    }
}

FontDigits::~FontDigits() { FT_Done_FreeType(impl_->library); }

std::size_t FontDigits::count(Script script) const {
    return impl_->fonts[static_cast<std::size_t>(script)].size();
}

const std::string& FontDigits::name(Script script, std::size_t font) const {
    return impl_->font(script, font).name;
}

void FontDigits::draw_digit(Script script, std::size_t font, int digit, const Setting& setting, int width,
                            int height, std::vector<std::uint8_t>& image) const {
    const Font& from = impl_->font(script, font);
    fill(impl_->library, from.digits[static_cast<std::size_t>(digit)], from.units, from.middle_y, setting,
         width, height, image);
}

void FontDigits::draw_letter(Script script, std::size_t font, std::uint64_t which, const Setting& setting,
                             int width, int height, std::vector<std::uint8_t>& image) const {
    const Font& from = impl_->font(script, font);
    if (from.letters.empty()) return;
    fill(impl_->library, from.letters[which % from.letters.size()], from.units, from.middle_y, setting, width,
         height, image);
}

}  // namespace sanad::ocr::training
