#include "pdf/revisions_equal.h"

#include <charconv>

namespace sanad::pdf {
namespace {

constexpr int deepest = 3000;

bool same_number(const Value& a, const Value& b) {
    if (a.text == b.text) return true;
    double x = 0;
    double y = 1;
    std::from_chars(a.text.data() + (a.text[0] == '+'), a.text.data() + a.text.size(), x);
    std::from_chars(b.text.data() + (b.text[0] == '+'), b.text.data() + b.text.size(), y);
    return x == y;
}

}  // namespace

bool DeepEquality::equal(const Value& before, const Value& after, const std::string& path) {
    const bool references = before.is(Value::Kind::reference) && after.is(Value::Kind::reference);
    if (references) {
        if (is_landmark(before) || is_landmark(after)) return before.integer == after.integer || differ(path);
        if (before.integer == after.integer && touched_.count(static_cast<int>(before.integer)) == 0)
            return true;
        if (!walked_.emplace(before.integer, after.integer).second) return true;
    }
    if (depth_ > deepest) return differ(path + " (too deep)");
    ++depth_;
    const bool same = equal_resolved(store_.resolve(before, before_), store_.resolve(after, after_), path);
    --depth_;
    return same;
}

// A length that stands elsewhere can make a stream longer or shorter without touching it.
bool DeepEquality::same_length(const Value& before, const Value& after) {
    const Value& old_length = store_.entry(before, "Length", before_);
    const Value& new_length = store_.entry(after, "Length", after_);
    return old_length.integer == new_length.integer ||
           static_cast<std::uint64_t>(new_length.integer) == after.data_end - after.data_begin;
}

bool DeepEquality::equal_resolved(const Value& before, const Value& after, const std::string& path) {
    if (before.kind != after.kind) return differ(path);
    switch (before.kind) {
        case Value::Kind::null:
            return true;
        case Value::Kind::number:
            return same_number(before, after) || differ(path);
        case Value::Kind::boolean:
        case Value::Kind::name:
        case Value::Kind::string:
            return before.text == after.text || differ(path);
        case Value::Kind::reference:
            return differ(path);
        case Value::Kind::array:
            break;
        case Value::Kind::dictionary:
            return equal_entries(before, after, {}, path);
        case Value::Kind::stream:
            if (before.data_begin != after.data_begin && store_.raw(before) != store_.raw(after))
                return differ(path);
            if (!same_length(before, after)) return differ(path + "/Length");
            return equal_entries(before, after, {"Length"}, path);
    }
    if (before.items.size() != after.items.size()) return differ(path);
    for (std::size_t i = 0; i < before.items.size(); ++i)
        if (!equal(before.items[i], after.items[i], path)) return false;
    return true;
}

bool DeepEquality::equal_entries(const Value& before, const Value& after, const std::set<std::string>& except,
                                 const std::string& path) {
    // A key twice means one thing to one reader and another to the next.
    if (after.repeated_key && !before.repeated_key) return differ(path + " (a key stands twice)");
    for (const auto& [key, value] : before.entries)
        if (except.count(key) == 0 && !equal(value, after.at(key), path + "/" + key)) return false;
    for (const auto& [key, value] : after.entries)
        if (except.count(key) == 0 && before.entries.count(key) == 0 &&
            !equal(Value{}, value, path + "/" + key))
            return false;
    return true;
}

}  // namespace sanad::pdf
