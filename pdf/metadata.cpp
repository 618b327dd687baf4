// Information dictionary (ISO 32000-1, 14.3.3) and the XMP packet that says the same.
#include <fmt/format.h>

#include "core/time.h"
#include "pdf/object_writer.h"
#include "pdf/writer_impl.h"

namespace sanad::pdf {
namespace {

constexpr const char* producer = "Sanad";

std::string xml(std::string_view text) {
    std::string out;
    for (const char32_t c : code_points_of(text)) {
        if (c == U'&')
            out += "&amp;";
        else if (c == U'<')
            out += "&lt;";
        else if (c == U'>')
            out += "&gt;";
        else if (c >= 0x20 || c == U'\n' || c == U'\t')
            out += utf8_of(std::u32string(1, c));
    }
    return out;
}

std::string one_language(std::string_view property, std::string_view text) {
    if (text.empty()) return "";
    return fmt::format("<{0}><rdf:Alt><rdf:li xml:lang=\"x-default\">{1}</rdf:li></rdf:Alt></{0}>\n",
                       property, xml(text));
}

std::string list_of_one(std::string_view property, std::string_view list, std::string_view text) {
    if (text.empty()) return "";
    return fmt::format("<{0}><rdf:{1}><rdf:li>{2}</rdf:li></rdf:{1}></{0}>\n", property, list, xml(text));
}

// ISO 19005-2, 6.6.2.3: the schema of PDF/UA is not among those that PDF/A knows, so it is described.
constexpr const char* ua_schema =
    "<rdf:Description rdf:about=\"\" xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\" "
    "xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" "
    "xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n"
    "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\n"
    "<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\n"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\n"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\n"
    "<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\n"
    "<pdfaProperty:name>part</pdfaProperty:name>\n"
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\n"
    "<pdfaProperty:category>internal</pdfaProperty:category>\n"
    "<pdfaProperty:description>Part of ISO 14289 that the document conforms to</pdfaProperty:description>\n"
    "</rdf:li></rdf:Seq></pdfaSchema:property>\n"
    "</rdf:li></rdf:Bag></pdfaExtension:schemas>\n</rdf:Description>\n";

std::string standards(ArchivePart part) {
    return fmt::format(
        "<rdf:Description rdf:about=\"\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\" "
        "xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">\n"
        "<pdfaid:part>{}</pdfaid:part>\n<pdfaid:conformance>B</pdfaid:conformance>\n"
        "<pdfuaid:part>1</pdfuaid:part>\n</rdf:Description>\n",
        part == ArchivePart::a3 ? 3 : 2);
}

}  // namespace

std::string info_dictionary(const DocumentInfo& info) {
    std::string text = "<< /Title " + text_string(info.title);
    if (!info.author.empty()) text += " /Author " + text_string(info.author);
    if (!info.subject.empty()) text += " /Subject " + text_string(info.subject);
    return text + fmt::format(" /Producer ({0}) /CreationDate {1} /ModDate {1} >>", producer,
                              date_string(info.made));
}

std::string xmp_packet(const DocumentInfo& info, ArchivePart part) {
    const std::string moment = iso_moment(info.made);
    return "<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
           "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
           "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
           "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
           "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\n" +
           one_language("dc:title", info.title) + list_of_one("dc:creator", "Seq", info.author) +
           one_language("dc:description", info.subject) + list_of_one("dc:language", "Bag", info.language) +
           fmt::format(
               "<xmp:CreateDate>{0}</xmp:CreateDate>\n<xmp:ModifyDate>{0}</xmp:ModifyDate>\n"
               "<pdf:Producer>{1}</pdf:Producer>\n",
               moment, producer) +
           "</rdf:Description>\n" + standards(part) + ua_schema +
           "</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>";
}

}  // namespace sanad::pdf
