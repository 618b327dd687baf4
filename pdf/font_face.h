// Included by pdf/*.cpp only.
//
// The font files that the product draws with. A face is never changed after it was opened, and is shared by
// all documents of the process.
#pragma once

#include <hb.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sanad::pdf {

struct HbDelete {
    void operator()(hb_blob_t* blob) const { hb_blob_destroy(blob); }
    void operator()(hb_face_t* face) const { hb_face_destroy(face); }
    void operator()(hb_font_t* font) const { hb_font_destroy(font); }
    void operator()(hb_buffer_t* buffer) const { hb_buffer_destroy(buffer); }
};
template <class T>
using HbPtr = std::unique_ptr<T, HbDelete>;

// What a font descriptor says (ISO 32000-1, table 122), in thousandths of the size.
struct FaceMetrics {
    int box[4] = {};
    int ascent = 0;
    int descent = 0;  // negative
};

class Face {
public:
    // `name` is the PostScript name. Throws Error(not_found) where the file is missing, Error(unsupported)
    // where it has no TrueType outlines.
    Face(const std::string& path, std::string name);

    const std::string& name() const { return name_; }
    hb_face_t* face() const { return face_.get(); }
    hb_font_t* font() const { return font_.get(); }
    unsigned units_per_em() const { return upem_; }
    const FaceMetrics& metrics() const { return metrics_; }

    unsigned glyph_of(char32_t c) const;        // 0 where the face lacks it
    int advance(unsigned glyph) const;          // font units
    std::string outline(unsigned glyph) const;  // path operators in font units, without a painting operator
    std::string_view bytes() const;             // of the whole file
    const std::string& deflated_bytes() const;  // made once, on first use

private:
    std::string name_;
    HbPtr<hb_blob_t> blob_;
    HbPtr<hb_face_t> face_;
    HbPtr<hb_font_t> font_;
    unsigned upem_ = 1000;
    FaceMetrics metrics_;
};

// Faces in the order in which they are asked for a character: first the body face, then those that help out.
struct FaceTable {
    std::vector<std::shared_ptr<const Face>> regular;
    std::vector<std::shared_ptr<const Face>> bold;
};

// `folders` are searched in order for each file. Throws Error(not_found) naming a file that is in none of
// them.
FaceTable open_faces(const std::vector<std::string>& folders);

const std::vector<std::string>& font_folders();  // where Debian's packages put them

}  // namespace sanad::pdf
