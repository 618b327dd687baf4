// Included by pdf/*.cpp only.
//
// Foreign files in Poppler: opened after they were vetted, never before.
#pragma once

#include <poppler-document.h>
#include <poppler-page.h>

#include <memory>
#include <string>
#include <string_view>

#include "core/page.h"
#include "pdf/vetting.h"

namespace sanad::pdf {

using Document = std::unique_ptr<poppler::document>;
using PagePtr = std::unique_ptr<poppler::page>;

// Throws Error(bad_input) where Poppler cannot open it, Error(unsupported) for an encrypted file.
Document open_with_poppler(std::string_view pdf);

// What has to hold before Poppler opens a file.
VettedPdf vet_for_drawing(std::string_view pdf, const DecodeLimits& limits);

// `number` is 1-based. Throws Error(not_found) where there is no such page.
PagePtr open_page(const poppler::document& document, int number);

std::string utf8_from(const poppler::ustring& utf16);

}  // namespace sanad::pdf
