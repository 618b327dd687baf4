// Canvases as objects of a file.
#include <fmt/format.h>

#include "pdf/canvas_impl.h"
#include "pdf/embedded_objects.h"
#include "pdf/object_writer.h"

namespace sanad::pdf {
namespace {

// Colour and opacity are two images in a PDF (8.9.5.4): splits the last channel off where there is an even
// number.
std::pair<std::string, std::string> split_opacity(const Picture& picture) {
    if (picture.channels % 2 == 1) return {picture.pixels, ""};
    const auto step = static_cast<std::size_t>(picture.channels);
    std::string colour, opacity;
    for (std::size_t i = 0; i < picture.pixels.size(); i += step) {
        colour.append(picture.pixels, i, step - 1);
        opacity.push_back(picture.pixels[i + step - 1]);
    }
    return {std::move(colour), std::move(opacity)};
}

int add_picture(ObjectSet& into, const Picture& picture) {
    const auto dictionary = [&](std::string_view space, std::string_view more) {
        return fmt::format(
            "/Type /XObject /Subtype /Image /Width {} /Height {} /ColorSpace /{} /BitsPerComponent 8{}",
            picture.width, picture.height, space, more);
    };
    if (picture.is_jpeg)
        return into.add(plain_stream(dictionary("DeviceGray", " /Filter /DCTDecode"), picture.pixels));
    const auto [colour, opacity] = split_opacity(picture);
    std::string mask;
    if (!opacity.empty())
        mask = " /SMask " + reference(into.add(flate_stream(dictionary("DeviceGray", ""), opacity)));
    return into.add(
        flate_stream(dictionary(picture.channels < 3 ? "DeviceGray" : "DeviceRGB", mask), colour));
}

}  // namespace

std::string resource_dictionary(ObjectSet& into, const Canvas& canvas, const FontNumbers& fonts) {
    const auto& impl = canvas.impl();
    std::string text = "<<";
    if (!impl.faces.empty()) {
        text += " /Font <<";
        for (const int face : impl.faces) {
            const std::string resource = FontSet::resource_name(face);
            text += fmt::format(" /{} {}", resource, reference(fonts.at(resource)));
        }
        text += " >>";
    }
    if (!impl.pictures.empty()) {
        text += " /XObject <<";
        for (std::size_t i = 0; i < impl.pictures.size(); ++i)
            text += fmt::format(" /I{} {}", i + 1, reference(add_picture(into, impl.pictures[i])));
        text += " >>";
    }
    return text + " >>";
}

std::string form_xobject(ObjectSet& into, const Canvas& canvas, const FontNumbers& fonts, bool wrap_as_field,
                         std::string_view more) {
    const auto& impl = canvas.impl();
    const std::string dictionary = fmt::format(
        "/Type /XObject /Subtype /Form /BBox [0 0 {} {}] /Resources {}{}", number(impl.width_mm * pt_per_mm),
        number(impl.height_mm * pt_per_mm), resource_dictionary(into, canvas, fonts), more);
    return flate_stream(dictionary, wrap_as_field ? "/Tx BMC\n" + impl.content + "EMC\n" : impl.content);
}

int add_form_xobject(ObjectSet& into, const Canvas& canvas, const FontNumbers& fonts, bool wrap_as_field) {
    return into.add(form_xobject(into, canvas, fonts, wrap_as_field));
}

int embed_canvas(ObjectSet& into, const Canvas& canvas) {
    const FontNumbers fonts = embed_fonts(into, *canvas.impl().fonts);
    return add_form_xobject(into, canvas, fonts);
}

}  // namespace sanad::pdf
