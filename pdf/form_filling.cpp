#include "pdf/form_filling.h"

#include <algorithm>
#include <set>

#include "core/arabic.h"
#include "core/error.h"
#include "pdf/embedded_objects.h"
#include "pdf/form_filler.h"
#include "pdf/incremental.h"
#include "pdf/signature_form.h"

namespace sanad::pdf {
namespace {

ForeignField described(const TreeField& field, const SignatureForm& signatures) {
    ForeignField made;
    made.name = field.name;
    made.kind = field.kind();
    made.tip = text_in(field.tip);
    made.values = field.values();
    made.options = field.options();
    made.max_length = field.max_length();
    made.comb = field.is_comb();
    made.multiline = field.inherited.type == "Tx" && field.has(field_flag::multiline);
    made.editable =
        field.inherited.type == "Ch" && field.has(field_flag::combo) && field.has(field_flag::edit);
    made.required = field.has(field_flag::required);
    made.read_only = field.has(field_flag::read_only);
    made.locked = signatures.certified_level == 1 || signatures.is_locked(field.name);
    for (const auto& widget : field.widgets) made.places.push_back({widget.page, widget.box});
    return made;
}

// The name among the form's that is most like an unknown one; nothing where none is near.
std::string nearest(const FieldTree& tree, const std::string& name) {
    std::string best;
    std::size_t least = 1 + code_points(name) / 3;
    for (const auto& field : tree.fields) {
        if (field.name.size() > 200 || name.size() > 200) continue;
        // A user who gives the last part of a name means the whole.
        const bool tail = field.name.ends_with("." + name);
        const auto distance = tail ? 0 : edit_distance(fold_light(name), fold_light(field.name));
        if (distance < least) {
            least = distance;
            best = field.name;
        }
    }
    return best;
}

class FormUpdate {
public:
    explicit FormUpdate(std::string_view pdf)
        : update_(pdf),
          tree_(read_field_tree(update_.document(), update_.document().getAllPages())),
          signatures_(read_signature_form(update_.document())),
          filler_([this] {
              const int number = update_.take_number();
              return std::pair{number, update_.reference(number)};
          }) {
        if (signatures_.certified_level == 1)
            throw Error(ErrorCode::conflict, "certified against any change", UserMessage{"fill.closed", {}});
    }

    FilledForm fill(const std::vector<FieldEntry>& entries) {
        FilledForm made;
        for (const auto& entry : entries)
            if (place(entry)) made.filled.push_back(entry.name);
        if (!made.filled.empty()) {
            std::set<std::string> filled(made.filled.begin(), made.filled.end());
            take_over_drawing(filled);
            say_what_was_not_done(filled);
            made.pdf = write();
        }
        made.checks = std::move(filler_.checks());
        return made;
    }

private:
    bool place(const FieldEntry& entry) {
        auto* field = tree_.find(entry.name);
        if (field == nullptr) {
            const auto near = ++unknown_ <= most_unknown ? nearest(tree_, entry.name) : std::string();
            filler_.note(near.empty() ? "fill.no_field" : "fill.no_field_near", entry.name, Verdict::failed,
                         near);
            return false;
        }
        if (signatures_.is_locked(entry.name)) {
            filler_.note("fill.locked", entry.name, Verdict::failed);
            return false;
        }
        return filler_.fill(*field, entry);
    }

    // /NeedAppearances makes viewers draw every field anew, in their own way: it goes, and whatever relied on
    // it gets a picture. In a signed document only what is filled may be touched.
    void take_over_drawing(const std::set<std::string>& filled) {
        auto wanted = tree_.form.getKey("/NeedAppearances");
        if (!wanted.isBool() || !wanted.getBoolValue()) return;
        if (signatures_.signed_fields > 0) {
            filler_.note("fill.viewer_draws", "NeedAppearances", Verdict::doubtful);
            return;
        }
        for (auto& field : tree_.fields)
            if (filled.count(field.name) == 0) filler_.picture_present_value(field);
        tree_.form.removeKey("/NeedAppearances");
        auto owner = tree_.form.isIndirect() ? tree_.form : update_.document().getRoot();
        filler_.changed()[owner.getObjGen()] = owner;
    }

    void say_what_was_not_done(const std::set<std::string>& filled) {
        for (const auto& field : tree_.fields)
            if (is_computed(field) && filled.count(field.name) == 0)
                filler_.note("fill.computed", field.name, Verdict::doubtful);
        auto rights = update_.document().getRoot().getKeyIfDict("/Perms");
        if (rights.isDictionary() && (rights.hasKey("/UR3") || rights.hasKey("/UR")))
            filler_.note("fill.usage_rights", "Perms", Verdict::noted);
        for (const auto& widget : signatures_.widgets)
            if (widget.field.filled) filler_.note("fill.signed", widget.field.name, Verdict::noted);
    }

    // By a script of the form, which is not run (12.6.3, /AA /C).
    static bool is_computed(const TreeField& field) {
        return std::any_of(field.nodes.begin(), field.nodes.end(), [](const OwnedDictionary& node) {
            auto actions = node.at("/AA");
            return actions.isDictionary() && actions.hasKey("/C");
        });
    }

    std::string write() {
        ObjectSet objects([this] { return update_.take_number(); });
        const FontNumbers fonts = embed_fonts(objects, *filler_.fonts());
        for (const auto& picture : filler_.pictures())
            update_.put(picture.number,
                        form_xobject(objects, picture.canvas, fonts, picture.text, picture.matrix));
        for (const auto& [number, body] : objects.bodies()) update_.put(number, body);
        for (const auto& [id, object] : filler_.changed()) update_.replace(object);
        return update_.finish();
    }

    static constexpr int most_unknown = 20;  // that a like name is looked for
    int unknown_ = 0;
    IncrementalUpdate update_;
    FieldTree tree_;
    SignatureForm signatures_;
    FormFiller filler_;
};

}  // namespace

std::string_view name_of(ForeignKind kind) {
    switch (kind) {
        case ForeignKind::text:
            return "text";
        case ForeignKind::check:
            return "check";
        case ForeignKind::choice:
            return "choice";
        case ForeignKind::choices:
            return "choices";
        case ForeignKind::signature:
            return "signature";
        case ForeignKind::button:
            return "button";
    }
    return "";
}

ForeignForm describe_form(std::string_view pdf) {
    const auto vetted = vet(pdf, {});
    ForeignForm form{{}, 0};
    with_qpdf_errors([&] {
        const auto tree = read_field_tree(*vetted.document, vetted.pages);
        const auto signatures = read_signature_form(*vetted.document);
        form.signatures = signatures.signed_fields;
        for (const auto& field : tree.fields) form.fields.push_back(described(field, signatures));
    });
    return form;
}

FilledForm fill_form(std::string_view pdf, const std::vector<FieldEntry>& entries) {
    vet(pdf, {});
    FilledForm made;
    with_qpdf_errors([&] {
        try {
            made = FormUpdate(pdf).fill(entries);
        } catch (const Error& error) {
            if (error.message().id != "signing.pdf_damaged") throw;
            throw Error(ErrorCode::unsupported, error.what(),
                        UserMessage{"fill.needs_repair", error.message().arguments});
        }
    });
    return made;
}

}  // namespace sanad::pdf
