#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>

#include "core/error.h"
#include "samples/text_field.h"

namespace sanad::samples {
namespace {

// In these the papers are set, and the stand types; or they are kept for the calibration.
constexpr std::array<std::string_view, 2> of_the_stand = {"Noto", "DejaVu"};
constexpr std::array<std::string_view, 6> for_calibration = {"Amiri-", "NotoNaskhArabic", "KacstOne",
                                                             "Thabit", "Scheherazade",    "FreeFarsi"};
// Ornaments, other scripts' styles, letters that nobody types a form in, or no usual letters.
constexpr std::array<std::string_view, 33> ornamental = {
    "AmiriQuran", "ae_Shado",      "ae_Tarablus",     "ae_Tholoth", "ae_Japan",    "ae_Ostorah",
    "ae_Metal",   "ae_Rehan",      "UKIJTughra",      "UKIJBasma",  "UKIJDiT",     "UKIJJunun",
    "UKIJKuYol",  "UKIJImaret",    "UKIJElipbe",      "UKIJSaet",   "UKIJQolTez",  "KacstDecorative",
    "KacstPen",   "PakType Ajrak", "PakType Tehreer", "UKIJCJK",    "UKIJNsq",     "UKIJQara",
    "UKIJOrqun",  "KacstPoster",   "KacstTitleL",     "ae_Granada", "UKIJChechek", "KacstFarsi",
    "UKIJTiken",  "UKIJEsN",       "ae_AlManzomah"};

template <std::size_t Count>
bool is_of(const std::array<std::string_view, Count>& families, const std::string& name) {
    return std::any_of(families.begin(), families.end(),
                       [&](std::string_view family) { return name.starts_with(family); });
}

bool wanted(Faces which, const std::string& name) {
    if (is_of(ornamental, name)) return false;
    if (which == Faces::calibration) return is_of(for_calibration, name);
    return !is_of(for_calibration, name) && !is_of(of_the_stand, name);
}

bool has_every_letter(const std::string& file) {
    try {
        Typeface({file}).width_mm("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي ", 10);
        return true;
    } catch (const Error&) {
        return false;
    }
}

}  // namespace

std::vector<std::string> arabic_faces(Faces which) {
    std::vector<std::string> files;
    std::error_code missing;
    for (const auto& entry : std::filesystem::recursive_directory_iterator("/usr/share/fonts", missing)) {
        const auto ending = entry.path().extension();
        if ((ending == ".ttf" || ending == ".otf") && wanted(which, entry.path().filename().string()) &&
            has_every_letter(entry.path().string()))
            files.push_back(entry.path().string());
    }
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace sanad::samples
