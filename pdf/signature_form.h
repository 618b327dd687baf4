// The signature fields of a document as a signer sees them, and what earlier signatures forbid.
// Included by pdf/*.cpp only.
#pragma once

#include <string>
#include <vector>

#ifndef POINTERHOLDER_TRANSITION
#define POINTERHOLDER_TRANSITION 4  // qpdf warns without it
#endif
#include <qpdf/QPDF.hh>

#include "pdf/signature_update.h"

namespace sanad::pdf {

struct SignatureWidget {
    SignatureField field;
    QPDFObjectHandle object;      // the field's dictionary, indirect
    QPDFObjectHandle annotation;  // its widget: the same object, or its only kid
    std::string lock =
        {};  // parameters of the field's own /Lock (12.7.5.5), serialised; empty where it has none
};

// A FieldMDP rule of a signature that is there already (12.8.2.4).
struct FieldLock {
    std::string action;  // "/All", "/Include", "/Exclude"
    std::vector<std::string> fields = {};
};

struct SignatureForm {
    std::vector<SignatureWidget> widgets;
    std::vector<FieldLock> locks;
    int certified_level = 0;  // of DocMDP, 0 where the document is not certified
    int signed_fields = 0;

    const SignatureWidget* find(const std::string& name) const;
    // Whole names, or a whole ancestor: "Signature 1" locks "Signature 1.kid" and never "Signature 10".
    bool is_locked(const std::string& name) const;
};

// Throws Error(bad_input) where a signature field is no indirect object or the tree of fields runs in
// circles.
SignatureForm read_signature_form(QPDF& document);

}  // namespace sanad::pdf
