#include "pdf/vetting.h"

#include <set>

#include <fmt/format.h>

#include "core/error.h"

namespace sanad::pdf {
namespace {

// The header may stand anywhere in the first 1,024 bytes (ISO 32000-1, implementation note 13).
bool looks_like_pdf(std::string_view bytes) {
    return bytes.substr(0, 1024).find("%PDF-") != std::string_view::npos;
}

[[noreturn]] void refuse_damaged(const std::string& why) {
    throw Error(ErrorCode::bad_input, "damaged PDF: " + why, UserMessage{"pdf.damaged", {why}});
}

void check_count(std::uint64_t count, int limit) {
    if (count <= static_cast<std::uint64_t>(limit)) return;
    throw Error(ErrorCode::resource, fmt::format("{} pages, over the limit of {}", count, limit),
                UserMessage{"pdf.too_many_pages", {std::to_string(count), std::to_string(limit)}});
}

bool is_image_filter(QPDFObjectHandle filter) {
    static const std::set<std::string> names = {"/JBIG2Decode", "/JPXDecode", "/DCTDecode",
                                                "/CCITTFaxDecode"};
    return filter.isName() && names.count(filter.getName()) == 1;
}

struct ImageLimit {
    int page = 0;
    std::uint64_t max_pixels = 0;
    std::set<QPDFObjGen> seen = {};
    int looked_at = 0;
};

void check_image(QPDFObjectHandle dictionary, const ImageLimit& limit) {
    auto width = dictionary.getKey("/Width"), height = dictionary.getKey("/Height");
    if (!width.isInteger() || !height.isInteger()) return;
    const long long w = width.getIntValue(), h = height.getIntValue();
    if (w <= 0 || h <= 0) return;
    if (static_cast<std::uint64_t>(w) <= limit.max_pixels / static_cast<std::uint64_t>(h)) return;
    throw Error(
        ErrorCode::resource, fmt::format("an image of {} x {} pixels", w, h), Where{{}, limit.page},
        UserMessage{"pdf.image_size", {std::to_string(limit.page), std::to_string(w), std::to_string(h)}});
}

void check_resources(QPDFObjectHandle resources, ImageLimit& limit, int depth) {
    constexpr int max_depth = 12, max_objects = 20'000;
    if (depth > max_depth || !resources.isDictionary()) return;
    auto objects = resources.getKey("/XObject");
    if (!objects.isDictionary()) return;
    for (const auto& key : objects.getKeys()) {
        auto object = objects.getKey(key);
        if (!object.isStream() || !limit.seen.insert(object.getObjGen()).second) continue;
        if (++limit.looked_at > max_objects) refuse_damaged("too many drawn objects on one page");
        auto dictionary = object.getDict();
        if (dictionary.getKey("/Subtype").isNameAndEquals("/Form")) check_drawing_filters(object);
        check_image(dictionary, limit);
        check_resources(dictionary.getKey("/Resources"), limit, depth + 1);
    }
}

void walk_fields(QPDFObjectHandle fields, std::set<QPDFObjGen>& seen, int depth) {
    constexpr int max_depth = 100;
    if (depth > max_depth) refuse_damaged("form fields nest too deeply");
    const int count = fields.isArray() ? fields.getArrayNItems() : 0;
    for (int i = 0; i < count; ++i) {
        auto field = fields.getArrayItem(i);
        auto kids = field.getKeyIfDict("/Kids");
        if (!kids.isArray()) continue;
        if (field.isIndirect() && !seen.insert(field.getObjGen()).second)
            refuse_damaged("form fields share their children");
        walk_fields(kids, seen, depth + 1);
    }
}

}  // namespace

QPDFObjectHandle inherited(QPDFObjectHandle page, const std::string& key) {
    for (int depth = 0; depth < 64 && page.isDictionary(); ++depth) {
        if (page.hasKey(key)) return page.getKey(key);
        page = page.getKey("/Parent");
    }
    return QPDFObjectHandle::newNull();
}

void with_qpdf_errors(const std::function<void()>& look) {
    try {
        look();
    } catch (const Error&) {
        throw;
    } catch (const QPDFExc& e) {
        if (e.getErrorCode() == qpdf_e_password)
            throw Error(ErrorCode::unsupported, "encrypted PDF", UserMessage{"pdf.encrypted", {}});
        refuse_damaged(e.getMessageDetail());
    } catch (const std::bad_alloc&) {
        throw Error(ErrorCode::resource, "no memory for the PDF");
    } catch (const std::exception& e) {
        refuse_damaged(e.what());
    }
}

void check_drawing_filters(QPDFObjectHandle stream) {
    auto filters = stream.getDict().getKey("/Filter");
    const int count = filters.isArray() ? std::min(filters.getArrayNItems(), 100) : 0;
    bool found = is_image_filter(filters);
    for (int i = 0; i < count; ++i) found = found || is_image_filter(filters.getArrayItem(i));
    if (found) refuse_damaged("operators packed as an image");
}

VettedPdf vet(std::string_view pdf, const DecodeLimits& limits) {
    if (pdf.size() > limits.max_file_bytes)
        throw Error(ErrorCode::resource, "the file is over the limit of size",
                    UserMessage{"pdf.file_too_large",
                                {std::to_string(pdf.size()), std::to_string(limits.max_file_bytes)}});
    if (!looks_like_pdf(pdf)) throw Error(ErrorCode::bad_input, "no PDF", UserMessage{"pdf.not_pdf", {}});
    VettedPdf vetted{std::make_unique<QPDF>(), {}};
    with_qpdf_errors([&] {
        vetted.document->setSuppressWarnings(true);
        vetted.document->processMemoryFile("pdf", pdf.data(), pdf.size());
        if (vetted.document->isEncrypted())
            throw Error(ErrorCode::unsupported, "encrypted PDF", UserMessage{"pdf.encrypted", {}});
        vetted.pages = vetted.document->getAllPages();
        check_count(vetted.pages.size(), limits.max_pages);
        if (vetted.pages.empty()) refuse_damaged("no pages");
    });
    return vetted;
}

void check_form_tree(const VettedPdf& pdf) {
    with_qpdf_errors([&] {
        std::set<QPDFObjGen> seen;
        walk_fields(pdf.document->getRoot().getKeyIfDict("/AcroForm").getKeyIfDict("/Fields"), seen, 0);
    });
}

void check_images(const VettedPdf& pdf, int number, const DecodeLimits& limits) {
    with_qpdf_errors([&] {
        auto page = pdf.pages[static_cast<std::size_t>(number - 1)];
        ImageLimit limit{number, limits.max_pixels};
        check_resources(inherited(page, "/Resources"), limit, 0);
        // Annotations draw too.
        auto annotations = page.getKey("/Annots");
        const int count = annotations.isArray() ? std::min(annotations.getArrayNItems(), 20'000) : 0;
        for (int i = 0; i < count; ++i) {
            auto appearance = annotations.getArrayItem(i).getKeyIfDict("/AP").getKeyIfDict("/N");
            if (appearance.isStream()) check_resources(appearance.getDict().getKey("/Resources"), limit, 1);
        }
    });
}

}  // namespace sanad::pdf
