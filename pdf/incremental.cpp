#include "pdf/incremental.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "core/error.h"
#include "core/hash.h"

namespace sanad::pdf {
namespace {

[[noreturn]] void refuse_damaged(const std::string& why) {
    throw Error(ErrorCode::bad_input, "cannot update the PDF: " + why,
                UserMessage{"signing.pdf_damaged", {why}});
}

// The number behind the last "startxref", which has to lie in the last 1,024 bytes (ISO 32000-2, 7.5.5).
std::uint64_t last_startxref(std::string_view pdf) {
    const std::string_view tail = pdf.substr(pdf.size() - std::min<std::size_t>(pdf.size(), 1024));
    const auto found = tail.rfind("startxref");
    if (found == std::string_view::npos) refuse_damaged("no startxref at the end");
    auto digits = tail.substr(found + 9);
    digits.remove_prefix(std::min(digits.find_first_not_of("\r\n\t "), digits.size()));
    std::uint64_t offset = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), offset);
    if (error != std::errc{} || offset >= pdf.size()) refuse_damaged("startxref points outside the file");
    return offset;
}

std::string serialised(QPDFObjectHandle object) {
    if (!object.isStream()) return object.unparseResolved();
    const auto data = object.getRawStreamData();
    auto dictionary = object.getDict().shallowCopy();
    dictionary.replaceKey("/Length", QPDFObjectHandle::newInteger(static_cast<long long>(data->getSize())));
    std::string body = dictionary.unparse() + "\nstream\n";
    body.append(reinterpret_cast<const char*>(data->getBuffer()), data->getSize());
    return body + "\nendstream";
}

// Runs of consecutive object numbers, as cross-reference sections list them.
std::vector<std::pair<int, std::vector<QPDFObjGen>>> runs_of(
    const std::map<QPDFObjGen, std::uint64_t>& offsets) {
    std::vector<std::pair<int, std::vector<QPDFObjGen>>> runs;
    for (const auto& [id, offset] : offsets) {
        const bool follows = !runs.empty() && runs.back().second.back().getObj() + 1 == id.getObj();
        if (!follows) runs.push_back({id.getObj(), {}});
        runs.back().second.push_back(id);
    }
    return runs;
}

void append_big_endian(std::string& into, std::uint64_t value, int bytes) {
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8)
        into.push_back(static_cast<char>(value >> shift));
}

// Every reference inside `value`, not looking through references.
void collect_references(QPDFObjectHandle value, std::vector<QPDFObjGen>& into, int depth) {
    if (depth > 100) throw Error(ErrorCode::bad_input, "objects nest too deeply");
    if (value.isIndirect()) {
        into.push_back(value.getObjGen());
    } else if (value.isArray()) {
        for (auto& item : value.getArrayAsVector()) collect_references(item, into, depth + 1);
    } else if (value.isDictionary()) {
        for (auto& [key, item] : value.getDictAsMap()) collect_references(item, into, depth + 1);
    }
}

std::vector<QPDFObjGen> references_of(QPDFObjectHandle object) {
    std::vector<QPDFObjGen> found;
    if (object.isStream()) object = object.getDict();
    if (object.isArray())
        for (auto& item : object.getArrayAsVector()) collect_references(item, found, 0);
    else if (object.isDictionary())
        for (auto& [key, item] : object.getDictAsMap()) collect_references(item, found, 0);
    return found;
}

// The object, or a stream's dictionary, as readers will parse it. Throws QPDFExc.
QPDFObjectHandle parsed_back(QPDF& document, const std::string& body) {
    constexpr std::string_view end = "endstream";
    const bool is_stream = body.size() > end.size() && body.substr(body.size() - end.size()) == end;
    const auto length = is_stream ? body.find("\nstream\n") : body.size();
    std::string text = body.substr(0, length);
    // The gap of a signature is by far the longest string of an update, and nothing but zeros.
    static const std::string zeros(64, '0');
    if (const auto gap = text.find(zeros); gap != std::string::npos)
        text.erase(gap, text.find_first_not_of('0', gap) - gap);
    return QPDFObjectHandle::parse(&document, text, "update");
}

void open(QPDF& document, std::string_view pdf) {
    document.setSuppressWarnings(true);
    document.setAttemptRecovery(false);
    document.processMemoryFile("document", pdf.data(), pdf.size());
}

}  // namespace

IncrementalUpdate::IncrementalUpdate(std::string_view pdf) : pdf_(pdf) {
    // Offsets count from the header for some readers and from the first byte for others: only where both
    // agree can an update mean the same to all.
    if (pdf.substr(0, 5) != "%PDF-") refuse_damaged("it does not begin with %PDF-");
    previous_ = last_startxref(pdf);
    try {
        open(document_, pdf);
        if (document_.isEncrypted())
            throw Error(ErrorCode::unsupported, "the PDF is encrypted",
                        UserMessage{"signing.pdf_encrypted", {}});
        if (!document_.getRoot().isDictionary()) refuse_damaged("no document catalogue");
        document_.getAllPages();
        // Annex C: readers count objects up to here.
        constexpr std::size_t most_objects = 8'388'607;
        if (document_.getObjectCount() >= most_objects) refuse_damaged("object numbers beyond 8388607");
        next_number_ = static_cast<int>(document_.getObjectCount()) + 1;
        auto size = document_.getTrailer().getKey("/Size");
        if (size.isInteger() && size.getIntValue() < static_cast<long long>(most_objects))
            next_number_ = std::max(next_number_, size.getIntValueAsInt());
        first_new_ = next_number_;
        if (document_.anyWarnings()) refuse_damaged(document_.getWarnings().front().what());
    } catch (const QPDFExc& error) {
        if (error.getErrorCode() == qpdf_e_password)
            throw Error(ErrorCode::unsupported, "the PDF is encrypted",
                        UserMessage{"signing.pdf_encrypted", {}});
        refuse_damaged(error.what());
    } catch (const std::logic_error& error) {
        refuse_damaged(error.what());
    }
    uses_streams_ = pdf.substr(previous_, 4) != "xref";
}

void IncrementalUpdate::replace(QPDFObjectHandle object) {
    if (!object.isIndirect()) throw std::logic_error("only an indirect object can be replaced");
    bodies_[object.getObjGen()] = serialised(object);
}

// qpdf leaves a key out when it writes a dictionary whose value refers to nothing, so the number is made to
// exist.
int IncrementalUpdate::take_number() {
    document_.replaceObject(next_number_, 0, QPDFObjectHandle::newDictionary());
    return next_number_++;
}

QPDFObjectHandle IncrementalUpdate::reference(int number) { return document_.getObject(number, 0); }

std::string IncrementalUpdate::trailer_entries() {
    auto trailer = document_.getTrailer();
    std::string entries =
        fmt::format("/Size {} /Prev {} /Root {}", next_number_, previous_, trailer.getKey("/Root").unparse());
    if (trailer.hasKey("/Info")) entries += " /Info " + trailer.getKey("/Info").unparse();
    auto id = trailer.getKey("/ID");
    if (id.isArray() && id.getArrayNItems() == 2 && id.getArrayItem(0).isString()) {
        // 14.4: the first part stays, the second is new with each update.
        std::string changed(pdf_.substr(pdf_.size() - std::min<std::size_t>(pdf_.size(), 4096)));
        for (const auto& [number, body] : bodies_) changed += body;
        entries += fmt::format(" /ID [{} <{}>]", id.getArrayItem(0).unparseBinary(),
                               sha256_hex(changed).substr(0, 32));
    }
    return entries;
}

std::string IncrementalUpdate::cross_reference_table(std::uint64_t base) {
    std::string table = "xref\n";
    for (const auto& [first, ids] : runs_of(offsets_)) {
        table += fmt::format("{} {}\n", first, ids.size());
        for (const auto& id : ids) table += fmt::format("{:010d} {:05d} n \n", offsets_.at(id), id.getGen());
    }
    return table + fmt::format("trailer\n<< {} >>\nstartxref\n{}\n%%EOF\n", trailer_entries(), base);
}

std::string IncrementalUpdate::cross_reference_stream(std::uint64_t base) {
    const int number = take_number();
    offsets_[QPDFObjGen(number, 0)] = base;
    std::string index;
    std::string data;
    for (const auto& [first, ids] : runs_of(offsets_)) {
        index += fmt::format("{} {} ", first, ids.size());
        for (const auto& id : ids) {
            data.push_back(1);
            append_big_endian(data, offsets_.at(id), 8);
            append_big_endian(data, static_cast<std::uint64_t>(id.getGen()), 2);
        }
    }
    return fmt::format(
        "{} 0 obj\n<< /Type /XRef /W [1 8 2] /Index [{}] {} /Length {} >>\nstream\n{}\nendstream\nendobj\n"
        "startxref\n{}\n%%EOF\n",
        number, index, trailer_entries(), data.size(), data, base);
}

std::string IncrementalUpdate::finish() {
    std::string bytes(pdf_);
    if (bytes.back() != '\n' && bytes.back() != '\r') bytes += '\n';
    for (const auto& [id, body] : bodies_) {
        offsets_[id] = bytes.size();
        bytes += fmt::format("{} {} obj\n", id.getObj(), id.getGen());
        body_offsets_[id.getObj()] = bytes.size();
        bytes += body;
        bytes += "\nendobj\n";
    }
    if (bytes.size() > 9'999'000'000ull)
        throw Error(ErrorCode::resource, "the PDF is too large for its table");
    const auto base = bytes.size();
    bytes += uses_streams_ ? cross_reference_stream(base) : cross_reference_table(base);
    verify();
    return bytes;
}

// The file before was read whole, and stays; what is to be proven is what was added. Reading everything again
// would cost as much as all the rest.
void IncrementalUpdate::verify() {
    const auto broken = [](const std::string& what) {
        throw Error(ErrorCode::external, "the update of the PDF would be broken: " + what);
    };
    try {
        for (const auto& [id, body] : bodies_) {
            for (const auto& reference : references_of(parsed_back(document_, body))) {
                // A reference that dangled before is as null as it was; a new one has to lead somewhere.
                if (reference.getObj() >= first_new_ && offsets_.find(reference) == offsets_.end())
                    broken(id.unparse() + " names " + reference.unparse() + ", which is missing");
            }
        }
        if (document_.anyWarnings()) broken(document_.getWarnings().front().what());
    } catch (const QPDFExc& error) {
        broken(error.what());
    }
}

}  // namespace sanad::pdf
