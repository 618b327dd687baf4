// The history of a PDF as a verifier sees it: its revisions, the signature dictionaries in them, and what
// each revision changed. Reads strictly, repairs nothing, shares no code with what writes files, and judges
// nothing: whether a change was permitted is for signing to say. ISO 32000-2, 7.5.6 and 12.8.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sanad::pdf {

struct Revision {
    std::uint64_t end = 0;  // after its "%%EOF" and the white space that follows
    std::uint64_t eof = 0;  // after its "%%EOF"
};

// Which fields a signature locks (12.8.2.4).
struct LockRule {
    enum class Action { all, include, exclude };
    Action action = Action::all;
    std::vector<std::string> fields = {};
};

struct SignatureDictionary {
    std::string field = {};  // full name; empty where no field shows the dictionary
    bool in_field = false;
    bool is_timestamp = false;    // /Type /DocTimeStamp, or its SubFilter
    bool is_usage_right = false;  // Perms/UR or UR3: an extension of a reader, no signature of the document
    std::string filter = {};
    std::string sub_filter = {};
    std::string name = {};
    std::string reason = {};
    std::string claimed_time = {};  // /M as written
    bool has_byte_range = false;
    std::vector<std::int64_t> byte_range = {};  // as written; empty where it is no array of integers
    bool has_contents = false;
    std::string contents = {};         // decoded, with its padding
    std::uint64_t contents_begin = 0;  // of "<" or "(" in the file
    std::uint64_t contents_end = 0;    // after ">" or ")"
    bool contents_in_file = false;     // false where the dictionary lies in an object stream
    bool repeated_key = false;         // a key stands twice: readers differ on what the dictionary says
    int certification = 0;             // DocMDP 1..3, 0 none
    std::vector<LockRule> locks = {};
    int revision = 0;  // index of the revision that holds the dictionary
};

enum class ChangeKind {
    security_store,         // DSS
    metadata,               // dates, producer, XMP
    signature_field_added,  // empty
    signature_added,        // subject: the field
    timestamp_added,
    field_filled,  // subject: the field
    annotation,    // added, changed or removed; no form field
    other,         // anything else
};

struct Change {
    int revision = 0;  // that made the change
    ChangeKind kind = ChangeKind::other;
    std::string subject = {};
    std::string detail = {};  // where in the document, as a path of keys
};

// What is wrong with the file itself.
struct Anomaly {
    enum class Kind {
        damaged_structure,  // no chain of cross-reference sections: objects were found by scanning
        unexplained_bytes,  // bytes that no section of the chain accounts for
        unreadable_object,  // an object that is needed cannot be read
        encrypted,
        overlapping_annotations,  // an annotation lies over a signature's appearance
        hidden_signature,         // a signature dictionary that no revision knows
        attached_files,           // signed along, and not seen on any page
    };
    Kind kind;
    std::string detail = {};
};

struct DocumentHistory {
    std::vector<Revision> revisions = {};  // oldest first
    std::vector<SignatureDictionary> signatures = {};
    std::vector<Change> changes = {};  // by revision, from the one after the first signature on
    std::vector<Anomaly> anomalies = {};
    bool has_security_store = false;
    bool has_revocation_data = false;  // the store holds CRLs or OCSP responses
    int store_revision = -1;           // the first revision in which it does
    std::vector<std::string> store_certificates = {};  // DER
    std::vector<std::string> store_crls = {};
    std::vector<std::string> store_ocsps = {};
};

// Throws Error(bad_input) with "signing.no_pdf" for what is no PDF at all.
DocumentHistory read_history(std::string_view pdf);

}  // namespace sanad::pdf
