// sRGB as an ICC profile of version 2 (ICC.1:2001-04), made from its definition (IEC 61966-2-1), so that no
// file is needed.
#include <array>
#include <cmath>
#include <cstdint>

#include "pdf/writer_impl.h"

namespace sanad::pdf {
namespace {

constexpr int curve_points = 1024;

void put16(std::string& out, unsigned value) {
    out.push_back(static_cast<char>((value >> 8) & 0xff));
    out.push_back(static_cast<char>(value & 0xff));
}

void put32(std::string& out, std::uint32_t value) {
    put16(out, value >> 16);
    put16(out, value & 0xffff);
}

std::string xyz(std::uint32_t x, std::uint32_t y, std::uint32_t z) {  // in 65536ths
    std::string out("XYZ \0\0\0\0", 8);
    for (const auto value : {x, y, z}) put32(out, value);
    return out;
}

std::string description(const std::string& text) {
    std::string out("desc\0\0\0\0", 8);
    put32(out, static_cast<std::uint32_t>(text.size() + 1));
    out += text;
    out.append(1 + 4 + 4 + 2 + 1 + 67, '\0');  // no Unicode and no Macintosh text
    return out;
}

std::string curve() {
    std::string out("curv\0\0\0\0", 8);
    put32(out, curve_points);
    for (int i = 0; i < curve_points; ++i) {
        const double v = static_cast<double>(i) / (curve_points - 1);
        const double linear = v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
        put16(out, static_cast<unsigned>(std::lround(linear * 65535)));
    }
    return out;
}

struct Tag {
    const char* name;
    std::string data;
    int same_as = -1;  // index of the tag whose data it shares
};

std::string with_header(const std::string& table, const std::string& data) {
    std::string out;
    const auto size = static_cast<std::uint32_t>(128 + table.size() + data.size());
    put32(out, size);
    out.append(4, '\0');
    put32(out, 0x02100000);
    out += "mntrRGB XYZ ";
    for (const unsigned part : {2026u, 1u, 1u, 0u, 0u, 0u}) put16(out, part);
    out += "acsp";
    out.append(28, '\0');  // platform, flags, maker, model, attributes, intent
    for (const std::uint32_t part : {0x0000F6D6u, 0x00010000u, 0x0000D32Du}) put32(out, part);  // D50
    out.append(128 - out.size(), '\0');
    return out + table + data;
}

std::string make_profile() {
    // The primaries adapted to D50; the white point is D65.
    const std::array<Tag, 9> tags = {{{"desc", description("sRGB IEC61966-2.1")},
                                      {"cprt", std::string("text\0\0\0\0No copyright\0", 21)},
                                      {"wtpt", xyz(0xF351, 0x10000, 0x116CC)},
                                      {"rXYZ", xyz(0x6FA2, 0x38F5, 0x0390)},
                                      {"gXYZ", xyz(0x6299, 0xB785, 0x18DA)},
                                      {"bXYZ", xyz(0x24A0, 0x0F84, 0xB6CF)},
                                      {"rTRC", curve()},
                                      {"gTRC", {}, 6},
                                      {"bTRC", {}, 6}}};
    std::string table, data;
    put32(table, static_cast<std::uint32_t>(tags.size()));
    const std::size_t begin = 128 + 4 + 12 * tags.size();
    std::array<std::pair<std::size_t, std::size_t>, tags.size()> places;
    for (std::size_t i = 0; i < tags.size(); ++i) {
        if (tags[i].same_as >= 0) {
            places[i] = places[static_cast<std::size_t>(tags[i].same_as)];
        } else {
            places[i] = {begin + data.size(), tags[i].data.size()};
            data += tags[i].data;
            data.resize((data.size() + 3) / 4 * 4, '\0');
        }
        table += tags[i].name;
        put32(table, static_cast<std::uint32_t>(places[i].first));
        put32(table, static_cast<std::uint32_t>(places[i].second));
    }
    return with_header(table, data);
}

}  // namespace

const std::string& srgb_profile() {
    static const std::string profile = make_profile();
    return profile;
}

}  // namespace sanad::pdf
