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

}  // namespace

std::string info_dictionary(const DocumentInfo& info) {
    std::string text = "<< /Title " + text_string(info.title);
    if (!info.author.empty()) text += " /Author " + text_string(info.author);
    if (!info.subject.empty()) text += " /Subject " + text_string(info.subject);
    return text + fmt::format(" /Producer ({0}) /CreationDate {1} /ModDate {1} >>", producer,
                              date_string(info.made));
}

std::string xmp_packet(const DocumentInfo& info) {
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
           "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>";
}

}  // namespace sanad::pdf
