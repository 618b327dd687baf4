#include "pdf/writer.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/error.h"
#include "pdf/canvas_impl.h"
#include "pdf/object_writer.h"
#include "pdf/writer_impl.h"

namespace sanad::pdf {
namespace {

void add_page(ObjectSet& into, const Canvas& canvas, int number_of_page, int pages, const FontNumbers& fonts,
              const std::vector<int>& widgets) {
    canvas.impl().mark_end();
    const int content = into.add(flate_stream("", canvas.impl().content));
    std::string annotations;
    for (const int widget : widgets) annotations += reference(widget) + " ";
    // /Tabs /S: in the order of the structure, which is that of reading: from right to left (12.5.1).
    if (!widgets.empty()) annotations = " /Annots [" + annotations + "] /Tabs /S";
    annotations += fmt::format(" /StructParents {}", canvas.impl().page - 1);
    into.put(number_of_page,
             fmt::format("<< /Type /Page /Parent {} /MediaBox [0 0 {} {}] /Resources {} /Contents {}{} >>",
                         reference(pages), number(canvas.width_mm() * pt_per_mm),
                         number(canvas.height_mm() * pt_per_mm), resource_dictionary(into, canvas, fonts),
                         reference(content), annotations));
}

// ISO 19005-2, 6.2.3: what the device colours of the document mean.
std::string output_intent(ObjectSet& into) {
    static const std::string profile = deflated(srgb_profile());
    const int stream = into.add(deflated_stream("/N 3 /Alternate /DeviceRGB", profile));
    return fmt::format(
        " /OutputIntents [<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB "
        "IEC61966-2.1) /Info (sRGB IEC61966-2.1) /DestOutputProfile {} >>]",
        reference(stream));
}

std::string catalogue(const DocumentInfo& info, int pages, int metadata, int form, const std::string& more) {
    std::string text = fmt::format(
        "<< /Type /Catalog /Pages {} /Metadata {} /Lang {} /ViewerPreferences << /DisplayDocTitle true{} >>",
        reference(pages), reference(metadata), text_string(info.language),
        info.language.starts_with("ar") ? " /Direction /R2L" : "");
    if (form != 0) text += " /AcroForm " + reference(form);
    return text + more + " >>";
}

}  // namespace

Writer::Writer(std::shared_ptr<FontSet> fonts, DocumentInfo info) : impl_(std::make_unique<Impl>()) {
    impl_->fonts = std::move(fonts);
    impl_->info = std::move(info);
    // XMP cannot hold what drives a terminal, nor U+FFFE and U+FFFF, and the two must agree.
    for (auto* text : {&impl_->info.title, &impl_->info.author, &impl_->info.subject}) {
        auto characters = code_points_of(*text);
        std::erase_if(characters, [](char32_t c) { return c < 0x20 || c == 0x7f || (c & 0xfffe) == 0xfffe; });
        *text = utf8_of(characters);
    }
}
Writer::~Writer() = default;

void Writer::Impl::check_page(int number) const {
    if (number < 1 || static_cast<std::size_t>(number) > pages.size())
        throw Error(ErrorCode::bad_input, fmt::format("there is no page {}", number));
}

int Writer::add_page(double width_mm, double height_mm) {
    // A page has at least three points on each side (ISO 19005-2, 6.1.13).
    constexpr double least_mm = 3 / pt_per_mm;
    impl_->pages.emplace_back(impl_->fonts, std::max(width_mm, least_mm), std::max(height_mm, least_mm));
    const int number = static_cast<int>(impl_->pages.size());
    impl_->pages.back().impl().structure = &impl_->structure;
    impl_->pages.back().impl().page = number;
    return number;
}

Structure& Writer::structure() { return impl_->structure; }

void Writer::fields_in(Node parent) { impl_->fields_parent = parent; }

Canvas& Writer::page(int number) {
    impl_->check_page(number);
    return impl_->pages[static_cast<std::size_t>(number - 1)];
}

void Writer::attach(const std::string& file_name, const std::string& media_type, const std::string& bytes,
                    const std::string& description) {
    impl_->attachments.push_back({file_name, media_type, bytes, description});
}

std::string add_attachments(ObjectSet& into, const Writer::Impl& writer) {
    std::string names, associated;
    int count = 0;
    for (const auto& file : writer.attachments) {
        const int stream = into.add(
            flate_stream(fmt::format("/Type /EmbeddedFile /Subtype {} /Params << /Size {} /ModDate {} >>",
                                     name(file.media_type), file.bytes.size(), date_string(writer.info.made)),
                         file.bytes));
        const int specification = into.add(fmt::format(
            "<< /Type /Filespec /F {0} /UF {0} /Desc {1} /AFRelationship /Data /EF << /F {2} /UF {2} >> >>",
            text_string(file.file_name), text_string(file.description), reference(stream)));
        // Keys of a name tree are sorted (7.9.6): a counter keeps them so whatever the files are called.
        names += fmt::format("({:04}) {} ", ++count, reference(specification));
        associated += reference(specification) + " ";
    }
    if (count == 0) return "";
    return fmt::format(" /Names << /EmbeddedFiles << /Names [{}] >> >> /AF [{}]", names, associated);
}

const std::vector<Undrawable>& Writer::undrawable() const { return impl_->fonts->undrawable(); }

std::string Writer::finish() {
    if (impl_->spent) throw Error(ErrorCode::bad_input, "this writer has written its document");
    if (impl_->pages.empty()) throw Error(ErrorCode::bad_input, "a document needs a page");
    impl_->spent = true;
    int last = 0;
    ObjectSet objects([&last] { return ++last; });
    const int root = objects.reserve(), info = objects.reserve(), pages = objects.reserve();
    std::vector<int> page_numbers(impl_->pages.size());
    std::string kids;
    for (int& page : page_numbers) {
        page = objects.reserve();
        kids += reference(page) + " ";
    }
    const bool whole =
        std::any_of(impl_->fields.begin(), impl_->fields.end(), [](const auto& f) { return f.fillable; });
    const FontNumbers fonts = embed_fonts(objects, *impl_->fonts, whole);
    const FormObjects form = add_form(objects, *impl_, fonts, page_numbers);
    for (std::size_t i = 0; i < page_numbers.size(); ++i)
        pdf::add_page(objects, impl_->pages[i], page_numbers[i], pages, fonts, form.of_page[i]);
    objects.put(pages, fmt::format("<< /Type /Pages /Kids [{}] /Count {} >>", kids, page_numbers.size()));
    objects.put(info, info_dictionary(impl_->info));
    const auto part = impl_->attachments.empty() ? ArchivePart::a2 : ArchivePart::a3;
    const int metadata =
        objects.add(plain_stream("/Type /Metadata /Subtype /XML", xmp_packet(impl_->info, part)));
    const int structure = add_structure(objects, *impl_, page_numbers, form.of_widget);
    objects.put(root, catalogue(impl_->info, pages, metadata, form.form,
                                fmt::format(" /MarkInfo << /Marked true >> /StructTreeRoot {}{}{}",
                                            reference(structure), output_intent(objects),
                                            add_attachments(objects, *impl_))));
    return write_file_bytes(objects, root, info);
}

}  // namespace sanad::pdf
