#include "pdf/revisions.h"

#include <algorithm>
#include <set>

#include "core/error.h"
#include "pdf/revisions_compare.h"
#include "pdf/revisions_form.h"
#include "pdf/revisions_objects.h"
#include "pdf/revisions_overlap.h"
#include "pdf/revisions_stream.h"
#include "pdf/revisions_xref.h"

namespace sanad::pdf {
namespace {

constexpr std::size_t largest_certificate = 1u << 20;
constexpr std::size_t largest_list = 32u << 20;
constexpr std::size_t most_stored = 2000;

// A chain that leads to no catalogue is as good as none.
XrefChain usable_chain(std::string_view pdf) {
    XrefChain chain = read_xref_chain(pdf);
    ObjectStore store(pdf, chain);
    const int last = static_cast<int>(chain.revisions.size()) - 1;
    if (store.entry(catalog_of(store, chain, last), "Pages", last).has_entries()) return chain;
    return scan_chain(pdf, "the cross-reference sections lead to no catalogue");
}

class History {
public:
    explicit History(std::string_view pdf)
        : pdf_(pdf),
          chain_(usable_chain(pdf)),
          store_(pdf, chain_),
          last_(static_cast<int>(chain_.revisions.size()) - 1) {}

    DocumentHistory read() {
        for (const auto& revision : chain_.revisions) made_.revisions.push_back(revision.extent);
        made_.anomalies = chain_.anomalies;
        const Value& catalog = catalog_of(store_, chain_, last_);
        signatures_in_fields(catalog);
        signatures_elsewhere();
        std::stable_sort(made_.signatures.begin(), made_.signatures.end(),
                         [](const auto& a, const auto& b) { return a.contents_begin < b.contents_begin; });
        security_store(store_.entry(catalog, "DSS", last_));
        changes();
        for (auto& overlap : overlapping_signatures(store_, catalog, last_))
            made_.anomalies.push_back({Anomaly::Kind::overlapping_annotations, std::move(overlap)});
        hidden_signatures();
        attachments(catalog);
        for (const auto& [number, why] : store_.unreadable())
            made_.anomalies.push_back({Anomaly::Kind::unreadable_object, why});
        if (chain_.revisions.back().trailer.entries.count("Encrypt") == 1)
            made_.anomalies.push_back({Anomaly::Kind::encrypted, ""});
        return std::move(made_);
    }

private:
    // Where the document said so when the dictionary came: a later word would take a signature out of sight.
    bool is_usage_right(const Value& dictionary, int revision) {
        const Value& permissions = store_.entry(catalog_of(store_, chain_, revision), "Perms", revision);
        for (const char* key : {"UR", "UR3"})
            if (const Value& named = store_.entry(permissions, key, revision);
                named.has_entries() && named.begin == dictionary.begin)
                return true;
        return false;
    }

    void signatures_in_fields(const Value& catalog) {
        for (const auto& node : read_form(store_, catalog, last_).nodes) {
            if (node.type != "Sig") continue;
            const Value& reference = node.value->at("V");
            const Value& dictionary = store_.resolve(reference, last_);
            if (dictionary.is(Value::Kind::null)) continue;
            const auto holder =
                reference.is(Value::Kind::reference) ? static_cast<int>(reference.integer) : node.key;
            add(dictionary, ObjectStore::in_file(store_.place(holder, last_)), &node.name);
        }
    }

    // Dictionaries that no field shows (any more): whoever looked at the file when they were there saw a
    // signature.
    void signatures_elsewhere() {
        std::set<std::uint64_t> offsets;
        for (std::size_t revision = 0; revision < chain_.revisions.size(); ++revision)
            for (const auto& [number, entry] : chain_.revisions[revision].entries) {
                if (entry.kind != XrefEntry::Kind::in_file || !offsets.insert(entry.place).second) continue;
                const Value& value = store_.object_at(entry.place, number, static_cast<int>(revision));
                const Value& direct = value.at("V");
                if (looks_signed(value)) add(value, true, nullptr);
                if (looks_signed(direct)) add(direct, true, nullptr);
            }
    }

    static bool looks_signed(const Value& value) {
        return value.is(Value::Kind::dictionary) && value.entries.count("ByteRange") == 1 &&
               value.entries.count("Contents") == 1;
    }

    void add(const Value& dictionary, bool in_file, const std::string* field) {
        if (in_file && !added_.insert(dictionary.begin).second && field == nullptr) return;
        SignatureDictionary made;
        if (field != nullptr) made.field = *field;
        made.in_field = field != nullptr;
        made.contents_in_file = in_file;
        made.revision = in_file ? revision_at(dictionary.begin) : last_;
        made.repeated_key = dictionary.repeated_key;
        made.is_usage_right = field == nullptr && is_usage_right(dictionary, made.revision);
        describe(dictionary, made);
        rules(dictionary, made);
        made_.signatures.push_back(std::move(made));
    }

    void describe(const Value& dictionary, SignatureDictionary& made) {
        const auto entry = [&](const char* key) -> const Value& {
            return store_.entry(dictionary, key, made.revision);
        };
        made.filter = entry("Filter").text;
        made.sub_filter = entry("SubFilter").text;
        made.is_timestamp = entry("Type").is_name("DocTimeStamp") || made.sub_filter == "ETSI.RFC3161";
        made.name = text_of(entry("Name"));
        made.reason = text_of(entry("Reason"));
        made.claimed_time = entry("M").text;
        const Value& range = entry("ByteRange");
        made.has_byte_range = range.is(Value::Kind::array);
        for (const auto& item : range.items) {
            const Value& number = store_.resolve(item, made.revision);
            made.byte_range.push_back(number.is_integer && number.is(Value::Kind::number) ? number.integer
                                                                                          : -1);
        }
        // A string behind a reference lies elsewhere, so it is not the one that the gap leaves out.
        const Value& contents = dictionary.at("Contents");
        made.has_contents = contents.is(Value::Kind::string);
        made.contents = contents.text;
        made.contents_begin = contents.begin;
        made.contents_end = contents.end;
    }

    // What was signed once and is now skipped by every section.
    void hidden_signatures() {
        constexpr std::string_view key = "/ByteRange";
        for (auto at = pdf_.find(key); at != std::string_view::npos; at = pdf_.find(key, at + key.size()))
            if (!store_.explains(at)) {
                made_.anomalies.push_back({Anomaly::Kind::hidden_signature, "at " + std::to_string(at)});
                return;
            }
    }

    void attachments(const Value& catalog) {
        const Value& names = store_.entry(catalog, "Names", last_);
        if (store_.entry(names, "EmbeddedFiles", last_).has_entries())
            made_.anomalies.push_back({Anomaly::Kind::attached_files, "Names/EmbeddedFiles"});
    }

    void rules(const Value& dictionary, SignatureDictionary& made) {
        for (const auto& item : store_.entry(dictionary, "Reference", made.revision).items) {
            const Value& reference = store_.resolve(item, made.revision);
            const Value& parameters = store_.entry(reference, "TransformParams", made.revision);
            const Value& method = store_.entry(reference, "TransformMethod", made.revision);
            if (method.is_name("DocMDP")) {
                const Value& level = store_.entry(parameters, "P", made.revision);
                // Table 257: 2 where it is left out; what is no level permits nothing.
                made.certification = level.is(Value::Kind::null) ? 2
                                     : level.integer >= 1 && level.integer <= 3
                                         ? static_cast<int>(level.integer)
                                         : 1;
            } else if (method.is_name("FieldMDP")) {
                LockRule rule;
                const Value& action = store_.entry(parameters, "Action", made.revision);
                if (action.is_name("Include")) rule.action = LockRule::Action::include;
                if (action.is_name("Exclude")) rule.action = LockRule::Action::exclude;
                for (const auto& name : store_.entry(parameters, "Fields", made.revision).items)
                    rule.fields.push_back(text_of(store_.resolve(name, made.revision)));
                made.locks.push_back(std::move(rule));
            }
        }
    }

    int revision_at(std::uint64_t offset) const {
        int index = 0;
        while (index < last_ && offset >= made_.revisions[static_cast<std::size_t>(index)].end) ++index;
        return index;
    }

    void security_store(const Value& store) {
        made_.has_security_store = store.has_entries();
        stored(store, "Certs", largest_certificate, made_.store_certificates);
        stored(store, "CRLs", largest_list, made_.store_crls);
        stored(store, "OCSPs", largest_certificate, made_.store_ocsps);
        made_.has_revocation_data = has_revocation(store, last_);
        for (int revision = 0; made_.has_revocation_data && revision <= last_ && made_.store_revision < 0;
             ++revision)
            if (has_revocation(store_.entry(catalog_of(store_, chain_, revision), "DSS", revision), revision))
                made_.store_revision = revision;
    }

    bool has_revocation(const Value& store, int revision) {
        return !store_.entry(store, "CRLs", revision).items.empty() ||
               !store_.entry(store, "OCSPs", revision).items.empty();
    }

    void stored(const Value& store, const char* key, std::size_t limit, std::vector<std::string>& into) {
        for (const auto& item : store_.entry(store, key, last_).items) {
            const Value& stream = store_.resolve(item, last_);
            if (!stream.is(Value::Kind::stream) || into.size() >= most_stored) continue;
            if (auto der = decode_stream(pdf_, stream, limit)) into.push_back(std::move(*der));
        }
    }

    void changes() {
        int first = last_;
        for (const auto& signature : made_.signatures) first = std::min(first, signature.revision);
        if (made_.signatures.empty() || first == last_) return;
        RevisionComparison comparison(store_, chain_);
        for (int revision = first + 1; revision <= last_; ++revision)
            for (auto& change : comparison.changes(revision)) made_.changes.push_back(std::move(change));
    }

    std::string_view pdf_;
    XrefChain chain_;
    ObjectStore store_;
    int last_;
    std::set<std::uint64_t> added_;
    DocumentHistory made_;
};

}  // namespace

DocumentHistory read_history(std::string_view pdf) {
    if (pdf.substr(0, 1024).find("%PDF-") == std::string_view::npos)
        throw Error(ErrorCode::bad_input, "no PDF", UserMessage{"signing.no_pdf", {}});
    return History(pdf).read();
}

}  // namespace sanad::pdf
