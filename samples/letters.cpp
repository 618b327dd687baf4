#include "samples/letters.h"

#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/arabic.h"
#include "samples/text_column.h"

namespace sanad::samples {
namespace {

constexpr double page_width = 210, page_height = 297;

struct LetterText {
    std::string sender, date, written_date, reference, attachments, addressee, subject, greeting, body,
        closing;
};

LetterText text_of(const Person& from) {
    return {from.full_name,
            "2026-11-12",
            "١٢/١١/٢٠٢٦م",
            "٤٧/٢٠٢٦",
            "صورة الهوية، تقرير طبي",
            "رئيس مجلس إدارة جمعية المثال الأهلية",
            "طلب المساعدة في ثمن جهاز طبي",
            "السلام عليكم ورحمة الله وبركاته، وبعد:",
            fmt::format("أفيدكم بأن والدتي تحتاج إلى جهاز تنفس منزلي وصفه لها الطبيب، وثمنه ٤٥٠٠ ريال، ولا "
                        "يكفي دخلي لشرائه إذ أعول "
                        "{} أشخاص في مسكن مستأجر. وقد راجعت المركز الصحي فأفادوا بأن الجهاز لا يصرف من "
                        "عندهم. لذا أرجو من الجمعية "
                        "المساعدة في ثمنه، وأنا على استعداد لتقديم ما يطلب من مستندات.",
                        arabic_digits(std::to_string(from.dependants))),
            "وتقبلوا خالص التحية والتقدير"};
}

const std::vector<std::string>& news() {
    static const std::vector<std::string> paragraphs{
        "شهدت البلدة الصغيرة عند سفح الجبل صباح أمس افتتاح حديقة عامة أقامها الأهالي بأيديهم على أرض كانت "
        "مهملة سنين طويلة. "
        "وزرع المشاركون مئة شتلة من السدر والطلح، وحفروا لها قناة تحمل إليها ماء المطر من الوادي القريب.",
        "وقال أحد القائمين على العمل إن الفكرة بدأت من حديث بين جارين، ثم اجتمع حولها الناس حتى صار لكل بيت "
        "في البلدة شجرة "
        "يسقيها ويرعاها. وأضاف أن الخطوة القادمة مكتبة صغيرة في ظل الأشجار يجد فيها الصغار ما يقرؤون بعد "
        "العصر.",
        "وفي الشأن الزراعي، ذكر مهتمون أن موسم هذا العام كان أوفر من سابقه بعد أمطار الوسم، وأن أسعار التمور "
        "بقيت قريبة من "
        "أسعار الموسم الماضي. ونصحوا بتخزين المحصول في أماكن جافة بعيدة عن الشمس حتى يحتفظ بجودته.",
        "أما في الرياضة فقد فاز فريق الواحة على ضيفه فريق السفح بهدفين مقابل هدف في مباراة حضرها جمع من "
        "المشجعين، "
        "وسجل هدف الفوز اللاعب الأصغر سنا في الدقائق الأخيرة بعد تمريرة طويلة من منتصف الملعب.",
        "ويتوقع أن يكون الطقس في الأيام القادمة معتدلا نهارا مائلا إلى البرودة ليلا، مع رياح خفيفة تثير بعض "
        "الغبار في "
        "الأماكن المكشوفة، وفرصة لأمطار متفرقة على المرتفعات في نهاية الأسبوع.",
        "وأعلن نادي القراءة في البلدة عن لقائه الشهري مساء الخميس القادم، ويقرأ فيه الحاضرون فصولا من كتاب "
        "في الرحلات القديمة، ثم "
        "يتحدث كل منهم عن رحلة بقيت في ذاكرته. والدعوة عامة والمقاعد محدودة.",
        "ومن أخبار السوق أن الحرفيين سيعرضون السلال والبسط والفخار في الساحة القريبة من البئر القديمة طوال "
        "أيام الشهر، وأن جزءا من "
        "ثمن ما يباع يعود إلى صيانة الطريق المؤدي إلى المدرسة.",
        "ويسأل القراء عن موعد عودة الحافلة التي تصل البلدة بالمدينة، والجواب أنها تعود إلى العمل بعد الفراغ "
        "من إصلاح الجسر الصغير، "
        "وتسير ثلاث مرات في اليوم: صباحا وظهرا وقبيل المغرب."};
    return paragraphs;
}

}  // namespace

Page blank_sheet(double dpi) {
    Page page;
    page.width = static_cast<int>(std::lround(page_width / mm_per_inch * dpi));
    page.height = static_cast<int>(std::lround(page_height / mm_per_inch * dpi));
    page.dpi = dpi;
    page.pixels.assign(static_cast<std::size_t>(page.width) * static_cast<std::size_t>(page.height), 255);
    return page;
}

Page letter(const Person& from, double dpi) {
    const auto text = text_of(from);
    Page page = blank_sheet(dpi);
    Ink print = Ink::over(page), pen = print;
    const Typeface face({"NotoNaskhArabic-Regular.ttf", "DejaVuSans.ttf"}),
        bold({"NotoNaskhArabic-Bold.ttf", "DejaVuSans-Bold.ttf"});
    Column side(print, face, 80, 62, 22);
    side.paragraph("التاريخ: " + text.written_date, 12);
    side.paragraph("الرقم: " + text.reference, 12);
    side.paragraph("المرفقات: " + text.attachments, 12);
    Column head(print, bold, 185, 160, 58);
    head.paragraph("المكرم " + text.addressee + "     سلمه الله", 14);
    Column column(print, face, 185, 160, head.y() + 3);
    column.paragraph(text.greeting, 13);
    Column subject(print, bold, 185, 160, column.y() + 6);
    subject.centred("الموضوع: " + text.subject, 14);
    Column body(print, face, 185, 160, subject.y() + 6);
    body.paragraph(text.body, 13.5, 2);
    body.space(6);
    body.centred(text.closing, 13);
    Column foot(print, face, 95, 75, body.y() + 14);
    foot.paragraph("مقدم الطلب: " + text.sender, 13);
    foot.paragraph("رقم الهوية: " + arabic_digits(from.national_id), 13);
    foot.paragraph("الجوال: " + arabic_digits(from.phone), 13);
    Dice dice(77);
    strokes::draw(signature_strokes(0.03, dice), pen.px(30), pen.px(foot.y() + 4), pen.px(55), pen.px(20),
                  pen.width, pen.height, pen.cover);
    put_ink(page, print, 20, 1);
    put_ink(page, pen, 60, 0.9);
    return page;
}

Json truth_of_letter(const Person& from) {
    const auto text = text_of(from);
    return {{"form", "letter"},
            {"values",
             {{"sender", text.sender},
              {"addressee", text.addressee},
              {"subject", text.subject},
              {"date", text.date},
              {"reference", western_digits(text.reference)},
              {"attachments", text.attachments},
              {"body", text.body},
              {"national_id", from.national_id},
              {"phone", from.phone}}}};
}

Page newspaper(double dpi) {
    Page page = blank_sheet(dpi);
    Ink print = Ink::over(page);
    const Typeface face({"NotoNaskhArabic-Regular.ttf", "DejaVuSans.ttf"}),
        kufi({"NotoKufiArabic-Bold.ttf", "DejaVuSans-Bold.ttf"});
    Column head(print, kufi, 195, 180, 10);
    head.centred("صدى السفح", 40);
    rule(print, 15, 195, head.y() + 9, 0.6);
    Column title(print, kufi, 195, 180, head.y() + 14);
    title.centred("حديقة من صنع الأهالي عند سفح الجبل", 20);
    const double top = title.y() + 8;
    std::size_t next = 0;
    for (const double right : {195.0, 102.0}) {
        Column column(print, face, right, 87, top);
        for (; next < news().size() && column.y() < 200; ++next) {
            column.paragraph(news()[next], 13, 1.75);
            column.space(3);
        }
    }
    rule(print, 15, 195, 287, 0.3);
    put_ink(page, print, 45, 1);
    return page;
}

}  // namespace sanad::samples
