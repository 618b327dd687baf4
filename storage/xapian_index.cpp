#include "storage/xapian_index.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include <xapian.h>

#include "core/error.h"
#include "storage/search_terms.h"

namespace sanad::storage {
namespace {

constexpr std::size_t term_size = 10;
constexpr std::size_t most_read = 10'000;  // who asks for more wants all
constexpr std::string_view context("search\0", 7);
constexpr const char* number_prefix = "Q";

// Xapian's exceptions stay in this file.
template <class Act>
auto guarded(const std::string& folder, Act act) {
    try {
        return act();
    } catch (const Xapian::Error& error) {
        throw Error(ErrorCode::corrupt, "Xapian: " + error.get_description(), {folder},
                    {"search.damaged", {folder}});
    }
}

std::string keyed(const Key& key, const std::string& term) {
    return 'K' + hmac(key, std::string(context) + term).substr(0, term_size);
}

Xapian::Query any_of(const Key& key, const std::vector<std::string>& terms) {
    std::vector<std::string> hashed;
    for (const std::string& term : terms) hashed.push_back(keyed(key, term));
    return {Xapian::Query::OP_OR, hashed.begin(), hashed.end()};
}

// How a word may be found, up to and with `depth` of the ways of WordTerms; a better way weighs more.
Xapian::Query query_of(const Key& key, const WordTerms& word, int depth) {
    std::vector<Xapian::Query> ways;
    const std::vector<std::string>* all[] = {&word.exact, &word.form, &word.start, &word.similar};
    double weight = 8;
    for (int i = 0; i <= depth; ++i, weight /= 2)
        if (!all[i]->empty()) ways.emplace_back(Xapian::Query::OP_SCALE_WEIGHT, any_of(key, *all[i]), weight);
    return {Xapian::Query::OP_MAX, ways.begin(), ways.end()};
}

// What a term weighs is how rare it is, and nothing else: a term is in a case or not, and a case does not
// answer less for being long. Without its length a case is held against the words in half the time.
const Xapian::BM25Weight by_rarity(0, 0, 0, 0, 0.5);

constexpr int in_form = 1;  // how far to go down the ways of WordTerms
constexpr int similar = 3;

// All words to `depth`; one of them, where named, as far as it goes.
Xapian::Query all_words(const Key& key, const std::vector<WordTerms>& words, std::optional<std::size_t> off,
                        int depth) {
    std::vector<Xapian::Query> parts;
    for (std::size_t i = 0; i < words.size(); ++i)
        parts.push_back(query_of(key, words[i], off == i ? similar : depth));
    return {Xapian::Query::OP_AND, parts.begin(), parts.end()};
}

Xapian::Query one_word_off(const Key& key, const std::vector<WordTerms>& words) {
    std::vector<Xapian::Query> ways;
    for (std::size_t i = 0; i < words.size(); ++i) ways.push_back(all_words(key, words, i, in_form));
    return {Xapian::Query::OP_MAX, ways.begin(), ways.end()};
}

}  // namespace

struct XapianIndex::Impl {
    std::string folder;
    Key key;
    std::optional<Xapian::WritableDatabase> writable;
    bool is_new = false;
    std::set<std::string> seen;  // of a new index: what has been put is known without looking
    Xapian::Database database;

    std::vector<SearchHit> ask(const Xapian::Query& query, std::size_t limit) const {
        Xapian::Enquire enquire(database);
        enquire.set_query(query);
        enquire.set_weighting_scheme(by_rarity);
        std::vector<SearchHit> hits;
        const auto most = std::min<std::size_t>(limit, database.get_doccount());
        const Xapian::MSet found = enquire.get_mset(0, static_cast<Xapian::doccount>(most));
        for (auto at = found.begin(); at != found.end(); ++at)
            hits.push_back({at.get_document().get_data(), at.get_weight()});
        return hits;
    }
};

XapianIndex::XapianIndex(const std::string& folder, const Key& key, Access access)
    : impl_(std::make_unique<Impl>()) {
    impl_->folder = folder;
    impl_->key = key;
    impl_->is_new = access == Access::make_new;
    guarded(folder, [&] {
        if (access == Access::read) {
            impl_->database = Xapian::Database(folder);
            return;
        }
        const int how = access == Access::make_new ? Xapian::DB_CREATE_OR_OVERWRITE : Xapian::DB_OPEN;
        impl_->writable.emplace(folder, how | Xapian::DB_BACKEND_GLASS);
        impl_->database = *impl_->writable;
    });
}

XapianIndex::~XapianIndex() = default;

void XapianIndex::put(const Case& value) {
    guarded(impl_->folder, [&] {
        Xapian::Document document;
        document.set_data(value.id);
        document.add_boolean_term(number_prefix + value.id);
        for (const std::string& term : terms_of(value)) document.add_term(keyed(impl_->key, term));
        if (impl_->is_new && impl_->seen.insert(value.id).second)
            impl_->writable.value().add_document(document);
        else
            impl_->writable.value().replace_document(number_prefix + value.id, document);
    });
}

void XapianIndex::remove(const std::string& case_id) {
    guarded(impl_->folder, [&] { impl_->writable.value().delete_document(number_prefix + case_id); });
}

void XapianIndex::commit() {
    guarded(impl_->folder, [&] { impl_->writable.value().commit(); });
}

// The likelier ways first, because a common word has more answers as it is than anybody reads: all words as
// they are or in another form; then one of them begun or with a letter amiss; only where that finds nothing,
// all of them so. What resembles a common name is in every tenth case, and is not gone through for nothing.
std::vector<SearchHit> XapianIndex::find(const std::string& words, std::size_t limit) {
    const auto wanted = words_of_query(words);
    std::vector<SearchHit> hits;
    if (wanted.empty() || limit == 0) return hits;
    const bool all = limit > most_read;
    return guarded(impl_->folder, [&] {
        if (!all) hits = impl_->ask(all_words(impl_->key, wanted, {}, in_form), limit);
        if (!all && hits.size() < limit) hits = impl_->ask(one_word_off(impl_->key, wanted), limit);
        if (all || hits.empty()) hits = impl_->ask(all_words(impl_->key, wanted, {}, similar), limit);
        return hits;
    });
}

std::size_t XapianIndex::size() const { return impl_->database.get_doccount(); }

void XapianIndex::compact_to(const std::string& folder) const {
    guarded(impl_->folder, [&] { impl_->database.compact(folder); });
}

}  // namespace sanad::storage
