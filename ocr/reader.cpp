#include "ocr/reader.h"

#include <chrono>
#include <filesystem>
#include <opencv2/core.hpp>

#include "core/error.h"
#include "ocr/clean.h"
#include "ocr/covers.h"
#include "ocr/cut_numbers.h"
#include "ocr/documents.h"
#include "ocr/form_fields.h"
#include "ocr/letter_documents.h"
#include "ocr/letter_look.h"
#include "ocr/load.h"
#include "ocr/read_page.h"
#include "ocr/searchable.h"
#include "templates/letter.h"

namespace sanad::ocr {
namespace {

using Clock = std::chrono::steady_clock;

double ms_since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

DigitReader digit_reader(const ReaderOptions& options) {
    const auto shipped = (std::filesystem::path(options.models) / "digits.model").string();
    return options.digit_model.empty() ? DigitReader(shipped) : DigitReader::of_bytes(options.digit_model);
}

}  // namespace

struct Reader::Impl {
    templates::Library papers;
    ReaderOptions options;
    TextEngine text;
    DigitReader digits;
    TextWitness witness;
    ForeignPages foreign = {};
    int looked_at = 0;  // pages of this file that were read as text

    Impl(const templates::Library& known, ReaderOptions how)
        : papers(known),
          options(std::move(how)),
          text(options.tessdata, "ara"),
          digits(digit_reader(options)),
          witness((std::filesystem::path(options.models) / "witness.model").string(),
                  (std::filesystem::path(options.tessdata) / "ara.words").string()) {
        // A process a core is how work is shared out; OpenCV's own threads only get in their way.
        cv::setNumThreads(1);
    }

    PageReading read_pixels(const SourceFile& source, const Page& page, const std::string& form);
    PageReading read_or_fault(const SourceFile& source, int number, const std::string& form);
    std::optional<DocumentReading> read_as_form(const SourceFile& source, const std::string& form);
    std::optional<DocumentReading> form_of(const SourceFile& source, const std::string& form);
};

PageReading Reader::Impl::read_pixels(const SourceFile& source, const Page& page, const std::string& form) {
    PageReading reading;
    const cv::Mat clean_page = clean(page);
    reading.page = recognise(page, clean_page, papers, form, &foreign);
    if (reading.page.paper != nullptr)
        reading.fields = read_page(clean_page, reading.page, {text, digits, options.silent_error, &witness});
    else if (may_be_letter(reading.page, form) && looked_at++ < most_letter_pages)
        reading.text = look_at_letter(source, page, clean_page, {text, digits}, reading.page.finding);
    return reading;
}

// One bad page of several is a finding about that page; a file of one page that can't be opened can't be
// read.
PageReading Reader::Impl::read_or_fault(const SourceFile& source, int number, const std::string& form) {
    const auto start = Clock::now();
    PageReading reading;
    try {
        reading = read_pixels(source, load_page(source, number, options.limits), form);
    } catch (const Error& error) {
        if (source.pages == 1 || error.code() == ErrorCode::external) throw;
        reading.page.finding.page = number;
        reading.page.finding.fault = "page.unreadable";
    } catch (const cv::Exception& problem) {
        throw Error(ErrorCode::external, std::string("OpenCV: ") + problem.what(),
                    Where{source.name, number});
    }
    reading.ms = ms_since(start);
    return reading;
}

// A form that can't be opened, or with a page that can't, is read page by page like a scan, which says what
// is wrong.
std::optional<DocumentReading> Reader::Impl::read_as_form(const SourceFile& source, const std::string& form) {
    if (source.kind != FileKind::pdf) return std::nullopt;
    try {
        return form_of(source, form);
    } catch (const Error&) {
        return std::nullopt;
    } catch (const cv::Exception& problem) {
        throw Error(ErrorCode::external, std::string("OpenCV: ") + problem.what(), Where{source.name});
    }
}

// The file's own code says which paper the form is; its values come from the form's fields.
std::optional<DocumentReading> Reader::Impl::form_of(const SourceFile& source, const std::string& form) {
    const auto start = Clock::now();
    const auto values = pdf::form_values(source.bytes);
    if (values.empty()) return std::nullopt;
    DocumentReading document;
    const templates::Template* paper = nullptr;
    for (int number = 1; number <= source.pages; ++number) {
        const Page page = load_page(source, number, options.limits);
        const auto code = find_page_code(clean(page));
        if (!code ||
            (number > 1 && (code->code.paper != document.form || code->code.version != document.version)))
            return std::nullopt;
        document.form = code->code.paper;
        document.version = code->code.version;
        document.case_id = code->code.case_id;
        PageFinding finding{number, code->code.page, true};
        finding.dpi = page.dpi;
        document.pages.push_back(finding);
        paper = papers.find(document.form, document.version);
        if (paper == nullptr || !is_filled_form(*paper, values)) return std::nullopt;
    }
    if (paper == nullptr || (!form.empty() && form != paper->id)) return std::nullopt;
    document.file = source.name;
    document.file_sha256 = source.sha256;
    document.fields = read_form(*paper, values);
    document.ms = ms_since(start);
    return document;
}

Reader::Reader(const templates::Library& papers, ReaderOptions options)
    : impl_(std::make_unique<Impl>(papers, std::move(options))) {}
Reader::~Reader() = default;

std::vector<DocumentReading> Reader::read(const ReadRequest& request) {
    if (!request.form.empty() && impl_->papers.find(request.form) == nullptr)
        throw Error(ErrorCode::not_found, "unknown paper " + request.form, Where{request.file},
                    {"ocr.unknown_form", {request.form}});
    const auto source = open_source(request.file, request.bytes, impl_->options.limits);
    if (auto form = impl_->read_as_form(source, request.form)) return {std::move(*form)};
    impl_->looked_at = 0;
    std::vector<PageReading> pages;
    for (int number = 1; number <= source.pages; ++number)
        pages.push_back(impl_->read_or_fault(source, number, request.form));
    DocumentReading base;
    base.file = source.name;
    base.file_sha256 = source.sha256;
    const auto covers = take_covers(pages);
    auto documents = take_letters(pages, request.form == templates::letter().id, base);
    if (!pages.empty() || documents.empty())
        for (auto& document : gather(pages, source.name, source.sha256))
            documents.push_back(std::move(document));
    documents = in_order(std::move(documents));
    attach_covers(covers, documents);
    return documents;
}

std::vector<CutNumber> Reader::number_cells(const ReadRequest& request) {
    const auto source = open_source(request.file, request.bytes, impl_->options.limits);
    std::vector<CutNumber> numbers;
    try {
        for (int number = 1; number <= source.pages; ++number) {
            const Page page = load_page(source, number, impl_->options.limits);
            const cv::Mat clean_page = clean(page);
            const auto recognised = recognise(page, clean_page, impl_->papers, request.form, &impl_->foreign);
            for (auto& cut : cut_numbers(clean_page, recognised)) numbers.push_back(std::move(cut));
        }
    } catch (const cv::Exception& problem) {
        throw Error(ErrorCode::external, std::string("OpenCV: ") + problem.what(), Where{source.name});
    }
    return numbers;
}

std::string Reader::searchable_pdf(const ReadRequest& request, Moment made) {
    const auto source = open_source(request.file, request.bytes, impl_->options.limits);
    try {
        return make_searchable(source, made, {impl_->text, impl_->digits}, impl_->options.limits);
    } catch (const cv::Exception& problem) {
        throw Error(ErrorCode::external, std::string("OpenCV: ") + problem.what(), Where{source.name});
    }
}

}  // namespace sanad::ocr
