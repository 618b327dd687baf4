#include "templates/letter.h"

namespace sanad::templates {
namespace {

Field field(const char* key, Kind kind, const char* ar, const char* en) {
    Field made;
    made.key = key;
    made.kind = kind;
    made.label = {ar, en};
    return made;
}

Field recorded(const char* key, Kind kind, const char* ar, const char* en, const char* record_key) {
    Field made = field(key, kind, ar, en);
    made.record_key = record_key;
    return made;
}

Template make_letter() {
    Template paper;
    paper.id = "letter";
    paper.title = {"خطاب", "Letter"};
    paper.readable = false;
    auto sender = recorded("sender", Kind::text, "المرسل", "Sender", "full_name");
    sender.required = true;
    auto subject = field("subject", Kind::text, "الموضوع", "Subject");
    auto date = field("date", Kind::date, "التاريخ", "Date");
    date.rules = {"not_after_submission"};
    auto body = field("body", Kind::text, "نص الخطاب", "Text");
    body.lines = 20;
    auto kind = field("kind", Kind::choice, "نوع الخطاب", "Kind of letter");
    kind.options = {{"request", {"طلب", "Request"}},
                    {"complaint", {"شكوى", "Complaint"}},
                    {"suggestion", {"اقتراح", "Suggestion"}},
                    {"thanks", {"شكر", "Thanks"}},
                    {"volunteering", {"تطوع", "Volunteering"}}};
    paper.fields = {
        sender,
        field("addressee", Kind::text, "المرسل إليه", "Addressee"),
        subject,
        date,
        field("reference", Kind::text, "رقم الخطاب", "Reference"),
        field("attachments", Kind::text, "المرفقات", "Enclosures"),
        body,
        kind,
        recorded("national_id", Kind::national_id, "رقم الهوية", "Identity number", "national_id"),
        recorded("phone", Kind::phone, "الجوال", "Mobile", "phone"),
        recorded("iban", Kind::iban, "الآيبان", "IBAN", "iban"),
        field("case", Kind::text, "رقم المعاملة", "Case number")};
    return paper;
}

}  // namespace

const Template& letter() {
    static const Template made = make_letter();
    return made;
}

}  // namespace sanad::templates
