// Fonts: embedded, measured rightly, and every code that is shown stands for a glyph and for text.
#include <cmath>
#include <map>
#include <memory>

#include <hb.h>

#include "tests/archive_check.h"

namespace sanad::test {
namespace {

using Object = QPDFObjectHandle;

std::string stream_bytes(Object stream) {
    const auto data = stream.getStreamData(qpdf_dl_all);
    return {reinterpret_cast<const char*>(data->getBuffer()), data->getSize()};
}

// Operators of ISO 32000-1, table 51, that our content has; no graphics states, intents or inline images.
const std::set<std::string> known = {"q",  "Q",  "cm", "w",  "J",  "j",  "m",  "l",   "c",   "v",   "y",
                                     "h",  "re", "S",  "s",  "f",  "f*", "B",  "b",   "n",   "W",   "W*",
                                     "BT", "ET", "Tc", "Tw", "Tz", "Tf", "Tr", "Td",  "Tm",  "Tj",  "TJ",
                                     "g",  "G",  "rg", "RG", "k",  "K",  "Do", "BMC", "BDC", "EMC", "'"};

struct Used {
    Object font;
    std::set<unsigned> codes = {};
};
using UsedFonts = std::map<QPDFObjGen, Used>;

// Follows the font through a content stream and gathers the codes that are shown; also the balance of marked
// content, and colour spaces.
class Shown : public Object::ParserCallbacks {
public:
    Shown(Object resources, UsedFonts& fonts, ArchiveFindings& into)
        : resources_(resources), fonts_(fonts), into_(into) {}

    void handleObject(Object object) override {
        if (!object.isOperator()) return operands_.push_back(object);
        const auto name = object.getOperatorValue();
        if (name == "Tf") choose_font();
        if (name == "Tj" || name == "'" || name == "TJ")
            show(operands_.empty() ? Object() : operands_.back());
        if (name == "k" || name == "K") into_.insert("colour.space");
        if (name == "Do" && !operands_.empty()) draw(operands_.back().getName());
        if (known.count(name) == 0) into_.insert("content.unknown_operator: " + name);
        operands_.clear();
    }
    void handleEOF() override {}

private:
    void choose_font() {
        auto font = resources_.getKeyIfDict("/Font").getKeyIfDict(operands_.at(0).getName());
        if (!font.isDictionary()) return void(into_.insert("font.unknown"));
        current_ = &fonts_.try_emplace(font.getObjGen(), Used{font}).first->second;
    }

    void show(Object text) {
        if (current_ == nullptr) return void(into_.insert("font.none_chosen"));
        if (text.isArray()) {
            for (auto& part : text.getArrayAsVector())
                if (part.isString()) show(part);
            return;
        }
        const auto bytes = text.getStringValue();
        for (std::size_t i = 0; i + 1 < bytes.size(); i += 2)
            current_->codes.insert(static_cast<unsigned char>(bytes[i]) * 256u +
                                   static_cast<unsigned char>(bytes[i + 1]));
    }

    void draw(const std::string& name) {
        if (!resources_.getKeyIfDict("/XObject").getKeyIfDict(name).isStream())
            into_.insert("content.unknown_xobject");
    }

    Object resources_;
    UsedFonts& fonts_;
    ArchiveFindings& into_;
    std::vector<Object> operands_ = {};
    Used* current_ = nullptr;
};

// The text of each code, by the map's bfchar and bfrange lines.
std::map<unsigned, std::string> unicode_map(const std::string& cmap) {
    std::map<unsigned, std::string> map;
    const auto hex_after = [&](std::size_t& at) {
        const auto open = cmap.find('<', at), close = cmap.find('>', open);
        at = close + 1;
        return cmap.substr(open + 1, close - open - 1);
    };
    for (std::size_t at = 0; (at = cmap.find("beginbfchar", at)) != std::string::npos;) {
        const auto end = cmap.find("endbfchar", at);
        while (cmap.find('<', at) < end) {
            const auto code = hex_after(at);
            map[static_cast<unsigned>(std::stoul(code, nullptr, 16))] = hex_after(at);
        }
    }
    return map;
}

std::map<unsigned, double> widths_of(Object descendant) {
    std::map<unsigned, double> widths;
    auto list = descendant.getKey("/W");
    if (!list.isArray()) return widths;
    for (int i = 0; i + 1 < list.getArrayNItems(); i += 2) {
        auto first = static_cast<unsigned>(list.getArrayItem(i).getIntValue());
        if (!list.getArrayItem(i + 1).isArray()) return {};
        for (auto& width : list.getArrayItem(i + 1).getArrayAsVector())
            widths[first++] = width.getNumericValue();
    }
    return widths;
}

struct Program {
    explicit Program(const std::string& bytes)
        : blob(hb_blob_create(bytes.data(), static_cast<unsigned>(bytes.size()), HB_MEMORY_MODE_DUPLICATE,
                              nullptr, nullptr)),
          face(hb_face_create(blob, 0)),
          font(hb_font_create(face)) {}
    ~Program() {
        hb_font_destroy(font);
        hb_face_destroy(face);
        hb_blob_destroy(blob);
    }
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;
    hb_blob_t* blob;
    hb_face_t* face;
    hb_font_t* font;
};

void check_codes(const Used& used, Object descendant, const std::string& name, ArchiveFindings& into) {
    auto map = descendant.getKey("/CIDToGIDMap");
    auto program_stream = descendant.getKey("/FontDescriptor").getKey("/FontFile2");
    const Program program(stream_bytes(program_stream));
    const auto glyphs = stream_bytes(map);
    const auto widths = widths_of(descendant);
    const auto texts = unicode_map(Object(used.font).getKey("/ToUnicode").isStream()
                                       ? stream_bytes(Object(used.font).getKey("/ToUnicode"))
                                       : "");
    const double upem = hb_face_get_upem(program.face);
    for (const unsigned code : used.codes) {
        if (code * 2 + 1 >= glyphs.size()) return void(into.insert("font.code_outside_map: " + name));
        const unsigned glyph = static_cast<unsigned char>(glyphs[code * 2]) * 256u +
                               static_cast<unsigned char>(glyphs[code * 2 + 1]);
        if (glyph == 0 || glyph >= hb_face_get_glyph_count(program.face)) into.insert("font.notdef: " + name);
        const double advance = hb_font_get_glyph_h_advance(program.font, glyph) * 1000 / upem;
        const auto width = widths.find(code);
        if (width == widths.end() || std::abs(width->second - advance) > 1)
            into.insert("font.width: " + name);
        const auto text = texts.find(code);
        if (text == texts.end() || text->second.empty()) {
            into.insert("font.no_unicode: " + name);
        } else {
            for (const char* bad : {"0000", "FEFF", "FFFE", "FFFF"})
                if (text->second.find(bad) % 4 == 0) into.insert("font.bad_unicode: " + name);
        }
    }
}

void check_font(const Used& used, ArchiveFindings& into) {
    Object font = used.font;
    const auto name = font.getKey("/BaseFont").isName() ? font.getKey("/BaseFont").getName() : "/?";
    if (!font.getKey("/Type").isNameAndEquals("/Font") ||
        !font.getKey("/Subtype").isNameAndEquals("/Type0") ||
        !font.getKey("/Encoding").isNameAndEquals("/Identity-H") ||
        !font.getKey("/DescendantFonts").isArray())
        return void(into.insert("font.kind: " + name));
    auto descendant = font.getKey("/DescendantFonts").getArrayItem(0);
    if (!descendant.getKey("/FontDescriptor").getKeyIfDict("/FontFile2").isStream())
        return void(into.insert("font.not_embedded: " + name));
    if (!descendant.getKey("/Type").isNameAndEquals("/Font") ||
        !descendant.getKey("/Subtype").isNameAndEquals("/CIDFontType2"))
        into.insert("font.kind: " + name);
    if (!descendant.getKey("/CIDToGIDMap").isStream()) return void(into.insert("font.glyph_map: " + name));
    auto system = descendant.getKey("/CIDSystemInfo");
    if (!system.getKeyIfDict("/Registry").isString() || !system.getKeyIfDict("/Ordering").isString())
        into.insert("font.system_info: " + name);
    if (descendant.getKey("/BaseFont").getName() != name) into.insert("font.name: " + name);
    check_codes(used, descendant, name, into);
}

}  // namespace

void check_archive_fonts(QPDF& pdf, ArchiveFindings& into) {
    UsedFonts fonts;
    for (auto page : pdf.getAllPages()) {
        Shown shown(page.getKey("/Resources"), fonts, into);
        page.parsePageContents(&shown);
    }
    for (auto& object : pdf.getAllObjects()) {
        if (!object.isStream() || !object.getDict().getKey("/Subtype").isNameAndEquals("/Form")) continue;
        Shown shown(object.getDict().getKey("/Resources"), fonts, into);
        object.parseAsContents(&shown);
    }
    auto more = pdf.getRoot().getKeyIfDict("/AcroForm").getKeyIfDict("/DR").getKeyIfDict("/Font");
    if (more.isDictionary())
        for (auto [name, font] : more.getDictAsMap()) fonts.try_emplace(font.getObjGen(), Used{font});
    for (const auto& [number, used] : fonts) check_font(used, into);
}

}  // namespace sanad::test
