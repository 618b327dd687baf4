// The few options of the training programs: "--name VALUE" in any order. Included by ocr/training/*.cpp only.
#pragma once

#include <charconv>
#include <map>
#include <string>
#include <string_view>

#include "core/error.h"

namespace sanad::ocr::training {

class Arguments {
public:
    // Throws Error(bad_input) for an option that is not among `known` or has no value. What is no option is
    // `first`.
    Arguments(int argc, char** argv, std::string_view known) {
        for (int i = 1; i < argc; ++i) {
            const std::string name = argv[i];
            if (!name.starts_with("-")) {
                first = name;
                continue;
            }
            const bool expected =
                (" " + std::string(known) + " ").find(" " + name + " ") != std::string::npos;
            if (!expected || i + 1 == argc)
                throw Error(ErrorCode::bad_input,
                            name + ": options, each with a value: " + std::string(known));
            values_[name] = argv[++i];
        }
    }

    std::string text(const std::string& name, const std::string& usual) const {
        const auto found = values_.find(name);
        return found == values_.end() ? usual : found->second;
    }

    // Throws Error(bad_input) for what is no number from `least` to `most`.
    double number(const std::string& name, double usual, double least, double most) const {
        const std::string given = text(name, "");
        if (given.empty()) return usual;
        double value = 0;
        const auto end = std::from_chars(given.data(), given.data() + given.size(), value);
        if (end.ec != std::errc{} || end.ptr != given.data() + given.size() ||
            !(value >= least && value <= most))
            throw Error(ErrorCode::bad_input, name + ": not a number in its range: " + given);
        return value;
    }

    std::string first;

private:
    std::map<std::string, std::string> values_;
};

}  // namespace sanad::ocr::training
