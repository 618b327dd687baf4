// The texts that people see, in Arabic and English, by id. They are data: core/messages/*.toml, compiled in.
//
//     ["storage.passphrase_wrong"]
//     ar = "عبارة المرور غير صحيحة."
//     en = "The passphrase is wrong."
//
// {0}, {1}, … stand for arguments. Control characters in an argument (a file name may hold any) are shown as
// "?", so that a hostile name cannot drive the terminal.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"

namespace sanad {

enum class Language { ar, en };

bool has_message(std::string_view id);
std::vector<std::string> message_ids();  // sorted

// The text of `id` with its arguments; the id itself where the catalogue has none.
std::string message(std::string_view id, Language language, const std::vector<std::string>& arguments = {});

// What to print for an error: its message, or the general text of its code with what(); then the file, page
// and field.
std::string describe(const Error& error, Language language);

}  // namespace sanad
