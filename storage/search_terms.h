// What of a case is looked for, and what a typed word may mean. The same for every index.
// Included by storage/*.cpp only.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/case.h"

namespace sanad::storage {

// A term is a kind (one letter) and its text: 'w' a word, full fold; 's' the stem of a word, light fold;
// 'p' a beginning of a name; 'd' a name with at most one letter left out; 'n' a number or identifier, 'b' a
// beginning of it (from 4 letters), 'e' its last four; 't' a day, a month, a year; 'z' a word for the state;
// 'c' the case's number.
using Terms = std::set<std::string>;

constexpr int terms_version = 1;  // another one makes the index anew

Terms terms_of(const Case& value);

// What a word may be found by, best first; each way counts less than the one before.
struct WordTerms {
    std::vector<std::string> exact;    // as it is, or an identifier, a day, a state
    std::vector<std::string> form;     // another form of the word
    std::vector<std::string> start;    // the beginning of a name or identifier
    std::vector<std::string> similar;  // a name with a letter amiss
};
std::vector<WordTerms> words_of_query(const std::string& typed);

// How well a case answers: 0 where a word does not occur.
double score_of(const Terms& terms, const std::vector<WordTerms>& words);

}  // namespace sanad::storage
