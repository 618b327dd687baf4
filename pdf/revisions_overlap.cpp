#include "pdf/revisions_overlap.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <unordered_set>

namespace sanad::pdf {
namespace {

constexpr std::size_t most_annotations = 2000;  // pairs are compared

struct Rectangle {
    double left, bottom, right, top;
    bool is_signature;
};

double coordinate(const Value& number) {
    double value = 0;
    if (number.is(Value::Kind::number))
        std::from_chars(number.text.data() + (number.text[0] == '+'), number.text.data() + number.text.size(),
                        value);
    return value;
}

class Search {
public:
    Search(ObjectStore& store, int revision) : store_(store), revision_(revision) {}

    std::vector<std::string> run(const Value& catalog) {
        visit(catalog.at("Pages"), 0);
        return std::move(found_);
    }

private:
    void visit(const Value& item, int depth) {
        const Value& node = store_.resolve(item, revision_);
        if (depth > 60 || !node.has_entries() || !seen_.insert(&node).second) return;
        if (node.entries.count("Kids") == 0) return page(node);
        for (const auto& kid : store_.entry(node, "Kids", revision_).items) visit(kid, depth + 1);
    }

    std::optional<Rectangle> rectangle(const Value& annotation) {
        const auto& items = store_.entry(annotation, "Rect", revision_).items;
        if (items.size() != 4) return {};
        std::array<double, 4> side{};
        for (std::size_t i = 0; i < 4; ++i) side[i] = coordinate(store_.resolve(items[i], revision_));
        const Rectangle made{std::min(side[0], side[2]), std::min(side[1], side[3]),
                             std::max(side[0], side[2]), std::max(side[1], side[3]), signature(annotation)};
        if (made.right - made.left < 1 || made.top - made.bottom < 1) return {};
        return made;
    }

    bool signature(const Value& annotation) {
        const Value* field = &annotation;
        for (int up = 0; up < 10 && field->has_entries();
             ++up, field = &store_.entry(*field, "Parent", revision_))
            if (const Value& type = store_.entry(*field, "FT", revision_); type.is(Value::Kind::name))
                return type.text == "Sig";
        return false;
    }

    void page(const Value& node) {
        ++page_number_;
        std::vector<Rectangle> rectangles;
        for (const auto& item : store_.entry(node, "Annots", revision_).items) {
            if (rectangles.size() >= most_annotations) return;
            if (auto made = rectangle(store_.resolve(item, revision_))) rectangles.push_back(*made);
        }
        for (std::size_t i = 0; i < rectangles.size(); ++i)
            for (std::size_t j = i + 1; j < rectangles.size(); ++j) {
                const auto &a = rectangles[i], &b = rectangles[j];
                const bool apart =
                    a.right <= b.left || b.right <= a.left || a.top <= b.bottom || b.top <= a.bottom;
                if (apart || (!a.is_signature && !b.is_signature)) continue;
                found_.push_back("page " + std::to_string(page_number_));
                return;
            }
    }

    ObjectStore& store_;
    int revision_;
    std::unordered_set<const Value*> seen_;
    int page_number_ = 0;
    std::vector<std::string> found_;
};

}  // namespace

std::vector<std::string> overlapping_signatures(ObjectStore& store, const Value& catalog, int revision) {
    return Search(store, revision).run(catalog);
}

}  // namespace sanad::pdf
