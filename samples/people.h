// Two hundred people who do not exist. Names are put together from lists, family names are made up; identity
// numbers, mobile numbers and bank accounts lie in ranges that are given to nobody (samples/README.md).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace sanad::samples {

struct Person {
    std::string national_id;
    std::string full_name;
    std::string birth_date;  // as such registers have it: ISO, or Hijri as "١٤٠٢/٠٥/١٣هـ"
    std::string sex, marital_status, nationality;
    std::string phone, city, district, address, iban;
    int dependants = 0;
    std::string housing;
    int monthly_income = 0;
};

// The same people for the same seed. One in six is nearly another: a brother, a namesake, a father, the same
// name in another spelling or with its parts in another order.
std::vector<Person> people(std::size_t count, std::uint64_t seed);

std::string register_csv(
    const std::vector<Person>& people);  // RFC 4180, UTF-8, columns are keys of the papers

}  // namespace sanad::samples
