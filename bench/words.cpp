#include "bench/words.h"

namespace sanad::bench {

const std::vector<std::vector<std::string>>& fonts() {
    static const std::vector<std::vector<std::string>> list{
        {"NotoSansArabic-Regular.ttf", "DejaVuSans.ttf"},
        {"NotoSansArabic-Bold.ttf", "DejaVuSans-Bold.ttf"},
        {"NotoKufiArabic-Regular.ttf", "DejaVuSerif.ttf"},
        {"DejaVuSans.ttf"},
        {"DejaVuSans-Bold.ttf"},
        {"DejaVuSansMono.ttf", "DejaVuSans.ttf"},
        {"DejaVuSerif.ttf", "NotoSansArabic-Regular.ttf"},
        {"NotoSerifDisplay-Regular.ttf", "NotoKufiArabic-Regular.ttf", "DejaVuSans.ttf"}};
    return list;
}

const std::vector<std::string>& needs() {
    static const std::vector<std::string> list{
        "أطلب المساعدة في إيجار المسكن لنصف سنة بعد أن توقف عملي، وتراكمت علينا فواتير الكهرباء.",
        "أحتاج إلى دواء شهري لا يكفي دخلي لثمنه، وأرجو المساعدة فيه مدة ستة أشهر.",
        "لدي أبناء في المدرسة ويحتاجون إلى حقائب وكتب، وتعطلت الثلاجة ولا أستطيع شراء غيرها.",
        "انتقلنا إلى مسكن جديد بلا أثاث، ونحتاج إلى أسرة ومكيف وفرن قبل دخول الشتاء.",
        "تعرض بيتنا للتسرب في موسم الأمطار، وأطلب المساعدة في ترميم السقف والجدار الشرقي.",
        "زوجي مريض منذ سنة ولا دخل لنا سوى الضمان، ونرجو سلة غذائية كل شهر."};
    return list;
}

const std::vector<std::string>& short_texts() {
    static const std::vector<std::string> list{"لا يوجد",           "الضمان الاجتماعي", "حساب المواطن",
                                               "مساعدة من الأقارب", "عضو مجلس الإدارة", "رئيس المجلس",
                                               "المشرف المالي",     "نائب الرئيس"};
    return list;
}

}  // namespace sanad::bench
