// Included by pdf/*.cpp only.
//
// A foreign PDF goes through qpdf before anything else looks at it: size, structure, encryption, number of
// pages, and what each page would cost to draw.
#pragma once

#ifndef POINTERHOLDER_TRANSITION
#define POINTERHOLDER_TRANSITION 4  // qpdf warns without it
#endif
#include <qpdf/QPDF.hh>

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "core/page.h"

namespace sanad::pdf {

struct VettedPdf {
    std::unique_ptr<QPDF> document;  // keeps a view of the bytes
    std::vector<QPDFObjectHandle> pages;
};

// Throws as page_count() does. `pdf` must outlive the answer.
VettedPdf vet(std::string_view pdf, const DecodeLimits& limits);

// Form fields that share their children: Poppler would walk them once for every path, which may be 2^n of
// them.
void check_form_tree(const VettedPdf& pdf);

// Images that a page could draw, also through form XObjects: refused where one is over the limit of pixels.
void check_images(const VettedPdf& pdf, int number, const DecodeLimits& limits);

// Operators that are packed as an image are no drawing, but a way to make a reader unpack gigabytes.
void check_drawing_filters(QPDFObjectHandle stream);

// Refuses a page whose content grows, unpacked, beyond what any drawn page needs. Content that qpdf cannot
// unpack is left to Poppler, which draws what it can.
void check_content(const VettedPdf& pdf, int number);

// Dots per inch of the image that covers the page, 0 where none does. `width_pt` and `height_pt` are the
// page's.
double full_page_image_dpi(QPDFObjectHandle page, double width_pt, double height_pt);

// The entry of a page that it may inherit (ISO 32000-1, 7.7.3.4); null where there is none.
QPDFObjectHandle inherited(QPDFObjectHandle page, const std::string& key);

// Calls `look`, and turns what qpdf throws into Error(bad_input).
void with_qpdf_errors(const std::function<void()>& look);

}  // namespace sanad::pdf
