// The tree of fields of somebody else's form, with what each node has from its parents (12.7.3.1). The tree
// may be anybody's: every node is entered once, to a limited depth.
// Included by pdf/*.cpp only.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "pdf/form_filling.h"
#include "pdf/vetting.h"

namespace sanad::pdf {

// Flags, tables 221, 226, 228 and 230.
namespace field_flag {
constexpr long long read_only = 1LL << 0, required = 1LL << 1;
constexpr long long multiline = 1LL << 12, password = 1LL << 13, file_select = 1LL << 20, comb = 1LL << 24;
constexpr long long radio = 1LL << 15, push_button = 1LL << 16, in_unison = 1LL << 25;
constexpr long long combo = 1LL << 17, edit = 1LL << 18, multi_select = 1LL << 21;
}  // namespace field_flag

// What passes from parents to children; null where nobody says it.
struct InheritedEntries {
    std::string type = {};  // "Tx", "Btn", "Ch", "Sig"
    long long flags = 0;
    std::map<std::string, QPDFObjectHandle> entries = {};  // /V /DA /Q /MaxLen /Opt, by key

    QPDFObjectHandle get(const std::string& key) const;
};

// A dictionary and the indirect object that has to be written anew when it changes.
struct OwnedDictionary {
    QPDFObjectHandle dictionary;
    QPDFObjectHandle owner;

    // The entry, null where there is none.
    QPDFObjectHandle at(const std::string& key) const { return QPDFObjectHandle(dictionary).getKey(key); }
};

struct TreeWidget {
    OwnedDictionary place;
    InheritedEntries inherited;  // with its own
    int page = 0;                // 1-based; 0: on no page
    BoxMm box = {};              // on the page as it is shown
    std::string state = {};      // of a button: the name of "on", as its bytes are
    ForeignOption option = {};   // of a button: what that state stands for
};

struct TreeField {
    std::string name;
    InheritedEntries inherited;
    QPDFObjectHandle tip = QPDFObjectHandle::newNull();
    std::vector<OwnedDictionary> nodes = {};  // more than one where several nodes have one name
    std::vector<TreeWidget> widgets = {};

    bool has(long long flag) const { return (inherited.flags & flag) != 0; }
    ForeignKind kind() const;
    std::vector<ForeignOption> options() const;
    std::vector<std::string> values() const;
    int max_length() const;  // 0: any
    bool is_comb() const;
};

struct FieldTree {
    QPDFObjectHandle form = QPDFObjectHandle::newNull();  // the AcroForm dictionary
    std::vector<TreeField> fields = {};

    TreeField* find(std::string_view name);
};

// Throws Error(unsupported) "fill.xfa", Error(not_found) "fill.no_form", Error(resource) "fill.too_many".
FieldTree read_field_tree(QPDF& document, const std::vector<QPDFObjectHandle>& pages);

// The text of a string or name; of a long one that is a stream, too.
std::string text_in(QPDFObjectHandle value);

}  // namespace sanad::pdf
