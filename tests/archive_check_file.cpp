// Identification, metadata, colour, attachments.
#include <algorithm>
#include <regex>

#include "tests/archive_check.h"

namespace sanad::test {
namespace {

using Object = QPDFObjectHandle;

std::string stream_bytes(Object stream) {
    const auto data = stream.getStreamData(qpdf_dl_all);
    return {reinterpret_cast<const char*>(data->getBuffer()), data->getSize()};
}

std::string text_of(Object dictionary, const char* key) {
    return dictionary.getKey(key).isString() ? dictionary.getKey(key).getUTF8Value() : std::string();
}

// The text of an XMP property, of the first element where it is a list.
std::string property(const std::string& xmp, const std::string& name) {
    std::smatch found;
    const std::regex plain("<" + name + ">([^<]*)</" + name + ">");
    const std::regex list("<" + name + ">\\s*<rdf:(?:Alt|Seq|Bag)>\\s*<rdf:li[^>]*>([^<]*)</rdf:li>");
    if (!std::regex_search(xmp, found, plain) && !std::regex_search(xmp, found, list)) return {};
    std::string text = found[1];
    for (const auto& [from, to] : {std::pair{"&lt;", "<"}, {"&gt;", ">"}, {"&amp;", "&"}})
        for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; ++at)
            text.replace(at, std::string(from).size(), to);
    return text;
}

// "D:20261122090000Z" as "2026-11-22T09:00:00Z".
std::string iso_of(const std::string& d) {
    if (d.size() != 17) return d;
    return d.substr(2, 4) + "-" + d.substr(6, 2) + "-" + d.substr(8, 2) + "T" + d.substr(10, 2) + ":" +
           d.substr(12, 2) + ":" + d.substr(14, 2) + "Z";
}

void check_metadata(QPDF& pdf, ArchiveFindings& into) {
    auto metadata = pdf.getRoot().getKey("/Metadata");
    if (!metadata.isStream()) return void(into.insert("metadata.missing"));
    const auto xmp = stream_bytes(metadata);
    if (!metadata.getDict().getKey("/Type").isNameAndEquals("/Metadata") ||
        !metadata.getDict().getKey("/Subtype").isNameAndEquals("/XML"))
        into.insert("metadata.type");
    for (const char* illegal : {"\xef\xbf\xbe", "\xef\xbf\xbf"})
        if (xmp.find(illegal) != std::string::npos) into.insert("metadata.not_xml");
    if (std::any_of(xmp.begin(), xmp.end(),
                    [](unsigned char c) { return c < 0x20 && c != '\n' && c != '\t'; }))
        into.insert("metadata.not_xml");
    if (!std::regex_search(xmp, std::regex("^<\\?xpacket begin=\"[^\"]*\" id=\"[^\"]*\"\\?>")))
        into.insert("metadata.packet");
    const bool attached = pdf.getRoot().getKey("/AF").isArray();
    if (property(xmp, "pdfaid:part") != (attached ? "3" : "2")) into.insert("metadata.pdfa_part");
    if (property(xmp, "pdfaid:conformance") != "B") into.insert("metadata.pdfa_conformance");
    if (property(xmp, "pdfuaid:part") != "1") into.insert("metadata.pdfua_part");
    if (xmp.find("<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>") ==
        std::string::npos)
        into.insert("metadata.extension_schema");
    for (const char* identification : {"xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\"",
                                       "xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\""})
        if (xmp.find(identification) == std::string::npos) into.insert("metadata.prefix");
    if (property(xmp, "dc:title").empty()) into.insert("metadata.title");
    auto info = pdf.getTrailer().getKey("/Info");
    const std::pair<const char*, const char*> same[] = {{"/Title", "dc:title"},
                                                        {"/Author", "dc:creator"},
                                                        {"/Subject", "dc:description"},
                                                        {"/Producer", "pdf:Producer"}};
    for (const auto& [key, name] : same)
        if (text_of(info, key) != property(xmp, name)) into.insert(std::string("metadata.differs: ") + key);
    if (iso_of(text_of(info, "/CreationDate")) != property(xmp, "xmp:CreateDate") ||
        iso_of(text_of(info, "/ModDate")) != property(xmp, "xmp:ModifyDate"))
        into.insert("metadata.differs: dates");
}

void check_output_intent(QPDF& pdf, ArchiveFindings& into) {
    auto intents = pdf.getRoot().getKey("/OutputIntents");
    if (!intents.isArray() || intents.getArrayNItems() != 1) return void(into.insert("colour.output_intent"));
    auto intent = intents.getArrayItem(0);
    auto profile = intent.getKey("/DestOutputProfile");
    if (!intent.getKey("/S").isNameAndEquals("/GTS_PDFA1") || !profile.isStream() ||
        !intent.getKey("/OutputConditionIdentifier").isString() || intent.hasKey("/DestOutputProfileRef"))
        return void(into.insert("colour.output_intent"));
    const auto icc = stream_bytes(profile);
    const auto number = [&](std::size_t at) {
        std::size_t value = 0;
        for (std::size_t i = at; i < at + 4; ++i) value = value << 8 | static_cast<unsigned char>(icc.at(i));
        return value;
    };
    const bool good = icc.size() > 132 && number(0) == icc.size() && icc.substr(36, 4) == "acsp" &&
                      icc.substr(12, 4) == "mntr" && icc.substr(16, 4) == "RGB " && icc[8] <= 4 &&
                      profile.getDict().getKey("/N").isInteger() &&
                      profile.getDict().getKey("/N").getIntValue() == 3;
    if (!good) return void(into.insert("colour.profile"));
    for (std::size_t tag = 0; tag < number(128); ++tag)
        if (number(136 + tag * 12) + number(140 + tag * 12) > icc.size()) into.insert("colour.profile");
}

void check_attachments(QPDF& pdf, ArchiveFindings& into) {
    auto files = pdf.getRoot().getKeyIfDict("/Names").getKeyIfDict("/EmbeddedFiles").getKeyIfDict("/Names");
    if (!files.isArray()) return;
    std::set<QPDFObjGen> associated;
    auto list = pdf.getRoot().getKey("/AF");
    if (list.isArray())
        for (auto& item : list.getArrayAsVector()) associated.insert(item.getObjGen());
    for (int i = 1; i < files.getArrayNItems(); i += 2) {
        auto file = files.getArrayItem(i);
        if (associated.count(file.getObjGen()) == 0) into.insert("attachment.not_associated");
        for (const char* key : {"/F", "/UF", "/Desc"})
            if (text_of(file, key).empty()) into.insert(std::string("attachment.lacks: ") + key);
        if (!file.getKey("/AFRelationship").isName()) into.insert("attachment.relationship");
        auto stream = file.getKey("/EF").getKey("/F");
        const std::regex media("/[-\\w+.]+/[-\\w+.]+");
        if (!stream.isStream() || !stream.getDict().getKey("/Subtype").isName() ||
            !std::regex_match(stream.getDict().getKey("/Subtype").getName(), media) ||
            !stream.getDict().getKeyIfDict("/Params").getKeyIfDict("/ModDate").isString())
            into.insert("attachment.type");
    }
}

// ISO 19005-2, 6.1.13.
void check_lengths(Object object, ArchiveFindings& into, int depth = 0) {
    if (depth > 20 || (depth > 0 && object.isIndirect())) return;
    if (object.isString() && object.getStringValue().size() > 32767) into.insert("limit.string");
    if (object.isName() && object.getName().size() > 128) into.insert("limit.name");
    if (object.isInteger() && (object.getIntValue() > 2147483647LL || object.getIntValue() < -2147483648LL))
        into.insert("limit.integer");
    if (object.isArray())
        for (auto& item : object.getArrayAsVector()) check_lengths(item, into, depth + 1);
    auto dictionary = object.isStream() ? object.getDict() : object;
    if (dictionary.isDictionary())
        for (auto& [key, value] : dictionary.getDictAsMap()) {
            if (key.size() > 128) into.insert("limit.name");
            check_lengths(value, into, depth + 1);
        }
}

// ISO 19005-2, 6.1.12 and 6.4.3: what a signature allows, and that it spans its revision but for itself.
void check_signatures(QPDF& pdf, const std::string& bytes, ArchiveFindings& into) {
    auto permissions = pdf.getRoot().getKey("/Perms");
    if (permissions.isDictionary() && permissions.getKeys() != std::set<std::string>{"/DocMDP"})
        into.insert("signature.permissions");
    for (auto& object : pdf.getAllObjects()) {
        if (!object.isDictionary() || !object.hasKey("/ByteRange")) continue;
        auto references = object.getKey("/Reference");
        if (references.isArray())
            for (auto& one : references.getArrayAsVector())
                for (const char* key : {"/DigestLocation", "/DigestMethod", "/DigestValue"})
                    if (one.isDictionary() && one.hasKey(key)) into.insert("signature.reference");
        std::vector<std::size_t> range;
        for (auto& number : object.getKey("/ByteRange").getArrayAsVector())
            range.push_back(static_cast<std::size_t>(number.getIntValue()));
        const bool whole =
            range.size() == 4 && range[0] == 0 && range[1] < range[2] &&
            range[2] + range[3] <= bytes.size() && bytes[range[1]] == '<' && bytes[range[2] - 1] == '>' &&
            bytes.substr(0, range[2] + range[3]).find("%%EOF", range[2] + range[3] - 7) != std::string::npos;
        if (!whole) into.insert("signature.range");
    }
}

void check_pages(QPDF& pdf, ArchiveFindings& into) {
    for (auto page : pdf.getAllPages()) {
        auto box = page.getKey("/MediaBox");
        if (!box.isArray() || box.getArrayNItems() != 4) {
            into.insert("limit.page");
            continue;
        }
        for (int side : {0, 1}) {
            const double length =
                box.getArrayItem(side + 2).getNumericValue() - box.getArrayItem(side).getNumericValue();
            if (length < 3 || length > 14400) into.insert("limit.page");
        }
    }
}

bool is_language(const std::string& tag) {
    return std::regex_match(tag, std::regex("[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*"));
}

// What neither standard allows, wherever it stands.
void check_objects(QPDF& pdf, ArchiveFindings& into) {
    for (auto& object : pdf.getAllObjects()) {
        check_lengths(object, into);
        auto dictionary = object.isStream() ? object.getDict() : object;
        if (!dictionary.isDictionary()) continue;
        const auto is = [&](const char* key, const char* name) {
            return dictionary.getKey(key).isNameAndEquals(name);
        };
        for (const char* action :
             {"/JavaScript", "/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/Hide",
              "/SetOCGState", "/Rendition", "/Trans", "/GoTo3DView", "/SetState", "/NOP", "/Named"})
            if (is("/S", action)) into.insert(std::string("forbidden.action: ") + action);
        if (dictionary.hasKey("/Lang") && !is_language(text_of(dictionary, "/Lang")))
            into.insert("file.language");
        for (const char* key :
             {"/AA", "/JS", "/XFA", "/OCProperties", "/NeedsRendering", "/AlternatePresentations",
              "/PresSteps", "/Requirements", "/TR2", "/HTP", "/CIDSet", "/CharSet", "/RoleMap", "/Crypt"})
            if (dictionary.hasKey(key)) into.insert(std::string("forbidden.key: ") + key);
        if (!object.isStream()) continue;
        if (dictionary.hasKey("/F") && !is("/Type", "/Filespec")) into.insert("forbidden.external_stream");
        if (is("/Filter", "/LZWDecode")) into.insert("forbidden.lzw");
        if (is("/Subtype", "/PS") || dictionary.hasKey("/Ref") || dictionary.hasKey("/OPI"))
            into.insert("forbidden.xobject");
        if (!is("/Subtype", "/Image")) continue;
        if (!is("/ColorSpace", "/DeviceGray") && !is("/ColorSpace", "/DeviceRGB"))
            into.insert("colour.space");
        if (dictionary.hasKey("/Alternates") || dictionary.getKey("/Interpolate").isBool())
            into.insert("forbidden.image");
    }
}

}  // namespace

void check_archive_file(QPDF& pdf, const std::string& bytes, ArchiveFindings& into) {
    const auto second = bytes.find('\n') + 1;
    bool binary = std::regex_match(bytes.substr(0, second), std::regex("%PDF-1\\.[0-7]\r?\n")) &&
                  bytes.at(second) == '%';
    for (std::size_t i = 1; i <= 4; ++i)
        binary = binary && static_cast<unsigned char>(bytes.at(second + i)) > 127;
    if (!binary) into.insert("file.header");
    const auto end = bytes.rfind("%%EOF");
    if (end == std::string::npos || bytes.find_first_not_of("\r\n", end + 5) != std::string::npos ||
        bytes.size() > end + 7)
        into.insert("file.after_end");
    if (!pdf.getTrailer().getKey("/ID").isArray()) into.insert("file.id");
    if (pdf.isEncrypted()) into.insert("file.encrypted");
    auto root = pdf.getRoot();
    if (!is_language(text_of(root, "/Lang"))) into.insert("file.language");
    auto shown = root.getKeyIfDict("/ViewerPreferences").getKeyIfDict("/DisplayDocTitle");
    if (!shown.isBool() || !shown.getBoolValue()) into.insert("file.title_not_shown");
    auto form = root.getKey("/AcroForm");
    if (form.isDictionary() && form.getKey("/NeedAppearances").isBool()) into.insert("form.appearances");
    check_metadata(pdf, into);
    check_output_intent(pdf, into);
    check_attachments(pdf, into);
    check_objects(pdf, into);
    check_pages(pdf, into);
    check_signatures(pdf, bytes, into);
}

ArchiveFindings archive_findings(const std::string& bytes) {
    QPDF pdf;
    pdf.setSuppressWarnings(true);
    pdf.processMemoryFile("document", bytes.data(), bytes.size());
    ArchiveFindings findings;
    check_archive_bytes(bytes, findings);
    check_archive_file(pdf, bytes, findings);
    check_archive_fonts(pdf, findings);
    check_archive_annotations(pdf, findings);
    check_archive_structure(pdf, findings);
    return findings;
}

}  // namespace sanad::test
