// What names and addresses are put together from. Included by samples/*.cpp only.
#pragma once

#include <string>
#include <vector>

namespace sanad::samples {

struct City {
    std::string name;
    std::vector<std::string> districts;
};

// The nationality of a man and of a woman, as papers have it.
struct Nation {
    std::string of_man, of_woman;
};

const std::vector<std::string>& names_of_men();
const std::vector<std::string>& names_of_women();
const std::vector<std::string>& family_names();
const std::vector<City>& cities();
const std::vector<std::string>& streets();
const std::vector<Nation>& nations();  // the first is that of citizens

}  // namespace sanad::samples
