#include "pdf/signature_update.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/error.h"
#include "pdf/embedded_objects.h"
#include "pdf/incremental.h"
#include "pdf/object_writer.h"
#include "pdf/signature_form.h"

namespace sanad::pdf {
namespace {

constexpr std::size_t byte_range_width = 60;  // "[0 " and three numbers of up to 17 digits

Error refusal(ErrorCode code, const std::string& what, const std::string& field, const char* message) {
    return Error(code, what, Where{.field = field}, UserMessage{message, {field}});
}

// Refuses what the signatures that are there already forbid.
const SignatureWidget& field_to_sign(const SignatureForm& form, const SignatureRequest& request) {
    const SignatureWidget* wanted = form.find(request.field);
    if (wanted == nullptr)
        throw refusal(ErrorCode::not_found, "no signature field of that name", request.field,
                      "signing.no_such_field");
    if (wanted->field.filled)
        throw refusal(ErrorCode::conflict, "the field is signed already", request.field,
                      "signing.field_signed");
    if (form.certified_level == 1)
        throw refusal(ErrorCode::conflict, "certified against any change", request.field,
                      "signing.document_closed");
    if (form.is_locked(request.field))
        throw refusal(ErrorCode::conflict, "locked by an earlier signature", request.field,
                      "signing.field_locked");
    if (request.certify != 0 && form.signed_fields != 0)
        throw refusal(ErrorCode::conflict, "only a first signature certifies", request.field,
                      "signing.certify_not_first");
    return *wanted;
}

// 12.8.2.2 and 12.8.2.4: what the signature allows to be done after it.
std::string references(const SignatureRequest& request, const SignatureWidget& widget) {
    std::string entries;
    const auto add = [&](const char* method, const std::string& parameters) {
        entries += fmt::format(
            "<< /Type /SigRef /TransformMethod /{} /TransformParams << /Type /TransformParams /V /1.2 {} >> "
            ">> ",
            method, parameters);
    };
    if (request.certify != 0) add("DocMDP", fmt::format("/P {}", request.certify));
    if (!request.lock_fields.empty()) {
        std::string names;
        for (const auto& name : request.lock_fields) names += text_string(name) + " ";
        add("FieldMDP", fmt::format("/Action /Include /Fields [ {}]", names));
    } else if (!widget.lock.empty()) {
        add("FieldMDP", widget.lock);
    }
    return entries.empty() ? "" : " /Reference [ " + entries + "]";
}

std::string signature_dictionary(const SignatureRequest& request, const SignatureWidget& widget) {
    std::string body =
        fmt::format("<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /{} /ByteRange {:<{}} /Contents <{}>",
                    request.sub_filter, "[]", byte_range_width, std::string(request.contents_bytes * 2, '0'));
    body += " /M " + date_string(request.signing_time);
    if (!request.signer_name.empty()) body += " /Name " + text_string(request.signer_name);
    if (!request.reason.empty()) body += " /Reason " + text_string(request.reason);
    if (!request.location.empty()) body += " /Location " + text_string(request.location);
    return body + references(request, widget) + " >>";
}

// The canvas and its fonts as objects of the update; the number of its form XObject.
int append_canvas(IncrementalUpdate& update, const Canvas& canvas) {
    ObjectSet objects([&update] { return update.take_number(); });
    const int form = embed_canvas(objects, canvas);
    for (const auto& [number, body] : objects.bodies()) update.put(number, body);
    return form;
}

// 0 where nothing is drawn.
int append_appearance(IncrementalUpdate& update, const SignatureRequest& request,
                      const SignatureField& field) {
    if (request.appearance != nullptr) return append_canvas(update, *request.appearance);
    if (!request.draw) return 0;
    const auto canvas = request.draw(field);
    return canvas ? append_canvas(update, *canvas) : 0;
}

void fill_field(IncrementalUpdate& update, const SignatureWidget& widget, int signature, int appearance) {
    QPDFObjectHandle field = widget.object;
    QPDFObjectHandle annotation = widget.annotation;
    field.replaceKey("/V", update.reference(signature));
    if (appearance != 0) {
        auto states = QPDFObjectHandle::newDictionary();
        states.replaceKey("/N", update.reference(appearance));
        annotation.replaceKey("/AP", states);
    }
    // 12.5.3: printed, and not to be moved or deleted any more.
    const long long flags = annotation.getKey("/F").isInteger() ? annotation.getKey("/F").getIntValue() : 0;
    annotation.replaceKey("/F", QPDFObjectHandle::newInteger(flags | 4 | 128));
    update.replace(field);
    if (annotation.getObjGen() != field.getObjGen()) update.replace(annotation);
}

void mark_document(IncrementalUpdate& update, int signature, int certify) {
    QPDFObjectHandle root = update.document().getRoot();
    QPDFObjectHandle form = root.getKey("/AcroForm");
    bool root_changed = false;
    auto flags = form.getKey("/SigFlags");
    if (!flags.isInteger() || (flags.getIntValue() & 3) != 3) {
        form.replaceKey("/SigFlags", QPDFObjectHandle::newInteger(3));
        if (form.isIndirect())
            update.replace(form);
        else
            root_changed = true;
    }
    if (certify != 0) {
        auto permissions = QPDFObjectHandle::newDictionary();
        permissions.replaceKey("/DocMDP", update.reference(signature));
        root.replaceKey("/Perms", permissions);
        root_changed = true;
    }
    if (root_changed) update.replace(root);
}

// Writes the byte range over its placeholder, padded with spaces to the same width.
void write_byte_range(PreparedSignature& prepared, std::uint64_t body) {
    const auto after = prepared.gap_offset + prepared.gap_length;
    const auto range = fmt::format("[0 {} {} {}]", prepared.gap_offset, after, prepared.bytes.size() - after);
    const auto place = prepared.bytes.find("/ByteRange ", body) + 11;
    prepared.bytes.replace(place, byte_range_width, fmt::format("{:<{}}", range, byte_range_width));
}

PreparedSignature prepared_from(IncrementalUpdate& update, int signature, std::size_t contents_bytes) {
    PreparedSignature prepared;
    prepared.bytes = update.finish();
    const auto body = update.body_offset(signature);
    prepared.gap_offset = prepared.bytes.find("/Contents <", body) + 10;
    prepared.gap_length = contents_bytes * 2 + 2;
    write_byte_range(prepared, body);
    return prepared;
}

// Appends to an array that may be an object of its own; otherwise `written` is the object that it lies in.
void append_to(IncrementalUpdate& update, QPDFObjectHandle holder, const char* key, QPDFObjectHandle item,
               QPDFObjectHandle written) {
    auto array = holder.getKey(key);
    if (array.isArray() && array.isIndirect()) {
        array.appendItem(item);
        return update.replace(array);
    }
    if (!array.isArray()) array = QPDFObjectHandle::newArray();
    array.appendItem(item);
    holder.replaceKey(key, array);
    update.replace(written);
}

// A field for a time stamp, on the first page without a place there (EN 319 142-1, 5.4.3). What other
// signatures locked is not touched: the field is a new one.
void add_unseen_field(IncrementalUpdate& update, const SignatureForm& form, int signature) {
    int next = 1;
    while (form.find(fmt::format("timestamp-{}", next)) != nullptr) ++next;
    QPDFObjectHandle page = update.document().getAllPages().at(0);
    const int field = update.take_number();
    update.put(field,
               fmt::format("<< /Type /Annot /Subtype /Widget /FT /Sig /T (timestamp-{}) /Rect [ 0 0 0 0 ] "
                           "/F 132 /P {} /V {} 0 R >>",
                           next, page.unparse(), signature));
    append_to(update, page, "/Annots", update.reference(field), page);
    QPDFObjectHandle root = update.document().getRoot();
    QPDFObjectHandle fields = root.getKey("/AcroForm");
    append_to(update, fields, "/Fields", update.reference(field), fields.isIndirect() ? fields : root);
}

}  // namespace

std::vector<SignatureField> signature_fields(std::string_view pdf) {
    IncrementalUpdate update(pdf);
    std::vector<SignatureField> fields;
    for (const auto& widget : read_signature_form(update.document()).widgets) fields.push_back(widget.field);
    return fields;
}

PreparedSignature prepare_signature(std::string_view pdf, const SignatureRequest& request) {
    IncrementalUpdate update(pdf);
    const SignatureForm form = read_signature_form(update.document());
    const SignatureWidget& widget = field_to_sign(form, request);

    const int signature = update.take_number();
    update.put(signature, signature_dictionary(request, widget));
    const int appearance = append_appearance(update, request, widget.field);
    fill_field(update, widget, signature, appearance);
    mark_document(update, signature, request.certify);

    return prepared_from(update, signature, request.contents_bytes);
}

PreparedSignature prepare_document_timestamp(std::string_view pdf, std::size_t contents_bytes) {
    IncrementalUpdate update(pdf);
    const SignatureForm form = read_signature_form(update.document());
    if (form.signed_fields == 0)
        throw Error(ErrorCode::conflict, "no signature to raise", UserMessage{"signing.nothing_signed", {}});
    const int signature = update.take_number();
    update.put(signature,
               fmt::format("<< /Type /DocTimeStamp /Filter /Adobe.PPKLite /SubFilter /ETSI.RFC3161 "
                           "/ByteRange {:<{}} /Contents <{}> >>",
                           "[]", byte_range_width, std::string(contents_bytes * 2, '0')));
    add_unseen_field(update, form, signature);
    return prepared_from(update, signature, contents_bytes);
}

std::string fill_signature(PreparedSignature prepared, std::string_view der) {
    if (der.size() * 2 + 2 > prepared.gap_length)
        throw Error(ErrorCode::resource, "the signature does not fit into its gap",
                    UserMessage{"signing.gap_too_small", {std::to_string(der.size())}});
    constexpr char digits[] = "0123456789abcdef";
    auto place = prepared.gap_offset + 1;
    for (const char byte : der) {
        prepared.bytes[place++] = digits[static_cast<unsigned char>(byte) >> 4];
        prepared.bytes[place++] = digits[static_cast<unsigned char>(byte) & 15];
    }
    return std::move(prepared.bytes);
}

}  // namespace sanad::pdf
