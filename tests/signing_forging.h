// Changes to papers by hand: what a forger would append, and what an honest program appends.
#pragma once

#include <regex>

#include <fmt/format.h>

#include "signing_papers.h"

namespace sanad::test {

// Where "N 0 obj" of the object that holds `text` begins, looking for the last one; and its number and body.
struct Found {
    int number = 0;
    std::string body;
};

inline Found object_with(const std::string& pdf, const std::string& text) {
    const auto at = pdf.rfind(text);
    REQUIRE(at != std::string::npos);
    const auto start = pdf.rfind(" 0 obj", at);
    auto digits = start;
    while (digits > 0 && std::isdigit(static_cast<unsigned char>(pdf[digits - 1])) != 0) --digits;
    const auto body = start + 6;
    return {std::stoi(pdf.substr(digits, start - digits)), pdf.substr(body, pdf.find("endobj", body) - body)};
}

inline std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

// An incremental update by hand: no signature, any object.
inline std::string updated(const std::string& pdf, const std::vector<std::pair<int, std::string>>& objects) {
    const auto previous = pdf.substr(pdf.rfind("startxref") + 10, 12);
    std::smatch root;
    const std::string trailer = pdf.substr(pdf.rfind("trailer"));
    REQUIRE(std::regex_search(trailer, root, std::regex(R"(/Root (\d+) 0 R)")));
    std::string made = pdf;
    std::string table = "xref\n";
    int size = std::stoi(trailer.substr(trailer.find("/Size ") + 6));
    for (const auto& [number, body] : objects) {
        table += fmt::format("{} 1\n{:010d} 00000 n \n", number, made.size());
        made += fmt::format("{} 0 obj\n{}\nendobj\n", number, body);
        size = std::max(size, number + 1);
    }
    const auto base = made.size();
    return made + fmt::format("{}trailer\n<< /Size {} /Root {} 0 R /Prev {} >>\nstartxref\n{}\n%%EOF\n",
                              table, size, root[1].str(), std::stoul(previous), base);
}

// Where the newest "N 0 obj" of a number stands.
inline std::size_t offset_of(const std::string& pdf, int number) {
    const auto at = pdf.rfind(fmt::format("\n{} 0 obj", number));
    REQUIRE(at != std::string::npos);
    return at + 1;
}

inline int last_startxref(const std::string& pdf) {
    return std::stoi(pdf.substr(pdf.rfind("startxref") + 10, 12));
}
inline int last_size(const std::string& pdf) { return std::stoi(pdf.substr(pdf.rfind("/Size ") + 6)); }
inline int last_root(const std::string& pdf) { return std::stoi(pdf.substr(pdf.rfind("/Root ") + 6)); }

// A section that only points: numbers to offsets that are in the file already.
inline std::string repointed(const std::string& pdf, const std::vector<std::pair<int, std::size_t>>& entries,
                             const std::string& more = "") {
    std::string table = "xref\n";
    for (const auto& [number, offset] : entries)
        table += fmt::format("{} 1\n{:010d} 00000 n \n", number, offset);
    return pdf + fmt::format("{}trailer\n<< /Size {} /Root {} 0 R /Prev {} {} >>\nstartxref\n{}\n%%EOF\n",
                             table, last_size(pdf), last_root(pdf), last_startxref(pdf), more, pdf.size());
}

// The same as `updated`, with the objects in an object stream: each body under the number given, in this
// order, and the cross-reference stream naming the last one of a number.
struct StreamUpdate {
    std::string bytes;
    std::size_t section = 0;  // of the cross-reference stream
};
inline StreamUpdate stream_update(const std::string& pdf,
                                  const std::vector<std::pair<int, std::string>>& objects) {
    const int holder = last_size(pdf) + 50;
    std::string head, body;
    for (const auto& [number, text] : objects) {
        head += fmt::format("{} {} ", number, body.size());
        body += text + "\n";
    }
    StreamUpdate made{pdf, 0};
    const auto at = made.bytes.size();
    made.bytes += fmt::format(
        "{} 0 obj\n<< /Type /ObjStm /N {} /First {} /Length {} >>\nstream\n{}{}\nendstream\nendobj\n", holder,
        objects.size(), head.size(), head.size() + body.size(), head, body);
    std::string index, rows;
    const auto row = [&](int number, int type, std::size_t second, std::size_t third) {
        index += fmt::format("{} 1 ", number);
        rows.push_back(static_cast<char>(type));
        for (int shift = 24; shift >= 0; shift -= 8) rows.push_back(static_cast<char>(second >> shift));
        rows.push_back(static_cast<char>(third));
    };
    for (std::size_t i = 0; i < objects.size(); ++i) {
        bool last = true;
        for (std::size_t j = i + 1; j < objects.size(); ++j)
            last = last && objects[j].first != objects[i].first;
        if (last) row(objects[i].first, 2, static_cast<std::size_t>(holder), i);
    }
    row(holder, 1, at, 0);
    made.section = made.bytes.size();
    row(holder + 1, 1, made.section, 0);
    made.bytes += fmt::format(
        "{} 0 obj\n<< /Type /XRef /W [1 4 1] /Index [{}] /Size {} /Root {} 0 R /Prev {} /Length {} >>\n"
        "stream\n{}\nendstream\nendobj\n",
        holder + 1, index, holder + 2, last_root(pdf), last_startxref(pdf), rows.size(), rows);
    return made;
}

}  // namespace sanad::test
