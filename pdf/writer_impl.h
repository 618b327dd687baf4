// Included by pdf/*.cpp only.
//
// What Writer gathers before it writes: canvases of pages and of field appearances. Objects are made in
// finish(), when it is known which glyphs were drawn.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "pdf/embedded_objects.h"
#include "pdf/writer.h"

namespace sanad::pdf {

struct Appearance {
    std::string state;  // of a button; empty: the only one
    Canvas canvas;
};

struct Widget {
    int page = 0;
    BoxMm box = {};
    std::string entries = {};  // inside of the dictionary, beyond what every widget has
    std::vector<Appearance> appearances = {};
    int number = 0;  // counted over the document
};

struct FormField {
    std::string name;
    std::string entries;  // FT, Ff, V, …
    std::vector<Widget> widgets;
    bool text = false;  // shows text: has a default appearance
    double size_pt = 0;
    bool fillable = false;  // text that a person may change in a viewer
    bool signature = false;
};

struct Attachment {
    std::string file_name, media_type, bytes, description;
};

struct Writer::Impl {
    std::shared_ptr<FontSet> fonts;
    DocumentInfo info;
    std::deque<Canvas> pages = {};  // a reference to a page stays good when another is added
    std::vector<FormField> fields = {};
    std::vector<Attachment> attachments = {};
    Structure structure = {};
    Node fields_parent = Structure::root;
    int widgets = 0;
    bool spent = false;

    FormField& add_field(const std::string& name, const std::string& tip, const std::string& entries);
    void add_widget(FormField& to, Widget widget, Node parent = untagged);
    void check_page(int number) const;
};

// The parts of the file, in the order in which finish() puts them there.
std::string info_dictionary(const DocumentInfo& info);
enum class ArchivePart { a2, a3 };  // of ISO 19005; 3 allows attachments
std::string xmp_packet(const DocumentInfo& info, ArchivePart part);

struct FormObjects {
    int form = 0;                     // of the AcroForm dictionary; 0 where there are no fields
    std::vector<int> of_widget = {};  // by number of the widget
    std::vector<std::vector<int>> of_page =
        {};  // widgets of every page, in the order in which they were added
};
FormObjects add_form(ObjectSet& into, const Writer::Impl& writer, const FontNumbers& fonts,
                     const std::vector<int>& page_numbers);

// The structure tree's root. Keys of the parent tree: pages from 0, then widgets.
int add_structure(ObjectSet& into, const Writer::Impl& writer, const std::vector<int>& page_numbers,
                  const std::vector<int>& widget_numbers);

// sRGB as an ICC profile (version 2), for the output intent.
const std::string& srgb_profile();

// Entries of the catalogue, empty where there are no attachments.
std::string add_attachments(ObjectSet& into, const Writer::Impl& writer);

}  // namespace sanad::pdf
