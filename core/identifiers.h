// Numbers that carry a check: national identity number and IBAN; and the Saudi mobile number. Western digits
// only.
#pragma once

#include <string>
#include <string_view>

namespace sanad {

// Ten digits, first 1 (citizen) or 2 (resident), the last by Luhn's rule (ISO/IEC 7812-1 Annex B).
bool national_id_format(std::string_view digits);  // ten digits, first 1 or 2
bool national_id_valid(std::string_view digits);   // and the check digit

bool iban_format(std::string_view iban);  // "SA" and 22 digits, or another country's letters and length
bool iban_valid(std::string_view iban);   // and ISO 13616 modulo 97 is 1

bool phone_valid(std::string_view digits);  // 05 and eight digits

// "4500" or "4500.50": digits without a leading zero, at most two decimals.
bool amount_valid(std::string_view amount);

}  // namespace sanad
