#include "samples/foreign_form.h"

#include <cmath>
#include <numbers>
#include <vector>

#include <fmt/format.h>

#include "ocr/training/strokes.h"
#include "samples/letters.h"
#include "samples/typed_text.h"

namespace sanad::samples {
namespace {

constexpr double right_mm = 195, left_mm = 15;

struct Ruled {  // a label and a line to write on
    const char* key;
    const char* label;
    double y, left, right;  // of the line
};

struct Cells {
    const char* key;
    const char* kind;
    const char* label;
    double x, y;
    int count;
};

struct Option {
    const char* key;
    const char* label;
    double x;  // of the middle of its box
};

struct Choice {
    const char* key;
    const char* label;
    bool several;
    double y;
    std::vector<Option> options;
};

constexpr double cell_w = 7, cell_h = 8.5, box_side = 4.2, line_room = 9;

const std::vector<Ruled> ruled{{"full_name", "اسم المراجع الرباعي", 62, 80, 155},
                               {"city", "المدينة", 62, 20, 60},
                               {"address", "عنوان السكن", 77, 20, 168},
                               {"complaint", "الشكوى الحالية", 150, 20, 160}};
const std::vector<Cells> cells{{"national_id", "national_id", "رقم الهوية الوطنية", 118, 92, 10},
                               {"phone", "phone", "رقم الجوال", 22, 92, 10}};
const std::vector<Choice> choices{
    {"visit_kind",
     "نوع الموعد",
     false,
     120,
     {{"new", "مراجعة أولى", 165}, {"follow_up", "متابعة", 125}, {"urgent", "حالة طارئة", 90}}},
    {"illnesses",
     "أمراض مزمنة",
     true,
     133,
     {{"diabetes", "السكري", 165},
      {"pressure", "ضغط الدم", 132},
      {"asthma", "الربو", 97},
      {"heart", "القلب", 68}}}};
constexpr BoxMm signature{25, 236, 70, 20};

const std::vector<const char*> instructions{
    "تعليمات مهمة قبل التعبئة: تكتب البيانات بخط واضح وبقلم أسود أو أزرق، ولا تقبل الاستمارة عند وجود كشط.",
    "يرفق المراجع صورة الهوية وآخر تقرير طبي إن وجد، ويحتفظ المستوصف بأصل هذه الاستمارة مدة خمس سنوات.",
    "يعتذر المستوصف عن استقبال الحالات التي تحتاج إلى تنويم، ويحيلها إلى أقرب مستشفى في المنطقة الصحية.",
    "للاستفسار يراجع مكتب الاستقبال من الأحد إلى الخميس بين الثامنة صباحا والثانية ظهرا عدا أيام الإجازات."};

// Draws in millimetres.
class Draughtsman {
public:
    explicit Draughtsman(const Page& page)
        : ink_(Ink::over(page)),
          plain_({"NotoNaskhArabic-Regular.ttf", "DejaVuSans.ttf"}),
          bold_({"NotoKufiArabic-Bold.ttf", "DejaVuSans-Bold.ttf"}) {}

    void text(PointMm right, const char* words, double size_pt, bool bold = false) {
        (bold ? bold_ : plain_).draw(ink_, right, words, size_pt);
    }
    void path(const std::vector<PointMm>& points, double width) {
        strokes::Stroke stroke;
        for (const auto& point : points) stroke.push_back({point.x, point.y, width});
        strokes::draw({stroke}, 0, 0, ink_.px(1), ink_.px(1), ink_.width, ink_.height, ink_.cover);
    }
    void frame(const BoxMm& box, double width) {
        path({{box.x, box.y},
              {box.right(), box.y},
              {box.right(), box.bottom()},
              {box.x, box.bottom()},
              {box.x, box.y}},
             width);
    }
    void ring(PointMm centre, double radius, double width) {
        std::vector<PointMm> points;
        for (int i = 0; i <= 36; ++i) {
            const double angle = i * std::numbers::pi / 18;
            points.push_back({centre.x + radius * std::cos(angle), centre.y + radius * std::sin(angle)});
        }
        path(points, width);
    }
    const Ink& ink() const { return ink_; }

private:
    Ink ink_;
    Typeface plain_, bold_;
};

void draw_fields(Draughtsman& draw) {
    for (const auto& line : ruled) {
        draw.text({line.right > 100 ? right_mm : line.right + 15, line.y - 1}, line.label, 11);
        draw.path({{line.left, line.y}, {line.right, line.y}}, 0.3);
    }
    for (const auto& number : cells) {
        draw.text({number.x + number.count * cell_w, number.y - 2}, number.label, 10);
        for (int i = 0; i < number.count; ++i)
            draw.frame({number.x + i * cell_w, number.y, cell_w, cell_h}, 0.3);
    }
    for (const auto& choice : choices) {
        draw.text({right_mm, choice.y + 1.4}, choice.label, 11, true);
        for (const auto& option : choice.options) {
            if (choice.several)
                draw.frame({option.x - box_side / 2, choice.y - box_side / 2, box_side, box_side}, 0.3);
            else
                draw.ring({option.x, choice.y}, box_side / 2, 0.3);
            draw.text({option.x - 4, choice.y + 1.4}, option.label, 11);
        }
    }
}

std::string box_text(double x, double y, double w, double h) {
    return fmt::format("[{:.2f}, {:.2f}, {:.2f}, {:.2f}]", x, y, w, h);
}

std::string field_head(const char* key, const char* kind, const char* label) {
    return fmt::format("\n[[field]]\nkey = \"{}\"\nkind = \"{}\"\nlabel = {{ ar = \"{}\" }}\n", key, kind,
                       label);
}

}  // namespace

Page foreign_blank(double dpi) {
    Page page = blank_sheet(dpi);
    Draughtsman draw(page);
    draw.text({150, 22}, "مستوصف النور الخيري", 20, true);
    draw.text({140, 33}, "استمارة تحويل مراجع", 15);
    draw.path({{left_mm, 40}, {right_mm, 40}}, 0.7);
    draw.text({right_mm, 49}, "أولا: بيانات المراجع", 12, true);
    draw_fields(draw);
    double y = 172;
    for (const auto* line : instructions) draw.text({right_mm - 3, y}, line, 10), y += 8;
    draw.frame({left_mm, 162, right_mm - left_mm, y - 164}, 0.4);
    draw.text({right_mm, 222}, "ثانيا: الإقرار", 12, true);
    draw.text({right_mm, 230}, "أقر بصحة ما ورد أعلاه وأوافق على تحويل ملفي الطبي إلى الجهة المختصة.", 10);
    draw.text({120, 246}, "توقيع المراجع", 11);
    draw.frame(signature, 0.3);
    draw.text({130, 284}, "نسخة المستوصف - تحفظ في ملف المراجع", 9);
    put_ink(page, draw.ink(), 25, 0.97);
    return page;
}

std::string foreign_paper() {
    std::string toml = fmt::format(
        "id = \"dispensary-referral\"\nversion = 1\ntitle = {{ ar = \"استمارة تحويل مراجع\", en = "
        "\"Dispensary "
        "referral\" }}\nblank = \"{}\"\npaper_mm = [210, 297]\n",
        foreign_blank_file);
    for (const auto& line : ruled)
        toml += field_head(line.key, "text", line.label) +
                "box = " + box_text(line.left, line.y - line_room, line.right - line.left, line_room - 0.4) +
                "\n";
    for (const auto& number : cells)
        toml += field_head(number.key, number.kind, number.label) +
                fmt::format("cells = {}\n", number.count) +
                "box = " + box_text(number.x, number.y, number.count * cell_w, cell_h) + "\n";
    for (const auto& choice : choices) {
        toml += field_head(choice.key, choice.several ? "choices" : "choice", choice.label) + "options = [\n";
        for (const auto& option : choice.options)
            toml +=
                fmt::format("  {{ key = \"{}\", ar = \"{}\", box = {} }},\n", option.key, option.label,
                            box_text(option.x - box_side / 2, choice.y - box_side / 2, box_side, box_side));
        toml += "]\n";
    }
    return toml + field_head("signature", "signature", "توقيع المراجع") +
           "box = " + box_text(signature.x, signature.y, signature.w, signature.h) + "\n";
}

}  // namespace sanad::samples
