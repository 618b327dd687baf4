// Puts values into the fields of one form, in memory, and gathers the pictures that go with them.
// Included by pdf/*.cpp only.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "pdf/canvas.h"
#include "pdf/field_text.h"
#include "pdf/foreign_tree.h"
#include "pdf/widget_look.h"

namespace sanad::pdf {

// A picture that a widget has been given, still without its number in the file.
struct WidgetPicture {
    Canvas canvas;
    std::string matrix;  // "/Matrix […]" or nothing
    bool text = false;
    int number = 0;
};

class FormFiller {
public:
    // `reference` gives a new object's number and a reference to it.
    using NewObject = std::function<std::pair<int, QPDFObjectHandle>()>;
    explicit FormFiller(NewObject reference) : new_object_(std::move(reference)), fonts_(open_fonts()) {}

    // True if the value was placed; findings go into checks().
    bool fill(TreeField& field, const FieldEntry& entry);

    // Pictures for a field that has none and shows something: a viewer would have to draw them.
    void picture_present_value(TreeField& field);

    std::deque<WidgetPicture>& pictures() { return pictures_; }
    std::map<QPDFObjGen, QPDFObjectHandle>& changed() { return changed_; }
    std::vector<Check>& checks() { return checks_; }
    const std::shared_ptr<FontSet>& fonts() const { return fonts_; }

    void note(const std::string& id, const std::string& subject, Verdict verdict, std::string evidence = {}) {
        checks_.push_back({id, subject, verdict, std::move(evidence)});
    }

private:
    // A picture drawn before it is known whether every widget of the field can be.
    struct Draft {
        TreeWidget* widget;
        Canvas canvas;
        WidgetLook look;
    };

    bool may_be_filled(const TreeField& field, const FieldEntry& entry);
    bool fill_text(TreeField& field, std::string value);
    // Places among the options, sorted, and words of one's own.
    struct Chosen {
        std::vector<std::size_t> places;
        std::string typed;
    };
    // Nothing where a value is none of the options; that is then a finding.
    std::optional<Chosen> choose(const TreeField& field, const std::vector<ForeignOption>& options,
                                 const std::vector<std::string>& values);
    bool fill_list(TreeField& field, const std::vector<std::string>& values);
    bool fill_button(TreeField& field, const FieldEntry& entry);

    // Nothing where the value does not fit one of the widgets.
    std::optional<std::vector<Draft>> draft_text(TreeField& field, const std::string& value, bool quiet);
    std::optional<std::vector<Draft>> draft_list(TreeField& field, const std::vector<std::size_t>& chosen,
                                                 bool quiet);
    void keep(std::vector<Draft> drafts);
    Draft blank(TreeWidget& widget) const;
    QPDFObjectHandle add_picture(Canvas canvas, const WidgetLook& look, bool text);
    void draw_states(const TreeField& field, TreeWidget& widget);
    void set_value(TreeField& field, QPDFObjectHandle value);
    void set_state(const TreeField& field, TreeWidget& widget, bool on);
    void touch(const OwnedDictionary& place);

    NewObject new_object_;
    std::shared_ptr<FontSet> fonts_;
    std::deque<WidgetPicture> pictures_;
    std::map<QPDFObjGen, QPDFObjectHandle> changed_;
    std::vector<Check> checks_;
};

}  // namespace sanad::pdf
