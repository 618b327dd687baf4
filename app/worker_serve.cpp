// The worker's own side: one request after the other, each under its limit of CPU time.
#include <unistd.h>

#include <memory>
#include <new>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "app/form_wire.h"
#include "app/known_papers.h"
#include "app/own_blank.h"
#include "app/sandbox.h"
#include "app/wire.h"
#include "app/wire_cells.h"
#include "app/worker.h"
#include "core/paths.h"
#include "core/time.h"
#include "ocr/reader.h"
#include "pdf/signature_update.h"
#include "signing/pieces.h"
#include "signing/verify.h"
#include "templates/library.h"

namespace sanad::app {
namespace {

constexpr std::uint64_t longest_head = 8ull << 20;  // with the values of a form
constexpr std::uint64_t longest_request = 256ull << 20;

// The reader and its models, loaded when the first page is to be read.
class Decoder {
public:
    ocr::Reader& reader() {
        if (!reader_) {
            reader_.emplace(papers(),
                            ocr::ReaderOptions{data_path("tessdata"), data_path("models"), digit_model_});
        }
        return *reader_;
    }

    Json read(const Json& request, std::string_view bytes) {
        Json documents = Json::array();
        for (const auto& document :
             reader().read({request.value("file", ""), bytes, request.value("form", "")}))
            documents.push_back(document);
        return documents;
    }

    // The pixels go in a frame of their own behind the answer.
    Json number_cells(const Json& request, std::string_view bytes) {
        const auto numbers =
            reader().number_cells({request.value("file", ""), bytes, request.value("form", "")});
        attached_.emplace();
        return wire_cut_numbers(numbers, *attached_);
    }

    Json use_digits(std::string_view model) {
        digit_model_ = std::string(model);
        reader_.reset();
        return Json::object();
    }

    // The PDF itself goes in a frame of its own behind the answer.
    Json searchable(const Json& request, std::string_view bytes) {
        attached_ = reader().searchable_pdf({request.value("file", ""), bytes},
                                            parse_iso_moment(request.value("now", "")).value_or(Moment{}));
        return {{"attached", attached_->size()}};
    }

    static Json verify(const Json& request, std::string_view bytes) {
        signing::VerifyOptions options;
        options.trusted_pem = request.value("trust", std::vector<std::string>{});
        options.now = parse_iso_moment(request.value("now", "")).value_or(Moment{});
        return signing::verify_pdf(bytes, options);
    }

    static Json signature_fields(std::string_view bytes) {
        Json fields = Json::array();
        for (const auto& field : pdf::signature_fields(bytes))
            fields.push_back({{"name", field.name}, {"filled", field.filled}});
        return fields;
    }

    // The filled PDF goes in a frame of its own behind the answer.
    Json fill_form(const Json& request, std::string_view bytes) {
        const auto entries = form_entries_from_wire(request.at("entries"));
        auto filled = pdf::fill_form(bytes, entries_on_paper(papers(), pdf::describe_form(bytes), entries));
        attached_ = std::move(filled.pdf);
        return {{"given", entries.size()}, {"filled", filled.filled}, {"checks", filled.checks}};
    }

    Json answer(const Json& request, std::string_view bytes) {
        const auto what = request.value("do", "");
        if (what == "read") return read(request, bytes);
        if (what == "number-cells") return number_cells(request, bytes);
        if (what == "use-digits") return use_digits(bytes);
        if (what == "searchable") return searchable(request, bytes);
        if (what == "verify") return verify(request, bytes);
        if (what == "signature-pieces") return signing::signature_pieces(bytes);
        if (what == "form-fields") return wire_form(pdf::describe_form(bytes));
        if (what == "fill-form") return fill_form(request, bytes);
        if (what == "signature-fields") return signature_fields(bytes);
        throw Error(ErrorCode::unsupported, "unknown request to a worker: " + what);
    }

    // What the last answer announced, once.
    std::optional<std::string> take_attached() { return std::exchange(attached_, std::nullopt); }

private:
    const templates::Library& papers() {
        if (!papers_) papers_ = known_papers();
        return *papers_;
    }

    std::optional<std::string> attached_;
    std::string digit_model_;
    std::optional<templates::Library> papers_;
    std::optional<ocr::Reader> reader_;
};

// After running out of memory the heap may be full of what the decoder left behind: such a worker is spent.
Json failure(const Error& error, bool spent) { return {{"error", wire_error(error)}, {"spent", spent}}; }

Json serve(Decoder& decoder, const Json& request, std::string_view bytes) {
    const auto file = request.value("file", "");
    try {
        return {{"result", decoder.answer(request, bytes)}};
    } catch (const Error& error) {
        if (!error.where().file.empty()) return failure(error, false);
        Where where = error.where();
        where.file = file;
        return failure(Error(error.code(), error.what(), where, error.message()), false);
    } catch (const std::bad_alloc&) {
        return failure(Error(ErrorCode::resource, "decoding needs more memory than a worker may use",
                             Where{file}, UserMessage{"app.worker_memory", {file}}),
                       true);
    } catch (const std::exception& error) {
        return failure(
            Error(ErrorCode::external, error.what(), Where{file}, UserMessage{"app.worker_failed", {file}}),
            true);
    }
}

}  // namespace

int serve_as_worker() {
    // Libraries print to standard output at will; frames go through a descriptor that they don't know.
    const int out = ::dup(STDOUT_FILENO);
    if (out < 0 || ::dup2(STDERR_FILENO, STDOUT_FILENO) < 0) return 3;
    enter_sandbox({});
    Decoder decoder;
    while (true) {
        const Frame head = read_frame(STDIN_FILENO, -1, longest_head);
        if (head.end != FrameEnd::complete) return 0;
        const Frame body = read_frame(STDIN_FILENO, -1, longest_request);
        if (body.end != FrameEnd::complete) return 3;
        const Json request = parse_json(head.bytes);
        allow_cpu_seconds(request.value("seconds", 30));
        if (!write_frame(out, dump_json(serve(decoder, request, body.bytes)))) return 3;
        if (const auto attached = decoder.take_attached(); attached && !write_frame(out, *attached)) return 3;
    }
}

}  // namespace sanad::app
