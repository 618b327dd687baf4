// Appends an incremental update to a PDF (ISO 32000-2, 7.5.6): new and replaced objects, one cross-reference
// section of the kind that the file has, a trailer that points back. The earlier bytes are not touched.
// Included by pdf/*.cpp only.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#ifndef POINTERHOLDER_TRANSITION
#define POINTERHOLDER_TRANSITION 4  // qpdf warns without it
#endif
#include <qpdf/QPDF.hh>

namespace sanad::pdf {

class IncrementalUpdate {
public:
    // Parses with qpdf and refuses whatever qpdf would have to repair, because nobody can say what a reader
    // would make of an update to it. Throws Error(bad_input) with "signing.pdf_damaged" and
    // Error(unsupported) with "signing.pdf_encrypted". `pdf` must outlive the object.
    explicit IncrementalUpdate(std::string_view pdf);

    QPDF& document() { return document_; }

    // A number that the file does not use yet. Every number taken must be given a body before finish().
    int take_number();

    // What stands between "N G obj" and "endobj". A replaced object keeps its number and generation.
    void put(int number, std::string body) { bodies_[QPDFObjGen(number, 0)] = std::move(body); }
    void replace(QPDFObjectHandle object);  // an indirect object, changed in memory

    // A reference to a number that take_number gave, to be put into dictionaries of document().
    QPDFObjectHandle reference(int number);

    // The whole file. Parses the objects of the update again and throws Error(external) where one is broken
    // or a reference among them does not resolve; the update is spent.
    std::string finish();

    // Where the body of an object stands in the file that finish() returned.
    std::uint64_t body_offset(int number) const { return body_offsets_.at(number); }

private:
    std::string cross_reference_table(std::uint64_t base);
    std::string cross_reference_stream(std::uint64_t base);
    std::string trailer_entries();
    void verify();

    std::string_view pdf_;
    QPDF document_;
    std::uint64_t previous_ = 0;  // offset of the newest cross-reference section
    bool uses_streams_ = false;   // that section is a stream
    int first_new_ = 0;           // numbers below are the file's own
    int next_number_ = 0;
    std::map<QPDFObjGen, std::string> bodies_;
    std::map<QPDFObjGen, std::uint64_t> offsets_;  // of "N G obj"
    std::map<int, std::uint64_t> body_offsets_;
};

}  // namespace sanad::pdf
