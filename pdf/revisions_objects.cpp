#include "pdf/revisions_objects.h"

#include <algorithm>

#include "pdf/revisions_stream.h"

namespace sanad::pdf {
namespace {

const Value nothing;

}  // namespace

ObjectStore::ObjectStore(std::string_view pdf, const XrefChain& chain) : pdf_(pdf) {
    for (std::size_t revision = 0; revision < chain.revisions.size(); ++revision)
        for (const auto& [number, entry] : chain.revisions[revision].entries)
            history_[number].emplace_back(static_cast<int>(revision), entry);
}

const XrefEntry* ObjectStore::entry_of(int number, int revision) const {
    const auto found = history_.find(number);
    if (found == history_.end()) return nullptr;
    const auto& entries = found->second;
    auto after = std::upper_bound(entries.begin(), entries.end(), revision,
                                  [](int wanted, const auto& entry) { return wanted < entry.first; });
    return after == entries.begin() ? nullptr : &std::prev(after)->second;
}

std::uint64_t ObjectStore::generation(int number, int revision) const {
    const XrefEntry* entry = entry_of(number, revision);
    return entry == nullptr ? 0 : entry->generation;
}

ObjectPlace ObjectStore::place(int number, int revision) const {
    const XrefEntry* known = entry_of(number, revision);
    if (known == nullptr) return {};
    const XrefEntry& entry = *known;
    if (entry.kind == XrefEntry::Kind::in_file) return {ObjectPlace::Kind::file, entry.place, 0};
    if (entry.kind == XrefEntry::Kind::free || entry.place > 8'388'607) return {};
    // The stream itself may have been replaced since, and with it all that it holds. It never lies in another
    // stream.
    const auto holder = history_.find(static_cast<int>(entry.place));
    if (holder == history_.end()) return {};
    const XrefEntry* at = nullptr;
    for (const auto& [made, candidate] : holder->second)
        if (made <= revision) at = &candidate;
    if (at == nullptr || at->kind != XrefEntry::Kind::in_file) return {};
    return {ObjectPlace::Kind::stream, at->place, entry.index};
}

const Value& ObjectStore::object(int number, int revision) {
    const ObjectPlace at = place(number, revision);
    if (at.kind == ObjectPlace::Kind::none) return nothing;
    if (const auto found = parsed_.find(at); found != parsed_.end()) return *found->second;
    if (at.kind == ObjectPlace::Kind::file) return parse_in_file(at.offset, number, revision);
    return parse_in_stream(at, number, revision);
}

const Value& ObjectStore::object_at(std::uint64_t offset, int number, int revision) {
    const ObjectPlace at{ObjectPlace::Kind::file, offset, 0};
    if (const auto found = parsed_.find(at); found != parsed_.end()) return *found->second;
    return parse_in_file(offset, number, revision);
}

const Value& ObjectStore::resolve(const Value& value, int revision) {
    const Value* at = &value;
    for (int steps = 0; at->is(Value::Kind::reference); ++steps) {
        if (steps > 20) return nothing;
        at = &object(static_cast<int>(at->integer), revision);
    }
    return *at;
}

bool ObjectStore::explains(std::uint64_t offset) const {
    auto after = parsed_.upper_bound({ObjectPlace::Kind::file, offset, 0});
    while (after != parsed_.begin()) {
        --after;
        if (after->first.kind != ObjectPlace::Kind::file) return false;
        if (!after->second->is(Value::Kind::null)) return offset < after->second->end;
    }
    return false;
}

const Value& ObjectStore::parse_in_file(std::uint64_t offset, int number, int revision) {
    if (depth_ > 8) return nothing;  // a length that needs a length that needs …
    ++depth_;
    auto object = parse_indirect(pdf_, offset, [&](int length) {
        const Value& value = this->object(length, revision);
        return value.is(Value::Kind::number) && value.is_integer ? value.integer : -1;
    });
    --depth_;
    auto value = std::make_unique<Value>();
    if (object && object->number == number)
        *value = std::move(object->value);
    else if (offset != 0)
        unreadable_.emplace(number, "no object " + std::to_string(number) + " at " + std::to_string(offset));
    return *parsed_.insert_or_assign({ObjectPlace::Kind::file, offset, 0}, std::move(value)).first->second;
}

// 7.5.7: pairs of number and offset, then the objects from /First on.
const ObjectStream& ObjectStore::object_stream(std::uint64_t offset, int revision) {
    auto& known = decoded_[offset];
    if (known != nullptr) return *known;
    auto made = std::make_unique<ObjectStream>();
    const auto object = parse_indirect(pdf_, offset, [&](int length) {
        const Value& value = this->object(length, revision);
        return value.is(Value::Kind::number) && value.is_integer ? value.integer : -1;
    });
    if (object && object->value.at("Type").is_name("ObjStm") && object->value.at("First").integer >= 0)
        made->data = decode_stream(pdf_, object->value).value_or("");
    const auto first = made->data.empty() ? 0 : static_cast<std::uint64_t>(object->value.at("First").integer);
    for (std::uint64_t at = 0; at < std::min<std::uint64_t>(first, made->data.size());) {
        at = skip_space(made->data, at);
        const auto number = parse_number(made->data, at);
        at = skip_space(made->data, at);
        const auto within = number ? parse_number(made->data, at) : std::nullopt;
        if (!within) break;
        made->objects.emplace_back(*number, first + *within);
    }
    // The length's own reading may have come by here.
    return *(decoded_[offset] = std::move(made));
}

const Value& ObjectStore::parse_in_stream(const ObjectPlace& place, int number, int revision) {
    const ObjectStream& stream = object_stream(place.offset, revision);
    auto value = std::make_unique<Value>();
    if (place.index < stream.objects.size()) {
        const auto& [found, at] = stream.objects[place.index];
        if (found == static_cast<std::uint64_t>(number))
            if (auto parsed = parse_value(stream.data, at)) *value = std::move(*parsed);
    }
    if (value->is(Value::Kind::null)) {
        if (glancing_) return nothing;
        unreadable_.emplace(number, "not in its object stream");
    }
    return *parsed_.insert_or_assign(place, std::move(value)).first->second;
}

const Value& ObjectStore::glance(int number, int revision) {
    glancing_ = true;
    const Value& found = object(number, revision);
    glancing_ = false;
    return found;
}

}  // namespace sanad::pdf
