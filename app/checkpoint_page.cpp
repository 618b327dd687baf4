#include "app/checkpoint_page.h"

#include <sstream>

#include "core/messages.h"
#include "pdf/writer.h"
#include "storage/signed_note.h"

namespace sanad::app {
namespace {

constexpr double left = 25;
constexpr double width = 160;
constexpr double code_size = 70;
constexpr double gap = 4;
constexpr double longest = 250;

// Draws one paragraph after the other down the page.
class Column {
public:
    explicit Column(pdf::Canvas& on) : on_(on) {}

    void paragraph(const std::string& text, const pdf::TextStyle& style) {
        y_ += on_.text({left, y_, width, longest - y_}, text, style).height_mm + gap;
    }
    BoxMm square(double size) {
        const BoxMm box{left + (width - size) / 2, y_, size, size};
        y_ += size + gap;
        return box;
    }

private:
    pdf::Canvas& on_;
    double y_ = 22;
};

pdf::TextStyle latin(double size) {
    pdf::TextStyle style;
    style.size_pt = size;
    style.direction = pdf::Direction::ltr;
    return style;
}

}  // namespace

std::string checkpoint_page(const std::string& note, Moment made) {
    pdf::Writer writer(pdf::open_fonts(), {.title = message("checkpoint.title", Language::ar), .made = made});
    pdf::Canvas& on = writer.page(writer.add_page());
    Column column(on);
    pdf::TextStyle title;
    title.size_pt = 18;
    title.weight = pdf::Weight::bold;
    on.tag(writer.structure().add(pdf::Structure::root, pdf::Role::heading1));
    column.paragraph(message("checkpoint.title", Language::ar), title);
    on.tag(pdf::untagged);
    pdf::TextStyle text;
    text.size_pt = 12;
    const auto size = std::to_string(storage::parse_checkpoint(note).value_or(storage::Checkpoint{}).size);
    column.paragraph(message("checkpoint.says", Language::ar, {pdf::keep_ltr(iso_moment(made)), size}), text);
    column.paragraph(message("checkpoint.says", Language::en, {iso_moment(made), size}), latin(11));
    const BoxMm code = column.square(code_size);
    on.tag(writer.structure().add(
        pdf::Structure::root, pdf::NodeEntry{pdf::Role::figure, message("checkpoint.code", Language::ar)}));
    on.qr(code, note);
    on.tag(pdf::untagged);
    std::istringstream lines(note);
    for (std::string line; std::getline(lines, line);)
        if (!line.empty()) column.paragraph(line, latin(9));
    return writer.finish();
}

}  // namespace sanad::app
