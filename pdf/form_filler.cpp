#include "pdf/form_filler.h"

#include <algorithm>

#include "core/error.h"
#include "pdf/button_picture.h"
#include "pdf/object_writer.h"

namespace sanad::pdf {
namespace {

constexpr std::size_t longest_value = 100'000;  // characters; more is no answer to a question
constexpr double least_side_pt = 1;

bool has_control_characters(const std::string& value) {
    return std::any_of(value.begin(), value.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7f;
    });
}

std::string with_plain_breaks(std::string value) {
    for (std::size_t at = 0; (at = value.find('\r', at)) != std::string::npos;) {
        if (at + 1 < value.size() && value[at + 1] == '\n')
            value.erase(at, 1);
        else
            value[at] = '\n';
    }
    std::replace(value.begin(), value.end(), '\t', ' ');
    return value;
}

// Seen on a page: neither hidden nor for no screen (table 165).
bool is_shown(const TreeWidget& widget) {
    auto flags = widget.place.at("/F");
    return widget.page > 0 && (!flags.isInteger() || (flags.getIntValue() & (1 | 2 | 32)) == 0);
}

// A stream that draws nothing, be it a packed one, or one into a box without any room, waits for a viewer to
// do it. What can't be unpacked is left as it is.
bool draws_something(QPDFObjectHandle stream) {
    constexpr std::size_t too_long_for_nothing = 1000;  // bytes, packed
    if (!stream.isStream()) return false;
    auto box = stream.getDict().getKey("/BBox");
    if (box.isRectangle()) {
        const auto area = box.getArrayAsRectangle();
        if (area.urx == area.llx || area.ury == area.lly) return false;
    }
    const auto packed = stream.getRawStreamData()->getSize();
    if (packed > too_long_for_nothing) return true;
    try {
        const auto data = stream.getStreamData(qpdf_dl_generalized);
        return std::any_of(data->getBuffer(), data->getBuffer() + data->getSize(),
                           [](unsigned char byte) { return byte > ' '; });
    } catch (const std::exception&) {
        return packed > 0;
    }
}

bool has_picture(const TreeWidget& widget) {
    auto normal = widget.place.at("/AP").getKeyIfDict("/N");
    if (widget.inherited.type != "Btn") return normal.isStream();
    return normal.isDictionary() && draws_something(normal.getKey("/" + widget.state));
}

}  // namespace

void FormFiller::touch(const OwnedDictionary& place) {
    auto owner = place.owner;
    changed_[owner.getObjGen()] = owner;
}

bool FormFiller::may_be_filled(const TreeField& field, const FieldEntry& entry) {
    const auto refuse = [&](const char* id, const std::string& evidence = {}) {
        note(id, field.name, Verdict::failed, evidence);
        return false;
    };
    const auto kind = field.kind();
    const bool other_input = field.inherited.type == "Tx" &&
                             (field.has(field_flag::password) || field.has(field_flag::file_select));
    if (kind == ForeignKind::signature || kind == ForeignKind::button || other_input)
        return refuse("fill.not_fillable");
    if (field.has(field_flag::read_only)) return refuse("fill.read_only");
    if (entry.values.size() > 1 && kind != ForeignKind::choices) return refuse("fill.one_value");
    for (const auto& value : entry.values) {
        if (const auto length = code_points_of(value).size(); length > longest_value)
            return refuse("fill.too_long", std::to_string(length) + " > " + std::to_string(longest_value));
        if (has_control_characters(with_plain_breaks(value))) return refuse("fill.control_characters");
    }
    if (entry.ticked && field.inherited.type != "Btn")
        return refuse("fill.no_tick", *entry.ticked ? "true" : "false");
    return true;
}

bool FormFiller::fill(TreeField& field, const FieldEntry& entry) {
    if (!may_be_filled(field, entry)) return false;
    bool filled = false;
    if (field.inherited.type == "Btn")
        filled = fill_button(field, entry);
    else if (field.inherited.type == "Ch")
        filled = fill_list(field, entry.values);
    else if (field.inherited.type == "Tx")
        filled = fill_text(field, entry.values.empty() ? "" : entry.values.front());
    else
        note("fill.not_fillable", field.name, Verdict::failed, field.inherited.type);
    if (filled && std::none_of(field.widgets.begin(), field.widgets.end(), is_shown))
        note("fill.not_shown", field.name, Verdict::doubtful);
    return filled;
}

bool FormFiller::fill_text(TreeField& field, std::string value) {
    value = with_plain_breaks(std::move(value));
    if (!field.has(field_flag::multiline) && value.find('\n') != std::string::npos) {
        std::replace(value.begin(), value.end(), '\n', ' ');
        note("fill.one_line", field.name, Verdict::doubtful);
    }
    const auto length = code_points_of(value).size();
    if (const int most = field.max_length(); most > 0 && length > static_cast<std::size_t>(most)) {
        note("fill.too_long", field.name, Verdict::failed,
             std::to_string(length) + " > " + std::to_string(most));
        return false;
    }
    auto drafts = draft_text(field, value, false);
    if (!drafts) return false;
    set_value(field, QPDFObjectHandle::newUnicodeString(value));
    keep(std::move(*drafts));
    return true;
}

std::optional<FormFiller::Chosen> FormFiller::choose(const TreeField& field,
                                                     const std::vector<ForeignOption>& options,
                                                     const std::vector<std::string>& values) {
    Chosen made;
    for (const auto& value : values) {
        auto found =
            std::find_if(options.begin(), options.end(), [&](const auto& o) { return o.key == value; });
        if (found == options.end())
            found =
                std::find_if(options.begin(), options.end(), [&](const auto& o) { return o.label == value; });
        if (found != options.end()) {
            made.places.push_back(static_cast<std::size_t>(found - options.begin()));
        } else if (field.has(field_flag::combo) && field.has(field_flag::edit)) {
            made.typed = with_plain_breaks(value);
            std::replace(made.typed.begin(), made.typed.end(), '\n', ' ');
        } else if (!value.empty()) {
            note("fill.no_option", field.name, Verdict::failed, value);
            return std::nullopt;
        }
    }
    std::sort(made.places.begin(), made.places.end());
    made.places.erase(std::unique(made.places.begin(), made.places.end()), made.places.end());
    return made;
}

bool FormFiller::fill_list(TreeField& field, const std::vector<std::string>& values) {
    const auto options = field.options();
    const auto found = choose(field, options, values);
    if (!found) return false;
    const auto& [chosen, typed] = *found;
    const bool combo = field.has(field_flag::combo);
    const std::string label = chosen.empty() ? typed : options[chosen.front()].label;
    auto drafts = combo ? draft_text(field, label, false) : draft_list(field, chosen, false);
    if (!drafts) return false;
    std::vector<QPDFObjectHandle> keys, places;
    for (const auto index : chosen) {
        keys.push_back(QPDFObjectHandle::newUnicodeString(options[index].key));
        places.push_back(QPDFObjectHandle::newInteger(static_cast<long long>(index)));
    }
    if (keys.size() > 1)
        set_value(field, QPDFObjectHandle::newArray(keys));
    else
        set_value(field, keys.empty() ? QPDFObjectHandle::newUnicodeString(typed) : keys.front());
    for (auto& node : field.nodes) {
        node.dictionary.removeKey("/I");
        if (!combo && !places.empty()) node.dictionary.replaceKey("/I", QPDFObjectHandle::newArray(places));
    }
    keep(std::move(*drafts));
    return true;
}

bool FormFiller::fill_button(TreeField& field, const FieldEntry& entry) {
    const auto options = field.options();
    const TreeWidget* chosen = nullptr;
    const std::string value = entry.values.empty() ? "" : entry.values.front();
    const bool plain_off = entry.ticked ? !*entry.ticked : value.empty();
    if (!plain_off) {
        const auto matches = [&](const auto& same) {
            const auto found = std::find_if(field.widgets.begin(), field.widgets.end(), same);
            if (chosen == nullptr && found != field.widgets.end()) chosen = &*found;
        };
        if (entry.ticked && options.size() == 1) chosen = &field.widgets.front();
        if (!entry.ticked) {
            matches([&](const TreeWidget& widget) { return widget.option.key == value; });
            matches([&](const TreeWidget& widget) { return widget.option.label == value; });
            matches([&](const TreeWidget& widget) { return widget.state == value; });
        }
        if (chosen == nullptr && value != "Off") {
            note("fill.no_option", field.name, Verdict::failed, entry.ticked ? "true" : value);
            return false;
        }
    }
    const std::string state = chosen == nullptr ? "Off" : chosen->state;
    const std::string key = chosen == nullptr ? "" : chosen->option.key;
    set_value(field, QPDFObjectHandle::newName("/" + state));
    for (auto& widget : field.widgets) {
        const bool together = field.has(field_flag::in_unison) && widget.option.key == key;
        set_state(field, widget, chosen != nullptr && (widget.state == state || together));
    }
    return true;
}

void FormFiller::set_value(TreeField& field, QPDFObjectHandle value) {
    for (auto& node : field.nodes) {
        node.dictionary.replaceKey("/V", value);
        node.dictionary.removeKey("/RV");  // the formatted text of the value before
        touch(node);
    }
}

void FormFiller::set_state(const TreeField& field, TreeWidget& widget, bool on) {
    auto dictionary = widget.place.dictionary;
    dictionary.replaceKey("/AS", QPDFObjectHandle::newName("/" + (on ? widget.state : "Off")));
    touch(widget.place);
    if (!has_picture(widget)) return draw_states(field, widget);
    auto pictures = dictionary.getKey("/AP");
    auto states = pictures.getKey("/N");
    if (!states.isIndirect()) return;
    // Poppler finds the states only where they stand in /AP itself.
    pictures = pictures.shallowCopy();
    pictures.replaceKey("/N", states.shallowCopy());
    dictionary.replaceKey("/AP", pictures);
}

void FormFiller::draw_states(const TreeField& field, TreeWidget& widget) {
    auto states = QPDFObjectHandle::newDictionary();
    for (const bool on : {true, false}) {
        auto draft = blank(widget);
        draw_button(draft.canvas, draft.look, field.has(field_flag::radio), on);
        states.replaceKey("/" + (on ? widget.state : std::string("Off")),
                          add_picture(std::move(draft.canvas), draft.look, false));
    }
    auto pictures = QPDFObjectHandle::newDictionary();
    pictures.replaceKey("/N", states);
    widget.place.dictionary.replaceKey("/AP", pictures);
    touch(widget.place);
}

FormFiller::Draft FormFiller::blank(TreeWidget& widget) const {
    auto look = look_of(widget);
    const auto side = [](double pt) { return std::max(pt, least_side_pt) / pt_per_mm; };
    return {&widget, Canvas(fonts_, side(look.width_pt), side(look.height_pt)), look};
}

std::optional<std::vector<FormFiller::Draft>> FormFiller::draft_text(TreeField& field,
                                                                     const std::string& value, bool quiet) {
    std::vector<Draft> drafts;
    std::optional<double> smaller;
    for (auto& widget : field.widgets) {
        auto draft = blank(widget);
        const auto& look = draft.look;
        const int cells = field.is_comb() ? field.max_length() : 0;
        draw_decoration(draft.canvas, look, cells);
        const FieldText text{
            value, look.size_pt,   look.quadding, look.colour, field.has(field_flag::multiline),
            cells, look.inset_pt()};
        const auto set = set_text(draft.canvas, text);
        if (!set && is_shown(widget)) {
            quiet ? note("fill.no_picture", field.name, Verdict::doubtful)
                  : note("fill.no_room", field.name, Verdict::failed);
            return std::nullopt;
        }
        if (set && set->smaller) smaller = std::min(smaller.value_or(set->size_pt), set->size_pt);
        drafts.push_back(std::move(draft));
    }
    if (quiet) return drafts;
    if (smaller) note("fill.smaller", field.name, Verdict::doubtful, number(*smaller) + " pt");
    if (const auto missing = missing_characters(Canvas(fonts_, 10, 10), value); !missing.empty())
        note("fill.no_glyph", field.name, Verdict::doubtful, missing);
    return drafts;
}

std::optional<std::vector<FormFiller::Draft>> FormFiller::draft_list(TreeField& field,
                                                                     const std::vector<std::size_t>& chosen,
                                                                     bool quiet) {
    FieldList list{{}, chosen, 0};
    for (const auto& option : field.options()) list.labels.push_back(option.label);
    std::vector<Draft> drafts;
    bool seen = true;
    for (auto& widget : field.widgets) {
        auto top = field.nodes.front().at("/TI");
        if (top.isInteger() && top.getIntValue() > 0)
            list.first = static_cast<std::size_t>(top.getIntValue());
        for (const bool again : {false, true}) {
            auto draft = blank(widget);
            draw_decoration(draft.canvas, draft.look);
            const FieldText style{"", draft.look.size_pt,   draft.look.quadding, draft.look.colour, false,
                                  0,  draft.look.inset_pt()};
            const bool all = set_list(draft.canvas, style, list);
            if (!all && !again && !chosen.empty()) {
                list.first = chosen.front();
                continue;
            }
            seen = seen && (all || !is_shown(widget));
            drafts.push_back(std::move(draft));
            break;
        }
    }
    if (list.first > 0 && !quiet)
        for (auto& node : field.nodes)
            node.dictionary.replaceKey("/TI",
                                       QPDFObjectHandle::newInteger(static_cast<long long>(list.first)));
    if (!seen) note("fill.list_cut", field.name, Verdict::doubtful);
    return drafts;
}

QPDFObjectHandle FormFiller::add_picture(Canvas canvas, const WidgetLook& look, bool text) {
    const auto [number, reference] = new_object_();
    pictures_.push_back({std::move(canvas), turning_matrix(look), text, number});
    return reference;
}

void FormFiller::keep(std::vector<Draft> drafts) {
    for (auto& draft : drafts) {
        auto pictures = QPDFObjectHandle::newDictionary();
        pictures.replaceKey("/N", add_picture(std::move(draft.canvas), draft.look, true));
        draft.widget->place.dictionary.replaceKey("/AP", pictures);
        touch(draft.widget->place);
    }
}

void FormFiller::picture_present_value(TreeField& field) {
    const auto kind = field.kind();
    if (kind == ForeignKind::signature || kind == ForeignKind::button) return;
    const bool complete = std::all_of(field.widgets.begin(), field.widgets.end(), has_picture);
    if (complete || field.widgets.empty()) return;
    if (field.inherited.type == "Btn") {
        for (auto& widget : field.widgets)
            if (!has_picture(widget)) draw_states(field, widget);
        return;
    }
    const auto values = field.values();
    std::vector<std::size_t> chosen;
    std::string text = values.empty() ? "" : with_plain_breaks(values.front());
    const auto options = field.options();
    for (std::size_t i = 0; i < options.size(); ++i)
        if (std::find(values.begin(), values.end(), options[i].key) != values.end()) chosen.push_back(i);
    if (!chosen.empty()) text = options[chosen.front()].label;
    const bool list = field.inherited.type == "Ch" && !field.has(field_flag::combo);
    auto drafts = list ? draft_list(field, chosen, true) : draft_text(field, text, true);
    if (drafts) keep(std::move(*drafts));
}

}  // namespace sanad::pdf
