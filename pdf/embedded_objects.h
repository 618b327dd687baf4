// Included by pdf/*.cpp only.
//
// PDF objects on their way into a file, as serialised text, for the two who put them there: Writer, which
// makes a new file, and the incremental updates, which append to one that exists. Neither knows the other's
// numbering: numbers come from a callback.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "pdf/canvas.h"

namespace sanad::pdf {

class ObjectSet {
public:
    // `allocate` gives the next free object number of the file that these objects go into.
    explicit ObjectSet(std::function<int()> allocate) : allocate_(std::move(allocate)) {}

    int reserve() { return allocate_(); }  // for a reference to what is written later
    void put(int number, std::string body) { bodies_[number] = std::move(body); }
    int add(std::string body) {
        const int number = reserve();
        put(number, std::move(body));
        return number;
    }

    // Object number -> what stands between "N 0 obj" and "endobj", all of generation 0.
    const std::map<int, std::string>& bodies() const { return bodies_; }

private:
    std::function<int()> allocate_;
    std::map<int, std::string> bodies_;
};

// The fonts of one document: resource name without the slash -> object number of the font.
using FontNumbers = std::map<std::string, int>;

// Puts every face that was drawn with into the file, cut down to the glyphs used. Call it once, after all
// drawing. With `whole_regular` the regular face is complete and `whole_name` in the answer is a font over
// all of it, for form fields that a person fills in a viewer. It is called Wingdings because PDFium uses a
// form's own font for Arabic letters under such a name only (docs/decisions/0034-typing-in-a-viewer.md).
FontNumbers embed_fonts(ObjectSet& into, const FontSet& fonts, bool whole_regular = false);
inline constexpr std::string_view whole_name = "Wingdings";

// The resource dictionary, as text, of what was drawn on a canvas; its pictures are added to the set.
std::string resource_dictionary(ObjectSet& into, const Canvas& canvas, const FontNumbers& fonts);

// A canvas as a form XObject with BBox [0 0 w h] in points; its number. `wrap_as_field` puts the content
// between /Tx BMC and EMC, as the appearance of a text field needs.
int add_form_xobject(ObjectSet& into, const Canvas& canvas, const FontNumbers& fonts,
                     bool wrap_as_field = false);
// The same as the body of an object, with more entries in its dictionary.
std::string form_xobject(ObjectSet& into, const Canvas& canvas, const FontNumbers& fonts, bool wrap_as_field,
                         std::string_view more = {});

// Fonts and form of a canvas that has a font set of its own, such as the appearance of a signature.
int embed_canvas(ObjectSet& into, const Canvas& canvas);

}  // namespace sanad::pdf
